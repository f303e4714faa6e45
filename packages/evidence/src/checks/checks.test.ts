import { describe, expect, it } from "vitest";
import { grades } from "../grades.ts";
import { checkLedger, ledgerChecks, type LedgerClaim, type LedgerSum } from "./index.ts";

const plain: LedgerClaim = {
  id: "x",
  about: "site",
  quantity: "power",
  grade: "reported",
  value: { kind: "number", unit: "MW", low: 317, high: 317 },
  bound: undefined,
  scope: undefined,
  published: 20_000,
  asOf: 19_990,
  sources: 1,
  roots: ["press"],
};
const claim = (over: Partial<LedgerClaim>): LedgerClaim => ({ ...plain, ...over });
const number = (unit: string, low: number, high = low): LedgerClaim["value"] => ({ kind: "number", unit, low, high });

/** Two hundred claims of many kinds that agree with each other where they speak of one thing. */
const clean: LedgerClaim[] = Array.from({ length: 200 }, (_, index): LedgerClaim => {
  const kind = index % 5;
  const units = ["GPU", "USD/yr", "MW", "%", "GW"];
  const value: LedgerClaim["value"] =
    kind === 4
      ? { kind: "text", text: `word ${index}` }
      : kind === 3
        ? { kind: "date", low: 20_000 + index, high: 20_000 + index }
        : number(units[index % units.length] ?? "MW", index % 5 === 3 ? 1 + (index % 90) : 1000 + 7 * index);
  const grade = grades[index % grades.length] ?? "opinion";
  return claim({
    id: `c${index}`,
    about: `thing-${Math.floor(index / 2)}`,
    quantity: index % 2 === 0 ? `quantity-${index % 7}` : `other-${index % 7}`,
    grade,
    value,
    scope: index % 3 === 0 ? "all of it" : undefined,
    published: 20_000 + index,
    asOf: 19_950 + index,
    sources: 1 + (index % 2),
    roots: index % 2 === 0 ? [`s${index}`] : [`s${index}`, `t${index}`],
  });
});
/** The same once more, from another root, in the same words: agreement is no finding. */
const agreeing = clean
  .slice(0, 40)
  .map((one) => claim({ ...one, id: `${one.id}-again`, roots: [`other-${one.id}`], sources: 1 }));

const plainSum: LedgerSum = {
  id: "sum",
  claims: ["a", "b"],
  addends: [],
  dividend: [],
  divisor: [],
  tests: [],
  unit: "MW",
  low: 0,
  high: 0,
};
const sum = (over: Partial<LedgerSum>): LedgerSum => ({ ...plainSum, ...over });

/** Forty sums over the clean claims that lead where they should: two of them each, with a total that a claim gives. */
const totals = Array.from({ length: 40 }, (_, index) =>
  claim({
    id: `total-${index}`,
    about: `total-${index}`,
    value: number("MW", 2000 + 70 * index),
    roots: [`u${index}`],
  }),
);
const cleanSums = totals.map(({ id }, index) =>
  sum({
    id: `sum-${index}`,
    claims: [`c${10 * (index % 20) + 2}`],
    addends: [`c${10 * (index % 20) + 2}`, `c${10 * (index % 20) + 7}`],
    tests: [id],
    low: 2000 + 70 * index,
    high: 2000 + 70 * index,
  }),
);

describe("a clean ledger", () => {
  it("of 280 claims and 40 sums raises nothing", () => {
    expect(checkLedger([...clean, ...agreeing, ...totals], cleanSums)).toEqual([]);
  });
});

describe("one planted mistake of each kind", () => {
  const planted: Readonly<Record<string, readonly Partial<LedgerClaim>[]>> = {
    disagree: [{ id: "a" }, { id: "b", value: number("MW", 412), roots: ["other"] }],
    "words-differ": [
      { id: "a", value: { kind: "text", text: "SpaceX" } },
      { id: "b", value: { kind: "text", text: "SpaceXAI" }, roots: ["other"] },
    ],
    "number-and-words": [{ id: "a" }, { id: "b", value: { kind: "text", text: "plenty" }, roots: ["other"] }],
    "point-in-range": [{ id: "a" }, { id: "b", value: number("MW", 290, 340), roots: ["other"] }],
    "bound-as-value": [{ id: "a" }, { id: "b", bound: "ceiling", roots: ["other"] }],
    "scopes-differ": [
      { id: "a", scope: "one site" },
      { id: "b", scope: "two sites", value: number("MW", 412), roots: ["other"] },
    ],
    "unit-mix": [
      { id: "a", value: number("USD", 5e9) },
      { id: "b", value: number("USD/yr", 5e9), roots: ["other"] },
    ],
    "same-number": [
      { id: "a", quantity: "fleet", value: number("GPU", 550_000) },
      { id: "b", about: "elsewhere", quantity: "equivalents", value: number("H100e", 550_000), roots: ["other"] },
    ],
    "payer-and-payee": [
      { id: "a", quantity: "lease-revenue", value: number("USD/yr", 6e9) },
      { id: "b", about: "tenant", quantity: "lease-spend", value: number("USD/yr", 5e9), roots: ["other"] },
    ],
    "over-all": [{ id: "a", quantity: "occupancy", value: number("%", 112) }],
    "impossible-date": [{ id: "a", asOf: 20_400 }],
    echo: [{ id: "a", sources: 3, roots: ["press"] }],
    "said-twice": [{ id: "a" }, { id: "b" }],
    "ends-before-start": [
      { id: "a", quantity: "lease-end", value: { kind: "date", low: 20_100, high: 20_100 } },
      { id: "b", quantity: "lease-start", value: { kind: "date", low: 20_400, high: 20_400 } },
    ],
    "by-a-year": [{ id: "a" }, { id: "b", quantity: "power-2026", value: number("MW", 100) }],
  };
  /** Claims `a`, `b` and so on, and the sums that are made of them. */
  const plantedSums: Readonly<
    Record<string, readonly [readonly Partial<LedgerClaim>[], readonly Partial<LedgerSum>[]]>
  > = {
    "nominal-over-equivalents": [
      [
        { id: "a", quantity: "fleet", value: number("GPU", 220_000) },
        { id: "b", quantity: "equivalents", value: number("H100e", 550_000) },
      ],
      [{ dividend: ["a"], divisor: ["b"], unit: "GPU/H100e", low: 0.4, high: 0.4 }],
    ],
    "gross-against-net": [
      [
        { id: "a", quantity: "lease-revenue", value: number("USD/yr", 6e9) },
        { id: "b", quantity: "net-loss", value: number("USD/yr", 5e9) },
      ],
      [{ addends: ["a", "b"], unit: "USD/yr", low: 1e9, high: 1e9 }],
    ],
    "ratio-of-bounds": [
      [
        { id: "a", quantity: "commitment", bound: "floor", value: number("USD", 1e11) },
        { id: "b", quantity: "capacity", bound: "ceiling", value: number("GW", 5) },
      ],
      [{ dividend: ["a"], divisor: ["b"], unit: "USD/GW", low: 2e10, high: 2e10 }],
    ],
    "bound-in-sum": [
      [
        { id: "a", quantity: "capacity-east", bound: "ceiling", value: number("GW", 5) },
        { id: "b", quantity: "capacity-total", value: number("GW", 8) },
      ],
      [{ addends: ["a", "c0"], claims: ["a", "c0"], tests: ["b"], unit: "GW", low: 8, high: 8 }],
    ],
    "overlapping-blocks": [
      [
        { id: "a", quantity: "capacity-north-chips", value: number("GW", 5) },
        { id: "b", quantity: "capacity-north-sites", value: number("GW", 3) },
      ],
      [{ claims: ["a", "b", "c0"], addends: ["a", "b", "c0"], unit: "GW", low: 9, high: 9 }],
    ],
    "answer-apart": [
      [
        { id: "a", quantity: "whole", value: number("MW", 500) },
        { id: "b", quantity: "part", value: number("MW", 400) },
      ],
      [{ claims: ["b"], addends: ["b", "c2"], tests: ["a"], low: 600, high: 600 }],
    ],
    "out-of-family": [
      [
        { id: "a", quantity: "rent-east", value: number("USD/GW/yr", 15e9) },
        { id: "b", quantity: "rent-west", value: number("USD/GW/yr", 18e9) },
        { id: "d", quantity: "rent-south", value: number("USD/GW/yr", 21e9) },
      ],
      [{ claims: [], unit: "USD/GW/yr", low: 50e9, high: 50e9 }],
    ],
    "splits-differ": [
      [
        { id: "a", quantity: "land", value: number("USD/GW", 20e9) },
        { id: "b", quantity: "facility", value: number("USD/GW", 19e9) },
      ],
      [
        { id: "one", claims: ["a"], addends: ["a", "c1"], tests: ["c0"], unit: "USD/GW", low: 60e9, high: 60e9 },
        { id: "two", claims: ["b"], addends: ["b", "c3"], tests: ["c0"], unit: "USD/GW", low: 60e9, high: 60e9 },
      ],
    ],
    "bases-differ": [
      [
        { id: "a", quantity: "own-use", value: number("USD/yr", 30e9) },
        { id: "b", quantity: "rental", value: number("USD/yr", 15e9) },
      ],
      [
        { id: "one", claims: ["a"], dividend: ["c0"], divisor: ["a"], unit: "yr", low: 2, high: 2 },
        { id: "two", claims: ["b"], dividend: ["c0"], divisor: ["b"], unit: "yr", low: 4, high: 4 },
      ],
    ],
  };

  it("has every check", () => {
    expect([...Object.keys(planted), ...Object.keys(plantedSums)].sort()).toEqual(
      ledgerChecks.map(({ id }) => id).sort(),
    );
  });

  it.each(Object.entries(planted))("%s is found among clean claims, and nothing else is", (check, claims) => {
    const found = checkLedger([...clean, ...claims.map(claim)]);
    expect(found.map((finding) => finding.check)).toEqual([check]);
    expect(found[0]?.claims).toEqual(claims.map(({ id = "" }) => id));
  });

  it.each(Object.entries(plantedSums))("%s is found in a sum, and nothing else is", (check, [claims, sums]) => {
    const found = checkLedger([...clean, ...totals, ...claims.map(claim)], [...cleanSums, ...sums.map(sum)]);
    expect(found.map((finding) => finding.check)).toEqual([check]);
    for (const { id } of claims) expect(found[0]?.claims).toContain(id);
    expect(found[0]?.sums).toEqual(sums.map(({ id = "sum" }) => id));
  });
});

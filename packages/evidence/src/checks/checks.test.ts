import { describe, expect, it } from "vitest";
import { grades } from "../grades.ts";
import { checkLedger, ledgerChecks, type LedgerClaim } from "./index.ts";

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

describe("a clean ledger", () => {
  it("of 240 claims raises nothing", () => {
    expect(checkLedger([...clean, ...agreeing])).toEqual([]);
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
  };

  it("has every check", () => {
    expect(Object.keys(planted).sort()).toEqual(ledgerChecks.map(({ id }) => id).sort());
  });

  it.each(Object.entries(planted))("%s is found among clean claims, and nothing else is", (check, claims) => {
    const found = checkLedger([...clean, ...claims.map(claim)]);
    expect(found.map((finding) => finding.check)).toEqual([check]);
    expect(found[0]?.claims).toEqual(claims.map(({ id = "" }) => id));
  });
});

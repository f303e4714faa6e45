import { describe, expect, it } from "vitest";
import { head, prepared } from "../small-deal.contract.ts";
import { stressSchema } from "./stress-result.ts";
import { stress } from "./stress.ts";

const deal = `${head}
claims: {}
assumptions:
  price: { is: 2 to 4 USD/h, says: Price, because: test }
  cost: { is: 1 to 2.5 USD/h, says: Cost, because: test }
  slip: { is: "normal(20 day, 10 day)", says: Slip, because: test }
  clause: { is: "discrete(0 @ 25 %, 1 @ 75 %)", says: Whether the clause holds, because: test }
  cover: { is: "1 USD/h * (0.9 to 1.1)", says: A part of a formula, because: test }
  idle: { is: 1 to 2, says: Nothing rests on it, because: test }
model:
  margin: { is: price - cost, says: Margin, key: yes }
  ready: { is: 2026-06-01 + slip, says: Day of delivery }
  surely: { is: 2 > 1, says: Certain }
thesis:
  pays: { says: The price covers the cost., holds_if: price >= cost }
  in-time: { says: Delivered by July., holds_if: ready <= 2026-07-01 }
  both: { says: Pays with or without the clause., holds_if: "margin > if(clause == 1, 0 USD/h, cover)" }
  certain: { says: Two is more than one., holds_if: surely }
breakers:
  late: { says: Delivery slips., trips_if: ready > 2026-07-01, then: Rent moves out. }
correlations:
  - { between: [assumptions.price, assumptions.idle], spearman: 0.9, because: test }
`;
const base = prepared(deal, { samples: 2048 });
const z95 = 1.6448536269514722;
const sigma = (low: number, high: number): number => Math.log(high / low) / (2 * z95);

describe("a thesis on two lognormal figures", async () => {
  const { tests } = stressSchema.parse(await stress(base, { tests: ["pays"] }));
  const test = tests["thesis.pays"];
  const [sp, sc] = [sigma(2, 4), sigma(1, 2.5)];
  const [mp, mc] = [Math.sqrt(8), Math.sqrt(2.5)];
  const beta = Math.log(mp / mc) / Math.hypot(sp, sc);

  it("has its closed form: distance, chance, values and shares", () => {
    const [point] = test?.nearest?.points ?? [];
    expect(point?.distance).toBeCloseTo(beta, 6);
    expect(point?.proven).toBe(true);
    expect(test?.failure.low ?? NaN).toBeLessThan(point?.probability ?? NaN);
    expect(test?.failure.high ?? NaN).toBeGreaterThan(point?.probability ?? NaN);
    const price = point?.moves.find(({ input }) => input === "assumptions.price");
    expect(price?.share).toBeCloseTo(sp ** 2 / (sp ** 2 + sc ** 2), 5);
    expect(price?.value).toBeCloseTo(mp * Math.exp((-sp * beta * sp) / Math.hypot(sp, sc)), 5);
    expect(price).toMatchObject({ unit: "USD/h", part: false });
  });

  it("has its margin in the unit compared, at the medians", () => {
    expect(test?.margin).toEqual({ at_medians: expect.closeTo(mp - mc, 9), unit: "USD/h" });
    expect(test?.at_medians).toBe("holds");
  });

  it("breaks even where the price is the cost's median, or its mean", () => {
    const price = test?.break_evens.find(({ input }) => input === "assumptions.price");
    expect(price?.at_medians).toEqual([
      { value: expect.closeTo(mc, 8), percentile: expect.any(Number), holds: "above", within: true },
    ]);
    expect(price?.expected[0]?.value).toBeCloseTo(mc * Math.exp(sc ** 2 / 2), 1.5);
    expect(price?.expected_of).toBe("margin");
  });

  it("names only what it rests on", () => {
    expect(test?.tornado.map(({ input }) => input)).toEqual(["assumptions.price", "assumptions.cost"]);
    expect(test?.break_evens.map(({ input }) => input)).toEqual(["assumptions.price", "assumptions.cost"]);
  });
});

it("a day is compared in days, and a breaker is a test that should not come true", async () => {
  const { tests } = await stress(base, { tests: ["in-time", "late"] });
  expect(Object.keys(tests)).toEqual(["thesis.in-time", "breakers.late"]);
  for (const test of Object.values(tests)) {
    expect(test.margin).toEqual({ at_medians: expect.closeTo(10, 9), unit: "day" });
    expect(test.failure.value).toBeCloseTo(0.158655, 2);
    expect(test.nearest?.points.map(({ distance }) => distance)).toEqual([expect.closeTo(1, 6)]);
    expect(test.break_evens[0]?.at_medians[0]).toMatchObject({ value: expect.closeTo(30, 8), holds: "below" });
  }
});

it("a clause is shown by its outcomes, and a factor as part of its figure", async () => {
  const { tests } = await stress(base, { tests: ["both"] });
  const test = tests["thesis.both"];
  const clause = test?.break_evens.find(({ input }) => input === "assumptions.clause");
  expect(clause?.outcomes?.map(({ value, at_medians }) => [value, at_medians])).toEqual([
    [0, 1],
    [1, 1],
  ]);
  const [without = NaN, withClause = NaN] = clause?.outcomes?.map(({ expected }) => expected.value ?? NaN) ?? [];
  expect(withClause).toBeGreaterThan(without + 0.2);
  const [nearest] = test?.nearest?.points ?? [];
  expect(nearest?.moves.find(({ input }) => input === "assumptions.clause")).toMatchObject({ value: 0 });
  expect(nearest?.moves.find(({ input }) => input === "assumptions.cover")?.part).toBe(true);
});

it("what is certain is said to be", async () => {
  const { tests } = await stress(base, { tests: ["certain"] });
  expect(tests["thesis.certain"]).toMatchObject({
    certain: true,
    at_medians: "holds",
    failure: { value: 0 },
    nearest: null,
  });
});

it("a figure breaks even for a value as people write it", async () => {
  const money = await stress(base, { figure: { path: "margin", at: "1 USD/h" } });
  expect(money.tests).toEqual({});
  const price = money.figure?.break_evens.find(({ input }) => input === "assumptions.price");
  expect(price?.at_medians[0]?.value).toBeCloseTo(1 + Math.sqrt(2.5), 8);
  const day = await stress(base, { figure: { path: "ready", at: "2026-06-16" } });
  expect(day.figure).toMatchObject({ path: "model.ready", unit: "date", at: "2026-06-16" });
  expect(day.figure?.break_evens[0]?.at_medians[0]?.value).toBeCloseTo(15, 8);
});

it("a grid has the chance of a test over two inputs", async () => {
  const { grid = [] } = await stress(base, { tests: ["pays"], grid: ["price", "cost"] });
  const [cells] = grid;
  expect(cells).toMatchObject({ of: "thesis.pays", unit: "probability", rows: { input: "assumptions.price" } });
  // With both held nothing is left to chance: 5 % of the price against the median cost, and the other way round.
  expect(cells?.expected[0]?.[4]).toBe(0);
  expect(cells?.expected[4]?.[0]).toBe(1);
  expect(cells?.samples).toBe(512);
  expect(cells?.at_medians).toEqual(cells?.expected);
});

it("what is supposed moves what hangs together with it", async () => {
  const { supposed } = await stress(base, { tests: ["pays"], suppose: new Map([["idle", "2"]]) });
  expect(supposed?.inputs).toEqual([
    { input: "assumptions.idle", unit: "", value: 2, percentile: expect.closeTo(0.95, 6) },
  ]);
  const { before, after } = supposed?.tests["thesis.pays"] ?? {};
  expect(after?.value ?? NaN).toBeLessThan((before?.value ?? NaN) / 2);
  const margin = supposed?.figures["model.margin"];
  expect(Number(margin?.after.p50)).toBeGreaterThan(Number(margin?.before.p50) + 0.5);
});

describe("a question that does not fit the deal is answered in words", () => {
  it.each([
    [{ tests: ["pay"] }, 'there is no test "pay"; did you mean pays?'],
    [{ figure: { path: "margins", at: "1" } }, 'there is no figure "margins"; did you mean margin?'],
    [
      { figure: { path: "margin", at: "1 GPU" } },
      'the value "1 GPU" for model.margin: GPU is not USD/h; expected a value in USD/h',
    ],
    [{ figure: { path: "margin", at: "" } }, 'the value "" for model.margin: the formula is empty'],
    [{ figure: { path: "head", at: "1" } }, 'there is no figure "head"; expected one of model.margin, model.ready'],
    [
      { tests: ["nothing"] },
      'there is no test "nothing"; expected one of thesis.both, thesis.certain, thesis.in-time, thesis.pays',
    ],
    [{ tests: ["margin"] }, '"model.margin" is no test but a figure'],
    [{ suppose: new Map([["surely", "1"]]) }, '"model.surely" is no uncertain input but certain'],
    [{ suppose: new Map([["ready", "1"]]) }, '"model.ready" is no uncertain input but computed'],
    [{ suppose: new Map([["slip", "1 GPU"]]) }, 'the value "1 GPU" for assumptions.slip: '],
    [{ figure: { path: "surely", at: "1" } }, '"model.surely" is certain'],
    [{ tests: ["pays"], grid: ["price", "slip"] as const }, "none rests on both price and slip"],
    [{ grid: ["price", "price"] as const }, "a grid needs two different inputs"],
    [{ suppose: new Map([["model.margin", "1 USD/h"]]) }, '"model.margin" is no uncertain input'],
    [{ suppose: new Map([["clause", "7"]]) }, "assumptions.clause is never 7; it is one of 0, 1"],
  ])("%s", async (options, message) => {
    await expect(stress(base, options)).rejects.toThrow(message);
  });
});

it("hears a call to stop, tells how far it is, and lets others have a turn", async () => {
  const shares: number[] = [];
  let turns = 0;
  const pause = async (): Promise<void> => {
    turns++;
  };
  await stress(base, { pause }, (share) => shares.push(share));
  expect(turns).toBeGreaterThan(10);
  expect(shares).toEqual([...shares].sort((one, other) => one - other));
  expect(shares.at(-1)).toBe(1);
  const stop = (): void => {
    throw new Error("enough");
  };
  await expect(stress(base, {}, stop)).rejects.toThrow("enough");
});

it("a grid over an input that no number bounds is refused in words", async () => {
  const endless = prepared(`${head}model: { big: "lognormal(1e308, 3)", small: 1 to 2, both: "small / big" }\n`);
  await expect(stress(endless, { figure: { path: "both" }, grid: ["big", "small"] })).rejects.toThrow(
    "model.big reaches beyond the largest number",
  );
});

const waiting = `${head}
sources: { late: { publisher: P, date: 2026-08-01, role: press } }
claims:
  rent: { is: 1 USD/h, grade: reported, from: late, says: The rent. }
assumptions:
  flow: { is: 2 to 4 million USD/month, because: test }
model:
  cash: "flow * (1 month) * during(2026-06-01, 2026-12-01) - 9 million USD * during(2026-06-01, 2026-07-01)"
thesis:
  repays: { says: It pays back., holds_if: sum(cash) >= 0 USD }
  not-late: { says: It is not small., holds_if: not (mean(cash) < 1 USD) }
  rented: { says: The rent is known., holds_if: claims.rent > 0 USD/h }
`;

it("the margin of sums that no figure names is in their unit too", async () => {
  const { tests } = await stress(prepared(waiting), { tests: ["repays", "not-late"] });
  expect(tests["thesis.repays"]?.margin).toEqual({ at_medians: expect.any(Number), unit: "USD" });
  expect(tests["thesis.not-late"]?.margin?.unit).toBe("USD");
});

it("a thesis that waits for evidence is said to, unasked and asked", async () => {
  const base = prepared(waiting);
  const { tests, warnings } = await stress(base);
  expect(Object.keys(tests)).toEqual(["thesis.repays", "thesis.not-late"]);
  expect(warnings).toEqual(["thesis.rented is left out: it rests on claims.rent, not known by 2026-05-09"]);
  await expect(stress(base, { tests: ["rented"] })).rejects.toThrow(
    '"thesis.rented" is left out: it rests on claims.rent',
  );
});

import { describe, expect, it } from "vitest";
import { figureOf, head, mistakesIn, numberOf, result } from "../small-deal.contract.ts";

const sources = `sources:
  a: { publisher: A, date: 2026-05-01, role: analyst }
  b: { publisher: B, date: 2026-05-01, role: analyst }
  echo: { publisher: E, date: 2026-05-02, role: press, root: a }
  late: { publisher: L, date: 2026-06-01, role: filing }
`;
const claims = `claims:
  low: { is: "normal(2.60 USD/GPU/h, 0.40 USD/GPU/h)", grade: estimate, from: a, about: rate, quantity: rate }
  high: { is: "normal(5.27 USD/GPU/h, 0.30 USD/GPU/h)", grade: estimate, from: b, about: rate, quantity: rate }
  again: { is: "normal(2.60 USD/GPU/h, 0.40 USD/GPU/h)", grade: reported, from: echo, about: rate, quantity: rate }
  filed: { is: 5 USD/GPU/h, grade: disclosed, from: late, about: rate, quantity: rate, supersedes: [low, high] }
`;
const deal = (pool: string): string => `${head}${sources}${claims}pools:\n  rate: ${pool}\n`;
const many = { samples: 65_536 } as const;

/** Standard deviation from the mean and the mean of squares is not printed: two humps are told by their quantiles. */
describe("two claims that cannot both hold", () => {
  it("pool linearly to 3.94 with both humps, and which is right is an input", async () => {
    const text = `${deal("{ of: [low, high], because: Nobody knows. }")}model: { off: (pools.rate - 3.935 USD/GPU/h) ^ 2 }\n`;
    const run = await result(text, many);
    expect(numberOf(run, "pools.rate", "mean")).toBeCloseTo(3.935, 2);
    expect(Math.sqrt(numberOf(run, "model.off", "mean"))).toBeCloseTo(1.381, 2);
    expect(numberOf(run, "pools.rate.disagreement")).toBeCloseTo(1.7822 / (1.7822 + 0.125), 3);
    expect(figureOf(run, "pools.rate.which").unit).toBe("");
  });

  it("pool logarithmically to 4.31, surer than either", async () => {
    const text = `${deal("{ of: [low, high], kind: logarithmic, because: Both measured. }")}model: { off: (pools.rate - 4.3088 USD/GPU/h) ^ 2 }\n`;
    const run = await result(text, many);
    expect(numberOf(run, "pools.rate", "mean")).toBeCloseTo(4.3088, 3);
    expect(Math.sqrt(numberOf(run, "model.off", "mean"))).toBeCloseTo(0.3394, 3);
    const alone = await result(deal("{ of: [low, high], kind: logarithmic, independent: yes, because: x }"), many);
    const spread = (one: typeof run): number =>
      Number(figureOf(one, "pools.rate").p90) - Number(figureOf(one, "pools.rate").p10);
    expect(spread(run) / spread(alone)).toBeCloseTo(Math.SQRT2, 2);
  });

  it("echoes of one root are one voice, and weights are taken as given", async () => {
    const echoed = await result(deal("{ of: [low, high, again], because: x }"), many);
    expect(numberOf(echoed, "pools.rate", "mean")).toBeCloseTo(3.935, 2);
    const weighed = await result(deal("{ of: [low, high], weights: { high: 3 }, because: x }"), many);
    expect(numberOf(weighed, "pools.rate", "mean")).toBeCloseTo(0.25 * 2.6 + 0.75 * 5.27, 2);
  });

  it("what replaces them stands alone, from its day on", async () => {
    const text = deal("{ of: [low, high], because: x }");
    expect(numberOf(await result(text, { asOf: "2026-06-02" }), "pools.rate")).toBe(5);
    const only = await result(deal("{ of: [filed, low], because: x }"), many);
    expect(numberOf(only, "pools.rate", "mean")).toBeCloseTo(2.6, 2);
  });

  it("a text cannot be pooled, nor a claim that is not there", () => {
    const text = `${head}${sources}claims: { w: { states: yes, grade: opinion, from: a }, x: { is: 1 USD, grade: opinion, from: a } }\npools: { p: { of: [w, x], because: x } }\n`;
    expect(
      mistakesIn(text)
        .map(({ message }) => message)
        .join(),
    ).toContain("gives no number to pool");
    expect(
      mistakesIn(deal("{ of: [low, hihg], because: x }"))
        .map(({ message }) => message)
        .join(),
    ).toContain('there is no claim "hihg"');
    const none = mistakesIn(deal("{ of: [low, high], weights: { low: 0, high: 0 }, because: x }"));
    expect(none.map(({ message }) => message).join()).toContain("has a weight");
  });
});

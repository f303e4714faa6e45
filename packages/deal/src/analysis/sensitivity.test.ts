import { describe, expect, it } from "vitest";
import { head, prepared } from "../small-deal.contract.ts";
import { sensitivitySchema, type Sensitivity, type SensitivityFigure } from "./sensitivity-result.ts";
import { sensitivity } from "./sensitivity.ts";

const deal = `${head}
claims: {}
assumptions:
  price: { is: "normal(10 USD, 2 USD)", says: Price, because: test }
  cost: { is: "normal(5 USD, 1 USD)", says: Cost, because: test }
  idle: { is: 1 to 2 USD, says: Idle, because: test }
  fee: { is: 1 USD, says: Fee, because: test }
model:
  margin: { is: price - cost - fee, says: Margin, key: true }
  fixed: { is: fee * 2, says: Twice the fee, key: true }
  alone: { is: idle * 2 }
thesis:
  pays: { says: It pays, holds_if: margin > 4 USD }
  sure: { says: It costs, holds_if: fee > 0 USD }
breakers:
  dear: { says: Too dear, trips_if: "cost > 6 USD", then: Sell. }
`;
const tied = `${deal}
correlations:
  - { between: [assumptions.price, assumptions.cost], spearman: 0.483 }
  - { between: [assumptions.cost, assumptions.idle], spearman: 0.3 }
`;

function figure({ figures }: Sensitivity, path: string): SensitivityFigure {
  const found = figures[path];
  if (found === undefined) throw new Error(`no answer for ${path}`);
  return found;
}

describe("independent inputs", () => {
  it("have Sobol indices, for uncertain key figures and tests unless asked", async () => {
    const found = await sensitivity(prepared(deal), { evaluations: 40_000 });
    expect(sensitivitySchema.parse(found)).toEqual(found);
    expect(Object.keys(found.figures)).toEqual(["model.margin", "thesis.pays", "breakers.dear"]);
    const margin = figure(found, "model.margin");
    if (margin.method !== "sobol") throw new Error("expected Sobol indices");
    expect(margin).toMatchObject({
      says: "Margin",
      unit: "USD",
      undefined: 0,
      replicates: 8,
      points: 1024,
      evaluations: 32_768,
    });
    // The variances are 4 and 1; what the figure does not name is not listed.
    expect(margin.inputs.map(({ input, formula }) => [input, formula])).toEqual([
      ["assumptions.price", "normal(10 USD, 2 USD)"],
      ["assumptions.cost", "normal(5 USD, 1 USD)"],
    ]);
    for (const [i, share] of [0.8, 0.2].entries()) {
      const { first, total } = margin.inputs[i] ?? {};
      for (const each of [first, total]) {
        expect(Math.abs((each?.value ?? NaN) - share)).toBeLessThan(5 * (each?.se ?? NaN));
        expect(each?.se).toBeLessThan(0.03);
      }
    }
    expect(margin.variance.value).toBeCloseTo(5, 0);
    // A test on a threshold is made of interactions too.
    const pays = figure(found, "thesis.pays");
    expect(pays.unit).toBe("probability");
    expect(pays.method === "sobol" && (pays.interactions.low ?? 0) > 0).toBe(true);
  });
});

describe("inputs that hang together", () => {
  it("have Shapley effects, in the figures that rest on several of them", async () => {
    const found = await sensitivity(prepared(tied), { evaluations: 40_000 });
    const margin = figure(found, "model.margin");
    if (margin.method !== "shapley") throw new Error("expected Shapley effects");
    expect(margin.because).toBe("assumptions.cost and assumptions.price hang together");
    expect(margin.evaluations).toBe(32_768);
    // Iooss and Prieur 2019: β = (1, -1), σ = (2, 1), ρ = 0.5, so V = 3 and V Sh1 = 4 · 0.875 - 1 + 0.125.
    const [price, cost] = margin.inputs;
    expect([price?.input, cost?.input]).toEqual(["assumptions.price", "assumptions.cost"]);
    expect(Math.abs((price?.share.value ?? NaN) - 2.625 / 3)).toBeLessThan(5 * (price?.share.se ?? NaN));
    expect((price?.share.value ?? NaN) + (cost?.share.value ?? NaN)).toBeCloseTo(1, 12);
    // Only the cost decides it, though the price hangs together with it.
    const dear = figure(found, "breakers.dear");
    expect([dear.method, dear.inputs.map(({ input }) => input)]).toEqual(["sobol", ["assumptions.cost"]]);
  });

  it("can be taken together", async () => {
    const groups = [{ name: "market", inputs: ["assumptions.price", "assumptions.cost"] }];
    const found = await sensitivity(prepared(tied), { figures: ["margin"], evaluations: 1000, groups });
    const { inputs } = figure(found, "model.margin");
    expect(inputs).toMatchObject([
      { input: "market", inputs: ["assumptions.cost", "assumptions.price"], part: false, formula: "" },
    ]);
  });
});

it("the seed alone decides the draws; progress ends at 1", async () => {
  const seen: number[] = [];
  const options = { figures: ["margin", "alone"], evaluations: 500 };
  const once = await sensitivity(prepared(deal), options, (share) => seen.push(share));
  expect(Object.keys(once.figures)).toEqual(["model.margin", "model.alone"]);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
  expect(await sensitivity(prepared(deal), options)).toEqual(once);
  const other = await sensitivity(prepared(deal, { seed: 2 }), options);
  expect(figure(other, "model.margin").variance).not.toEqual(figure(once, "model.margin").variance);
});

it("what is no question is told in words", async () => {
  const ask = async (options: Parameters<typeof sensitivity>[1]): Promise<Sensitivity> =>
    await sensitivity(prepared(deal), options);
  await expect(ask({ figures: ["margn"] })).rejects.toThrow('there is no figure "margn"; did you mean margin?');
  await expect(ask({ figures: ["fixed"] })).rejects.toThrow('"model.fixed" is certain');
  const twice = { inputs: ["assumptions.price"] };
  await expect(
    ask({
      groups: [
        { name: "a", ...twice },
        { name: "b", ...twice },
      ],
    }),
  ).rejects.toThrow('"assumptions.price" is in the group "a" and in "b"');
  await expect(ask({ groups: [{ name: "a", inputs: ["assumptions.prise"] }] })).rejects.toThrow("no uncertain input");
});

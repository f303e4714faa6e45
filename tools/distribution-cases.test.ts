import { expect, it } from "vitest";
import { Inputs } from "../packages/finance/src/cases/case.contract.ts";
import { checkCase, type Outcome } from "../packages/finance/src/cases/check.contract.ts";
import { distributionAnswers } from "./distribution-cases.ts";

function put(name: string, inputs: object, expected: unknown, tolerance = 1e-9): Outcome {
  const given = new Inputs(JSON.stringify(inputs));
  return checkCase(
    { id: "T", function: name, inputs: given, expected, tolerance, source: "here" },
    distributionAnswers,
  );
}

it.each<[string, object, unknown]>([
  // 2 sin(π/6 · 1/2)
  ["rankToGaussianCorrelation", { spearman: 0.5 }, 0.517638090205],
  // 1 + 4 · 10/50 and 1 + 4 · 40/50; (10 + 4 · 20 + 60) / 6
  ["pert", { min: 10, mode: 20, max: 60 }, { alpha: 1.8, beta: 4.2, mean: 25 }],
  // Keelin (2016): the median is the middle quantile.
  ["metalogSpt", { q10: 10, q50: 20, q90: 40, at: 0.5 }, 20],
  ["metalogSpt", { q10: 10, q50: 20, q90: 40, at: 0.75 }, 29.0625],
  ["linearPoolMoments", { means: [0, 2], sds: [0, 0] }, { mean: 1, sd: 1 }],
  ["logPoolNormal", { means: [0, 2], sds: [1, 1], weights: [1, 1] }, { mean: 1, sd: Math.SQRT1_2 }],
  ["disagreementIndex", { means: [0, 2], sds: [1, 1] }, 0.5],
  ["pedigreeGsd95", { factors: [1.5, 1] }, 1.5],
  ["crpsNormal", { mean: 0, sd: 1, observed: 0 }, 0.233694977255],
])("%s of %j", (name, inputs, expected) => {
  expect(put(name, inputs, expected)).toEqual({ verdict: "passed" });
});

it("says what does not fit", () => {
  expect(put("linearPoolMoments", { means: [1], sds: [] }, {}).why).toBe("1 means, 0 sds and 1 weights");
  expect(put("pert", { min: 10, mode: 5, max: 60 }, {}).why).toContain("mode");
});

import { describe, expect, it } from "vitest";
import { Inputs, type Case } from "../packages/finance/src/cases/case.contract.ts";
import { checkEstimate } from "./estimated-cases.ts";

function row(name: string, inputs: object, expected: unknown, tolerance = 1e-9): Case {
  return { id: "T", function: name, inputs: new Inputs(JSON.stringify(inputs)), expected, tolerance, source: "here" };
}

const ishigami = { model: "ishigami", a: 7, b: 0.1 };
const options = [
  { type: "const", value: 0 },
  { type: "linear", terms: { p1: 1, p2: -1 } },
];
const params = { p1: { normal: [1, 1] }, p2: { normal: [0, 2] } };

describe("a case that can only be estimated", () => {
  it.each([
    // V = a²/8 + b π⁴/5 + b² π⁸/18 + 1/2 (Ishigami and Homma, 1990)
    ["outputVariance", ishigami, 13.844587940719],
    ["sobolTotal", ishigami, [0.55758885521, 0.44241114479, 0.243683664062]],
    // A single input explains all.
    ["sobolFirst", { model: "sobolG", a: [1] }, [1]],
    // Independent inputs: their shares of the variance, 1 and 4 of 5.
    [
      "shapleyLinearGaussian",
      {
        beta: [1, 2],
        sigma: [1, 1],
        corr: [
          [1, 0],
          [0, 1],
        ],
      },
      [0.2, 0.8],
    ],
    // E[max(0, X)] - 1 for X of mean 1 and variance 5, and of variance 1 once p1 alone is known.
    ["evpi", { options, params }, 0.479810706348],
    ["evppi", { of: "p1", options, params }, 0.083315470588],
  ])("%s passes by its interval", async (name, inputs, expected) => {
    expect(await checkEstimate(row(name, inputs, expected))).toMatchObject({ verdict: "passed", byInterval: true });
  });

  it("fails beyond its interval, or where numbers are missing", async () => {
    expect(await checkEstimate(row("outputVariance", ishigami, 14))).toMatchObject({ verdict: "failed" });
    expect(await checkEstimate(row("evpi", { options, params }, 0.485))).toMatchObject({ verdict: "failed" });
    expect(await checkEstimate(row("sobolFirst", { model: "sobolG", a: [1] }, [1, 0]))).toMatchObject({
      verdict: "failed",
      got: expect.stringContaining("nothing"),
    });
  });

  it("needs no interval within its tolerance", async () => {
    const found = await checkEstimate(row("outputVariance", ishigami, 13.8, 1));
    expect(found).toMatchObject({ verdict: "passed", byInterval: false });
  });

  it("fails with words where its model is not one", async () => {
    for (const [name, inputs] of [
      ["sobolFirst", { model: "other" }],
      ["evppi", { of: "p3", options, params }],
      ["evpi", { options: [options[0], { type: "linear", terms: { p9: 1 } }], params }],
    ] as const) {
      const { verdict, got } = await checkEstimate(row(name, inputs, 0));
      expect(verdict).toBe("failed");
      expect(got).toMatch(/model|p1, p2|p9/);
    }
  });
});

it("an interval's lognormal is exact", async () => {
  // z = 1.6448536269514722: sigma = ln 25 / 2z, mu = ln 10.
  const expected = { mu: Math.LN10, sigma: 0.978468774402 };
  const found = await checkEstimate(row("lognormalFromInterval", { p5: 2, p95: 50 }, expected));
  expect(found).toMatchObject({ verdict: "passed", byInterval: false });
  const off = { ...expected, sigma: 0.978 };
  expect(await checkEstimate(row("lognormalFromInterval", { p5: 2, p95: 50 }, off))).toMatchObject({
    verdict: "failed",
  });
});

it("leaves alone what it does not know", async () => {
  expect(await checkEstimate(row("dscr", {}, 1))).toMatchObject({ verdict: "unknown" });
  expect(await checkEstimate(row("toString", {}, 1))).toMatchObject({ verdict: "unknown" });
});

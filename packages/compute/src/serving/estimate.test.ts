import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { deepseekV3, gptOss120b } from "../architecture.fixture.ts";
import { readKernelTables } from "../kernels/index.ts";
import { calibrationSchema, metrics } from "./calibration.ts";
import type { Deployment, Load } from "./deployment.ts";
import { ServingModel } from "./estimate.ts";
import { levelsOf } from "./levels.ts";
import { b200, calibrationWith, deploymentOf, flatKernels, h100, llama70b, tensorParallel } from "./serving.fixture.ts";

const usual: Load = { concurrency: 32, input: 1000, output: 1000, spread: 0.2 };
const deployment = deploymentOf(llama70b);

describe("an estimate", () => {
  it("has the interval that the errors of its support and mode leave", () => {
    const errors = { ttft: { low: 0.5, high: 3 }, tpot: { low: 0.9, high: 1.2 }, throughput: { low: 0.7, high: 1.1 } };
    const estimate = new ServingModel(calibrationWith([], errors), flatKernels).estimate(deployment, usual);
    for (const metric of metrics) {
      const { value, low, high } = estimate[metric];
      expect(low / value).toBeCloseTo(errors[metric].low, 12);
      expect(high / value).toBeCloseTo(errors[metric].high, 12);
      expect(low <= value && value <= high).toBe(true);
    }
  });

  it("takes the errors of pools where prefill is apart", () => {
    const calibration = calibrationWith();
    const { none } = calibration.errors;
    const apart = { ...none.disaggregated, tpot: { ...none.disaggregated.tpot, low: 0.25, high: 4 } };
    const wide = { ...calibration, errors: { ...calibration.errors, none: { ...none, disaggregated: apart } } };
    const model = new ServingModel(wide, flatKernels);
    const prefill = { count: 1, layout: tensorParallel(4) };
    const { tpot } = model.estimate(deploymentOf(llama70b, { prefill }), usual);
    expect(tpot.high / tpot.low).toBeCloseTo(16, 9);
    const together = model.estimate(deployment, usual).tpot;
    expect(together.high / together.low).toBeLessThan(2);
  });

  it("follows the constants of its levels: slower matrix products, a longer time per token", () => {
    const { cell } = levelsOf(deployment, { release: "", source: "" });
    const slow = calibrationWith([{ constant: "linear", family: "cell", level: cell, factor: 2 }]);
    const [own, slower] = [calibrationWith(), slow].map((one) =>
      new ServingModel(one, flatKernels).estimate(deployment, usual),
    );
    const ratio = (slower?.tpot.value ?? NaN) / (own?.tpot.value ?? NaN);
    expect(ratio).toBeGreaterThan(1.2);
    expect(ratio).toBeLessThan(2);
    expect([own?.support, slower?.support]).toEqual(["none", "cell"]);
  });
});

describe("remarks", () => {
  const levels = levelsOf(deployment, { release: "", source: "" });
  const near = calibrationWith([{ constant: "linear", family: "cell", level: levels.cell, factor: 1 }]);
  const said = (load: Partial<Load>, calibration = near): readonly string[] =>
    new ServingModel(calibration, flatKernels).estimate(deployment, { ...usual, ...load }).remarks;

  it("are none inside what was measured", () => {
    expect(said({})).toEqual([]);
  });

  it("say what lies outside, by how much", () => {
    expect(said({ input: 50_000 })).toEqual(["a mean prompt of 50000 tokens is outside the measured 100 to 10000"]);
    expect(said({ output: 10 })).toEqual(["a mean answer of 10 tokens is outside the measured 100 to 10000"]);
    expect(said({ concurrency: 4000 })).toEqual([
      "concurrency of 1000 clients an accelerator is outside the measured 0.1 to 200",
    ]);
    expect(said({ input: 10, output: 20_000, concurrency: 4000 })).toHaveLength(3);
  });

  it("say how near the measured runs come", () => {
    const model = calibrationWith([{ constant: "linear", family: "model", level: levels.model, factor: 1 }]);
    const both = calibrationWith([
      { constant: "linear", family: "model", level: levels.model, factor: 1 },
      { constant: "linear", family: "engine-chip", level: levels["engine-chip"], factor: 1 },
    ]);
    expect(said({}, both)).toEqual([expect.stringContaining("were measured apart")]);
    expect(said({}, model)).toEqual([expect.stringContaining("only its model, or only its engine on this chip")]);
    expect(said({}, calibrationWith())).toEqual([expect.stringContaining("physics and typical efficiencies only")]);
  });
});

describe("the shipped model", () => {
  const catalog = new URL("../../../../catalog/", import.meta.url);
  const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, catalog), "utf8"));
  const tables = readdirSync(new URL("kernels/", catalog))
    .filter((name) => name.endsWith(".json"))
    .map((name) => readKernelTables(json(`kernels/${name}`), name));
  const model = new ServingModel(calibrationSchema.parse(json("serving/calibration.json")), tables);

  const llama = deploymentOf(llama70b, {
    accelerator: b200,
    engine: "trtllm",
    format: "fp4",
    layout: { ...tensorParallel(4), expertTp: 1 },
  });
  const deepseek = deploymentOf(deepseekV3, { accelerator: b200, engine: "sglang", layout: tensorParallel(8) });
  const gptOss = deploymentOf(gptOss120b, {
    accelerator: b200,
    engine: "trtllm",
    format: "fp4",
    layout: tensorParallel(2),
  });
  const published = (concurrency: number, ttft: number, tpot: number, of: Deployment, input = 1024, output = 1024) =>
    [of, { concurrency, input: 0.9 * input, output: 0.9 * output, spread: 2 / 9 }, ttft / 1000, tpot / 1000] as const;

  // Published runs of InferenceX as the table of ai-dynamo/aiconfigurator has them (silicon_sample.csv, Apache-2.0), milliseconds.
  it.each([
    published(4, 178.5727, 6.63045, llama),
    published(64, 276.2282, 9.29264, llama),
    published(16, 73.1063, 7.42222, llama, 1024, 8192),
    published(64, 729.8639, 20.48039, llama, 8192),
    published(4, 183.1796, 8.75996, deepseek),
    published(64, 798.993, 22.52931, deepseek),
    published(16, 49.5823, 4.25249, gptOss),
    published(256, 168.3208, 11.90452, gptOss),
  ])("lies within a factor of published runs: TPOT 1.5, TTFT 3", (of, load, ttft, tpot) => {
    const estimate = model.estimate(of, load);
    expect(Math.abs(Math.log(estimate.tpot.value / tpot))).toBeLessThan(Math.log(1.5));
    expect(Math.abs(Math.log(estimate.ttft.value / ttft))).toBeLessThan(Math.log(3));
  });

  it("answers for a chip that nobody measured, and says so", () => {
    const mi300x = {
      ...h100,
      name: "amd-mi300x",
      memory: 192e9,
      memoryBandwidth: 5.3e12,
      peak: { bf16: 1307e12, fp8: 2615e12 },
    };
    const estimate = model.estimate(deploymentOf(llama70b, { accelerator: mi300x }), usual);
    expect(estimate.support).not.toBe("cell");
    expect(estimate.remarks.join()).toContain("amd-mi300x");
    const known = model.estimate(deployment, usual);
    expect(estimate.tpot.high / estimate.tpot.low).toBeGreaterThan(known.tpot.high / known.tpot.low);
  });
});

import { quantisationOf, singleAccelerator, type Architecture, type MeasuredRun } from "@underwatt/compute";
import { describe, expect, it } from "vitest";
import { cellFold, chipFold, errors, groupFold, heldOut, line, modelFold, quantile, ratios } from "./cross-validate.ts";
import { starts, type Design } from "./design.ts";
import type { FitRow } from "../fitting/map-fit.ts";

const h100 = {
  name: "nvidia-h100-sxm",
  memory: 80e9,
  memoryBandwidth: 3.35e12,
  peak: { bf16: 989e12, fp8: 1979e12 },
  scaleUp: { domain: 8, bandwidth: 450e9 },
};

function modelNamed(name: string): Architecture {
  return {
    name,
    layers: 32,
    hidden: 4096,
    vocabulary: 128_256,
    attention: { kind: "gqa", heads: 32, kvHeads: 8, headDim: 128 },
    dense: { layers: 32, intermediate: 14_336 },
  };
}

function runOf(group: string, model = "a", figures: Partial<Pick<MeasuredRun, "ttft" | "tpot">> = {}): MeasuredRun {
  const architecture = modelNamed(model);
  return {
    id: group,
    group,
    model,
    format: "fp8",
    release: "",
    source: "",
    deployment: {
      architecture,
      accelerator: h100,
      engine: "vllm",
      quantisation: quantisationOf("fp8", architecture, h100),
      workers: { count: 1, layout: singleAccelerator },
    },
    load: { concurrency: 8, input: 1000, output: 101, spread: 0.2 },
    ttft: 0.1,
    tpot: 0.01,
    ...figures,
  };
}

describe("folds", () => {
  it("keep what belongs together: groups, cells, models, chips of an engine", () => {
    expect(groupFold(runOf("g", "a"))).toBe(groupFold(runOf("g", "b")));
    expect(new Set(Array.from({ length: 100 }, (_, i) => groupFold(runOf(`g${i}`)))).size).toBe(6);
    expect(cellFold(runOf("g"))).toBe(cellFold(runOf("h")));
    expect(new Set(Array.from({ length: 100 }, (_, i) => cellFold(runOf("g", `m${i}`)))).size).toBe(8);
    expect(modelFold(runOf("g", "b"))).toBe("b");
    expect(chipFold(runOf("g"))).toBe("vllm nvidia-h100-sxm");
  });
});

describe("predictions of runs left out", () => {
  it("never see the fold's own measurements", () => {
    // A row says when its measurement is looked at: no fit may do so between the fits of other folds.
    const runs = ["a", "b", "c"].flatMap((model) => [runOf(`${model}1`, model), runOf(`${model}2`, model)]);
    const designOf = (tpots: readonly number[]): Design => ({
      coefficients: [{ constant: "linear" }],
      spread: Float64Array.of(3),
      rows: tpots.map((tpot): FitRow => ({
        columns: Array.from(starts, (_, c) => Int32Array.from(c === 0 ? [0] : [])),
        measured: Float64Array.of(Math.log(tpot), NaN),
        predict(logs, into) {
          into[0] = logs[0] ?? 0;
          into[1] = 0;
        },
      })),
    });
    const own = heldOut(designOf([1, 1, 1.1, 1.1, 1.2, 1.2]), runs, modelFold, 40);
    const other = heldOut(designOf([50, 70, 1.1, 1.1, 1.2, 1.2]), runs, modelFold, 40);
    expect(own.map(({ run }) => run.id).sort()).toEqual(["a1", "a2", "b1", "b2", "c1", "c2"]);
    // Other measurements of model a change nothing in what is said of it, and do in what is said of others.
    const of = (found: typeof own, id: string): number => found.find(({ run }) => run.id === id)?.tpot ?? NaN;
    expect(of(other, "a1")).toBe(of(own, "a1"));
    expect(of(other, "b1")).not.toBeCloseTo(of(own, "b1"), 3);
    // A fit to two others lies between them.
    expect(of(own, "a1")).toBeGreaterThan(1.1);
    expect(of(own, "a1")).toBeLessThan(1.2);
  });
});

describe("errors", () => {
  const run = runOf("g", "a", { ttft: 0.2, tpot: 0.01 });

  it("are measured over predicted, throughput by the cycle", () => {
    const found = { run, ttft: 0.1, tpot: 0.02 };
    expect(ratios.ttft(found)).toBeCloseTo(2, 12);
    expect(ratios.tpot(found)).toBeCloseTo(0.5, 12);
    // 100 tokens after the first: 2.1 s predicted, 1.2 s measured, so 1.75 times the throughput was measured.
    expect(ratios.throughput(found)).toBeCloseTo(2.1 / 1.2, 12);
  });

  it("have the median and the mean of what is off, relative to what was measured", () => {
    const predictions = [0.011, 0.009, 0.015].map((tpot) => ({ run, ttft: 0.2, tpot }));
    const { median, mean } = errors(predictions, "tpot");
    expect(median).toBeCloseTo(0.1, 9);
    expect(mean).toBeCloseTo(0.7 / 3, 9);
    expect(errors(predictions, "ttft")).toEqual({ median: 0, mean: 0 });
    expect(line("some", predictions)).toMatch(/^some +3 {2}TPOT +10\.0 \/ 23\.3 % {2}TTFT +0\.0 \/ 0\.0 %/);
  });

  it("take quantiles between sorted values", () => {
    expect([0, 0.25, 0.5, 1].map((p) => quantile([1, 2, 3, 5], p))).toEqual([1, 1.75, 2.5, 5]);
    expect(quantile([7], 0.9)).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

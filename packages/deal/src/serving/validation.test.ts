import { describe, expect, it } from "vitest";
import type { Prediction } from "./prediction.ts";
import { scorePredictions, validationSchema } from "./validation.ts";

const about = { table: "t.csv", calibration: "some runs" };

/** Predicted 100 for every metric, with 80 to 120. */
function row(measured: number, more: Partial<Prediction> = {}): Prediction {
  const interval = { value: 100, low: 80, high: 120 };
  return {
    id: "x",
    accelerator: "H100",
    model: "m",
    engine: "vllm",
    mode: "agg",
    scored: true,
    notScoredReason: "",
    predicted: { ttft: interval, tpot: interval, throughput: interval, support: "cell" },
    measured: { ttft: measured, tpot: measured, throughput: NaN },
    reason: "",
    ...more,
  };
}

describe("errors of predictions of 100", () => {
  it("are relative to what was measured, and are counted where it lies in the interval", () => {
    // Errors: +100 %, +25 %, 0, -20 %.
    const { all } = scorePredictions([row(50), row(80), row(100), row(125)], about);
    expect(all.tpot).toEqual({
      runs: 4,
      median: expect.closeTo(0.225, 12),
      mean: expect.closeTo(1.45 / 4, 12),
      bias: expect.closeTo(1.05 / 4, 12),
      within_quarter: 0.75,
      coverage: 0.5,
    });
    expect(all.throughput).toMatchObject({ runs: 0, median: null, coverage: null });
  });

  it("are told apart by what the table names", () => {
    const rows = [row(100), row(50, { accelerator: "H200", engine: "sglang", mode: "disagg", model: "n" })];
    const result = scorePredictions(rows, about);
    expect(result.by_accelerator["H200"]?.ttft).toMatchObject({ runs: 1, median: 1 });
    expect(result.by_engine["vllm"]?.ttft.median).toBe(0);
    expect(Object.keys(result.by_model)).toEqual(["m", "n"]);
    expect(Object.keys(result.by_mode)).toEqual(["agg", "disagg"]);
    expect(validationSchema.parse(result)).toEqual(result);
  });
});

it("every row is counted once: scored, left out with a reason, or refused with one", () => {
  const rows = [
    row(100),
    row(NaN),
    row(100, { scored: false, notScoredReason: "odd" }),
    row(100, { scored: false }),
    row(100, { predicted: undefined, reason: "no such chip" }),
    row(100, { predicted: undefined, reason: "no such chip", scored: false }),
  ];
  const result = scorePredictions(rows, about);
  expect(result).toMatchObject({ rows: 6, predicted: 4, scored: 3, unanswered: 1 });
  expect(result.left_out).toEqual({ "marked as not scored": 1, "nothing measured": 1, odd: 1 });
  expect(result.refused).toEqual({ "no such chip": 2 });
  expect(result.all.tpot.runs).toBe(1);
  const counted = [result.refused, result.left_out].flatMap((counts) => Object.values(counts));
  expect(counted.reduce((sum, count) => sum + count, result.all.tpot.runs)).toBe(6);
});

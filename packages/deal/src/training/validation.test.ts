import { describe, expect, it } from "vitest";
import type { PredictedTraining, TrainingPrediction } from "./prediction.ts";
import { scoreTraining, trainingValidationSchema } from "./validation.ts";

const about = { table: "t.csv", calibration: "some runs" };

/** Predicted 100, with 80 to 120. */
function row(
  measured: number,
  more: Partial<TrainingPrediction> = {},
  predicted: Partial<PredictedTraining> = {},
): TrainingPrediction {
  return {
    id: "x",
    accelerator: "H100",
    model: "m",
    predicted: {
      tokensPerSecond: { value: 100, low: 80, high: 120 },
      mfu: { value: 0.4, low: 0.3, high: 0.5 },
      support: "chip",
      framework: "megatron",
      format: "bf16",
      kind: "dense",
      remarks: [],
      ...predicted,
    },
    measured,
    reason: "",
    ...more,
  };
}

describe("errors of predictions of 100", () => {
  it("are relative to what was measured, and are counted where it lies in the interval", () => {
    // Errors: +100 %, +25 %, 0, -20 %, -50 %. Nine tenths of the way from the first to the fifth lie 0.6 between 50 and 100 %.
    const { all } = scoreTraining([row(50), row(80), row(100), row(125), row(200)], about);
    expect(all).toEqual({
      runs: 5,
      median: 0.25,
      mean: expect.closeTo(1.95 / 5, 12),
      p90: expect.closeTo(0.8, 12),
      bias: expect.closeTo(0.55 / 5, 12),
      coverage: 0.4,
    });
  });

  it("are told apart by what was trained on what, and with what", () => {
    const other = row(
      50,
      { accelerator: "GB200", model: "n" },
      { framework: "maxtext", format: "fp8", kind: "experts", support: "none" },
    );
    const result = scoreTraining([row(100), other, row(100)], about);
    for (const by of [
      result.by_accelerator,
      result.by_model,
      result.by_framework,
      result.by_format,
      result.by_kind,
      result.by_support,
    ])
      expect(Object.fromEntries(Object.values(by).map(({ runs, median }) => [runs, median]))).toEqual({ 1: 1, 2: 0 });
    expect(Object.keys(result.by_kind)).toEqual(["dense", "experts"]);
    expect(result.support).toEqual({ release: 0, chip: 2, generation: 0, none: 1 });
    expect(trainingValidationSchema.parse(result)).toEqual(result);
  });
});

it("every row is counted once: with an error, unmeasured, or refused with a reason", () => {
  const refused = (id: string, reason: string): TrainingPrediction => row(100, { id, predicted: undefined, reason });
  const rows = [row(100), row(NaN), refused("a", "no such chip"), refused("b", "tp is odd"), refused("c", "tp is odd")];
  const result = scoreTraining(rows, about);
  expect(result).toMatchObject({
    rows: 5,
    predicted: 2,
    unmeasured: 1,
    refused: { "no such chip": ["a"], "tp is odd": ["b", "c"] },
  });
  expect(Object.keys(result.refused)).toEqual(["tp is odd", "no such chip"]);
  expect(result.all.runs + result.unmeasured + Object.values(result.refused).flat().length).toBe(5);
});

it("without rows there are no errors", () => {
  expect(scoreTraining([], about).all).toEqual({
    runs: 0,
    median: null,
    mean: null,
    p90: null,
    bias: null,
    coverage: null,
  });
});

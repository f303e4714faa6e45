import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shippedCatalog } from "../small-deal.contract.ts";
import { answerTraining } from "./estimate.ts";
import { TrainingRowPredictor, type PredictedTraining } from "./prediction.ts";
import { llama70b, shippedTraining } from "./training.fixture.ts";

const predictor = new TrainingRowPredictor(shippedTraining, shippedCatalog);

const good = {
  id: "a",
  framework: shippedTraining.calibration.releases.megatron ?? "",
  model: "meta-llama/Llama-3.1-70B",
  accelerator: "H100",
  accelerators: "64",
  precision: "BF16",
  seq_len: "8192",
  global_batch_sequences: "128",
  micro_batch: "1",
  tp: "8",
  pp: "4",
  cp: "1",
  vp: "5",
  tokens_per_s_per_gpu: "900",
};

function predicted(more: Readonly<Record<string, string>>): PredictedTraining {
  const { predicted: found, reason } = predictor.predict({ ...good, ...more });
  if (found === undefined) throw new Error(reason);
  return found;
}

function reasonOf(more: Readonly<Record<string, string>>): string {
  const { predicted: found, reason } = predictor.predict({ ...good, ...more });
  expect(found).toBeUndefined();
  return reason;
}

describe("a row", () => {
  it("is predicted as the same question is answered, and without a look at what was measured", () => {
    const layout = { tp: 8, pp: 4, chunks: 5 };
    const { point } = answerTraining({ ...llama70b, layout }, shippedCatalog, shippedTraining);
    const asked = point?.tokens_per_s_per_accelerator.value ?? NaN;
    expect(predicted({}).tokensPerSecond.value / asked).toBeCloseTo(1, 2);
    for (const tokens of ["1", "", "many", "-3"]) {
      const row = predictor.predict({ ...good, tokens_per_s_per_gpu: tokens, mfu: "99", step_time_s: "1" });
      expect(row.predicted).toEqual(predicted({}));
      expect(row.measured).toBe(tokens === "1" ? 1 : NaN);
    }
  });

  it("without a layout is laid out, which is remarked", () => {
    const { tokensPerSecond, remarks } = predicted({ tp: "", pp: "", cp: "", vp: "", micro_batch: "" });
    const { point } = answerTraining(llama70b, shippedCatalog, shippedTraining);
    const asked = point?.tokens_per_s_per_accelerator.value ?? NaN;
    expect(tokensPerSecond.value / asked).toBeCloseTo(1, 2);
    expect(remarks.join()).toContain("the layout is not given; the fastest by the model is taken");
  });

  it("that names a shape instead of a known model is predicted by its shape", () => {
    const shape = { layers: "80", hidden: "8192", heads: "64", kv_heads: "8", ffn: "28672", vocab: "128256" };
    const own = predicted({ model: "ours", params_total_b: "70.6", ...shape });
    // Constants of a known model may differ a little.
    expect(own.tokensPerSecond.value / predicted({}).tokensPerSecond.value).toBeCloseTo(1, 0);
    expect(own.mfu.value).toBeGreaterThan(0);
    expect(reasonOf({ model: "ours" })).toContain("hidden is");
  });

  it.each<[Readonly<Record<string, string>>, string]>([
    [{ accelerator: "H9" }, 'the catalogue has no accelerator "H9"'],
    [{ accelerators: "some" }, 'accelerators is "some"; expected a whole number'],
    [{ accelerators: "63" }, "63 accelerators are no whole number of replicas of 8 x 4 x 1"],
    [{ precision: "INT3" }, 'precision is "INT3"; expected BF16'],
    [{ tp: "", accelerators: "1", model: "llama-3-1-405b" }, "no layout fits in memory"],
  ])("%j has a reason instead of a prediction", (more, reason) => {
    expect(reasonOf(more)).toContain(reason);
  });

  it("whose cells are anything has a prediction or a reason, and never takes the others with it", () => {
    const cell = fc.oneof(
      fc.constantFrom(
        "",
        "0",
        "-1",
        "1",
        "2",
        "8",
        "1e3",
        "1e15",
        "NaN",
        "Infinity",
        "0x10",
        "BF16",
        "LoRA",
        "0 W",
        "expert TP=0",
      ),
      fc.string({ maxLength: 6 }),
    );
    const columns = [
      ...Object.keys(good),
      "ep",
      "dp",
      "note",
      "framework",
      "date",
      "layers",
      "hidden",
      "heads",
      "ffn",
      "vocab",
      "experts",
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...columns), cell, { maxKeys: 4 }), (more) => {
        const { predicted: found, reason } = predictor.predict({ ...good, ...more });
        expect(found === undefined).toBe(reason !== "");
        if (found !== undefined) {
          const { value, low, high } = found.tokensPerSecond;
          expect(value).toBeGreaterThan(0);
          expect(low).toBeLessThan(high);
          expect(high).toBeLessThan(Infinity);
        }
      }),
      { numRuns: 300 },
    );
  });
});

it("a row with a fault is not read", () => {
  expect(predictor.predict(good, "line 3 has 2 cells")).toMatchObject({
    predicted: undefined,
    reason: "line 3 has 2 cells",
  });
});

import { describe, expect, it } from "vitest";
import { NameError } from "../catalog/by-name.ts";
import { shippedCatalog } from "../small-deal.contract.ts";
import { answerTraining, type TrainingQuestion } from "./estimate.ts";
import { trainingAnswerSchema, type TrainingAnswer, type TrainingPoint } from "./estimate-result.ts";
import { TrainingQuestionError } from "./layout.ts";
import { llama70b, shippedTraining } from "./training.fixture.ts";

const layout = { tp: 8, pp: 4, chunks: 5 } as const;

function answer(more: Partial<TrainingQuestion> = {}): TrainingAnswer {
  return trainingAnswerSchema.parse(answerTraining({ ...llama70b, ...more }, shippedCatalog, shippedTraining));
}

function pointIn({ point, unfit }: TrainingAnswer): TrainingPoint {
  if (point === undefined) throw new Error(unfit);
  return point;
}

function sharesOf({ waterfall = [] }: TrainingAnswer): number[] {
  return waterfall.map(({ share }) => share);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe("an estimate", () => {
  it.each([
    ["a layout", { layout }],
    ["open", {}],
    ["a mixture of experts", { model: "gpt-oss-120b" }],
    ["anchored", { accelerator: "B300", anchor: { accelerator: "B200", ratio: 1.1 } }],
  ])("of %s has MFU by its formula, shares that add up to one, and memory that adds up", (_, more) => {
    const found = answer(more);
    const { tokens_per_s_per_accelerator: speed, step_s: step, mfu, hfu, accelerators, layout: laid } = pointIn(found);
    expect(mfu.value).toBeCloseTo((speed.value * found.flop_per_token) / found.peak_flop_per_s, 12);
    expect(hfu).toBeGreaterThanOrEqual(mfu.value * (laid.recomputation === "none" ? 1 : 1.0001));
    // A step trains on its whole batch.
    expect(speed.value * step.value * accelerators).toBeCloseTo(128 * 8192, 3);
    expect(speed.low * step.high * accelerators).toBeCloseTo(128 * 8192, 3);
    expect(sum(sharesOf(found))).toBeCloseTo(1, 12);
    for (const share of sharesOf(found)) expect(share).toBeGreaterThanOrEqual(0);
    const { usable_gb: usable, total_gb: total, ...parts } = found.memory ?? { usable_gb: NaN, total_gb: NaN };
    expect(sum(Object.values(parts))).toBeCloseTo(total, 9);
    expect(total).toBeLessThanOrEqual(usable);
  });

  it("counts 6 FLOP a weight and token, and attention of half the sequence on average", () => {
    // Llama 3.1 70B: 80 layers of 64 heads of 128; all weights but the embedding's 128,256 x 8192.
    const attention = 6 * 80 * 64 * 128 * 8192;
    expect(answer({ layout }).flop_per_token / (6 * (70.554e9 - 128_256 * 8192) + attention)).toBeCloseTo(1, 3);
    expect(answer({ layout }).peak_flop_per_s).toBeCloseTo(989.4e12, -12);
  });

  it("of an open layout gives the fastest that fit, each as it would be asked about", () => {
    const { layouts = [], point, searched } = answer();
    expect(layouts[0]).toEqual(point);
    expect(searched).toBeGreaterThan(layouts.length);
    const steps = layouts.map(({ step_s: step }) => step.value);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    for (const each of layouts) {
      const { tp, pp, cp, ep, chunks, micro_batch: microBatch, sharding, recomputation } = each.layout;
      const given = { tp, pp, cp, ep, chunks, microBatch, sharding, recomputation };
      expect(answer({ layout: given }).point).toEqual(each);
    }
  });

  it("says what is short and what would fit", () => {
    const small = { model: "llama-3-1-405b", accelerators: 8, batch: { sequences: 8, length: 8192 } };
    const given = answer({ ...small, layout: { tp: 8 } });
    expect(given).toMatchObject({ unfit: expect.stringMatching(/GB are short; .+ would fit/) });
    expect(given.point).toBeUndefined();
    expect(given.memory?.total_gb).toBeGreaterThan(given.memory?.usable_gb ?? Infinity);
    expect(answer(small).unfit).toMatch(/no layout of llama-3-1-405b on 8 nvidia-h100-sxm fits: .+ would hold it/);
  });

  it("remarks a format that the chip does not have, and a release that nobody measured", () => {
    const remarks = (more: Partial<TrainingQuestion>): string => pointIn(answer(more)).remarks.join();
    expect(remarks({ layout, format: "fp4" })).toContain("nvidia-h100-sxm has no 4-bit arithmetic");
    expect(remarks({ accelerator: "A100-80GB", format: "fp8" })).toContain("has no 8-bit arithmetic");
    expect(remarks({ layout, release: "Megatron 99" })).toContain('the release "Megatron 99"');
    expect(remarks({ layout })).toBe("");
    expect(pointIn(answer({ layout, release: "Megatron-Bridge 26.08" })).support).toBe("release");
  });
});

describe("an anchor", () => {
  const anchored = (ratio: number, more: Partial<TrainingQuestion> = {}): TrainingAnswer =>
    answer({ layout, accelerator: "B300", anchor: { accelerator: "B200", ratio }, ...more });

  it("makes the job as many times as fast as on the other accelerator, interval and all", () => {
    const reference = pointIn(answer({ layout, accelerator: "B200" })).tokens_per_s_per_accelerator.value;
    const alone = pointIn(answer({ layout, accelerator: "B300" })).tokens_per_s_per_accelerator;
    for (const ratio of [0.8, 1.05]) {
      const { value, low, high } = pointIn(anchored(ratio)).tokens_per_s_per_accelerator;
      expect(value / reference).toBeCloseTo(ratio, 12);
      expect(low / value).toBeCloseTo(alone.low / alone.value, 12);
      expect(high / value).toBeCloseTo(alone.high / alone.value, 12);
      expect(anchored(ratio).anchor?.factor).toBeCloseTo(value / alone.value, 12);
      expect(pointIn(anchored(ratio)).remarks.join()).toContain("the figures are scaled by");
    }
  });

  it("compares each accelerator's own fastest layout where none is given", () => {
    const reference = pointIn(answer({ accelerator: "B200" })).tokens_per_s_per_accelerator.value;
    const scaled = pointIn(anchored(1.1, { layout: undefined })).tokens_per_s_per_accelerator.value;
    expect(scaled / reference).toBeCloseTo(1.1, 12);
  });

  it("changes all losses alike, and the useful share with the speed", () => {
    const before = sharesOf(answer({ layout, accelerator: "B300" }));
    const after = sharesOf(anchored(0.9));
    const factor = anchored(0.9).anchor?.factor ?? NaN;
    expect(after[0]).toBeCloseTo((before[0] ?? NaN) * factor, 12);
    const grown = after.slice(1).flatMap((share, index) => {
      const was = before[index + 1] ?? 0;
      return was > 1e-9 ? [share / was] : [];
    });
    for (const ratio of grown) expect(ratio).toBeCloseTo(grown[0] ?? NaN, 9);
  });

  it("cannot lift an accelerator above its peak, nor be itself or one that does not hold the job", () => {
    expect(() => anchored(50)).toThrow(TrainingQuestionError);
    expect(() => anchored(50)).toThrow(/would compute above its peak; expected a ratio of at most \d/);
    expect(() => answer({ layout, anchor: { accelerator: "X100", ratio: 2 } })).toThrow(NameError);
    expect(() => answer({ layout, anchor: { accelerator: "nvidia-h100-sxm", ratio: 2 } })).toThrow(
      "anchored to itself",
    );
    const tight = { accelerator: "TPU-v5e", ratio: 3 };
    expect(() => answer({ layout, anchor: tight })).toThrow(/the anchor does not train this job: .*GB are short/);
  });
});

it.each<[Partial<TrainingQuestion>, string]>([
  [{ model: "lama-3-1-70b" }, 'there is no model "lama-3-1-70b"; did you mean llama-3-1-70b?'],
  [{ accelerator: "H1000" }, 'there is no accelerator "H1000"; did you mean'],
])("%j is refused in words", (more, message) => {
  expect(() => answer(more)).toThrow(message);
});

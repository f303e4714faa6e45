import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trainingCalibrationSchema } from "./calibration.ts";
import { estimateTraining, timedStep } from "./estimate.ts";
import { acceleratorsIn, tokensPerStep } from "./job.ts";
import { anyTraining } from "./memory.fixture.ts";
import { publishedSystems } from "./published-systems.fixture.ts";
import { mfuOf } from "./utilisation.ts";

const shipped = new URL("../../../../catalog/training/calibration.json", import.meta.url);
const calibration = trainingCalibrationSchema.parse(JSON.parse(readFileSync(shipped, "utf8")));

describe("estimateTraining", () => {
  it("gives one step in four words: time, speed, utilisation, and where it goes", () => {
    fc.assert(
      fc.property(anyTraining, (job) => {
        const { tokensPerSecond, step, mfu, hfu, waterfall } = estimateTraining(job, calibration);
        const tokens = tokensPerStep(job.batch) / acceleratorsIn(job.layout);
        expect(tokensPerSecond.value * step.value).toBeCloseTo(tokens, 4);
        expect(tokensPerSecond.low * step.high).toBeCloseTo(tokens, 4);
        expect(mfu.value).toBeCloseTo(mfuOf(job, tokensPerSecond.value), 12);
        if (job.tuning === "full") expect(hfu).toBeGreaterThanOrEqual(mfu.value);
        expect(waterfall.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
        expect(step.value).toBe(timedStep(job, calibration).seconds);
      }),
    );
  });

  it("is surest of a release, chip and model that were measured, least of a chip of which nothing was", () => {
    const [first] = publishedSystems;
    if (first === undefined) throw new Error("no systems");
    const width = (name: string, release?: string): number => {
      const job = { ...first.job, accelerator: { ...first.job.accelerator, name } };
      const { low, high } = estimateTraining(job, calibration, { release }).mfu;
      return high / low;
    };
    const named = calibration.releases.megatron;
    expect(width("nvidia-h100-sxm", named)).toBeLessThan(width("nvidia-h100-sxm"));
    expect(width("nvidia-h100-sxm")).toBeLessThan(width("nvidia-h800-sxm"));
    expect(width("nvidia-h800-sxm")).toBeLessThan(width("amd-mi300x"));
  });

  it.each(publishedSystems)(
    "holds $name within its interval, which no fit has seen",
    ({ job, year, tokensPerSecond: published }) => {
      const { low, high } = estimateTraining(job, calibration, { year }).tokensPerSecond;
      expect(published.high).toBeGreaterThan(low);
      expect(published.low).toBeLessThan(high);
    },
  );
});

import { searchLayouts, tokensPerStep } from "@underwatt/compute";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shippedCatalog } from "../small-deal.contract.ts";
import { laidOut, TrainingQuestionError, type GivenLayout } from "./layout.ts";
import { openTraining } from "./names.ts";
import { llama70b } from "./training.fixture.ts";

const open = openTraining(llama70b, shippedCatalog);
const mixture = openTraining({ ...llama70b, model: "gpt-oss-120b" }, shippedCatalog);

describe("a layout that is given", () => {
  it("has as many replicas as there is room for, and the rest as the framework does it", () => {
    const { layout } = laidOut(open, { tp: 4, pp: 2 });
    expect(layout).toEqual({
      tp: 4,
      pp: 2,
      cp: 1,
      ep: 1,
      expertTp: 1,
      dp: 8,
      chunks: 1,
      microBatch: 1,
      sharding: "optimizer",
      recomputation: "none",
    });
    expect(laidOut({ ...open, framework: "torch-fsdp" }, {}).layout).toMatchObject({ dp: 64, sharding: "parameters" });
  });

  it("cuts each expert unless they are shared out", () => {
    expect(laidOut(mixture, { tp: 8 }).layout).toMatchObject({ ep: 1, expertTp: 8 });
    expect(laidOut(mixture, { tp: 8, ep: 4 }).layout).toMatchObject({ ep: 4, expertTp: 1 });
  });

  it("comes back as it was found", () => {
    for (const each of [open, mixture]) {
      for (const { job, idle } of searchLayouts(each, (laid) => laid.layout.tp + laid.layout.pp, 20).best) {
        // A layout that leaves accelerators idle, or cuts experts that are shared out, cannot be said in these words.
        if (idle > 0 || (job.layout.ep > 1 && job.layout.expertTp > 1)) continue;
        const { tp, pp, cp, ep, chunks, microBatch, sharding, recomputation } = job.layout;
        if (ep === 1 && job.layout.expertTp !== tp && job.architecture.experts !== undefined) continue;
        const given = { tp, pp, cp, ep, chunks, microBatch, sharding, recomputation };
        expect(laidOut(each, given)).toEqual(job);
      }
    }
  });

  it("is a job that shares out all accelerators and sequences evenly, or is refused in a sentence", () => {
    const size = fc.integer({ min: 1, max: 9 });
    const given = fc.record({ tp: size, pp: size, cp: size, ep: size, chunks: size, microBatch: size });
    let made = 0;
    fc.assert(
      fc.property(given, fc.constantFrom(open, mixture), (layout, question) => {
        try {
          const job = laidOut(question, layout);
          const { tp, pp, cp, dp, ep, microBatch } = job.layout;
          made++;
          expect(tp * pp * cp * dp).toBe(question.accelerators);
          expect(question.batch.sequences % (dp * microBatch)).toBe(0);
          expect((tp * cp * dp) % ep).toBe(0);
          expect(tokensPerStep(job.batch)).toBe(128 * 8192);
        } catch (error) {
          if (!(error instanceof TrainingQuestionError)) throw error;
          expect(error.message).toMatch(/expected|does not divide/);
        }
      }),
      { numRuns: 400 },
    );
    expect(made).toBeGreaterThan(0);
  });

  it.each<[GivenLayout, string]>([
    [{ tp: 3 }, "takes 3 accelerators, and 64 are given; expected a multiple, such as 63 or 66"],
    [{ tp: 8, pp: 16 }, "takes 128 accelerators, and 64 are given; expected at least 128"],
    [{ ep: 2 }, "ep is 2; expected 1, since llama-3-1-70b has no experts"],
    [{ chunks: 2 }, "chunks are 2; expected 1 without a pipeline"],
    [{ pp: 8, chunks: 11 }, "chunks are 11; expected at most the 10 layers of a stage"],
    [{ microBatch: 3 }, "64 replicas with micro-batches of 3 take 192 sequences, and 128 are given"],
  ])("%j is refused in words", (given, message) => {
    expect(() => laidOut(open, given)).toThrow(message);
  });

  it("of a mixture shares out whole experts", () => {
    expect(() => laidOut(mixture, { ep: 3 })).toThrow("ep 3 does not divide the 128 experts of gpt-oss-120b");
    expect(() => laidOut(mixture, { pp: 2, ep: 64 })).toThrow("ep 64 does not divide the 32 accelerators");
  });
});

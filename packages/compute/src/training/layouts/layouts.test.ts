import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deepseekV3, gptOss120b, llama31With405b, qwen35 } from "../../architecture.fixture.ts";
import { b200, h100, h200, llama70b, llama8b } from "../../serving/serving.fixture.ts";
import { acceleratorsIn, frameworks, recomputations, trainingFormats, tunings } from "../job.ts";
import { gb200, trainingOf } from "../memory.fixture.ts";
import { fitsInMemory } from "../memory.ts";
import { searchLayouts, type LayoutSearch } from "./index.ts";
import { rooflineSeconds } from "./roofline.fixture.ts";
import { trainingShortage } from "./shortage.ts";
import { jobOf, layoutGroups, type OpenTraining } from "./space.ts";

const pretraining: OpenTraining = {
  architecture: llama70b,
  accelerator: h100,
  accelerators: 64,
  framework: "megatron",
  format: "bf16",
  tuning: "full",
  batch: { sequences: 128, length: 8192 },
};

const anyQuestion: fc.Arbitrary<OpenTraining> = fc.record({
  architecture: fc.constantFrom(llama8b, llama70b, llama31With405b, deepseekV3, gptOss120b, qwen35),
  accelerator: fc.constantFrom(h100, h200, b200, gb200),
  accelerators: fc.oneof(fc.constantFrom(1, 8, 64, 256, 512), fc.integer({ min: 1, max: 300 })),
  framework: fc.constantFrom(...frameworks),
  format: fc.constantFrom(...trainingFormats),
  tuning: fc.constantFrom(...tunings),
  batch: fc.record({
    sequences: fc.oneof(fc.constantFrom(16, 64, 128), fc.integer({ min: 1, max: 100 })),
    length: fc.constantFrom(2048, 8192, 16_384),
  }),
});

/** Every layout of the space, timed if it fits: what the search must equal. */
function exhaustive(open: OpenTraining): { readonly seconds: readonly number[]; readonly considered: number } {
  const seconds: number[] = [];
  let considered = 0;
  for (const group of layoutGroups(open)) {
    for (const chunks of group.chunks) {
      for (const microBatch of chunks === 1 ? group.microBatches : group.interleaved) {
        for (const recomputation of recomputations) {
          const job = jobOf(open, group, chunks, microBatch, recomputation);
          considered++;
          if (fitsInMemory(job)) seconds.push(rooflineSeconds(job));
        }
      }
    }
  }
  return { seconds: seconds.toSorted((a, b) => a - b), considered };
}

const search = (open: OpenTraining): LayoutSearch => searchLayouts(open, rooflineSeconds);

describe("layouts found", () => {
  it("fit, use no more accelerators than there are, and share out the batch, its sequences, heads and experts evenly", () => {
    fc.assert(
      fc.property(anyQuestion, (open) => {
        const { best, reason, considered, timed } = search(open);
        expect(reason === undefined).toBe(best.length > 0);
        expect(considered).toBeGreaterThanOrEqual(timed);
        for (const { job, accelerators, idle, seconds } of best) {
          const { architecture, layout, batch } = job;
          const { tp, pp, cp, ep, expertTp, dp, microBatch, chunks } = layout;
          expect(fitsInMemory(job)).toBe(true);
          expect(seconds).toBe(rooflineSeconds(job));
          expect(accelerators).toBe(acceleratorsIn(layout));
          expect(accelerators + idle).toBe(open.accelerators);
          expect(idle).toBeGreaterThanOrEqual(0);
          expect(batch.sequences % (dp * microBatch)).toBe(0);
          expect(batch.length % cp).toBe(0);
          expect(architecture.attention.heads % tp).toBe(0);
          expect((architecture.experts?.count ?? 1) % ep).toBe(0);
          expect((dp * cp * tp) % (ep * expertTp)).toBe(0);
          expect(Math.ceil(architecture.layers / pp) % chunks).toBe(0);
          if (chunks > 1) expect((batch.sequences / (dp * microBatch)) % pp).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("are those of trying every one", () => {
    fc.assert(
      fc.property(anyQuestion, (open) => {
        fc.pre(open.accelerators <= 128);
        const { best, considered } = search(open);
        const all = exhaustive(open);
        expect(considered).toBe(all.considered);
        expect(best[0]?.seconds).toBe(all.seconds[0]);
        expect(best.map(({ seconds }) => seconds)).toEqual(
          best.map(({ seconds }) => seconds).toSorted((a, b) => a - b),
        );
      }),
      { numRuns: 25 },
    );
  });

  it("are no slower with more memory", () => {
    fc.assert(
      fc.property(anyQuestion, fc.double({ min: 1, max: 4, noNaN: true }), (open, times) => {
        const more = { ...open, accelerator: { ...open.accelerator, memory: open.accelerator.memory * times } };
        const [before] = search(open).best;
        const [after] = search(more).best;
        if (before !== undefined) expect(after?.seconds).toBeLessThanOrEqual(before.seconds);
      }),
      { numRuns: 25 },
    );
  });

  it("share out parameters and nothing else with PyTorch's FSDP", () => {
    const { best } = search({ ...pretraining, framework: "torch-fsdp" });
    expect(best.length).toBeGreaterThan(0);
    for (const { job } of best)
      expect(job.layout).toMatchObject({ tp: 1, pp: 1, cp: 1, ep: 1, dp: 64, sharding: "parameters" });
  });

  it("of 405B on 16,384 H100 leave none idle and have tensor parallel and a pipeline, as Llama 3 had", () => {
    const batch = { sequences: 2048, length: 8192 };
    const [fastest] = search({ ...pretraining, architecture: llama31With405b, accelerators: 16_384, batch }).best;
    expect(fastest?.idle).toBe(0);
    expect(fastest?.job.layout.tp).toBeGreaterThan(1);
    expect(fastest?.job.layout.pp).toBeGreaterThan(1);
  });

  it("share a long sequence that would not fit whole", () => {
    const batch = { sequences: 16, length: 131_072 };
    const { best } = search({ ...pretraining, architecture: llama8b, batch });
    expect(best[0]?.job.layout.cp).toBeGreaterThan(1);
  });

  it("use the largest number that shares out the batch, and say how many are idle", () => {
    const open = { ...pretraining, architecture: llama8b, accelerators: 13, batch: { sequences: 96, length: 4096 } };
    const [fastest] = search({ ...open, framework: "torch-fsdp" }).best;
    expect(fastest).toMatchObject({ accelerators: 12, idle: 1 });
  });
});

describe("where nothing fits", () => {
  it("a sentence says how much is short, of what, and how many accelerators would hold the job", () => {
    const { best, reason } = search({ ...pretraining, architecture: llama31With405b, accelerators: 8 });
    expect(best).toEqual([]);
    expect(reason).toMatch(
      /^no layout of llama-3\.1-405b on 8 nvidia-h100-sxm fits: the leanest \(.*whole layers computed again\) needs \d+ GB on an accelerator of its fullest stage \(optimizer \d+, .*\), of which nvidia-h100-sxm has 84 usable: \d+ GB are short; (\d+) of them would hold it$/,
    );
    const count = Number(/; (\d+) of them/.exec(reason ?? "")?.[1]);
    const larger = (accelerators: number): LayoutSearch =>
      search({ ...pretraining, architecture: llama31With405b, accelerators });
    expect(larger(count).best.length).toBeGreaterThan(0);
    expect(larger(count / 2).best.length).toBe(0);
  });

  it("and none where no number would", () => {
    const batch = { sequences: 1, length: 1_000_000 };
    const { reason } = search({ ...pretraining, framework: "torch-fsdp", batch });
    expect(reason).toContain("no number of them would: a smaller model, shorter sequences, another framework");
  });

  it("a question that makes no sense is answered with what was expected", () => {
    expect(search({ ...pretraining, accelerators: 0 }).reason).toBe(
      "llama-3-1-70b is to be laid out on 0 accelerators; expected a whole number of at least 1",
    );
    expect(search({ ...pretraining, batch: { sequences: 1.5, length: 8192 } }).reason).toContain(
      "1.5 sequences of 8192 tokens; expected whole numbers",
    );
  });
});

describe("a job that does not fit", () => {
  const batch = { sequences: 128, length: 8192 };
  const fsdp = { dp: 64, microBatch: 8, sharding: "parameters" } as const;
  it.each([
    ["computing norms and activation functions again would fit", "megatron", { tp: 4, pp: 4, dp: 4 }],
    ["computing whole layers again would fit", "megatron", { tp: 4, pp: 4, dp: 4, microBatch: 2 }],
    ["tensor parallel over 8 accelerators would fit, on 512 accelerators", "megatron", { dp: 64 }],
    ["computing whole layers again, with micro-batches of one sequence would fit", "torch-fsdp", fsdp],
  ] as const)("is told that %s", (mend, framework, layout) => {
    const shortage = trainingShortage(
      trainingOf(llama70b, h100, layout, { sequences: 512, length: 8192 }, { framework }),
    );
    expect(shortage).toMatch(
      /^llama-3-1-70b needs \d+ GB on an accelerator of its fullest stage \(.* usable: [\d.]+ GB are short; /,
    );
    expect(shortage?.split("; ")[1]).toBe(mend);
  });

  it("says nothing when it does", () => {
    expect(trainingShortage(trainingOf(llama70b, h100, { tp: 8, pp: 8 }, batch))).toBeUndefined();
  });

  it("asks for another accelerator where no change of its framework is enough", () => {
    const job = trainingOf(llama70b, h100, { sharding: "parameters" }, batch, { framework: "torch-fsdp" });
    expect(trainingShortage(job)).toContain("a smaller model, shorter sequences or an accelerator with more memory");
  });
});

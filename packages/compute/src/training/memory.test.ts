import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { deepseekV3, llama31With405b } from "../architecture.fixture.ts";
import { b200, h100, llama70b, llama8b } from "../serving/serving.fixture.ts";
import { weightsOf } from "../weights.ts";
import { layerActivations } from "./activations.ts";
import { recomputations, shardings, type TrainingJob } from "./job.ts";
import { readTrainingRun } from "./measured-runs.ts";
import { a100, alone, anyTraining, gb200, gpt, trainingOf } from "./memory.fixture.ts";
import { fitsInMemory, trainingMemory, usableMemory } from "./memory.ts";

/** Korthikanti et al. 2022 (arXiv 2205.05198), table 3: layers, width, heads, ways, sequences of a micro-batch and of the batch. */
const papers = [
  { model: gpt("gpt-22b", 48, 6144, 64), tp: 8, pp: 1, chunks: 1, microBatch: 4, sequences: 4 },
  { model: gpt("gpt-175b", 96, 12_288, 96), tp: 8, pp: 8, chunks: 3, microBatch: 1, sequences: 64 },
  { model: gpt("gpt-530b", 105, 20_480, 128), tp: 8, pp: 35, chunks: 3, microBatch: 1, sequences: 280 },
  { model: gpt("gpt-1t", 128, 25_600, 160), tp: 8, pp: 64, chunks: 1, microBatch: 1, sequences: 512 },
];

describe("activations of a GPT's layer (arXiv 2205.05198, table 2)", () => {
  it.each([1, 2, 8])("are 34 bytes a token and element of its width over %d tensor-parallel ways", (tp) => {
    const layer = layerActivations(gpt("gpt", 2, 4096, 32), "bf16", { ...alone, tp });
    expect(layer.dense).toBe((34 * 4096) / tp);
    expect(layer.mixture).toBe(0);
  });

  it("are two bytes where the whole layer is computed again", () => {
    expect(layerActivations(gpt("gpt", 2, 4096, 32), "bf16", { ...alone, recomputation: "full" }).dense).toBe(2 * 4096);
  });

  it.each(papers)(
    "add up to 34 s b h L (1 + (p - 1) / (p v)) / t on the first stage of $model.name, where interleaved",
    (paper) => {
      const { model, tp, pp, chunks, microBatch, sequences } = paper;
      const { activations } = trainingMemory(
        trainingOf(model, a100, { tp, pp, chunks, microBatch, sharding: "none" }, { sequences, length: 2048 }),
      );
      const interleaved = chunks === 1 ? 1 : 1 + (pp - 1) / (pp * chunks);
      const layers = (34 * 2048 * microBatch * model.hidden * model.layers * interleaved) / tp;
      const logits = pp > 1 ? 0 : (4 * 2048 * microBatch * (model.hidden + model.vocabulary)) / tp;
      expect(activations / (layers + logits)).toBeCloseTo(1, 12);
    },
  );

  it.each(papers)(
    "let $model.name run on A100s of 80 GB, as it did",
    ({ model, tp, pp, chunks, microBatch, sequences }) => {
      const layout = { tp, pp, chunks, microBatch, sharding: "none" } as const;
      expect(fitsInMemory(trainingOf(model, a100, layout, { sequences, length: 2048 }))).toBe(true);
    },
  );
});

describe("activations by hand", () => {
  it("of Llama-3.1-8B: norms, queries, grouped keys and values, output, gate, up and their product", () => {
    const kept = 4 * 4096 + 4 * 4096 + (2 + 2) * 4096 + 4 * 1024 + (4 + 2) * 14_336;
    expect(layerActivations(llama8b, "bf16", alone).dense).toBe(kept);
    // Eight KV heads on sixteen accelerators: a copy each.
    expect(layerActivations(llama8b, "bf16", { ...alone, tp: 16 }).dense).toBe((kept + 4 * 1024) / 16);
    // Inputs of products in a byte: two norms, a copy of attention's output, the down projection's.
    expect(layerActivations(llama8b, "fp8", alone).dense).toBe(kept - 2 * 4096 + 4096 - 14_336);
  });

  it("of DeepSeek-V3: eight copies of each token, one more expert for all", () => {
    const attention = 4 * 7168 + 4 * (1536 + 512) + 2 * 64 + 128 * (2 * 192 + 2 * 192 + 2 * 128 + 2 * 128);
    const { dense, mixture } = layerActivations(deepseekV3, "bf16", alone);
    expect(dense).toBe(attention + 4 * 7168 + 6 * 18_432);
    expect(mixture).toBe(attention + 4 * 7168 + 6 * 2048 + 8 * (2 * 7168 + 6 * 2048));
  });
});

describe("states of the model (ZeRO, arXiv 1910.02054, figure 1: 7.5 billion weights, 64 replicas)", () => {
  const vocabulary = Math.round((7.5e9 - 12 * 4096 ** 2 * 36) / 4096);
  const model = gpt("7.5b", 36, 4096, 32, vocabulary);
  const layer = 12 * 4096 ** 2;
  it.each([
    ["none", 120, 0],
    ["optimizer", 31.4, 0],
    // Beside the figure's: gradients of the layer at work, and the weights of two layers.
    ["gradients", 16.6, 2 * layer],
    ["parameters", 1.88, 6 * layer],
  ] as const)("of stage %s take %d GB", (sharding, gigabytes, passing) => {
    const { weights, gradients, optimizer } = trainingMemory(
      trainingOf(model, a100, { dp: 64, sharding }, { sequences: 64, length: 1024 }, { framework: "deepspeed" }),
    );
    expect((weights + gradients + optimizer - passing) / 1e9 / gigabytes).toBeCloseTo(1, 2);
  });

  it("are 18 bytes a weight in Megatron-LM, 6 + 12/d with its distributed optimizer", () => {
    const of = (sharding: "none" | "optimizer"): number => {
      const job = trainingOf(model, a100, { dp: 16, sharding }, { sequences: 16, length: 1024 });
      const { weights, gradients, optimizer } = trainingMemory(job);
      return (weights + gradients + optimizer) / weightsOf(model).total;
    };
    expect(of("none")).toBeCloseTo(18, 12);
    expect(of("optimizer")).toBeCloseTo(6 + 12 / 16, 12);
  });

  it("of experts are shared out among those accelerators that hold the same ones", () => {
    const batch = { sequences: 64, length: 4096 };
    const of = (ep: number) => trainingMemory(trainingOf(deepseekV3, h100, { dp: 64, ep }, batch));
    const { total, routedExperts } = weightsOf(deepseekV3);
    expect(of(64).weights).toBeCloseTo(2 * (total - routedExperts + routedExperts / 64), -3);
    expect(of(64).optimizer).toBeCloseTo((12 * (total - routedExperts)) / 64 + (12 * routedExperts) / 64, -3);
    expect(of(8).optimizer).toBeCloseTo(of(64).optimizer, -3);
  });

  it("are nothing for adapters but frozen weights", () => {
    const job = trainingOf(llama8b, h100, {}, { sequences: 1, length: 1024 }, { tuning: "adapters" });
    expect(trainingMemory(job)).toMatchObject({ gradients: 0, optimizer: 0 });
    expect(trainingMemory(job).weights).toBeCloseTo(2 * 8.03e9, -7);
  });
});

describe("what is known to run and what not", () => {
  const llamaPaper = { tp: 8, pp: 16, sharding: "gradients" } as const;
  it.each<readonly [string, boolean, TrainingJob]>([
    // Llama 3 (arXiv 2407.21783), table 4 and section 3.3.2: gradients shared out, nothing computed again.
    [
      "405B on 8,192 H100",
      true,
      trainingOf(llama31With405b, h100, { ...llamaPaper, dp: 64 }, { sequences: 2048, length: 8192 }),
    ],
    [
      "405B on 16,384 H100",
      true,
      trainingOf(llama31With405b, h100, { ...llamaPaper, dp: 128 }, { sequences: 2048, length: 8192 }),
    ],
    [
      "405B at 131,072 tokens",
      true,
      trainingOf(llama31With405b, h100, { ...llamaPaper, cp: 16, dp: 8 }, { sequences: 128, length: 131_072 }),
    ],
    [
      "405B at 131,072 tokens unshared",
      false,
      trainingOf(llama31With405b, h100, { ...llamaPaper, dp: 128 }, { sequences: 2048, length: 131_072 }),
    ],
    [
      "405B without a pipeline",
      false,
      trainingOf(llama31With405b, h100, { tp: 8, dp: 128 }, { sequences: 2048, length: 8192 }),
    ],
    // DeepSeek-V3 (arXiv 2412.19437), section 3: 16 stages, 64 expert-parallel ways, no tensor parallel, norms, activations and up-projections again.
    [
      "DeepSeek-V3 on 2,048 H800",
      true,
      trainingOf(
        deepseekV3,
        h100,
        { pp: 16, ep: 64, dp: 128, recomputation: "selective" },
        { sequences: 15_360, length: 4096 },
        { format: "fp8-block" },
      ),
    ],
    [
      "DeepSeek-V3 without expert parallel",
      false,
      trainingOf(deepseekV3, h100, { pp: 16, dp: 128, recomputation: "full" }, { sequences: 15_360, length: 4096 }),
    ],
    // 16 bytes a weight: 8 billion need 128 GB, 70 billion 1.1 TB, and adapters two bytes a weight.
    ["8B on one H100", false, trainingOf(llama8b, h100, { recomputation: "full" }, { sequences: 1, length: 2048 })],
    [
      "8B on eight H100, sharded",
      true,
      trainingOf(
        llama8b,
        h100,
        { dp: 8, sharding: "parameters", recomputation: "full" },
        { sequences: 8, length: 8192 },
        { framework: "torch-fsdp" },
      ),
    ],
    [
      "70B on eight H100, sharded",
      false,
      trainingOf(
        llama70b,
        h100,
        { dp: 8, sharding: "parameters", recomputation: "full" },
        { sequences: 8, length: 2048 },
        { framework: "torch-fsdp" },
      ),
    ],
    [
      "adapters of 70B on eight H100",
      true,
      trainingOf(
        llama70b,
        h100,
        { tp: 4, dp: 2, recomputation: "full" },
        { sequences: 8, length: 2048 },
        { tuning: "adapters" },
      ),
    ],
  ])("%s: %s", (_, runs, job) => {
    expect(fitsInMemory(job)).toBe(runs);
  });
});

describe("memory of any job", () => {
  const totalOf = (job: TrainingJob, change: Partial<TrainingJob["layout"]> = {}): number =>
    trainingMemory({ ...job, layout: { ...job.layout, ...change } }).total;

  it("is the sum of its parts, none of them negative", () => {
    fc.assert(
      fc.property(anyTraining, (job) => {
        const { total, ...parts } = trainingMemory(job);
        const all = Object.values(parts);
        expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
        expect(all.reduce((sum, bytes) => sum + bytes, 0) / total).toBeCloseTo(1, 12);
      }),
    );
  });

  it("does not fall with the batch, its length or the micro-batch", () => {
    fc.assert(
      fc.property(anyTraining, fc.integer({ min: 2, max: 5 }), (job, times) => {
        const { sequences, length } = job.batch;
        const total = totalOf(job);
        expect(totalOf({ ...job, batch: { sequences: sequences * times, length } })).toBeGreaterThanOrEqual(total);
        expect(totalOf({ ...job, batch: { sequences, length: length * times } })).toBeGreaterThan(total);
        const larger = { ...job, batch: { sequences: sequences * times, length } };
        const { microBatch } = job.layout;
        expect(totalOf(larger, { microBatch: microBatch * times })).toBeGreaterThan(totalOf(larger) * (1 - 1e-12));
      }),
    );
  });

  it("does not rise with sharding, recomputation, replicas, or without interleaving", () => {
    fc.assert(
      fc.property(anyTraining, (job) => {
        const slack = 1 + 1e-12;
        const shared = shardings.map((sharding) => totalOf(job, { sharding }));
        const again = recomputations.map((recomputation) => totalOf(job, { recomputation }));
        for (const totals of [shared, again])
          totals.forEach((total, step) => expect(total).toBeLessThanOrEqual((totals[step - 1] ?? total) * slack));
        expect(totalOf(job, { chunks: 1 })).toBeLessThanOrEqual(totalOf(job) * slack);
        const twice = { ...job, batch: { ...job.batch, sequences: job.batch.sequences * 2 } };
        if (job.layout.dp > 1)
          expect(totalOf(twice, { dp: job.layout.dp * 2 })).toBeLessThanOrEqual(totalOf(job) * slack);
      }),
    );
  });
});

const table = new URL("../../../../../shared/data/training-measured-dev.csv", import.meta.url);
describe.skipIf(!existsSync(table))("published runs (skipped without the table in ../shared)", () => {
  const named = new Map([
    ["H100", h100],
    ["A100-80GB", a100],
    ["A100-40GB", { ...a100, name: "nvidia-a100-sxm-40gb", memory: 40e9 }],
    ["B200", b200],
    ["GB200", gb200],
  ]);
  const names = {
    accelerator: (name: string) => named.get(name),
    architecture: () => undefined,
    layOut: () => undefined,
  };

  function cellsOf(line: string): string[] {
    return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
  }

  function jobs(): TrainingJob[] {
    const [columns = [], ...rows] = readFileSync(table, "utf8").trim().split(/\r?\n/).map(cellsOf);
    return rows.flatMap((cells) => {
      const row = Object.fromEntries(columns.map((column, place) => [column, cells[place] ?? ""]));
      const reading = readTrainingRun(row, names);
      return "run" in reading ? [reading.run.job] : [];
    });
  }

  test("fit, nearly all: as they are described, and the rest if they computed something again that no one mentions", () => {
    const all = jobs();
    expect(all.length).toBeGreaterThan(500);
    const described = all.filter(fitsInMemory);
    const again = all.filter((job) => fitsInMemory({ ...job, layout: { ...job.layout, recomputation: "full" } }));
    expect(described.length / all.length).toBeGreaterThan(0.85);
    expect(again.length / all.length).toBeGreaterThan(0.99);
  });

  test("come close to the memory there is: a tenth of those that fit use more than nine tenths", () => {
    const shares = jobs()
      .filter(fitsInMemory)
      .map((job) => trainingMemory(job).total / usableMemory(job.accelerator))
      .toSorted((a, b) => a - b);
    expect(shares[Math.floor(shares.length * 0.9)]).toBeGreaterThan(0.85);
  });
});

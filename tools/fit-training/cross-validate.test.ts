import { readTrainingRun, type MeasuredTraining } from "@underwatt/compute";
import { acceleratorSpec, architectureOf } from "@underwatt/deal";
import { openCatalog } from "@underwatt/runtime";
import { describe, expect, it } from "vitest";
import { errorsOf, heldOut, pairFold, pairOf, predictions, sourceFold, weightsOf } from "./cross-validate.ts";
import { designOf } from "./design.ts";

const { catalog } = openCatalog();
const names = {
  accelerator: (name: string) => acceleratorSpec(name, catalog)?.accelerator,
  architecture: (name: string) => architectureOf(name, catalog),
  layOut: () => undefined,
};

function run(cells: Record<string, string>): MeasuredTraining {
  const reading = readTrainingRun(
    {
      id: "1",
      model: "llama-3-1-8b",
      accelerator: "H100",
      accelerators: "8",
      framework: "Megatron",
      precision: "BF16",
      seq_len: "8192",
      global_batch_sequences: "128",
      tp: "1",
      tokens_per_s_per_gpu: "9000",
      ...cells,
    },
    names,
  );
  if (!("run" in reading)) throw new Error(reading.reason);
  return reading.run;
}

const models = ["llama-3-1-8b", "llama-3-1-70b", "llama-2-7b", "mistral-7b", "qwen3-8b", "qwen3-14b", "mixtral-8x7b"];
const chips = ["H100", "GB200", "A100-80GB"];

describe("folds", () => {
  it("keep every run of a pair together, and differ by partition", () => {
    const folds = new Map<string, Set<string>>();
    for (const model of models)
      for (const accelerator of chips)
        for (const tp of ["1", "2"]) {
          const one = run({ model, accelerator, tp });
          const own = folds.get(pairOf(one)) ?? new Set();
          folds.set(pairOf(one), own.add([1, 2].map((partition) => pairFold(one, partition)).join()));
        }
    expect(folds.size).toBe(models.length * chips.length);
    for (const own of folds.values()) expect(own.size).toBe(1);
    const all = [...folds.values()].map((own) => [...own].join());
    expect(new Set(all.map((pair) => pair.split(",")[0])).size).toBe(6);
    expect(all.some((pair) => pair.split(",")[0] !== pair.split(",")[1])).toBe(true);
  });

  it("take MLPerf's runs as of the team whose software they run", () => {
    expect(sourceFold(run({ source_title: "MLPerf Training v5.0 results" }))).toBe("NVIDIA");
    expect(sourceFold(run({ source_title: "NVIDIA NeMo 25.02 performance summary (docs)" }))).toBe("NVIDIA");
    expect(sourceFold(run({ source_title: "Somebody else" }))).toBe("Somebody else");
  });
});

describe("heldOut", () => {
  it("predicts a fold as a fit without it does, whatever was measured there", () => {
    const runs = [
      ...["8000", "8200"].map((speed) => run({ tokens_per_s_per_gpu: speed })),
      ...["1000", "1050"].map((speed) => run({ model: "llama-3-1-70b", tp: "8", tokens_per_s_per_gpu: speed })),
    ];
    const absurd = runs.map((one, i) => (i < 2 ? { ...one, tokensPerSecond: one.tokensPerSecond * 10 } : one));
    const of = (all: readonly MeasuredTraining[]): number | undefined =>
      heldOut(designOf(all), all, ({ model }) => model).find(({ run: { model } }) => model === "llama-3-1-8b")
        ?.tokensPerSecond;
    expect(of(runs)).toBeGreaterThan(0);
    expect(of(absurd)).toBe(of(runs));
  });
});

describe("errors", () => {
  it("are of predictions over measurements", () => {
    const one = run({ tokens_per_s_per_gpu: "1000" });
    const found = [1100, 900, 1300].map((tokensPerSecond) => ({ run: one, tokensPerSecond }));
    const { median, mean, bias } = errorsOf(found);
    expect(median).toBeCloseTo(0.1, 12);
    expect(mean).toBeCloseTo((0.1 + 0.1 + 0.3) / 3, 12);
    expect(bias).toBeCloseTo(0.1, 12);
  });

  it("count many runs of one configuration by the root of their number, and assumed ones a third", () => {
    const four = Array.from({ length: 4 }, () => run({}));
    expect(weightsOf(four)).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(weightsOf([run({ seq_len: "" })])).toEqual([0.3]);
  });

  it("of a model that has learnt nothing are those of the starting constants", () => {
    const runs = [run({})];
    const design = designOf(runs);
    const [found] = predictions(design, runs, new Float64Array(design.coefficients.length), [0]);
    expect(found?.tokensPerSecond).toBeGreaterThan(5000);
    expect(found?.tokensPerSecond).toBeLessThan(15_000);
  });
});

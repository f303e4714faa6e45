/** `underwatt estimate training` and `underwatt validate training`. What the numbers are is judged where the model is. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { trainingAnswerSchema, trainingValidationSchema, type TrainingValidation } from "@underwatt/deal";
import { readCsvTable } from "@underwatt/runtime";
import { afterAll, describe, expect, it } from "vitest";
import { exitCodes, Stop } from "../exit.ts";
import { shownWidth } from "../terminal/table.ts";
import { estimateTraining, type EstimateTrainingFlags } from "./estimate-training.ts";
import { validateTraining } from "./validate-training.ts";

const folder = mkdtempSync(join(tmpdir(), "underwatt-training-"));
afterAll(() => rmSync(folder, { recursive: true }));
const llama: EstimateTrainingFlags = {
  model: "meta-llama/Llama-3.1-405B",
  accelerator: "H100",
  accelerators: 16_384,
  sequences: 2048,
};

function screen(flags: EstimateTrainingFlags, width = 120): string {
  return estimateTraining(flags, width)
    .map((line) => stripVTControlCharacters(line))
    .join("\n");
}

function stopped(ask: () => unknown): Stop {
  try {
    ask();
  } catch (error) {
    if (error instanceof Stop) return error;
    throw error;
  }
  throw new Error("it should have stopped");
}

describe("estimate training", () => {
  it("shows the fastest layouts, the first with its interval, losses that add up, memory, and what MFU is", () => {
    const text = screen(llama);
    const shares = [...text.matchAll(/^ *([\d.]+) % .*$/gm)].map(([, share]) => Number(share));
    expect(shares.length).toBeGreaterThan(5);
    // Each is rounded to a tenth.
    expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100)).toBeLessThan(0.06 * shares.length);
    for (const part of [
      /The fastest that fit, of [\d,]+ layouts/,
      /throughput +\d+ +\d+ to \d+ +tokens\/s per accelerator/,
      /Memory of the fullest stage's accelerators: [\d.]+ of 84\.2 GB/,
      /2,520 GFLOP a token .+ dense 16-bit peak of\s+989 TFLOP\/s/s,
      /HFU counts what is\s+computed again too/,
    ])
      expect(text).toMatch(part);
  });

  it("of a layout shows it alone", () => {
    const text = screen({ ...llama, tp: 8, pp: 16, recomputation: "full", chunks: 8 });
    expect(text).toContain("tp 8, pp 16 x 8 chunks, dp 128, micro-batch 1, optimizer sharded, full recomputation");
    expect(text).toContain("Activations computed again");
    expect(text).not.toContain("The fastest that fit");
  });

  it("gives the same as JSON", () => {
    const answer = trainingAnswerSchema.parse(JSON.parse(estimateTraining({ ...llama, json: true }, 100).join("\n")));
    expect(answer).toMatchObject({ model: "llama-3-1-405b", accelerators: 16_384, format: "bf16", length: 8192 });
    const mfu = (100 * (answer.point?.mfu.value ?? NaN)).toFixed(1);
    expect(screen(llama)).toMatch(new RegExp(`MFU +${mfu.replace(".", "\\.")} %`));
  });

  it("says what does not fit and what would, which is an answer too", () => {
    const text = screen({ ...llama, accelerators: 8, sequences: 8, tp: 8 });
    expect(text).toMatch(/GB are short; .+ would fit/s);
    expect(text).not.toContain("throughput");
  });

  it("fits any width from 60 to 160 columns", () => {
    for (const flags of [llama, { ...llama, tp: 8, pp: 16, recomputation: "selective" }])
      for (const width of [60, 80, 160])
        for (const line of estimateTraining(flags, width)) expect(shownWidth(line), line).toBeLessThanOrEqual(width);
  });

  it.each<[Partial<EstimateTrainingFlags>, string]>([
    [{ model: "lama-3-1-405b" }, 'there is no model "lama-3-1-405b"; did you mean llama-3-1-405b?'],
    [{ format: "fp2" }, '--format is "fp2"; known are bf16, fp8, fp8-block, fp4'],
    [{ framework: "jax" }, '--framework is "jax"; known are megatron'],
    [{ sharding: "all" }, '--sharding is "all"; known are none, optimizer'],
    [{ recomputation: "some" }, '--recomputation is "some"; known are none, selective, full'],
    [{ tp: 3 }, "takes 3 accelerators, and 16384 are given"],
    [{ anchor: { accelerator: "H100", ratio: 2 } }, "nvidia-h100-sxm is anchored to itself"],
  ])("%j is refused in words", (flags, message) => {
    const stop = stopped(() => estimateTraining({ ...llama, ...flags }, 100));
    expect(stop.message).toContain(message);
    expect(stop.code).toBe(exitCodes.mistakes);
  });
});

interface Validated {
  readonly result: TrainingValidation;
  readonly out: string;
  readonly screen: string;
}

function validate(table: string): Validated {
  const [out, json] = [join(folder, "out.csv"), join(folder, "out.json")];
  const lines = validateTraining(table, { out, json }, 100).map((line) => stripVTControlCharacters(line));
  const result = trainingValidationSchema.parse(JSON.parse(readFileSync(json, "utf8")));
  return { result, out, screen: lines.join("\n") };
}

describe("validate training", () => {
  const table = join(folder, "table.csv");
  const columns =
    "id,model,accelerator,accelerators,precision,seq_len,global_batch_sequences,tp,pp,tokens_per_s_per_gpu";
  const good = "good,llama-3-1-70b,H100,64,BF16,8192,128,8,4,900";

  it("writes a line for every row: a prediction with its interval, or a reason", () => {
    const rows = [
      good,
      good.replace("good", '"un, ""measured"""').replace(",900", ","),
      good.replace("good", "chip").replace("H100", "H9"),
      good.replace("good", "laid").replace(",8,4,", ",,,"),
      "short,row",
    ];
    writeFileSync(table, `${[columns, ...rows].join("\n")}\n`);
    const { result, out, screen: shown } = validate(table);
    const written = readCsvTable(out, []);
    expect(written.columns).toEqual(["id", "prediction", "low", "high", "mfu", "support", "remark", "reason"]);
    expect(written.rows.map(({ cells }) => [cells["id"], cells["prediction"] !== "", cells["reason"] !== ""])).toEqual([
      ["good", true, false],
      ['un, "measured"', true, false],
      ["chip", false, true],
      ["laid", true, false],
      ["short", false, true],
    ]);
    for (const { cells } of written.rows.filter((row) => row.cells["prediction"] !== "")) {
      const [low = NaN, value = NaN, high = NaN] = ["low", "prediction", "high"].map((name) => Number(cells[name]));
      expect(low).toBeLessThan(value);
      expect(value).toBeLessThan(high);
      // 70.6 billion weights: 6 FLOP each, over 989 TFLOP/s, and attention beside them.
      expect(Number(cells["mfu"]) / ((value * 6 * 70.6e9) / 989.4e12)).toBeGreaterThan(1);
    }
    expect(written.rows[3]?.cells["remark"]).toContain("the layout is not given");
    expect(result).toMatchObject({ rows: 5, predicted: 3, unmeasured: 1, all: { runs: 2 } });
    expect(Object.values(result.refused)).toEqual([["short"], ["chip"]]);
    expect(shown).toContain("2 rows without an answer");
    expect(shown).toContain('1 × the catalogue has no accelerator "H9" (chip)');
    expect(shown).toContain("1 × line 6 has 2 cells, and the header 10 columns (short)");
  });

  it("fits any width, and goes to standard output as JSON alone", () => {
    writeFileSync(table, `${columns}\n${good}\n`);
    for (const width of [60, 100])
      for (const line of validateTraining(table, {}, width)) expect(shownWidth(line), line).toBeLessThanOrEqual(width);
    const text = validateTraining(table, { json: "-" }, 100).join("\n");
    expect(trainingValidationSchema.parse(JSON.parse(text)).rows).toBe(1);
  });

  it("refuses what is no table, and a place that cannot be written", () => {
    writeFileSync(table, "id;model\n1;2\n");
    expect(stopped(() => validateTraining(table, {}, 100))).toMatchObject({
      code: exitCodes.mistakes,
      message: expect.stringContaining("has no column id, model, accelerator, accelerators"),
    });
    writeFileSync(table, `${columns}\n${good}\n`);
    const stop = stopped(() => validateTraining(table, { out: join(table, "where.csv") }, 100));
    expect(stop).toMatchObject({ code: exitCodes.failed, message: expect.stringContaining("cannot write") });
  });

  it("holds published systems that were not fitted within its intervals", () => {
    const published = fileURLToPath(new URL("./published-training.csv", import.meta.url));
    const measured = readCsvTable(published, []).rows;
    const { result, out } = validate(published);
    expect(result).toMatchObject({ rows: measured.length, predicted: measured.length, all: { runs: 3, coverage: 1 } });
    for (const [index, { cells }] of readCsvTable(out, []).rows.entries()) {
      const [low = NaN, value = NaN, high = NaN, mfu = NaN] = ["low", "prediction", "high", "mfu"].map((name) =>
        Number(cells[name]),
      );
      const tokens = Number(measured[index]?.cells["tokens_per_s_per_gpu"]);
      // Those that print no tokens print a share of the peak in whole per cent: 43 stands for 42.5 to 43.5.
      const printed = Number(measured[index]?.cells["mfu"]);
      const ofPeak = (percent: number): number => ((percent / 100) * value) / mfu;
      const [least, most] = tokens > 0 ? [tokens, tokens] : [ofPeak(printed - 0.5), ofPeak(printed + 0.5)];
      expect(most, cells["id"]).toBeGreaterThan(low);
      expect(least, cells["id"]).toBeLessThan(high);
    }
  });

  const dev = fileURLToPath(new URL("../../../../../shared/data/training-measured-dev.csv", import.meta.url));
  it.skipIf(!existsSync(dev))("answers the published table, where it lies beside the repository", () => {
    const result = trainingValidationSchema.parse(JSON.parse(validateTraining(dev, { json: "-" }, 100).join("\n")));
    expect(result).toMatchObject({ rows: 802, unmeasured: 94 });
    // One has no layout, and fits in none of ours.
    expect(result.predicted).toBeGreaterThanOrEqual(801);
    expect(result.all.runs).toBe(result.predicted - 94);
  });
});

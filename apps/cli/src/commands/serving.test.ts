/** `underwatt estimate serving` and `underwatt validate serving`. What the numbers are is judged where the model is. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { servingAnswerSchema, validationSchema, type ServingAnswer, type ServingValidation } from "@underwatt/deal";
import { readCsvTable } from "@underwatt/runtime";
import { afterAll, describe, expect, it } from "vitest";
import { exitCodes, Stop } from "../exit.ts";
import { shownWidth } from "../terminal/table.ts";
import { estimate, type EstimateServingFlags } from "./estimate-serving.ts";
import { validateServing } from "./validate-serving.ts";

const folder = mkdtempSync(join(tmpdir(), "underwatt-serving-"));
afterAll(() => rmSync(folder, { recursive: true }));
const llama: EstimateServingFlags = { model: "meta-llama/Llama-3.1-70B", accelerator: "H100" };

function answer(flags: EstimateServingFlags): ServingAnswer {
  return servingAnswerSchema.parse(JSON.parse(estimate({ ...flags, json: true }, 100).join("\n")));
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

describe("estimate serving", () => {
  it("of a layout gives latencies that add up to its throughput, and memory that adds up", () => {
    const { point, memory, step } = answer({ ...llama, tp: 4, concurrency: 64, input: 2000, output: 500 });
    if (point === undefined || memory === undefined || step === undefined) throw new Error("there should be a point");
    // Little's law: each client gets 500 tokens in a first token's time and 499 more.
    const cycle = point.ttft_s.value + 499 * point.tpot_s.value;
    expect(point.tokens_per_s_per_accelerator.value).toBeCloseTo((64 * 500) / cycle / 4, 6);
    expect(point.tokens_per_s_per_user.value * point.tpot_s.value).toBeCloseTo(1, 9);
    expect(point.accelerators).toBe(4);
    for (const { value, low, high } of [point.ttft_s, point.tpot_s, point.tokens_per_s_per_user]) {
      expect(low).toBeLessThan(value * 1.2);
      expect(high).toBeGreaterThan(low);
    }
    // 70.6 billion weights in FP8 on four, tables of embeddings in 16 bit.
    expect(memory.weights_gb).toBeGreaterThan(70.6 / 4);
    expect(memory.weights_gb).toBeLessThan(75 / 4);
    expect(memory.weights_gb + memory.cache_room_gb).toBeLessThan(memory.accelerator_gb * 1.074);
    expect(step.decode_s).toBeGreaterThan(step.reading_cache_s);
  });

  it("without one gives the best within the limits, which lies on the frontier", () => {
    const { point, frontier = [], keeps_slo: keeps } = answer({ ...llama, sloTtft: 1, sloTpot: 0.03 });
    expect(keeps).toBe(true);
    expect(point?.tpot_s.value).toBeLessThanOrEqual(0.03);
    expect(point?.ttft_s.value).toBeLessThanOrEqual(1);
    expect(frontier).toContainEqual(point);
    for (const [index, { tpot_s: tpot, tokens_per_s_per_accelerator: speed }] of frontier.entries()) {
      const before = frontier[index - 1];
      if (before === undefined) continue;
      expect(tpot.value).toBeGreaterThan(before.tpot_s.value);
      expect(speed.value).toBeGreaterThan(before.tokens_per_s_per_accelerator.value);
    }
    expect(answer({ ...llama, sloTtft: 1, sloTpot: 1e-4 }).unfit).toContain("the fastest takes");
  });

  it("says what does not fit, and what would", () => {
    const { unfit, point } = answer({ model: "deepseek-v3", accelerator: "H100", tp: 8 });
    expect(point).toBeUndefined();
    expect(unfit).toMatch(/does not fit; .+/);
  });

  it("marks what nobody measured", () => {
    const marked = estimate({ ...llama, tp: 8, input: 100_000 }, 100).join("\n");
    expect(marked).toMatch(/\* a mean prompt of 100000 tokens is outside the measured/);
  });

  it("fits any width from 60 to 160 columns", () => {
    for (const flags of [
      { ...llama, sloTpot: 0.04 },
      { ...llama, tp: 8 },
      { ...llama, sloTpot: 0.04, frontier: true },
    ])
      for (const width of [60, 80, 160])
        for (const line of estimate(flags, width)) expect(shownWidth(line), line).toBeLessThanOrEqual(width);
  });

  it.each<[Partial<EstimateServingFlags>, string]>([
    [{ model: "lama-3-1-70b" }, 'there is no model "lama-3-1-70b"; did you mean llama-3-1-70b?'],
    [{ accelerator: "H1000" }, 'there is no accelerator "H1000"; did you mean'],
    [{ engine: "tgi" }, '--engine is "tgi"; known are'],
    [{ weights: "fp2" }, '--weights is "fp2"; known are'],
    [{ concurrency: 8 }, "--concurrency needs a layout"],
    [{ tp: 4, ep: 3 }, "--ep 3 does not divide the 4 accelerators"],
    [{ tp: 4, most: 8 }, "--most goes without a layout"],
  ])("%j is refused in words", (flags, message) => {
    const stop = stopped(() => estimate({ ...llama, ...flags }, 100));
    expect(stop.message).toContain(message);
    expect(stop.code).toBe(exitCodes.mistakes);
  });
});

const columns =
  "id,source,engine,engine_version,model,architecture,accelerator,weight_dtype,mode,speculative,input_tokens,output_tokens,length_ratio_min,tp,attention_dp,concurrency,total_gpus,ttft_ms,tpot_ms,tokens_per_s_per_gpu_output,scored,not_scored_reason";
const good = 'good,me,vllm,0.11,"meta-llama/Llama-3.1-70B",,H100,fp8,agg,none,1024,1024,0.8,4,,64,4,300,20,700,1,';

describe("validate serving", () => {
  const table = join(folder, "table.csv");
  const validate = (rows: readonly string[]): { result: ServingValidation; out: string; screen: string } => {
    writeFileSync(table, `${[columns, ...rows].join("\n")}\n`);
    const [out, json] = [join(folder, "out.csv"), join(folder, "out.json")];
    const screen = validateServing(table, { out, json }, 100).map((line) => stripVTControlCharacters(line));
    const result = validationSchema.parse(JSON.parse(readFileSync(json, "utf8")));
    return { result, out, screen: screen.join("\n") };
  };

  it("writes a line for every row: a prediction with its interval, or a reason", () => {
    const rows = [
      good,
      good.replace("good", '"un, ""scored"""').replace(",1,", ",0,no reason"),
      good.replace(",300,20,700,", ",,,,"),
      good.replace("H100", "H9"),
      good.replace("1024,1024", "many,1024"),
      good.replace(",64,4", ",0,4"),
      "short,row",
    ];
    const { result, out, screen } = validate(rows);
    const written = readCsvTable(out, ["id", "reason"]);
    expect(written.columns).toEqual([
      "id",
      "support",
      ...["ttft_ms", "tpot_ms", "tokens_per_s_per_gpu_output"].flatMap((name) => [name, `${name}_low`, `${name}_high`]),
      "reason",
    ]);
    expect(written.rows.map(({ cells }) => [cells["id"], cells["ttft_ms"] !== "", cells["reason"] !== ""])).toEqual([
      ["good", true, false],
      ['un, "scored"', true, false],
      ["good", true, false],
      ["good", false, true],
      ["good", false, true],
      ["good", false, true],
      ["short", false, true],
    ]);
    for (const { cells } of written.rows.slice(0, 3)) {
      const numbers = ["_low", "_high"].map((end) => Number(cells[`tpot_ms${end}`]));
      expect(numbers[0]).toBeGreaterThan(0);
      expect(numbers[1]).toBeGreaterThan(numbers[0] ?? NaN);
    }
    expect(result).toMatchObject({ rows: 7, predicted: 3, scored: 6, unanswered: 4 });
    expect(result.all.tpot.runs).toBe(1);
    expect(screen).toMatch(/4 rows to be scored without an answer/);
    expect(screen).toMatch(/line 8 has 2 cells, and the header 22 columns/);
    expect(screen).toMatch(/docs\/serving\.md gives the\s+cross-validated errors/);
  });

  it("predicts what `estimate` says of the same run, and never looks at what was measured", () => {
    const { out } = validate([good, good.replace(",300,20,700,", ",9,9,9,")]);
    const [first, second] = readCsvTable(out, []).rows;
    expect(second?.cells).toEqual(first?.cells);
    // The lengths are drawn between 0.8 of the nominal ones and these.
    const { point } = answer({ ...llama, tp: 4, concurrency: 64, input: 922, output: 922 });
    expect(Number(first?.cells["tpot_ms"]) / 1000 / (point?.tpot_s.value ?? NaN)).toBeCloseTo(1, 1);
  });

  it("fits any width, and goes to standard output as JSON alone", () => {
    writeFileSync(table, `${columns}\n${good}\n`);
    for (const width of [60, 100])
      for (const line of validateServing(table, {}, width)) expect(shownWidth(line), line).toBeLessThanOrEqual(width);
    expect(validationSchema.parse(JSON.parse(validateServing(table, { json: "-" }, 100).join("\n"))).rows).toBe(1);
  });

  it("refuses what is no table, and a place that cannot be written", () => {
    writeFileSync(table, "id;model\n1;2\n");
    expect(stopped(() => validateServing(table, {}, 100))).toMatchObject({ code: exitCodes.mistakes });
    expect(stopped(() => validateServing(join(folder, "none.csv"), {}, 100)).message).toContain("cannot read");
    writeFileSync(table, `${columns}\n${good}\n`);
    const stop = stopped(() => validateServing(table, { out: join(table, "where.csv") }, 100));
    expect(stop).toMatchObject({ code: exitCodes.failed, message: expect.stringContaining("cannot write") });
  });

  const published = fileURLToPath(new URL("../../../../../shared/data/inference-measured-dev.csv", import.meta.url));
  it.skipIf(!existsSync(published))(
    "answers every scored row of the published table, where it lies beside the repository",
    () => {
      const result = validationSchema.parse(JSON.parse(validateServing(published, { json: "-" }, 100).join("\n")));
      expect(result).toMatchObject({ rows: 2297, scored: 1732, unanswered: 0 });
      expect(result.all.tpot.runs).toBe(1732);
    },
  );
});

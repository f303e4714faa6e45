/**
 * Published measurements of serving as deployments: a table whose row is one operating point, in the columns of
 * docs/serving.md. A row that cannot be expressed is refused with the reason.
 */
import type { Accelerator } from "../accelerator.ts";
import type { Architecture } from "../architecture.ts";
import { quantisationOf, weightFormats, type WeightFormat } from "./checkpoint.ts";
import { acceleratorsOf, engines, type Deployment, type Engine, type Layout, type Load } from "./deployment.ts";
import { unservedPart } from "./unserved.ts";

/** One measured operating point. */
export interface MeasuredRun {
  readonly id: string;
  /** Runs that differ in concurrency, release and day only. */
  readonly group: string;
  readonly model: string;
  readonly format: WeightFormat;
  /** Release of the engine, where published. */
  readonly release: string;
  /** Who measured, where known. */
  readonly source: string;
  readonly deployment: Deployment;
  readonly load: Load;
  /** Measured means, seconds; `NaN` where the table has none. */
  readonly ttft: number;
  readonly tpot: number;
}

export type RowReading = { readonly run: MeasuredRun } | { readonly id: string; readonly reason: string };

/** Where the names of a table lead. */
export interface Names {
  accelerator(name: string): Accelerator | undefined;
  architecture(name: string): Architecture | undefined;
}

/** A row of text cells by column name. */
export function readRun(row: Readonly<Record<string, string>>, names: Names): RowReading {
  const id = row["id"] ?? "";
  try {
    return { run: runOf(id, row, names) };
  } catch (error) {
    if (error instanceof Inexpressible) return { id, reason: error.message };
    throw error;
  }
}

class Inexpressible extends Error {}

function runOf(id: string, row: Readonly<Record<string, string>>, names: Names): MeasuredRun {
  const text = (column: string): string => (row[column] ?? "").trim();
  const whole = (column: string, standard?: number): number => {
    const written = text(column);
    if (written === "" && standard !== undefined) return standard;
    const value = Number(written);
    if (written === "" || !Number.isInteger(value) || value < 1) {
      throw new Inexpressible(`${column} is "${written}"; expected a whole number of at least 1`);
    }
    return value;
  };
  const oneOf = <Word extends string>(column: string, words: readonly Word[]): Word => {
    const found = words.find((word) => word === text(column));
    if (found === undefined) throw new Inexpressible(`${column} is "${text(column)}"; known are ${words.join(", ")}`);
    return found;
  };
  const measured = (column: string): number => {
    const value = text(column) === "" ? NaN : Number(text(column));
    return value > 0 ? value / 1000 : NaN;
  };
  const accelerator = names.accelerator(text("accelerator"));
  if (accelerator === undefined) throw new Inexpressible(`the catalogue has no accelerator "${text("accelerator")}"`);
  const architecture = names.architecture(text("architecture")) ?? names.architecture(text("model"));
  if (architecture === undefined) throw new Inexpressible(`the catalogue has no model "${text("model")}"`);
  const unserved = unservedPart(architecture);
  if (unserved !== undefined) throw new Inexpressible(`the model has ${unserved}`);
  if (text("speculative") === "mtp") throw new Inexpressible("speculative decoding is not modelled");
  const engine: Engine = oneOf("engine", engines);
  const format: WeightFormat = oneOf("weight_dtype", weightFormats);
  const mode = oneOf("mode", ["agg", "disagg"] as const);
  const layout = (prefix: string): Layout => {
    const tp = whole(`${prefix}tp`);
    const attentionDp = whole(`${prefix}attention_dp`, 1);
    const expertTp = whole(`${prefix}moe_tp`, 1);
    const expertEp = whole(`${prefix}moe_ep`, 1);
    const pp = prefix === "" ? whole("pp", 1) : 1;
    if (architecture.experts !== undefined && expertTp * expertEp !== tp * attentionDp) {
      throw new Inexpressible(
        `experts are cut ${expertTp} x ${expertEp} ways, attention ${tp} x ${attentionDp}: not the same accelerators`,
      );
    }
    return { tp, attentionDp, expertTp, expertEp, pp };
  };
  const block = text("dense_dtype") === "fp8_block" || text("moe_dtype") === "fp8_block" || undefined;
  const quantisation = quantisationOf(format, architecture, accelerator, block);
  const shared = { architecture, accelerator, engine, quantisation };
  let deployment: Deployment;
  if (mode === "agg") {
    const own = layout("");
    const gpus = whole("total_gpus", acceleratorsOf(own));
    if (gpus % acceleratorsOf(own) !== 0) {
      throw new Inexpressible(`${gpus} accelerators are no whole number of workers of ${acceleratorsOf(own)}`);
    }
    deployment = { ...shared, workers: { count: gpus / acceleratorsOf(own), layout: own } };
  } else {
    deployment = {
      ...shared,
      workers: { count: whole("decode_workers"), layout: layout("decode_") },
      prefill: { count: whole("prefill_workers"), layout: layout("prefill_") },
    };
  }
  // Lengths are drawn evenly between the ratio and the whole.
  const ratio = text("length_ratio_min") === "" ? 1 : Number(text("length_ratio_min"));
  if (!(ratio > 0 && ratio <= 1)) throw new Inexpressible(`length_ratio_min is ${ratio}; expected a share up to 1`);
  const mean = (1 + ratio) / 2;
  return {
    id,
    group: text("group"),
    model: text("model"),
    format,
    release: text("engine_version"),
    source: text("source"),
    deployment,
    load: {
      concurrency: whole("concurrency"),
      input: whole("input_tokens") * mean,
      output: whole("output_tokens") * mean,
      spread: (1 - ratio) / mean,
    },
    ttft: measured("ttft_ms"),
    tpot: measured("tpot_ms"),
  };
}

/**
 * Published measurements of training as jobs: a table whose row is one run, in the columns of docs/training.md. A row that cannot
 * be expressed is refused with the reason.
 */
import type { Accelerator } from "../accelerator.ts";
import type { Architecture } from "../architecture.ts";
import { weightsOf } from "../weights.ts";
import { type Framework, type Recomputation, type Sharding, type TrainingFormat, type TrainingJob } from "./job.ts";
import type { OpenTraining } from "./layouts/index.ts";
import type { TrainingCircumstances } from "./levels.ts";

/** One measured run. */
export interface MeasuredTraining {
  readonly id: string;
  readonly source: string;
  readonly model: string;
  readonly job: TrainingJob;
  readonly circumstances: TrainingCircumstances;
  /** Tokens a second and accelerator; `NaN` where the table has none. */
  readonly tokensPerSecond: number;
  /** What the table does not say and was taken instead, sentences. */
  readonly assumed: readonly string[];
}

export type TrainingRowReading = { readonly run: MeasuredTraining } | { readonly id: string; readonly reason: string };

/** Where the names of a table lead, and what is done where it does not say a layout. */
export interface TrainingNames {
  accelerator(name: string): Accelerator | undefined;
  architecture(name: string): Architecture | undefined;
  /** A layout for a job that the table gives none for. @returns undefined when none fits */
  layOut(open: OpenTraining): TrainingJob | undefined;
}

type Row = Readonly<Record<string, string>>;

/** A row of text cells by column name. */
export function readTrainingRun(row: Row, names: TrainingNames): TrainingRowReading {
  const id = row["id"] ?? "";
  try {
    return { run: runOf(id, row, names) };
  } catch (error) {
    if (error instanceof Inexpressible) return { id, reason: error.message };
    throw error;
  }
}

class Inexpressible extends Error {}

function runOf(id: string, row: Row, names: TrainingNames): MeasuredTraining {
  const text = (column: string): string => (row[column] ?? "").trim();
  const whole = (column: string, standard?: number): number => {
    const written = text(column);
    if (written === "" && standard !== undefined) return standard;
    const value = Number(written);
    if (written === "" || !Number.isInteger(value) || value < 1)
      throw new Inexpressible(`${column} is "${written}"; expected a whole number of at least 1`);
    return value;
  };
  const note = text("note");
  const named = names.accelerator(text("accelerator"));
  if (named === undefined) throw new Inexpressible(`the catalogue has no accelerator "${text("accelerator")}"`);
  const watts = /(\d+) W\b/.exec(note)?.[1];
  const accelerator = watts === undefined ? named : { ...named, power: Number(watts) };
  const framework = frameworkOf(text("framework"), note);
  const architecture =
    names.architecture(text("model")) ?? architectureOf(text("model"), whole, Number(text("params_total_b")));
  const count = whole("accelerators");
  const assumed: string[] = [];
  const otherwise = (column: string, value: number, unit: string): number => {
    if (text(column) !== "") return whole(column);
    assumed.push(`${column} is not given; ${value} ${unit} taken`);
    return value;
  };
  const local = Number(/local batch (\d+)/.exec(note)?.[1] ?? NaN);
  const length = otherwise("seq_len", usualLength, "tokens");
  const batch = {
    sequences:
      text("global_batch_sequences") === "" && local > 0 && text("dp") !== ""
        ? local * whole("dp")
        : otherwise("global_batch_sequences", count * Math.max(1, Math.floor(usualTokens / length)), "sequences"),
    length,
  };
  const open: OpenTraining = {
    architecture,
    accelerator,
    accelerators: count,
    framework,
    format: formatOf(text("precision"), accelerator, assumed),
    tuning: note.includes("LoRA") ? "adapters" : "full",
    batch,
  };
  const year = yearOf(text("date"));
  return {
    id,
    source: text("source_title"),
    model: text("model"),
    job: text("tp") === "" ? laidOut(open, names, assumed) : jobAsWritten(open, whole, note, year),
    circumstances: {
      ...(text("framework") === "" ? {} : { release: text("framework") }),
      ...(year === undefined ? {} : { year }),
      compiled: !note.includes("eager"),
      overlapped: /async ?TP/i.test(note),
    },
    tokensPerSecond: text("tokens_per_s_per_gpu") === "" ? NaN : Number(text("tokens_per_s_per_gpu")),
    assumed,
  };
}

/** What most pre-training runs of the tables have. */
const usualLength = 4096;
/** Tokens of a step of one accelerator. */
const usualTokens = 8192;

function laidOut(open: OpenTraining, names: TrainingNames, assumed: string[]): TrainingJob {
  const job = names.layOut(open);
  if (job === undefined) throw new Inexpressible("tp is not given, and no layout fits in memory");
  assumed.push("the layout is not given; the fastest by the model is taken");
  return job;
}

function jobAsWritten(
  { accelerators: count, ...rest }: OpenTraining,
  whole: (column: string, standard?: number) => number,
  note: string,
  year: number | undefined,
): TrainingJob {
  const { architecture, accelerator, framework } = rest;
  const tp = whole("tp");
  const pp = whole("pp", 1);
  const cp = whole("cp", 1);
  if (count % (tp * pp * cp) !== 0)
    throw new Inexpressible(`${count} accelerators are no whole number of replicas of ${tp} x ${pp} x ${cp}`);
  const expertTp = Number(/expert TP=(\d+)/.exec(note)?.[1] ?? 1);
  const ep = whole("ep", usualExpertParallel(architecture, accelerator, count / pp));
  return {
    ...rest,
    layout: {
      tp,
      pp,
      cp,
      ep,
      expertTp: ep === 1 && tp > 1 ? tp : expertTp,
      dp: count / (tp * pp * cp),
      chunks: pp === 1 ? 1 : whole("vp", usualChunks(framework, note, year, architecture.layers / pp)),
      microBatch: whole("micro_batch", 1),
      sharding: shardingOf(framework, note),
      recomputation: recomputationOf(note),
    },
  };
}

/** As many accelerators of a scale-up domain as the experts can be spread over. */
function usualExpertParallel({ experts }: Architecture, { scaleUp }: Accelerator, accelerators: number): number {
  if (experts === undefined) return 1;
  let ep = Math.min(scaleUp.domain, accelerators, experts.count);
  while (experts.count % ep !== 0 || accelerators % ep !== 0) ep--;
  return ep;
}

/** Megatron interleaves as far as layers allow since its paper of 2021; others say so. */
function usualChunks(framework: Framework, note: string, year: number | undefined, layers: number): number {
  if (note.includes("interleaved")) return 2;
  return framework === "megatron" && (year ?? 2026) > 2022 ? Math.max(1, Math.floor(layers)) : 1;
}

function frameworkOf(written: string, note: string): Framework {
  const name = written.toLowerCase();
  if (note.includes("MaxText") || /maxtext|t5x/.test(name)) return "maxtext";
  if (note.includes("PaxML")) return "paxml";
  if (name.includes("torchtitan") || name.includes("automodel")) return "torchtitan";
  if (name.includes("fsdp") || name.includes("xformers") || name.includes("metaseq")) return "torch-fsdp";
  if (name.includes("deepspeed zero")) return "deepspeed";
  if (name.includes("neuron")) return "neuron";
  if (name === "megascale") return "megascale";
  return "megatron";
}

function shardingOf(framework: Framework, note: string): Sharding {
  if (framework === "torch-fsdp" && note.includes("SHARD_GRAD_OP")) return "gradients";
  if (framework === "megatron" || framework === "megascale")
    return note.includes("FSDP") && !note.includes("FSDP=0") ? "parameters" : "optimizer";
  return "parameters";
}

/** The usual of the chip where the table says none: FP8 where it has it. */
function formatOf(precision: string, { peak }: Accelerator, assumed: string[]): TrainingFormat {
  if (precision === "") {
    const format = peak.fp8 === undefined ? "bf16" : "fp8";
    assumed.push(`precision is not given; ${format} taken`);
    return format;
  }
  if (precision.includes("FP4")) return "fp4";
  if (precision.includes("MX") || precision.includes("block") || precision.includes("row")) return "fp8-block";
  if (precision.startsWith("FP8")) return "fp8";
  if (precision === "BF16" || precision === "FP16") return "bf16";
  throw new Inexpressible(`precision is "${precision}"; expected BF16, FP16, or a kind of FP8 or FP4`);
}

function recomputationOf(note: string): Recomputation {
  if (/full recompute|full AC|act-ckpt=True/.test(note)) return "full";
  return /selective|SAC/i.test(note) ? "selective" : "none";
}

function yearOf(date: string): number | undefined {
  const [year, month = 7, day = 15] = date.split("-").map(Number);
  if (year === undefined || !Number.isFinite(year) || year < 2000) return undefined;
  return year + (month - 1) / 12 + day / 365;
}

/** The shape from the table's own columns: gated or not, and widths of heads, by which comes closer to the parameters given. */
function architectureOf(
  name: string,
  whole: (column: string, standard?: number) => number,
  billions: number,
): Architecture {
  const hidden = whole("hidden");
  const heads = whole("heads");
  const layers = whole("layers");
  const intermediate = whole("ffn");
  const count = whole("experts", 1);
  const shape = (plain: boolean): Architecture => ({
    name,
    layers,
    hidden,
    vocabulary: whole("vocab"),
    attention: { kind: "gqa", heads, kvHeads: whole("kv_heads", heads), headDim: Math.round(hidden / heads) },
    ...(count > 1
      ? { experts: { count, active: whole("active_experts"), shared: 0, intermediate, plain } }
      : { dense: { layers, intermediate, plain } }),
  });
  const off = (one: Architecture): number => Math.abs(weightsOf(one).total / 1e9 / billions - 1);
  const [gated, plain] = [shape(false), shape(true)];
  return off(plain) < off(gated) ? plain : gated;
}

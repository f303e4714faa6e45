/** What serves what: a model in its weight formats, on workers of an engine, laid out over accelerators. */
import type { Accelerator, Precision } from "../accelerator.ts";
import type { Architecture } from "../architecture.ts";
import { engines, type Engine } from "../kernels/tables.ts";

export { engines, type Engine };

/** How one worker is spread over accelerators. It has `tp * attentionDp * pp` of them; `expertTp * expertEp` is `tp * attentionDp`. */
export interface Layout {
  /** Ways that attention and dense layers are cut (tensor parallel). */
  readonly tp: number;
  /** Copies of attention that each serve their own sequences (attention data parallel). */
  readonly attentionDp: number;
  /** Ways that each expert is cut. */
  readonly expertTp: number;
  /** Groups among which experts are shared out (expert parallel). */
  readonly expertEp: number;
  /** Pipeline stages. */
  readonly pp: number;
}

export const singleAccelerator: Layout = { tp: 1, attentionDp: 1, expertTp: 1, expertEp: 1, pp: 1 };

/** Accelerators of one worker. */
export function acceleratorsOf({ tp, attentionDp, pp }: Layout): number {
  return tp * attentionDp * pp;
}

/** Format of each part of a checkpoint, and of the cache. */
export interface Quantisation {
  readonly attention: Precision;
  /** Attention's output projection. */
  readonly output: Precision;
  readonly dense: Precision;
  readonly experts: Precision;
  /** Bytes of one cached element. */
  readonly cacheBytes: 1 | 2;
}

/** Workers of one kind. */
export interface Workers {
  readonly count: number;
  readonly layout: Layout;
}

export interface Deployment {
  readonly architecture: Architecture;
  readonly accelerator: Accelerator;
  readonly engine: Engine;
  readonly quantisation: Quantisation;
  /** Decode workers, which prefill too unless `prefill` names others. */
  readonly workers: Workers;
  /** Workers that only prefill, and hand their caches to the decode workers (disaggregated serving). */
  readonly prefill?: Workers | undefined;
}

/** Accelerators of the whole deployment. */
export function totalAccelerators({ workers, prefill }: Deployment): number {
  return (
    workers.count * acceleratorsOf(workers.layout) +
    (prefill === undefined ? 0 : prefill.count * acceleratorsOf(prefill.layout))
  );
}

/** A closed loop: `concurrency` clients over the whole deployment, each asking again when answered. Mean tokens. */
export interface Load {
  readonly concurrency: number;
  readonly input: number;
  readonly output: number;
  /** Width of the range of output lengths over their mean: clients whose answers are equally long stay in step. */
  readonly spread: number;
}

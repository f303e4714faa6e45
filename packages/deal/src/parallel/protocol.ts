/**
 * What a caller and its workers say to each other. Messages are plain data that can be cloned, so a worker may be a thread of
 * Node or of a browser. A worker is set up once with a deal as data, and so cannot see another deal than its caller's.
 */
import type { Column, Step } from "@underwatt/engine";
import type { Catalog } from "../catalog.ts";
import type { RunOptions } from "../prepare.ts";
import type { DealDocument } from "../schema/deal.ts";
import type { Batch } from "./batches.ts";
import type { MonthNumbers } from "./figure-numbers.ts";

/** All that a run depends on. */
export interface Setup {
  readonly document: DealDocument;
  readonly catalog: Catalog;
  readonly options: RunOptions;
}

/** Samples from..to - 1 of a batch. */
export interface SimulateRequest {
  readonly kind: "simulate";
  /** Of the whole run. */
  readonly samples: number;
  readonly batch: Batch;
  readonly from: number;
  readonly to: number;
  /** Shared columns of all samples, one for each slice, to write into; without them the answer brings its own. */
  readonly into?: readonly Float64Array[];
}

/** Numbers of the figures that share a step. */
export interface SummariseRequest {
  readonly kind: "summarise";
  /** Of the whole run. */
  readonly samples: number;
  readonly paths: readonly string[];
  /** Some months of the step. */
  readonly column: Column;
}

/** Outputs of a model at given values of its inputs. */
export interface EvaluateRequest {
  readonly kind: "evaluate";
  readonly model: ModelData;
  /** A column for each input of the program; those that no output rests on are empty. */
  readonly values: readonly Float64Array[];
  /** Points from..to - 1 of them. */
  readonly from: number;
  readonly to: number;
  /** Shared columns of all points, one for each output, to write into; without them the answer brings its own. */
  readonly into?: readonly Float64Array[];
}

/** Steps of the deal's program, and of some that an analysis added behind them. */
export interface ModelData {
  /** Equal numbers are equal models, as long as a pool lives. */
  readonly number: number;
  readonly added: readonly Step[];
  readonly outputs: readonly number[];
}

export type WorkRequest = SimulateRequest | SummariseRequest | EvaluateRequest;
export type Request =
  | { readonly kind: "setup"; readonly setup: Setup }
  | { readonly kind: "work"; readonly id: number; readonly work: WorkRequest };

/** What came of a request: values, unless they were written into shared columns, or numbers. */
export type WorkAnswer =
  | { readonly kind: "columns"; readonly columns: readonly Float64Array<ArrayBuffer>[] }
  | { readonly kind: "numbers"; readonly months: readonly MonthNumbers[] };
export type Answer =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly id: number; readonly answer: WorkAnswer }
  | { readonly kind: "failure"; readonly message: string };

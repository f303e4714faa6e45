/**
 * What a figure between 0 and 100 % can be the utilisation of. The one table: schema, editor completion, messages and the reference
 * page derive from it. A meaning with `factors` is their product, which is the only conversion there is.
 */
import { z } from "zod";

export interface Meaning {
  /** For people, to stand after `the`. */
  readonly name: string;
  readonly numerator: string;
  readonly denominator: string;
  /** What it must not be taken for. */
  readonly note: string;
  /** Ids of the meanings whose product it is. */
  readonly factors?: readonly string[];
}

const table = {
  hfu: {
    name: "hardware FLOPs utilisation of a job",
    numerator: "FLOPs that running steps do, recomputed ones included",
    denominator: "dense 16-bit peak of the job's accelerators over these steps",
    note: "Recomputation raises it and trains nothing.",
  },
  "model-flops-share": {
    name: "share of the FLOPs done that the model needs",
    numerator: "FLOPs of forward and backward pass",
    denominator: "FLOPs done, recomputed ones included",
    note: "One where nothing is recomputed.",
  },
  "job-mfu": {
    name: "model FLOPs utilisation of a job",
    numerator: "FLOPs of forward and backward pass in running steps",
    denominator: "dense 16-bit peak of the job's accelerators over these steps",
    note: "What papers print. Failures, waiting and idle accelerators are not in it.",
    factors: ["hfu", "model-flops-share"],
  },
  goodput: {
    name: "share of a run's time that makes progress",
    numerator: "time in steps that last",
    denominator: "time in which the run holds its accelerators: restarts, checkpoints and lost steps included",
    note: "Of training. Goodput of serving is a rate of requests, and no utilisation.",
  },
  "run-mfu": {
    name: "model FLOPs utilisation of a whole run",
    numerator: "FLOPs of forward and backward pass in steps that last",
    denominator: "dense 16-bit peak of the run's accelerators, from its start to its end",
    note: "Below what the steps show, by failures and restarts.",
    factors: ["job-mfu", "goodput"],
  },
  "running-share": {
    name: "share of training's accelerators that a run holds",
    numerator: "accelerator-hours held by runs",
    denominator: "accelerator-hours given to training",
    note: "Queues, spares and repairs are the rest.",
  },
  "allocated-mfu": {
    name: "model FLOPs utilisation of all accelerators given to training",
    numerator: "FLOPs of forward and backward pass in steps that last, over all runs",
    denominator: "dense 16-bit peak of the accelerators given to training",
    note: "Not of what is owned.",
    factors: ["run-mfu", "running-share"],
  },
  "allocated-share": {
    name: "share of owned accelerators given to training",
    numerator: "accelerator-hours given to training",
    denominator: "accelerator-hours owned",
    note: "Inference, experiments and dark halls are the rest.",
  },
  "fleet-mfu": {
    name: "model FLOPs utilisation of a whole fleet",
    numerator: "FLOPs of forward and backward pass in steps that last, over all runs",
    denominator: "dense 16-bit peak of all accelerators owned",
    note: "Low where a fleet does other things well; says little of how a job trains.",
    factors: ["allocated-mfu", "allocated-share"],
  },
  occupancy: {
    name: "share of accelerators in use",
    numerator: "accelerator-hours, or capacity to serve, in use",
    denominator: "what there is of it",
    note: "Says that they have work, not how well they do it.",
  },
  "billed-share": {
    name: "share of a block that is billed",
    numerator: "accelerator-hours that are paid for",
    denominator: "accelerator-hours let",
    note: "Take-or-pay bills what nobody uses.",
  },
  "power-draw": {
    name: "mean power over rated power",
    numerator: "mean power drawn",
    denominator: "rated power",
    note: "An idle accelerator draws a part of it, one that waits in a collective much.",
  },
} as const satisfies Readonly<Record<string, Meaning>>;

export type MeaningId = keyof typeof table;

export const meanings: Readonly<Record<MeaningId, Meaning>> = table;
export const meaningIds = Object.keys(table).filter((id): id is MeaningId => id in table);

/** What `means:` may say of a figure: one of the table, or that it is none of them. */
export type StatedMeaning = MeaningId | "other";

export const meaning = z
  .enum([...meaningIds, "other"])
  .meta({ title: "meaning" })
  .describe(
    "Which utilisation it is, of the table under Meanings; `other` for a quantity of its own. On a formula, the author's word for what a conversion gives",
  );

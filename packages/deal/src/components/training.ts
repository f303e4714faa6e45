/**
 * Training: a model on the pools of a fleet, from accelerators to tokens that last. What a pool trains when a job is of its kind alone
 * is a response of the training model (packages/compute/src/training), asked for once and cached. What unlike pools, waiting, failures
 * and idle accelerators leave of it is formulas over that (training-outputs.ts), in the closed forms of packages/compute's
 * training/mixed and training/scale.
 */
import { frameworks, recomputations, shardings, trainingFormats } from "@underwatt/compute";
import type { Component, Parameter } from "./component.ts";

/** How the micro-batches of a step are dealt out among unlike pools. */
export const mixes = ["gated", "balanced", "integer"] as const;
export type Mix = (typeof mixes)[number];

/** What a failure stops. */
export const recoveries = ["job", "replica"] as const;
export type Recovery = (typeof recoveries)[number];

const whole = (name: string, meaning: string): Parameter => ({ name: `layout.${name}`, unit: "", least: 1, meaning });
const or = (words: readonly string[]): string => `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;

export const training: Component = {
  kind: "training",
  meaning: "A model trained on a fleet",
  parameters: [
    { name: "fleet", unit: "text", required: true, meaning: "Fleet it runs on" },
    {
      name: "model",
      unit: "text",
      required: true,
      meaning: "Model of the catalogue, by any published name, or of the deal under `models:`",
    },
    { name: "framework", unit: "text", meaning: `${or(frameworks)}; megatron unless given` },
    {
      name: "release",
      unit: "text",
      meaning: "Release of the framework, as published; the latest that was measured unless given",
    },
    { name: "precision", unit: "text", meaning: `${or(trainingFormats)}; bf16 unless given` },
    {
      name: "accelerators",
      unit: "GPU",
      default: "central(gpus)",
      least: 1,
      meaning: "Accelerators of one job; a fleet that is larger runs as many as it holds",
    },
    { name: "batch.sequences", unit: "", required: true, least: 1, meaning: "Sequences of a step of the job" },
    { name: "batch.length", unit: "token", required: true, least: 1, meaning: "Length of a sequence" },
    {
      name: "batch.critical",
      unit: "token",
      least: 1,
      meaning: "Batch at which a token is worth half of one in a small batch; with it, what the batch wastes",
      evidence: "measured gradient noise",
    },
    whole("tp", "Tensor parallel; without any `layout:` the fastest that fits is looked for"),
    whole("pp", "Pipeline stages"),
    whole("cp", "Context parallel"),
    whole("ep", "Expert parallel"),
    whole("chunks", "Interleaved chunks of layers of a stage"),
    whole("micro_batch", "Sequences of a micro-batch"),
    { name: "layout.sharding", unit: "text", meaning: `What replicas share out: ${or(shardings)}` },
    { name: "layout.recomputation", unit: "text", meaning: `Activations computed again: ${or(recomputations)}` },
    {
      name: "mix",
      unit: "text",
      meaning:
        "How micro-batches are dealt out among unlike pools: gated (equally, so that all wait for the slowest), integer (in whole numbers by speed) or balanced (by speed, as separate jobs are); gated unless given",
    },
    {
      name: "stragglers.host",
      unit: "GPU",
      default: "8 GPU",
      least: 1,
      meaning: "Accelerators of a host: hosts vary independently",
    },
    {
      name: "stragglers.spread",
      unit: "%",
      default: "0 %",
      least: 0,
      most: 100,
      meaning: "Standard deviation of the step times of healthy hosts, beyond what measured runs of this size had",
      evidence: "operations",
    },
    {
      name: "stragglers.slow",
      unit: "%",
      default: "0 %",
      least: 0,
      most: 50,
      meaning: "Share of hosts that are slow and not yet evicted",
      evidence: "operations",
    },
    {
      name: "stragglers.slowness",
      unit: "%",
      default: "10 %",
      least: 0,
      meaning: "Time that a slow host adds to a step",
      evidence: "operations",
    },
    {
      name: "stragglers.waste",
      unit: "%",
      default: "1 - 1 / (1 + excess)",
      least: 0,
      most: 100,
      meaning: "Share of the steps' time that waits for the slowest, where it is known as such",
      evidence: "operations, published means",
    },
    {
      name: "fabric.exposed",
      unit: "%",
      default: "exposed",
      least: 0,
      most: 100,
      meaning:
        "Share of a step that waits for the network between hosts at full bandwidth; the modelled share unless given",
    },
    {
      name: "fabric.efficiency",
      unit: "%",
      default: "100 %",
      least: 0.1,
      most: 100,
      meaning:
        "Bandwidth that traffic gets, over that of measured runs: efficiency of the transport, or one over oversubscription",
      evidence: "operations or vendor",
    },
    {
      name: "failures.every",
      unit: "GPU*h",
      default: "50700 GPU*h",
      least: 1,
      meaning: "Accelerator-hours for each failure; of Llama 3 unless given (arXiv 2407.21783)",
      evidence: "operations, published runs",
    },
    {
      name: "failures.restart",
      unit: "min",
      default: "10 min",
      least: 0,
      meaning: "From a failure until steps run again, work done twice not counted",
      evidence: "operations",
    },
    {
      name: "failures.checkpoint",
      unit: "s",
      default: "30 s",
      least: 0.001,
      meaning: "Time for which training stands still to write a checkpoint",
      evidence: "operations",
    },
    {
      name: "failures.recovery",
      unit: "text",
      meaning: "job (all restart from a checkpoint) or replica (one drops out, the others go on); job unless given",
    },
    {
      name: "failures.stall",
      unit: "s",
      default: "60 s",
      least: 0,
      meaning: "Time for which all replicas stand still when one drops out",
      evidence: "operations",
    },
    {
      name: "running",
      unit: "%",
      default: "100 %",
      least: 0,
      most: 100,
      meaning: "Share of the accelerators given to training that runs hold: spares, queues and repairs are the rest",
      means: "running-share",
      evidence: "operations",
    },
    {
      name: "allocated",
      unit: "%",
      default: "100 %",
      least: 0,
      most: 100,
      meaning: "Share of the fleet's accelerator-hours given to training",
      means: "allocated-share",
      evidence: "operations",
    },
    {
      name: "wanted",
      unit: "token",
      least: 0,
      meaning: "Tokens of the whole training, to ask how many days a job takes",
    },
    {
      name: "load",
      unit: "%",
      default: "100 %",
      least: 0,
      most: 100,
      meaning: "Mean draw over the fleet's power",
      means: "power-draw",
      evidence: "operations or utility",
    },
    {
      name: "cost",
      unit: "$/GPU/h",
      least: 0,
      meaning: "What an accelerator-hour costs, used or not; without it no cost",
    },
    {
      name: "worth",
      unit: "$/Ttoken",
      least: 0,
      meaning: "What a trillion trained tokens is worth, such as the rent of the same tokens elsewhere",
    },
  ],
  expand: () => [],
  limits: [
    "Each pool is asked as if the whole job were of its kind, with the job's batch: a step over unlike pools is then put together from these, without a slower network between them.",
    "Accelerators and batch are asked in round numbers, so that a layout's whole replicas do not decide: the size to four binary digits below, the batch per accelerator within an eighth.",
    "The modelled step holds the stragglers and the network that measured runs had: what the deal gives for them comes on top.",
    "The slowest of n hosts is by the closed form for many (within 3 % from 100 hosts on); checkpoints are written at Daly's interval, all of the write exposed.",
    "Whole micro-batches are dealt out once, by the central speeds.",
    "Spare hosts are a share of `running`; whether they suffice is for packages/compute's `staffing`.",
  ],
};

/** Quantities that the training model answers, by pool; their units with `GPU` for what the fleet is counted in. */
export const trainingResponses: readonly (Pick<Parameter, "name" | "meaning" | "means"> & { readonly unit: string })[] =
  [
    { name: "modelled", unit: "token/s/GPU", meaning: "Tokens per accelerator in a job of this kind alone" },
    { name: "fits", unit: "", meaning: "1 where a layout fits in memory, else 0" },
    { name: "mfu", unit: "%", meaning: "Model FLOPs utilisation of that job", means: "job-mfu" },
    { name: "hfu", unit: "%", meaning: "The same with what is computed again", means: "hfu" },
    { name: "useful", unit: "", meaning: "Share of its time that the model's arithmetic takes at the format's peak" },
    { name: "format-peak", unit: "TFLOP/s/GPU", meaning: "Dense peak of the matrix products' format" },
    { name: "recomputed", unit: "", meaning: "FLOP computed over FLOP that the model needs" },
    { name: "step", unit: "s", meaning: "Time of a step of that job" },
    { name: "replica", unit: "GPU", meaning: "Accelerators of one replica of the model" },
    { name: "micro-batches", unit: "", meaning: "Micro-batches of a replica in a step" },
    {
      name: "model-error",
      unit: "",
      meaning: "True over modelled speed of this pool: what unseen runs leave open, less what the pools share",
    },
  ];

/** Causes that the model tells apart in a step, in the order of the waterfall; with accelerators that the layout leaves idle. */
export const lossCauses = [
  ["wide-arithmetic", "Attention and output head at 16 bit, slower than the format"],
  ["products", "Matrix products below their peak: power, clocks and small shapes"],
  ["attention", "Attention's core below the 16-bit peak"],
  ["memory", "Norms, activations and gradients that pass through memory"],
  ["recomputation", "Activations computed again"],
  ["launches", "Accelerators that wait for their hosts"],
  ["tensor-parallel", "Exposed tensor-parallel traffic"],
  ["context-parallel", "Exposed exchange of keys and values"],
  ["expert-parallel", "Exposed exchange of tokens among experts"],
  ["pipeline", "Pipeline filling and draining, and handing on"],
  ["replicas", "Exposed gradient and parameter traffic between replicas"],
  ["step-end", "Optimizer, data loading and logging"],
  ["scale", "Uneven accelerators and a busier network at scale"],
  ["idle", "Accelerators that make no whole replica"],
] as const;

/** Answers for all pools of a workload. */
export const sharedTrainingResponses: readonly (Pick<Parameter, "name" | "meaning"> & { readonly unit: string })[] = [
  {
    name: "flop-per-token",
    unit: "GFLOP/token",
    meaning: "FLOP of forward and backward pass, causal attention counted",
  },
  {
    name: "integer-share",
    unit: "",
    meaning: "Speed with whole micro-batches dealt out by speed, over that with fractions",
  },
];

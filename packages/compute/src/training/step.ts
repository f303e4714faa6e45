/** The time of a training step by part. Shapes and sources of the formulas stand at each part; the constants are fitted. */
import { exp, log, power } from "@underwatt/engine";
import { expertLayers, type Architecture } from "../architecture.ts";
import type { TrainingConstants } from "./constants.ts";
import { acceleratorsIn, microBatches, trainingPeak, type TrainingJob } from "./job.ts";
import { isPowerLimited } from "./levels.ts";
import { groupBandwidth, replicaBandwidth } from "./network.ts";
import type { Software } from "./software.ts";
import { flopsOf, keyValueBytes, wholeSequenceLayers, workOf, type Product } from "./work.ts";

export const stepParts = [
  "products",
  "experts",
  "attention",
  "head",
  "elementwise",
  "accumulation",
  "recomputation",
  "launches",
  "tensorParallel",
  "contextParallel",
  "expertParallel",
  "pipeline",
  "gradients",
  "parameters",
  "optimizer",
  "host",
  "scale",
] as const;
export type StepPart = (typeof stepParts)[number];

export interface TrainingStep {
  /** Of a step. */
  readonly seconds: number;
  /** Seconds by part; they add up to `seconds`. */
  readonly parts: Readonly<Record<StepPart, number>>;
  /** FLOP of an accelerator in the step that the model needs: products, attention and head, none twice. */
  readonly flops: {
    readonly products: number;
    readonly experts: number;
    readonly attention: number;
    readonly head: number;
  };
}

/** FLOP/s of the A100, on which sides of products are told. */
const referencePeak = 312e12;
/** Watts of a peak FLOP/s at 16 bit, about that of the H100 and the B200. */
const referencePower = 0.6e-12;
/** How sharply the slower of host and device, or of network and device, sets the pace: exponent of their norm. */
const launchSharpness = 2;
/** Forward passes' worth of attention's core, forward and backward (FlashAttention-2, arXiv 2307.08691, section 4: 2.5 backward). */
const attentionPasses = 3.5;
const half = 2;
/** Bytes that a micro-batch's gradient of a weight is added in: single precision, read and written. */
const accumulatedBytes = 8;
/** Bytes that Adam reads and writes for a weight: gradient, master weight, two moments, and the 16-bit weight. */
const adamBytes = 30;

/** @returns seconds by part */
export function stepOf(job: TrainingJob, c: TrainingConstants, software: Software): TrainingStep {
  const { architecture, accelerator, layout, format, tuning, batch } = job;
  const { tp, pp, cp, ep, dp, chunks, recomputation, sharding } = layout;
  const work = workOf(job);
  const m = microBatches(job);
  const peak = trainingPeak(accelerator, format);
  const peak16 = accelerator.peak.bf16;
  // Forward and twice as much backward; without gradients of frozen weights, once.
  const passes = tuning === "full" ? 3 : 2;

  const sustained = isPowerLimited(accelerator)
    ? power((accelerator.power ?? NaN) / peak16 / referencePower, c.power)
    : 1;
  const passFactor =
    c.software *
    (architecture.experts === undefined ? 1 : c.mixture) *
    (software.compiled ? 1 : c.eager) *
    (1 + c.novelty * exp(-software.chipAge));
  // Nothing runs above its peak, whatever the constants of an unseen combination multiply to.
  const overPeak = (factor: number): number => Math.max(factor / sustained, 1 / passFactor);
  const pace = (rate: number): number => Math.sqrt(rate / referencePeak);
  const timeOf = (products: readonly Product[], rate: number, tile: number, factor: number): number => {
    let seconds = 0;
    for (const product of products) {
      const { rows, inner, columns } = product;
      const small = tile * pace(rate) * (1 / Math.max(rows, 1) + 1 / inner + 1 / columns);
      seconds += ((passes * flopsOf(product)) / rate) * overPeak(factor * (1 + small));
    }
    return seconds;
  };
  const narrow = format === "bf16" ? 0 : 1;
  const products = timeOf(work.products, peak, c.tile, c.products);
  const permuted = (work.permuted / accelerator.memoryBandwidth) * c.permute;
  const experts = timeOf(work.expertProducts, peak, c.expertRows, c.experts) + permuted;
  const headAll = timeOf([work.head], peak16, c.tile, c.products) + work.logits / accelerator.memoryBandwidth;
  const head = headAll * (pp === 1 ? 1 : isUneven(job) ? 1 / pp : c.headImbalance + (1 - c.headImbalance) / pp);
  const attention =
    ((attentionPasses * work.attention) / peak16) *
    overPeak(c.attention * (1 + c.shortSequence / batch.length) * softmaxFactor(architecture, c.softmax));
  const elementwise =
    (work.elementwise * c.elementwise * (isPlain(architecture) ? c.plain : 1) + narrow * work.casts * c.quantise) /
    accelerator.memoryBandwidth;

  const trained = tuning === "full" ? work.weights + work.expertWeights : 0;
  const accumulation = ((trained * accumulatedBytes) / accelerator.memoryBandwidth) * c.accumulate;

  // What the backward pass computes again: all, or attention's core with the values around it.
  const forward = {
    products: (products + experts) / passes,
    attention: attention / attentionPasses,
    elementwise: elementwise / 3,
  };
  const recomputed =
    recomputation === "full"
      ? forward.products + forward.attention + forward.elementwise
      : recomputation === "selective"
        ? forward.attention + forward.elementwise
        : 0;

  const width = work.tokens * architecture.hidden * half;
  const again = recomputation === "full" ? 1.5 : 1;
  const tensorParallel =
    tp === 1
      ? 0
      : c.tensorParallel *
        (software.overlapped || job.framework === "megascale" ? c.asynchronous : 1) *
        (tuning === "full" ? 1 : c.adapters) *
        work.layers *
        again *
        (8 * ((width * (tp - 1)) / tp / groupBandwidth(accelerator, tp) + c.collective));
  const contextParallel = cp === 1 ? 0 : contextParallelTime(job, attention, c);
  const expertParallel = ep === 1 ? 0 : expertParallelTime(job, work.tokens, again, c) * c.expertParallel;

  const device =
    (products +
      experts +
      head +
      attention +
      elementwise +
      accumulation +
      recomputed +
      tensorParallel +
      contextParallel +
      expertParallel) *
    passFactor;
  const launched =
    ((work.layers - work.expertLayers) * c.launch + work.expertLayers * c.expertLaunch) *
    (recomputation === "full" ? 4 / 3 : 1);
  const busy = slower(device, launched, launchSharpness);

  const transfer =
    pp === 1
      ? 0
      : c.pipelineTransfer * 2 * chunks * (width / tp / groupBandwidth(accelerator, tp * cp * dp * 2) + c.collective);
  const pipeline = pp === 1 ? 0 : ((c.bubble * (pp - 1)) / chunks) * (busy + transfer) + m * transfer;

  const replicas = dp * cp;
  let gradients = 0;
  let parameters = 0;
  if (sharding === "parameters") {
    // ZeRO-3 as DeepSpeed published it gathers weight by weight, and its rings do not share a server's adapters: on 384 to 1,536 A100
    // each micro-batch waits the same 66 s, a thirteenth of what eight adapters would give (Narayanan et al. 2021, table 2).
    const bandwidth =
      job.framework === "deepspeed"
        ? groupBandwidth(accelerator, replicas * tp)
        : replicaBandwidth(accelerator, replicas, tp);
    const each = (3 * (work.weights + work.expertWeights) * half * (1 - 1 / replicas)) / bandwidth;
    const gathering = each * c.parameters;
    // With a pipeline, parameters stay gathered over the micro-batches of a step.
    const times = pp === 1 ? m : 1;
    const meanwhile = (m * busy) / times;
    parameters = replicas === 1 ? 0 : times * (slower(meanwhile, gathering) - meanwhile) + gathering / 3;
  } else if (replicas > 1) {
    const traffic = (trained * (half + half) * (1 - 1 / replicas)) / replicaBandwidth(accelerator, replicas, tp);
    const time = traffic * c.network;
    const hidden = busy * Math.min(m, 2) * 0.6;
    gradients = c.gradients * time + Math.max(0, slower(hidden, time) - hidden);
  }
  const states = trained / (sharding === "none" ? 1 : replicas);
  const optimizer = ((states * adamBytes) / accelerator.memoryBandwidth) * c.optimizer;

  const unscaled = m * busy + pipeline + gradients + parameters + optimizer + c.host;
  const scale = unscaled * c.scale * Math.max(0, log(acceleratorsIn(layout) / 64) / log(2));
  const each = m * passFactor;
  const parts = {
    products: each * products,
    experts: each * experts,
    attention: each * attention,
    head: each * head,
    elementwise: each * elementwise,
    accumulation: each * accumulation,
    recomputation: each * recomputed,
    launches: m * (busy - device),
    tensorParallel: each * tensorParallel,
    contextParallel: each * contextParallel,
    expertParallel: each * expertParallel,
    pipeline,
    gradients,
    parameters,
    optimizer,
    host: c.host,
    scale,
  };
  const flops = {
    products: m * passes * total(work.products),
    experts: m * passes * total(work.expertProducts),
    attention: m * 3 * work.attention,
    head: (m * passes * flopsOf(work.head)) / pp,
  };
  return { seconds: unscaled + scale, parts, flops };
}

function total(products: readonly Product[]): number {
  let flops = 0;
  for (const product of products) flops += flopsOf(product);
  return flops;
}

/** Norm of two times that overlap: never below the longer, and near it unless they are alike. */
function slower(a: number, b: number, sharpness = 4): number {
  if (a <= 0 || b <= 0) return Math.max(a, b);
  const long = Math.max(a, b);
  const ratio = Math.min(a, b) / long;
  return long * exp(log(1 + power(ratio, sharpness)) / sharpness);
}

/**
 * A head's scores need as many exponentials whatever its width, so that narrow heads leave the matrix units idle longer
 * (FlashAttention-3, arXiv 2407.08608, section 3.1). Relative to heads of 128.
 */
function softmaxFactor({ attention }: Architecture, width: number): number {
  const own =
    attention.kind === "gqa" ? attention.headDim : (attention.nopeDim + attention.ropeDim + attention.valueDim) / 2;
  return (1 + width / own) / (1 + width / 128);
}

function isPlain({ dense, experts }: Architecture): boolean {
  return (dense ?? experts)?.plain === true;
}

/** Layers that do not share out evenly leave the last stage, which has the head, with fewer. */
function isUneven({ architecture, layout }: TrainingJob): boolean {
  return architecture.layers % layout.pp !== 0;
}

/** Ring attention (arXiv 2310.01889): keys and values go round once forward and twice backward, behind attention's core. */
function contextParallelTime(
  { architecture, accelerator, layout, batch }: TrainingJob,
  attention: number,
  c: TrainingConstants,
): number {
  const { tp, pp, cp, microBatch } = layout;
  const local = (microBatch * batch.length) / cp;
  const layers = wholeSequenceLayers(architecture) / pp;
  const bytes = (3 * layers * local * keyValueBytes(architecture) * (cp - 1)) / tp;
  const time = (bytes / groupBandwidth(accelerator, tp * cp)) * c.contextParallel;
  return slower(attention * 0.8, time) - attention * 0.8 + layers * 3 * (cp - 1) * c.collective;
}

/** Four exchanges of the routed copies: out and back, forward and backward. */
function expertParallelTime(
  { architecture, accelerator, layout }: TrainingJob,
  tokens: number,
  again: number,
  c: TrainingConstants,
): number {
  const { tp, pp, ep, expertTp } = layout;
  const { experts, hidden } = architecture;
  if (experts === undefined) return 0;
  const mixtures = expertLayers(architecture) / pp;
  const copies = (tokens * experts.active * expertTp) / tp;
  const bytes = copies * hidden * half;
  const domain = accelerator.scaleUp.domain;
  const extent = ep * expertTp;
  const outside = extent > domain ? 1 - domain / extent : 0;
  const inside = 1 - outside - 1 / ep;
  const far = accelerator.scaleOut?.bandwidth ?? accelerator.scaleUp.bandwidth;
  const seconds = (bytes * inside) / accelerator.scaleUp.bandwidth + (bytes * outside) / far + c.collective * 4;
  return 4 * again * mixtures * seconds;
}

/** Where the time of a step goes, from the format's peak to what is achieved: shares that add up to one. */
import { trainingPeak, type TrainingJob } from "./job.ts";
import type { TrainingStep } from "./step.ts";

export interface WaterfallStep {
  /** Short name, and what it means in words. */
  readonly cause: string;
  readonly meaning: string;
  /** Of the step's time. */
  readonly share: number;
}

/**
 * Shares of a step's time. The first is the time that the model's arithmetic would take at the format's dense peak: what is achieved
 * of it. The others are losses; all together are 1.
 */
export function waterfallOf(job: TrainingJob, { seconds, parts, flops }: TrainingStep): WaterfallStep[] {
  const peak = trainingPeak(job.accelerator, job.format);
  const peak16 = job.accelerator.peak.bf16;
  const products = (flops.products + flops.experts) / peak;
  const wide = flops.attention + flops.head;
  const causes: [string, string, number][] = [
    ["useful", "The model's arithmetic at the format's peak", products + wide / peak],
    ["wide-arithmetic", "Attention and output head at 16 bit, slower than the format", wide / peak16 - wide / peak],
    [
      "products",
      "Matrix products below their peak: power, clocks and small shapes",
      parts.products + parts.experts - products + parts.head - flops.head / peak16,
    ],
    ["attention", "Attention's core below the 16-bit peak", parts.attention - flops.attention / peak16],
    ["memory", "Norms, activations and gradients that pass through memory", parts.elementwise + parts.accumulation],
    ["recomputation", "Activations computed again", parts.recomputation],
    ["launches", "Accelerators that wait for their hosts", parts.launches],
    ["tensor-parallel", "Exposed tensor-parallel traffic", parts.tensorParallel],
    ["context-parallel", "Exposed exchange of keys and values", parts.contextParallel],
    ["expert-parallel", "Exposed exchange of tokens among experts", parts.expertParallel],
    ["pipeline", "Pipeline filling and draining, and handing on", parts.pipeline],
    ["replicas", "Exposed gradient and parameter traffic between replicas", parts.gradients + parts.parameters],
    ["step-end", "Optimizer, data loading and logging", parts.optimizer + parts.host],
    ["scale", "Uneven accelerators and a busier network at scale", parts.scale],
  ];
  return causes.map(([cause, meaning, time]) => ({ cause, meaning, share: time / seconds }));
}

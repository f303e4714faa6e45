/** A step's time from first principles, without fitted constants: what a search is tested with. */
import { acceleratorsIn, microBatches, tokensPerStep, trainingPeak, type TrainingJob } from "../job.ts";
import { groupBandwidth } from "../network.ts";
import { trainingFlopsPerToken } from "../utilisation.ts";

/** FLOP at half of the peak, tensor-parallel traffic, and the bubble; seconds. Recomputation only adds. */
export function rooflineSeconds(job: TrainingJob): number {
  const { architecture, accelerator, layout, format, batch } = job;
  const { tp, pp, cp, dp, chunks, microBatch, recomputation } = layout;
  const passes = { none: 3, selective: 3.1, full: 4 }[recomputation] / 3;
  const flops = (tokensPerStep(batch) * trainingFlopsPerToken(architecture, batch.length)) / acceleratorsIn(layout);
  const small = 1 + 500 / ((microBatch * batch.length) / cp);
  const products = (flops * passes * small) / (0.5 * trainingPeak(accelerator, format));
  const width = ((tokensPerStep(batch) / (dp * cp)) * architecture.hidden * 2 * architecture.layers) / pp;
  const exchanged = (8 * width * (tp - 1)) / tp / groupBandwidth(accelerator, tp);
  const experts =
    layout.ep > 1 ? (4 * width * (architecture.experts?.active ?? 0)) / tp / groupBandwidth(accelerator, layout.ep) : 0;
  const idle = (pp - 1) / (chunks * microBatches(job));
  return (products + exchanged + experts) * (1 + idle);
}

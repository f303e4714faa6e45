import { kernelTimes, type Accelerator, type AcceleratorKernels, type Engine } from "@underwatt/compute";
import { distil, type Distilled } from "../distil.ts";
import { readSeries } from "../measured.ts";
import { decode, prefill } from "./attention.ts";
import { allGather, allReduce, allToAll, reduceScatter } from "./collectives.ts";
import { deepEpLowLatency, deepEpThroughput, nvLinkExchange } from "./expert-exchange.ts";
import { experts } from "./experts.ts";
import { gemm } from "./gemm.ts";
import type { Kind } from "./kind.ts";
import { latentDecode, latentDecodeOfLayers, latentPrefill } from "./latent.ts";
import { linearDecode, linearPrefill } from "./linear.ts";
import { sparseDecode, sparsePrefill } from "./sparse.ts";

/** Distils all that was measured of one kind on one system. */
export interface Distiller {
  readonly name: string;
  readonly axes: Readonly<Record<string, readonly number[]>>;
  /** @param before what was distilled on this system so far */
  distil(
    folder: string,
    engine: Engine,
    accelerator: Accelerator,
    before: AcceleratorKernels,
  ): Promise<readonly Distilled[]>;
}

/** Products first: others are told without them. */
export const distillers: readonly Distiller[] = [
  distillerOf(gemm),
  distillerOf(experts),
  distillerOf(decode),
  distillerOf(prefill),
  distillerOf(latentDecode),
  distillerOf(latentDecodeOfLayers),
  distillerOf(latentPrefill),
  distillerOf(sparseDecode),
  distillerOf(sparsePrefill),
  distillerOf(linearDecode),
  distillerOf(linearPrefill),
  distillerOf(allReduce),
  distillerOf(allGather),
  distillerOf(reduceScatter),
  distillerOf(allToAll),
  distillerOf(deepEpThroughput),
  distillerOf(deepEpLowLatency),
  distillerOf(nvLinkExchange),
];

function distillerOf<Shape>(kind: Kind<Shape>): Distiller {
  return {
    name: kind.name,
    axes: Object.fromEntries(kind.law.axes.map((axis, i) => [axis, kind.nodes[i] ?? []])),
    async distil(folder, engine, accelerator, before) {
      const series = await readSeries(folder, engine, kind, kernelTimes(accelerator, engine, [before]));
      return series.map((one) => distil(kind, accelerator, one));
    },
  };
}

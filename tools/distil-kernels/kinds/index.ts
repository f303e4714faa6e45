import type { Accelerator, Engine } from "@underwatt/compute";
import { distil, type Distilled } from "../distil.ts";
import { readSeries } from "../measured.ts";
import { decode, prefill } from "./attention.ts";
import { allGather, allReduce, allToAll, reduceScatter } from "./collectives.ts";
import { experts } from "./experts.ts";
import { gemm } from "./gemm.ts";
import type { Kind } from "./kind.ts";
import { latentDecode, latentPrefill } from "./latent.ts";

/** Distils all that was measured of one kind on one system. */
export interface Distiller {
  readonly name: string;
  readonly axes: Readonly<Record<string, readonly number[]>>;
  distil(folder: string, engine: Engine, accelerator: Accelerator): Promise<readonly Distilled[]>;
}

export const distillers: readonly Distiller[] = [
  distillerOf(gemm),
  distillerOf(experts),
  distillerOf(decode),
  distillerOf(prefill),
  distillerOf(latentDecode),
  distillerOf(latentPrefill),
  distillerOf(allReduce),
  distillerOf(allGather),
  distillerOf(reduceScatter),
  distillerOf(allToAll),
];

function distillerOf<Shape>(kind: Kind<Shape>): Distiller {
  return {
    name: kind.name,
    axes: Object.fromEntries(kind.law.axes.map((axis, i) => [axis, kind.nodes[i] ?? []])),
    async distil(folder, engine, accelerator) {
      const series = await readSeries(folder, engine, kind);
      return series.map((one) => distil(kind, accelerator, one));
    },
  };
}

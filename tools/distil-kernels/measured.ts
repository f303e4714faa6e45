/** Reads the measured tables of a kind: of each variant the points of one engine version. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Engine, KernelTimes } from "@underwatt/compute";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { Kind, Measured } from "./kinds/kind.ts";

/** The points of one variant. */
export interface Series<Shape> {
  readonly engine: Engine;
  readonly variant: string;
  readonly version: string;
  readonly points: readonly Measured<Shape>[];
}

/** Fewer points tell nothing of a grid. */
const fewest = 40;

/** @param times of what was distilled before */
export async function readSeries<Shape>(
  folder: string,
  engine: Engine,
  kind: Kind<Shape>,
  times: KernelTimes,
): Promise<Series<Shape>[]> {
  const found = new Map<string, Series<Shape>>();
  for (const version of versionsIn(join(folder, kind.folder, folderOf(engine, kind)))) {
    const path = join(folder, kind.folder, folderOf(engine, kind), version, kind.file);
    if (!existsSync(path)) continue;
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path), compressors });
    for (const [variant, points] of fastest(kind.read(rows, times))) {
      if (points.length >= (kind.fewest ?? fewest) && !found.has(variant))
        found.set(variant, { engine, variant, version, points });
    }
  }
  return [...found.values()];
}

/** NCCL is the same under every engine. */
function folderOf(engine: Engine, { file }: { readonly file: string }): string {
  return file === "nccl_perf.parquet" ? "nccl" : engine;
}

/** Oldest first: they are nearest to the published end-to-end runs. */
function versionsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

/** By variant. Of the kernels that an engine chooses among for a shape, the fastest: benchmarks are tuned. */
function fastest<Shape>(measured: readonly Measured<Shape>[]): Map<string, readonly Measured<Shape>[]> {
  const byVariant = new Map<string, Map<string, Measured<Shape>>>();
  for (const one of measured) {
    if (!(one.seconds > 0)) continue;
    const byShape = byVariant.get(one.variant) ?? new Map<string, Measured<Shape>>();
    byVariant.set(one.variant, byShape);
    const shape = JSON.stringify(one.shape);
    const known = byShape.get(shape);
    if (known === undefined || one.seconds < known.seconds) byShape.set(shape, one);
  }
  return new Map([...byVariant].map(([variant, byShape]) => [variant, [...byShape.values()]]));
}

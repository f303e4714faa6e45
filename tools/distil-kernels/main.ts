/**
 * Distils measured kernel times into the grids of catalog/kernels: `npm run distil:kernels -- FOLDER`, where FOLDER holds the
 * tables of https://github.com/ai-dynamo/aiconfigurator as system/kind/engine/version/table.parquet.
 */
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Engine } from "@underwatt/compute";
import type { Distilled } from "./distil.ts";
import { distillers } from "./kinds/index.ts";
import { readSystems, type System } from "./systems.ts";

const engines: readonly Engine[] = ["trtllm", "sglang", "vllm"];
const target = resolve(dirname(fileURLToPath(import.meta.url)), "../../catalog/kernels");

async function distilSystem(folder: string, { accelerator, folder: name }: System): Promise<readonly Distilled[]> {
  const all: Distilled[] = [];
  const add = (distilled: Distilled): void => {
    all.push(distilled);
    const percent = (share: number): string => `${(100 * share).toFixed(1)}%`.padStart(6);
    const { kind, engine, variant, version, points, error } = distilled;
    console.log(
      `${name.padEnd(9)} ${kind.padEnd(14)} ${engine.padEnd(7)} ${variant.padEnd(32)} ${version.padEnd(10)} ${String(points).padStart(6)} ${percent(error.median)} ${percent(error.p90)}`,
    );
  };
  for (const distiller of distillers)
    for (const engine of engines)
      for (const distilled of await distiller.distil(join(folder, name), engine, accelerator, {
        accelerator: accelerator.name,
        grids: all,
      }))
        add(distilled);
  return all;
}

const [folder] = process.argv.slice(2);
if (folder === undefined || !existsSync(folder)) {
  console.error(
    `Give the folder of the measured tables: npm run distil:kernels -- FOLDER${folder === undefined ? "" : `; ${folder} is none`}.`,
  );
  process.exitCode = 2;
} else {
  console.log("system    kind           engine  variant                          version    points median    p90");
  for (const system of readSystems()) {
    if (!existsSync(join(folder, system.folder))) continue;
    const distilled = await distilSystem(folder, system);
    writeFileSync(join(target, `${system.accelerator.name}.json`), fileOf(system, distilled));
  }
}

/** Compact and apt to be compared line by line: a grid's numbers are lines of text, one a node of its first axis. */
function fileOf({ folder, accelerator }: System, distilled: readonly Distilled[]): string {
  const axesOf = (kind: string): Readonly<Record<string, readonly number[]>> =>
    distillers.find(({ name }) => name === kind)?.axes ?? {};
  const names = [...new Set(distilled.map(({ kind }) => kind))];
  return `${JSON.stringify(
    {
      accelerator: accelerator.name,
      source: "https://github.com/ai-dynamo/aiconfigurator, head of 2026-08-21",
      licence: "Apache-2.0, Copyright NVIDIA Corporation & Affiliates",
      changes: `measured times of ${folder}, told as ratios to an ideal time at the figures below, and fitted to grids: see README.md`,
      figures: accelerator,
      kinds: Object.fromEntries(
        names.map((name) => [
          name,
          {
            axes: axesOf(name),
            grids: distilled
              .filter(({ kind }) => kind === name)
              .map(({ engine, variant, version, points, error, hundredths }) => ({
                engine,
                variant,
                version,
                points,
                error,
                hundredths: linesOf(hundredths, Object.values(axesOf(name))[0]?.length ?? 1),
              })),
          },
        ]),
      ),
    },
    undefined,
    1,
  )}\n`;
}

function linesOf(numbers: readonly number[], lines: number): readonly string[] {
  const length = numbers.length / lines;
  return Array.from({ length: lines }, (_, line) => numbers.slice(line * length, (line + 1) * length).join(" "));
}

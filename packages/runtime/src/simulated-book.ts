/** Results of simulations beside a deal, and the traces that they were made with. */
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  simulatedSchema,
  simulationOf,
  withResult,
  type DealText,
  type SimulatedBook,
  type SimulatedResults,
} from "@underwatt/deal";
import { pathInside, Unusable, type DealFolder } from "./deal-folder.ts";

/** What the deal's folder holds for its workloads that have a simulation; undefined where none has. */
export function openSimulatedBook(place: DealFolder, { document }: DealText): SimulatedBook | undefined {
  const simulated = Object.entries(document.workloads ?? {}).flatMap(([id, workload]) => {
    const simulation = simulationOf(workload);
    return simulation === undefined ? [] : [{ id, simulation }];
  });
  if (simulated.length === 0) return undefined;
  const results = new Map<string, SimulatedResults>();
  const traces = new Map<string, string>();
  for (const { id, simulation } of simulated) {
    const kept = readResults(place, id);
    if (kept !== undefined) results.set(id, kept);
    const file = simulation.traffic.file;
    const path = file === undefined ? undefined : pathInside(place.folder, file);
    if (file !== undefined && path !== undefined && !traces.has(file)) traces.set(file, hashOfFile(path));
  }
  return { results, traces };
}

/** A trace of the deal's folder. @throws Unusable when there is none, or it leads out of the folder */
export function traceOf({ folder }: DealFolder, file: string): string {
  const path = pathInside(folder, file);
  if (path === undefined) throw new Unusable(`there is no trace ${file} in the deal's folder ${folder}`);
  return path;
}

/** Adds results to those of a workload. @returns the file's name below the folder */
export function keepResults(place: DealFolder, id: string, result: SimulatedResults["results"][number]): string {
  const name = resultsName(id);
  const file = join(place.folder, name);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(withResult(readResults(place, id), result), null, 1)}\n`);
  } catch (error) {
    throw new Unusable(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return name;
}

function resultsName(id: string): string {
  return join("responses", `${id}.json`);
}

/** Results that cannot be read are none: they are made again from the deal at any time. */
function readResults({ folder }: DealFolder, id: string): SimulatedResults | undefined {
  const path = pathInside(folder, resultsName(id));
  if (path === undefined) return undefined;
  try {
    const parsed = simulatedSchema.safeParse(JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** SHA-256 of a file's content, read piece by piece. */
function hashOfFile(path: string): string {
  const hash = createHash("sha256");
  const piece = Buffer.alloc(2 ** 20);
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    throw new Unusable(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    for (let read = 1; read > 0;) {
      read = readSync(file, piece);
      hash.update(piece.subarray(0, read));
    }
  } finally {
    closeSync(file);
  }
  return hash.digest("hex").slice(0, 16);
}

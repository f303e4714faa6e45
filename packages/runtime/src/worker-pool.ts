/** Runs a deal's batches on worker threads. Each worker prepares the same deal and simulates its own stretch of samples. */
import { Worker } from "node:worker_threads";
import type { Prepared, SimulateBatch } from "@underwatt/deal";
import type { Column } from "@underwatt/engine";
import type { DealFolder } from "./deal-folder.ts";
import type { WorkerAnswer, WorkerRequest, WorkerSetup } from "./simulation-worker.ts";

export interface WorkerPool {
  readonly simulate: SimulateBatch;
  close(): Promise<void>;
}

/**
 * @param workers how many threads; the result is the same for any number
 * @param onProgress called with samples done and to do over all batches
 */
export function openPool(
  place: DealFolder,
  catalogFolder: string,
  prepared: Prepared,
  workers: number,
  onProgress: (done: number, total: number) => void,
): WorkerPool {
  const { samples } = prepared.plan;
  const total = samples * prepared.batches.length;
  const { asOf, options } = prepared;
  const setup: WorkerSetup = { place, catalogFolder, options: { ...options, asOf } };
  const threads = Array.from(
    { length: workers },
    () => new Worker(new URL("./simulation-worker.ts", import.meta.url), { workerData: setup }),
  );
  let before = 0;
  return {
    async simulate(batch) {
      const progress = threads.map(() => 0);
      const parts = await Promise.all(
        threads.map((thread, index) => {
          const from = Math.floor((samples * index) / workers);
          const to = Math.floor((samples * (index + 1)) / workers);
          return ask(thread, { batch, from, to }, (done) => {
            progress[index] = done;
            onProgress(before + progress.reduce((sum, part) => sum + part, 0), total);
          });
        }),
      );
      before += samples;
      return joinColumns(parts, samples);
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

function ask(thread: Worker, request: WorkerRequest, onDone: (samples: number) => void): Promise<readonly Column[]> {
  return new Promise((resolve, reject) => {
    const listen = (answer: WorkerAnswer): void => {
      if (answer.kind === "progress") return onDone(answer.done);
      thread.off("message", listen);
      thread.off("error", reject);
      if (answer.kind === "columns") resolve(answer.columns);
      else reject(new Error(answer.message));
    };
    thread.on("message", listen);
    thread.once("error", reject);
    thread.postMessage(request);
  });
}

/** Stretches of samples into whole columns, in the order of the samples; a certain column is the same in each. */
export function joinColumns(parts: readonly (readonly Column[])[], samples: number): Column[] {
  const [first = []] = parts;
  return first.map((column, index) => {
    const pieces = parts.map((part) => part[index] ?? column);
    const held = pieces.reduce((sum, piece) => sum + piece.samples, 0);
    if (held !== samples) return column;
    const data = new Float64Array(column.months * samples);
    let offset = 0;
    for (const piece of pieces) {
      for (let month = 0; month < column.months; month++) {
        const values = piece.data.subarray(month * piece.samples, (month + 1) * piece.samples);
        data.set(values, month * samples + offset);
      }
      offset += piece.samples;
    }
    return { data, months: column.months, samples };
  });
}

/** Workers for one deal, as a place to run it and to evaluate models of it. */
import type { Prepared } from "../prepare.ts";
import type { CancelSignal } from "./cancel.ts";
import type { Compute, Piece, WorkOptions } from "./compute.ts";
import type { MonthNumbers } from "./figure-numbers.ts";
import { answersOnly } from "../serving/book.ts";
import type { Batch } from "./batches.ts";
import type { WorkerPort } from "./port.ts";
import type { ModelData, WorkAnswer } from "./protocol.ts";
import { SharedRoom } from "./shared-room.ts";
import { WorkQueue, type Task } from "./work-queue.ts";

/** Whole blocks of the engine's: enough to cost more than a message, few enough for a slow worker to hold nobody up. */
const block = 512;
const [leastChunk, mostChunk, chunksPerWorker] = [2048, 16_384, 16];

export class WorkerPool implements Compute {
  private readonly queue: WorkQueue;
  private readonly shared: SharedRoom | undefined;
  private readonly chunk: number | undefined;

  /**
   * @param ports workers, which the pool sets up and closes; the results are the same for any number
   * @param chunk samples handed out at once, chosen by the work unless given; the results are the same for any
   */
  constructor(ports: readonly WorkerPort[], prepared: Prepared, chunk?: number) {
    const { deal, catalog, options, asOf } = prepared;
    this.queue = new WorkQueue(ports, {
      document: deal.document,
      // A worker is told what the models answered, and asks none.
      catalog: { ...catalog, serving: catalog.serving && answersOnly(catalog.serving) },
      options: { ...options, asOf },
    });
    this.shared = ports.every(({ sharesMemory }) => sharesMemory) ? new SharedRoom() : undefined;
    this.chunk = chunk;
  }

  get workers(): number {
    return this.queue.workers;
  }

  /** Ends all workers; work under way is rejected. */
  async close(): Promise<void> {
    await this.queue.close();
  }

  room(doubles: number): Float64Array {
    return this.shared?.take(doubles) ?? new Float64Array(doubles);
  }

  giveBack(room: Float64Array): void {
    this.shared?.giveBack(room);
  }

  async simulate(
    { plan: { samples } }: Prepared,
    batch: Batch,
    columns: readonly Float64Array[],
    { cancel, done }: WorkOptions,
  ): Promise<void> {
    const into = this.shared === undefined ? {} : { into: columns };
    const tasks = this.chunks(samples).map(({ from, to }): Task => ({
      begin: () => ({ work: { kind: "simulate", samples, batch, from, to, ...into } }),
      finish: (answer) => {
        place(answer, columns, samples, from, to);
        done?.(to - from);
      },
    }));
    await this.queue.run(tasks, cancel);
  }

  async summarise(
    { plan: { samples } }: Prepared,
    pieces: readonly Piece[],
    { cancel, done }: WorkOptions,
  ): Promise<readonly (readonly MonthNumbers[])[]> {
    const found: (readonly MonthNumbers[])[] = pieces.map(() => []);
    const tasks = pieces.map(({ paths, column }, index): Task => ({
      begin: () => {
        if (this.shared !== undefined) return { work: { kind: "summarise", samples, paths, column } };
        const data = Float64Array.from(column.data);
        return { work: { kind: "summarise", samples, paths, column: { ...column, data } }, transfer: [data.buffer] };
      },
      finish: (answer) => {
        if (answer.kind === "numbers") found[index] = answer.months;
        done?.(column.months);
      },
    }));
    await this.queue.run(tasks, cancel);
    return found;
  }

  /**
   * A model's outputs at many points.
   * @param values a column for each input of the program; those that no output rests on may be empty
   */
  async evaluate(
    model: ModelData,
    values: readonly Float64Array[],
    points: number,
    cancel?: CancelSignal,
  ): Promise<Float64Array[]> {
    const found = model.outputs.map(() => new Float64Array(points));
    if (this.shared === undefined) {
      const tasks = this.chunks(points).map(({ from, to }): Task => ({
        begin: () => {
          const own = values.map((column) => column.slice(from, to));
          const transfer = own.map(({ buffer }) => buffer);
          return { work: { kind: "evaluate", model, values: own, from: 0, to: to - from }, transfer };
        },
        finish: (answer) => place(answer, found, points, from, to),
      }));
      await this.queue.run(tasks, cancel);
      return found;
    }
    const read = values.filter(({ length }) => length > 0).length;
    const room = this.shared.take((read + model.outputs.length) * points);
    let end = 0;
    const next = (): Float64Array => room.subarray(end, (end += points));
    const inputs = values.map((column) => {
      if (column.length === 0) return column;
      const own = next();
      own.set(column);
      return own;
    });
    const into = found.map(next);
    const tasks = this.chunks(points).map(({ from, to }): Task => ({
      begin: () => ({ work: { kind: "evaluate", model, values: inputs, from, to, into } }),
      finish: () => {},
    }));
    try {
      await this.queue.run(tasks, cancel);
      for (const [index, column] of into.entries()) found[index]?.set(column);
    } finally {
      this.shared.giveBack(room);
    }
    return found;
  }

  private chunks(count: number): { from: number; to: number }[] {
    const even = Math.ceil(count / (this.workers * chunksPerWorker) / block) * block;
    const size = this.chunk ?? Math.max(leastChunk, Math.min(mostChunk, even));
    return Array.from({ length: Math.ceil(count / size) }, (_, index) => ({
      from: index * size,
      to: Math.min(count, (index + 1) * size),
    }));
  }
}

/** Puts an answer's stretches where they belong in columns, month by month. */
function place(answer: WorkAnswer, columns: readonly Float64Array[], samples: number, from: number, to: number): void {
  if (answer.kind !== "columns") return;
  const count = to - from;
  for (const [index, stretch] of answer.columns.entries()) {
    for (let month = 0; month * count < stretch.length; month++) {
      columns[index]?.set(stretch.subarray(month * count, (month + 1) * count), month * samples + from);
    }
  }
}

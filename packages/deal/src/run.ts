/** Runs a prepared deal: simulates batch by batch, so that memory stays bounded, and assembles the result. */
import { assemble } from "./assemble.ts";
import type { Origin } from "./expand/index.ts";
import { batchesOf, columnsIn, widthOf, type Batch } from "./parallel/batches.ts";
import { stopIfCancelled, type CancelSignal } from "./parallel/cancel.ts";
import { onThisThread, type Compute, type Piece } from "./parallel/compute.ts";
import { joinMonths, numbersOf, type MonthNumbers } from "./parallel/figure-numbers.ts";
import type { Prepared } from "./prepare.ts";
import type { Result } from "./result.ts";
import type { Numbers } from "./summary.ts";

export interface RunPorts {
  /** Where the work is done; on this thread unless given. */
  readonly compute?: Compute | undefined;
  readonly cancel?: CancelSignal | undefined;
  /** Called with work done and work to do, counted in samples of all batches, each simulated and then summarised. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

/**
 * The result of a prepared deal. Equal deals, options and catalogues give equal results, byte for byte, wherever the work
 * is done.
 * @throws Cancelled when it was
 */
export async function runDeal(prepared: Prepared, ports: RunPorts = {}): Promise<Result> {
  stopIfCancelled(ports.cancel);
  const paths = pathsByStep(prepared);
  const parts = new Map<string, MonthNumbers[]>();
  const add = (names: readonly string[], months: readonly MonthNumbers[]): void => {
    for (const [index, part] of months.entries()) {
      const path = names[index] ?? "";
      parts.set(path, [...(parts.get(path) ?? []), part]);
    }
  };
  for (const [index, names] of paths) {
    const step = prepared.graph.program.steps[index];
    if (step?.kind === "certain") add(names, numbersOf(prepared, names, step.column));
  }
  await eachBatch(prepared, [...paths.keys()], ports, async (compute, batch, columns, done) => {
    const pieces = batch.flatMap((slice, index) =>
      piecesOf(columns[index] ?? new Float64Array(0), paths.get(slice.step) ?? [], prepared.plan.samples),
    );
    const numbers = await compute.summarise(prepared, pieces, { cancel: ports.cancel, done });
    for (const [index, months] of numbers.entries()) add(pieces[index]?.paths ?? [], months);
  });

  const numbers = new Map<string, Numbers>();
  const warnings: string[] = [];
  for (const path of prepared.figures) {
    const months = parts.get(path);
    if (months === undefined) continue;
    numbers.set(path, joinMonths(months.map((part) => part.numbers)));
    const outside = months.reduce((sum, part) => sum + part.outside, 0);
    if (outside > 0) warnings.push(outsideBounds(path, outside, prepared));
  }
  return assemble(prepared, numbers, warnings);
}

/**
 * Simulates steps batch by batch.
 * @param use uses a batch's columns, one a slice, month after month; their room is used again for the next batch
 */
export async function eachBatch(
  prepared: Prepared,
  steps: readonly number[],
  { compute = onThisThread(), cancel, progress }: RunPorts,
  use: (
    compute: Compute,
    batch: Batch,
    columns: readonly Float64Array[],
    done: (columns: number) => void,
  ) => Promise<void> | void,
): Promise<void> {
  const { graph, plan } = prepared;
  const { samples } = plan;
  const batches = batchesOf(graph.program, steps, samples);
  const total = 2 * samples * batches.length;
  const room = compute.room(samples * Math.max(0, ...batches.map(widthOf)));
  try {
    for (const [index, batch] of batches.entries()) {
      let done = 2 * samples * index;
      const report = (amount: number): void => progress?.((done += amount), total);
      const columns = columnsIn(room, batch, samples);
      await compute.simulate(prepared, batch, columns, { cancel, done: report });
      await use(compute, batch, columns, (months) => report((months / widthOf(batch)) * samples));
    }
  } finally {
    compute.giveBack(room);
  }
}

/** How many numbers a run simulates and summarises: what its time goes with. */
export function numbersToRun(prepared: Prepared): number {
  const batches = batchesOf(prepared.graph.program, [...pathsByStep(prepared).keys()], prepared.plan.samples);
  return prepared.plan.samples * batches.reduce((sum, batch) => sum + widthOf(batch), 0);
}

/** The figures to report by their step; a figure that only renames another shares its step. */
function pathsByStep({ figures, graph }: Prepared): Map<number, string[]> {
  const paths = new Map<number, string[]>();
  for (const path of figures) {
    const step = graph.quantities.get(path)?.step;
    if (step !== undefined) paths.set(step, [...(paths.get(step) ?? []), path]);
  }
  return paths;
}

/** Numbers in a piece, unless a single month has more: enough to be worth sending to a worker. */
const numbersInPiece = 500_000;

/** The months of a slice in pieces of several, so that workers can share them out. */
function piecesOf(data: Float64Array, paths: readonly string[], samples: number): Piece[] {
  const months = data.length / samples;
  const atOnce = Math.max(1, Math.floor(numbersInPiece / samples));
  return Array.from({ length: Math.ceil(months / atOnce) }, (_, index) => {
    const [from, to] = [index * atOnce, Math.min(months, (index + 1) * atOnce)];
    return { paths, column: { data: data.subarray(from * samples, to * samples), months: to - from, samples } };
  });
}

/** An uncertain parameter may leave its bounds in some samples; that is for its author to judge, but not in silence. */
function outsideBounds(path: string, outside: number, { expansion, graph, plan }: Prepared): string {
  const { least = -Infinity, most = Infinity }: NonNullable<Origin["bounds"]> =
    expansion.origins.get(path)?.bounds ?? {};
  const months = graph.quantities.get(path)?.series === true ? graph.program.calendar.months : 1;
  const share = Number(((100 * outside) / (plan.samples * months)).toPrecision(2));
  const range =
    most === Infinity ? `at least ${least}` : least === -Infinity ? `at most ${most}` : `${least} to ${most}`;
  return `${path} lies outside its bounds (${range}) in ${share} % of the samples`;
}

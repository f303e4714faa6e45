/** A deal at a glance, for comparing it with itself under another supposition: medians, chances, preferred options. */
import { Evaluator, type Quantity } from "@underwatt/engine";
import { withSamples, type Prepared } from "../prepare.ts";

/** Enough for medians of what-ifs. */
const samples = 2048;
/** Share of the mass below what is called the low end, and above the high one. */
export const tenth = 0.1;

/** Values of scalar figures in the first samples of the deal's own plan. */
export function columnsOf(of: Prepared, chosen: readonly { path: string }[]): Map<string, Float64Array> {
  const { graph, sampler } = withSamples(of, samples);
  const steps = chosen.flatMap(({ path }) => {
    const quantity = graph.quantities.get(path);
    return quantity === undefined || quantity.series ? [] : [{ path, step: quantity.step }];
  });
  const evaluator = new Evaluator(
    graph.program,
    steps.map(({ step }) => step),
  );
  const columns = evaluator.columns(samples);
  const draws = sampler.draw(new Set(graph.program.inputs.keys()), 0, samples);
  evaluator.fill(columns, 0, samples, (from, count) => draws.map((column) => column.subarray(from, from + count)));
  return new Map(
    steps.flatMap(({ path }, index) => {
      const column = columns[index];
      if (column === undefined) return [];
      const values = column.samples === 1 ? new Float64Array(samples).fill(column.data[0] ?? NaN) : column.data.slice();
      return [[path, values]];
    }),
  );
}

/** A quantile of what is defined; NaN where nothing is. */
export function quantileOf(column: Float64Array, share: number): number {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** Median, and from P10 to P90; of a test its chance alone. */
export interface Seen {
  readonly middle: number;
  readonly width?: number;
}

export interface Snapshot {
  readonly figures: ReadonlyMap<string, Seen>;
  readonly choices: ReadonlyMap<string, string>;
}

/** Medians of figures, chances of tests, and the preferred option of each decision. */
export function snapshot(prepared: Prepared, chosen: readonly Quantity[]): Snapshot {
  const decisions = Object.entries(prepared.deal.document.decisions ?? {});
  const payoffs = decisions.flatMap(([id, { options }]) =>
    Object.keys(options).map((option) => ({ path: `decisions.${id}.options.${option}`, id, option })),
  );
  const columns = columnsOf(prepared, [...chosen, ...payoffs]);
  const figures = new Map(
    chosen.flatMap(({ path, type }): [string, Seen][] => {
      const column = columns.get(path);
      if (column === undefined) return [];
      if (type.kind === "boolean") return [[path, { middle: meanOf(column) }]];
      const width = quantileOf(column, 1 - tenth) - quantileOf(column, tenth);
      return [[path, { middle: quantileOf(column, 0.5), width }]];
    }),
  );
  const choices = new Map(
    decisions.map(([id]): [string, string] => {
      const own = payoffs.filter((payoff) => payoff.id === id);
      const worth = ({ path }: { path: string }): number => meanOf(columns.get(path) ?? new Float64Array());
      return [id, own.toSorted((a, b) => worth(b) - worth(a))[0]?.option ?? ""];
    }),
  );
  return { figures, choices };
}

function meanOf(column: Float64Array): number {
  const known = column.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

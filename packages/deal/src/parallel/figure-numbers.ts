/** Numbers of figures out of pieces of their columns, which may be made on different workers. */
import { typeName, type Column } from "@underwatt/engine";
import type { Prepared } from "../prepare.ts";
import type { Cell } from "../result.ts";
import { summariseColumn, type Numbers } from "../summary.ts";

/** What some months of a figure's column come to. */
export interface MonthNumbers {
  readonly numbers: Numbers;
  /** Values outside the figure's bounds. */
  readonly outside: number;
}

/**
 * Numbers of the figures that share one step.
 * @param column some months of the step
 * @returns one for each path, in order
 */
export function numbersOf(prepared: Prepared, paths: readonly string[], column: Column): MonthNumbers[] {
  const { graph, expansion, plan } = prepared;
  // Figures that only rename another share its unit too, and so its numbers.
  const known = new Map<string, Numbers>();
  return paths.map((path) => {
    const quantity = graph.quantities.get(path);
    if (quantity === undefined) throw new Error(`there is no figure "${path}"`);
    const key = `${quantity.type.kind} ${typeName(quantity.type)}`;
    const numbers = known.get(key) ?? summariseColumn(quantity, column, plan.replicates);
    known.set(key, numbers);
    const { least = -Infinity, most = Infinity } = expansion.origins.get(path)?.bounds ?? {};
    const isOpen = column.samples === 1 || (least === -Infinity && most === Infinity);
    return { numbers, outside: isOpen ? 0 : countOutside(column.data, least, most) };
  });
}

function countOutside(data: Float64Array, least: number, most: number): number {
  return data.reduce((count, value) => (value < least || value > most ? count + 1 : count), 0);
}

type Statistic = Cell | Cell[];

/** Numbers of successive months of one figure as those of all its months. */
export function joinMonths(parts: readonly Numbers[]): Numbers {
  const [first] = parts;
  if (first === undefined) throw new Error("a figure has at least one month");
  if (parts.length === 1) return first;
  const join = (of: (numbers: Numbers) => Statistic | undefined): Cell[] => parts.flatMap((part) => of(part) ?? null);
  const lacking = Math.max(...parts.map((part) => part.undefined ?? 0));
  const { errors } = first;
  return {
    unit: first.unit,
    uncertain: first.uncertain,
    ...(lacking > 0 ? { undefined: lacking } : {}),
    series: join(({ series }) => series),
    p5: join(({ p5 }) => p5),
    p10: join(({ p10 }) => p10),
    p50: join(({ p50 }) => p50),
    p90: join(({ p90 }) => p90),
    p95: join(({ p95 }) => p95),
    mean: join(({ mean }) => mean),
    se: join(({ se }) => se),
    ...(errors === undefined
      ? {}
      : {
          errors: {
            degrees: errors.degrees,
            p5: join((part) => part.errors?.p5),
            p10: join((part) => part.errors?.p10),
            p50: join((part) => part.errors?.p50),
            p90: join((part) => part.errors?.p90),
            p95: join((part) => part.errors?.p95),
            mean: join((part) => part.errors?.mean),
          },
        }),
  };
}

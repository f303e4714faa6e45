/** Where everything lies in the memory of a running block, in bytes from its beginning. */
import { stepAt } from "../graph/program.ts";
import { progressionOf, type Plan } from "./plan.ts";

export interface Layout {
  readonly months: number;
  /** Samples in a block, an even number. */
  readonly block: number;
  /** Doubles from one column of a block to the next. */
  readonly stride: number;
  /** The number 1. */
  readonly one: number;
  /** First days of the months, one more than there are months. */
  readonly starts: number;
  /** Certain steps: one number, or one a month. */
  readonly certain: ReadonlyMap<number, number>;
  /** Exponents of a growing product: the first, the rise, and for each month whether it rises. */
  readonly progressions: ReadonlyMap<number, number>;
  /** Values by year, a pair of samples each. */
  readonly yearly: ReadonlyMap<number, number>;
  /** Columns of a block, one for each input. */
  readonly inputs: number;
  /** Wanted steps that vary: a column of a block, or one for each month. */
  readonly outputs: ReadonlyMap<number, number>;
  /** Series of one pair of samples, month by month. */
  readonly kept: ReadonlyMap<number, number>;
  readonly doubles: number;
}

/** Bytes of columns that a block may take. */
const mostBytes = 32 * 1024 * 1024;
const [leastBlock, mostBlock] = [16, 512];
/** Columns a power of two apart would crowd into a few lines of the cache; a line between them spreads them. */
const padding = 8;

export function layoutOf(plan: Plan): Layout {
  const { program, wanted, order } = plan;
  const { months } = program.calendar;
  const varying = [...new Set(wanted)].filter((index) => stepAt(program, index).kind !== "certain");
  const columns = varying.reduce(
    (sum, index) => sum + (stepAt(program, index).series ? months : 1),
    plan.inputs.length,
  );
  const fitting = 2 ** (31 - Math.clz32(mostBytes / 8 / Math.max(1, columns)));
  const block = Math.max(leastBlock, Math.min(mostBlock, fitting));
  const stride = block + padding;

  let doubles = 0;
  const reserve = (count: number): number => {
    const place = doubles * 8;
    doubles += Math.ceil(count / 2) * 2;
    return place;
  };
  const reserveEach = (indices: readonly number[], count: (index: number) => number): Map<number, number> =>
    new Map(indices.map((index) => [index, reserve(count(index))]));
  const one = reserve(1);
  const starts = reserve(months + 1);
  const certain = reserveEach(plan.certain, (index) => (stepAt(program, index).series ? months : 1));
  const progressing = order.filter((index) => plan.forms.get(index)?.progression === true);
  const progressions = reserveEach(progressing, () => 2 + months);
  const years = order.filter((index) => {
    const step = stepAt(program, index);
    return step.kind === "operation" && step.operation === "yearly";
  });
  const yearly = reserveEach(years, (index) => {
    const step = stepAt(program, index);
    return step.kind === "operation" ? 2 * step.arguments.length : 0;
  });
  const kept = reserveEach(plan.kept, () => 2 * months);
  const inputs = reserve(plan.inputs.length * stride);
  const outputs = reserveEach(varying, (index) => stride * (stepAt(program, index).series ? months : 1));
  return { months, block, stride, one, starts, certain, progressions, yearly, inputs, outputs, kept, doubles };
}

/** Writes what is certain into a block's memory. */
export function fillCertain(plan: Plan, layout: Layout, memory: Float64Array): void {
  const { program, order } = plan;
  memory[layout.one / 8] = 1;
  memory.set(program.calendar.starts, layout.starts / 8);
  for (const [index, place] of layout.certain) {
    const step = stepAt(program, index);
    if (step.kind === "certain") memory.set(step.column.data, place / 8);
  }
  for (const index of order) {
    const place = layout.progressions.get(index);
    const step = stepAt(program, index);
    if (place === undefined || step.kind !== "operation") continue;
    const exponent = stepAt(program, step.arguments[1] ?? index);
    const progression = exponent.kind === "certain" ? progressionOf(exponent.column.data) : undefined;
    if (progression === undefined) continue;
    memory.set([progression.first, progression.rise], place / 8);
    memory.set(progression.rises, place / 8 + 2);
  }
}

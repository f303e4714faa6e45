/**
 * What has to be computed for some steps of a program, and when. All months of a sample run in one loop, unless a step needs
 * the whole of a series first, such as what follows from an IRR: that step waits for the next loop.
 */
import { stepAt, stepsReadBy, type Program, type Step } from "../graph/program.ts";
import { operations, type OperationName } from "../operations/operations.ts";

/** Whole exponents up to this become multiplications. */
const largestWholePower = 64;

/** What of a step's certain arguments is written into the code, so that another value needs other code. */
export interface Form {
  /** Exponent, where it is a small whole number. */
  readonly whole?: number;
  /** The exponent is a certain series that rises by equal steps or rests: a product that grows month by month. */
  readonly progression?: boolean;
  /** The exponent is the time since this date: 1 before it, then a product that grows month by month. */
  readonly since?: number;
  /** Months of a `lag` back in time that can run in the same loop. */
  readonly shift?: number;
  /** The step is a series times scalars that are known before the loop. */
  readonly scaled?: Scaled;
}

/** One series times and over scalars: the scalars are put together once, before the months. */
export interface Scaled {
  readonly series: number;
  readonly times: readonly number[];
  readonly over: readonly number[];
}

export interface Plan {
  readonly program: Program;
  readonly wanted: readonly number[];
  /** All steps to compute; each stands after its arguments, except what a recurrence reads from the month before. */
  readonly order: readonly number[];
  /** Steps that draw, in the order of their columns. */
  readonly inputs: readonly number[];
  /** Certain steps that are read, in the order of their places in memory. */
  readonly certain: readonly number[];
  readonly forms: ReadonlyMap<number, Form>;
  /** Of a series: the loop that computes it. Of a scalar: the loop before which it is known. */
  readonly loopOf: ReadonlyMap<number, number>;
  readonly loops: number;
  /** Series all of whose months are kept while a sample runs. */
  readonly kept: readonly number[];
  /** Equal keys have equal code: all but the values of certain steps and the inputs' distributions is in it. */
  readonly key: string;
}

/**
 * @param wanted steps to compute, scalars or series, certain ones among them too
 * @throws Error when a recurrence needs the whole of a series that it makes itself
 */
export function planOf(program: Program, wanted: readonly number[]): Plan {
  const all = orderOf(program, wanted);
  const forms = new Map<number, Form>();
  for (const index of all) {
    const form = formOf(program, index);
    if (form !== undefined) forms.set(index, form);
  }
  for (const [index, scaled] of scaledSeries(program, all, wanted)) forms.set(index, { scaled });
  const order = stillRead(program, all, wanted, forms);
  const loopOf = loopsOf(program, order, forms);
  const loops = order.reduce((most, index) => {
    const step = stepAt(program, index);
    const loop = loopOf.get(index) ?? 0;
    if (isReduction(step)) return Math.max(most, loop);
    return step.kind !== "certain" && step.series ? Math.max(most, loop + 1) : most;
  }, 0);
  const kept = keptSeries(program, order, forms, loopOf);
  const inputs = order.filter((index) => stepAt(program, index).kind === "input");
  const certain = order.filter((index) => stepAt(program, index).kind === "certain");
  const key = keyOf(program, wanted, all, forms);
  return { program, wanted, order, inputs, certain, forms, loopOf, loops, kept, key };
}

/** The first value of a certain step. */
export function certainValue(program: Program, index: number): number {
  const step = stepAt(program, index);
  return step.kind === "certain" ? (step.column.data[0] ?? NaN) : NaN;
}

/** What a step reads in the same month, as it is computed. */
function readBy(program: Program, index: number, forms: ReadonlyMap<number, Form>): readonly number[] {
  const { scaled } = forms.get(index) ?? {};
  return scaled === undefined ? argumentsOf(stepAt(program, index)) : [scaled.series, ...scaled.times, ...scaled.over];
}

/** Without the steps that lie between a series and its scalars. */
function stillRead(
  program: Program,
  order: readonly number[],
  wanted: readonly number[],
  forms: ReadonlyMap<number, Form>,
): number[] {
  const read = new Set<number>();
  const stack = [...wanted];
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    if (read.has(index)) continue;
    read.add(index);
    stack.push(...readBy(program, index, forms));
    const step = stepAt(program, index);
    if (step.kind === "previous") stack.push(step.next);
  }
  return order.filter((index) => read.has(index));
}

/** What must be known in the same month; a recurrence's `next` need not. */
function argumentsOf(step: Step): readonly number[] {
  if (step.kind === "operation") return step.arguments;
  return step.kind === "previous" ? [step.initial] : [];
}

/** Depth first from the wanted steps, so that the order follows from the structure and not from the numbering. */
function orderOf(program: Program, wanted: readonly number[]): number[] {
  const order: number[] = [];
  const begun = new Set<number>();
  const roots = [...wanted].reverse();
  const stack: { index: number; done: boolean }[] = [];
  for (let root = roots.pop(); root !== undefined; root = roots.pop()) {
    stack.push({ index: root, done: false });
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (top.done) {
        order.push(top.index);
        continue;
      }
      if (begun.has(top.index)) continue;
      begun.add(top.index);
      const step = stepAt(program, top.index);
      stack.push({ index: top.index, done: true });
      for (const argument of [...argumentsOf(step)].reverse()) stack.push({ index: argument, done: false });
      if (step.kind === "previous") roots.push(step.next);
    }
  }
  return order;
}

function formOf(program: Program, index: number): Form | undefined {
  const step = stepAt(program, index);
  if (step.kind !== "operation") return undefined;
  const [first = -1, second = -1] = step.arguments;
  if (step.operation === "escalate") {
    return stepAt(program, first).series ? undefined : { progression: true };
  }
  const other = program.steps[second];
  if (step.operation === "power" && other?.kind === "operation" && other.operation === "elapsed") {
    const [date = -1] = other.arguments;
    return stepAt(program, first).series || stepAt(program, date).series ? undefined : { since: date };
  }
  if (other?.kind !== "certain") return undefined;
  const value = certainValue(program, second);
  if (step.operation === "power") {
    if (!other.series)
      return Number.isInteger(value) && Math.abs(value) <= largestWholePower ? { whole: value } : undefined;
    return !stepAt(program, first).series && progressionOf(other.column.data) !== undefined
      ? { progression: true }
      : undefined;
  }
  const shift = Math.round(value);
  return step.operation === "lag" && shift >= 0 ? { shift } : undefined;
}

/** Families whose outcomes are never a given number, except with probability 0. */
const stepped: ReadonlySet<string> = new Set(["discrete", "mixture"]);
const smoothOperations: ReadonlySet<OperationName> = new Set([
  "add",
  "subtract",
  "multiply",
  "divide",
  "negate",
  "squareRoot",
  "exponential",
  "logarithm",
]);

/**
 * Scalars that hit no given number: products with them may be rounded in another order, since nothing downstream, such as
 * `floor` or a comparison, can wait for an exact value.
 */
function smoothScalars(program: Program, order: readonly number[]): Set<number> {
  const smooth = new Set<number>();
  for (const index of order) {
    const step = stepAt(program, index);
    if (step.kind === "input") {
      if (!stepped.has(program.inputs[step.input]?.distribution.family ?? "discrete")) smooth.add(index);
    } else if (step.kind === "operation" && !step.series && smoothOperations.has(step.operation)) {
      if (step.arguments.some((argument) => smooth.has(argument))) smooth.add(index);
    }
  }
  return smooth;
}

/** Series that are another series times scalars, at least one of which is smooth, with nothing else reading what lies between. */
function scaledSeries(program: Program, order: readonly number[], wanted: readonly number[]): Map<number, Scaled> {
  const readers = new Map<number, number>();
  for (const index of order)
    for (const read of stepsReadBy(stepAt(program, index))) readers.set(read, (readers.get(read) ?? 0) + 1);
  for (const index of wanted) readers.set(index, Infinity);
  const smooth = smoothScalars(program, order);
  const found = new Map<number, Scaled>();
  for (const index of order) {
    const step = stepAt(program, index);
    if (step.kind !== "operation" || !step.series) continue;
    const [a = -1, b = -1] = step.arguments;
    const scalar = (argument: number): boolean => program.steps[argument]?.series === false;
    const swapped = step.operation === "multiply" && scalar(a) && !scalar(b);
    const [series, factor] = swapped ? [b, a] : [a, b];
    if (!["multiply", "divide"].includes(step.operation) || !scalar(factor) || scalar(series)) continue;
    // What lies between takes part only if nobody else wants it.
    const inner = readers.get(series) === 1 ? found.get(series) : undefined;
    const { times, over, series: root } = inner ?? { times: [], over: [], series };
    found.set(
      index,
      step.operation === "multiply"
        ? { series: root, times: [...times, factor], over }
        : { series: root, times, over: [...over, factor] },
    );
  }
  for (const [index, { times, over }] of found) {
    const alone = times.length === 1 && over.length === 0;
    if (alone || ![...times, ...over].some((factor) => smooth.has(factor))) found.delete(index);
  }
  return found;
}

/** A certain exponent as months of growth: where it begins, and what it rises by in each month that it rises at all. */
export interface Progression {
  readonly first: number;
  readonly rise: number;
  /** For each month whether the exponent rises after it, 1 or 0. */
  readonly rises: Float64Array;
}

/** A series that rises by equal steps, but for rounding, or rests; undefined for any other. */
export function progressionOf(values: Float64Array): Progression | undefined {
  const [first = NaN] = values;
  const steps = values.map((value, month) => (values[month + 1] ?? value) - value);
  const rise = steps.find((step) => step !== 0) ?? 0;
  const rises = steps.map((step) => (step === 0 ? 0 : 1));
  const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let expected = first;
  for (const [month, value] of values.entries()) {
    if (!(Math.abs(value - expected) <= 4 * Number.EPSILON * scale)) return undefined;
    expected += rise * (rises[month] ?? 0);
  }
  return { first, rise, rises };
}

const foresighted: ReadonlySet<OperationName> = new Set(["ahead", "presentValue"]);
/** Operations that read other months of their series than the one that is being computed and the one before. */
const ranging: ReadonlySet<OperationName> = new Set(["irr", "irrCount", "behind", "ahead", "presentValue"]);

/** Whether a step can only be computed once the series that it reads have been, in every month. */
export function needsWholeSeries(step: Step, form: Form | undefined): boolean {
  if (step.kind !== "operation") return false;
  return step.operation === "lag" ? form?.shift === undefined : foresighted.has(step.operation);
}

export function isReduction(step: Step): boolean {
  return step.kind === "operation" && operations[step.operation].kind === "reduction";
}

function loopsOf(program: Program, order: readonly number[], forms: ReadonlyMap<number, Form>): Map<number, number> {
  const loopOf = new Map(order.map((index) => [index, 0]));
  const known = (index: number): number => loopOf.get(index) ?? 0;
  // Recurrences make the rule circular; numbers only rise, and settle after a few rounds.
  for (let round = 0, changed = true; changed; round++) {
    if (round > order.length + 1) throw new Error("a recurrence needs the whole of a series that it makes itself");
    changed = false;
    for (const index of order) {
      const step = stepAt(program, index);
      let loop = Math.max(0, ...readBy(program, index, forms).map(known));
      if (step.kind === "previous") loop = Math.max(loop, known(step.next));
      if (isReduction(step)) loop += 1;
      else if (needsWholeSeries(step, forms.get(index))) {
        const whole = argumentsOf(step).filter((argument) => stepAt(program, argument).series);
        loop = Math.max(loop, ...whole.map((series) => known(series) + 1));
      }
      if (loop > known(index)) {
        loopOf.set(index, loop);
        changed = true;
      }
    }
  }
  return loopOf;
}

function keptSeries(
  program: Program,
  order: readonly number[],
  forms: ReadonlyMap<number, Form>,
  loopOf: ReadonlyMap<number, number>,
): number[] {
  const kept = new Set<number>();
  for (const index of order) {
    const step = stepAt(program, index);
    const loop = (loopOf.get(index) ?? 0) - (isReduction(step) ? 1 : 0);
    const read = [...readBy(program, index, forms), ...(step.kind === "previous" ? [step.next] : [])];
    const form = forms.get(index);
    const whole =
      step.kind === "operation" &&
      (ranging.has(step.operation) || (step.operation === "lag" && (form?.shift === undefined || form.shift > 1)));
    // It is computed from the last month back, before the months are gone through.
    if (step.kind === "operation" && step.operation === "presentValue") kept.add(index);
    for (const argument of read) {
      const other = stepAt(program, argument);
      if (!other.series) continue;
      if (whole || (other.kind !== "certain" && (loopOf.get(argument) ?? 0) < loop)) kept.add(argument);
    }
  }
  return order.filter((index) => kept.has(index));
}

function keyOf(
  program: Program,
  wanted: readonly number[],
  order: readonly number[],
  forms: ReadonlyMap<number, Form>,
): string {
  const place = new Map(order.map((index, position) => [index, position]));
  const parts = order.map((index) => {
    const step = stepAt(program, index);
    if (step.kind === "input") return stepped.has(program.inputs[step.input]?.distribution.family ?? "") ? "d" : "i";
    if (step.kind === "certain") {
      return `${step.series ? "S" : "s"}${step.column.data.some((value) => Number.isNaN(value)) ? "?" : ""}`;
    }
    if (step.kind === "previous") return `p${place.get(step.initial) ?? ""},${place.get(step.next) ?? ""}`;
    const { whole, progression, shift } = forms.get(index) ?? {};
    const form = `${whole ?? ""}${progression === true ? "~" : ""}${shift === undefined ? "" : `-${shift}`}`;
    return `${step.operation}${form}(${step.arguments.map((argument) => place.get(argument)).join()})`;
  });
  return `${program.calendar.months}|${parts.join(";")}|${wanted.map((index) => place.get(index)).join()}`;
}

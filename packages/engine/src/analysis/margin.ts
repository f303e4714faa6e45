/**
 * By how much a test holds: a signed margin beside the test's yes or no, positive where it holds and negative where it
 * fails, so that one can look for the place where it tips.
 */
import { evaluateInputs, type Dependence } from "../evaluate/index.ts";
import type { Program, Step } from "../graph/index.ts";
import type { OperationName } from "../operations/operations.ts";
import type { DrawPlan } from "../sampling/index.ts";
import { quantile, rank } from "../statistics/index.ts";
import { InputSpace } from "./input-space.ts";

export interface Margin {
  /** The program with the margin's own steps after all others, whose indices stay as they were. */
  readonly program: Program;
  /** The margin: a scalar step. */
  readonly step: number;
  /** Steps of the single differences, such as value minus limit, in the unit of what is compared. */
  readonly parts: readonly number[];
  /** Whether the margin is in the unit of what is compared; else each part was divided by its scale. */
  readonly plain: boolean;
}

/** Scaled parts end here, and a part that is only yes or no counts as this many spreads: far, but still a number. */
const farthestPart = 100;

/**
 * The margin of a test. Of `a < b` it is b - a; `and` is the smallest of its margins, `or` the largest, `not` the opposite
 * sign; over months, all and any likewise. What is only yes or no (an equality, `defined`, a clause that holds or does
 * not) has no margin of its own, but decides which of the others count.
 *
 * With several parts, or one beside a yes-or-no, each is divided by its scale, since dollars and months have no order.
 * @param test step of the test, a scalar
 * @param scales a scale for each of the parts; 1 unless given
 * @returns undefined where there is nothing but yes or no, and where the test is certain
 */
export function marginOf(program: Program, test: number, scales: readonly number[] = []): Margin | undefined {
  const writer = new MarginWriter(program, scales);
  const step = writer.margin(test);
  if (step === undefined || writer.parts.length === 0 || writer.step(step).series) return undefined;
  return { program: writer.program, step, parts: writer.parts, plain: !writer.isScaled(test) };
}

/**
 * The margin of a test with its parts divided by their spreads (P90 - P10 over samples and months).
 * @param plan draws to estimate the spreads from; some hundreds do
 */
export function scaledMargin(
  program: Program,
  dependence: Dependence,
  test: number,
  plan: DrawPlan,
): Margin | undefined {
  const plain = marginOf(program, test);
  if (plain === undefined || plain.plain) return plain;
  const space = new InputSpace(program.inputs, dependence);
  const values = space.values(space.correlate(space.independent(plan, 0, plan.samples)));
  const columns = evaluateInputs(plain.program, plain.parts, values, plan.samples);
  return marginOf(
    program,
    test,
    columns.map(({ data }) => spreadOf(data)),
  );
}

/** P90 - P10 of the finite values; their size where they do not vary, 1 where there are none. */
export function spreadOf(values: Float64Array): number {
  const finite = values.filter((value) => Number.isFinite(value));
  const ranked = rank(finite, [0.1, 0.5, 0.9]);
  const spread = quantile(ranked, 0.9) - quantile(ranked, 0.1);
  if (spread > 0) return spread;
  return Math.abs(quantile(ranked, 0.5)) || 1;
}

/** Appends the steps of a margin to a program. */
class MarginWriter {
  readonly parts: number[] = [];
  private readonly given: Program;
  private readonly steps: Step[];
  private readonly scales: readonly number[];

  constructor(program: Program, scales: readonly number[]) {
    this.given = program;
    this.steps = [...program.steps];
    this.scales = scales;
  }

  get program(): Program {
    return { ...this.given, steps: this.steps };
  }

  step(index: number): Step {
    const step = this.steps[index];
    if (step === undefined) throw new RangeError(`there is no step ${index}`);
    return step;
  }

  /** Whether parts are brought to one scale: with more than one, or with one beside a yes-or-no. */
  isScaled(test: number): boolean {
    const step = this.step(test);
    if (step.kind !== "operation") return false;
    if (comparisons.has(step.operation)) return false;
    const [first = -1] = step.arguments;
    return step.operation === "not" || reductions.has(step.operation) ? this.isScaled(first) : true;
  }

  /** The step of a test's margin; undefined where it is only yes or no. */
  margin(test: number, scaled = this.isScaled(test)): number | undefined {
    const step = this.step(test);
    if (step.kind !== "operation") return undefined;
    const [first = -1, second = -1, third = -1] = step.arguments;
    const of = (index: number): number | undefined => this.margin(index, scaled);
    switch (step.operation) {
      case "less":
      case "lessOrEqual":
        return this.part(first, second, scaled);
      case "not": {
        const margin = of(first);
        return margin === undefined ? undefined : this.apply("negate", margin);
      }
      case "and":
      case "smaller":
        return this.join("smaller", [first, second], of);
      case "or":
      case "larger":
        return this.join("larger", [first, second], of);
      case "choose": {
        const [test, yes, no] = [of(first), of(second), of(third)];
        if (test === undefined) {
          if (yes === undefined && no === undefined) return undefined;
          return this.apply("choose", first, yes ?? this.flag(second), no ?? this.flag(third));
        }
        const held = this.apply("smaller", test, yes ?? this.flag(second));
        const failed = this.apply("smaller", this.apply("negate", test), no ?? this.flag(third));
        return this.apply("larger", held, failed);
      }
      case "least":
      case "greatest":
      case "first":
      case "last":
      case "at": {
        const margin = of(first);
        return margin === undefined ? undefined : this.apply(step.operation, margin, ...step.arguments.slice(1));
      }
      default:
        return undefined;
    }
  }

  private join(
    operation: "smaller" | "larger",
    tests: readonly number[],
    of: (test: number) => number | undefined,
  ): number | undefined {
    const margins = tests.map(of);
    if (margins.every((margin) => margin === undefined)) return undefined;
    const [left = -1, right = -1] = tests.map((test, side) => margins[side] ?? this.flag(test));
    return this.apply(operation, left, right);
  }

  /** What is only yes or no, as a margin. */
  private flag(test: number): number {
    return this.apply("choose", test, this.constant(farthestPart), this.constant(-farthestPart));
  }

  private part(small: number, large: number, scaled: boolean): number {
    const difference = this.apply("subtract", large, small);
    this.parts.push(difference);
    if (!scaled) return difference;
    const sized = this.apply("divide", difference, this.constant(this.scales[this.parts.length - 1] ?? 1));
    const capped = this.apply("smaller", sized, this.constant(farthestPart));
    return this.apply("larger", capped, this.constant(-farthestPart));
  }

  private constant(value: number): number {
    const column = { data: Float64Array.of(value), months: 1, samples: 1 };
    this.steps.push({ kind: "certain", column, series: false, random: false });
    return this.steps.length - 1;
  }

  private apply(operation: OperationName, ...args: readonly number[]): number {
    const series = !reductions.has(operation) && args.some((index) => this.step(index).series);
    this.steps.push({ kind: "operation", operation, arguments: args, series, random: true });
    return this.steps.length - 1;
  }
}

const comparisons: ReadonlySet<OperationName> = new Set(["less", "lessOrEqual"]);
/** From a series to one number. */
const reductions: ReadonlySet<OperationName> = new Set(["least", "greatest", "first", "last", "at"]);

/** Break-even: the values of one input at which an output reaches a target. */
import { normalCdf, normalQuantile } from "../numeric/index.ts";
import type { DrawPlan } from "../sampling/index.ts";
import { estimate, type Estimate } from "../statistics/index.ts";
import { holdAtScore, isDiscrete, outcomesOf, type HeldValue } from "./held.ts";
import { InputSpace } from "./input-space.ts";
import type { Model, Progress } from "./model.ts";
import { expectationHolding } from "./suppose.ts";

/** A value at which the output passes through its target. */
export interface Crossing {
  /** In the input's unit. */
  readonly value: number;
  /** Probability of a smaller value of the input, 0..1. */
  readonly quantile: number;
  /** Whether the output goes up through the target as the input goes up. */
  readonly rises: boolean;
  /** Whether it lies between the far quantiles asked for; beyond them the input hardly ever gets. */
  readonly within: boolean;
}

/** A crossing of the expected output, with the error that the draws leave in the value. */
export interface ExpectedCrossing extends Crossing {
  readonly error: Estimate;
}

/** What the output is with a discrete input at one outcome. */
export interface OutcomeRow {
  readonly value: number;
  readonly probability: number;
  readonly atMedians: number;
  readonly expected: Estimate;
}

export interface BreakEven {
  readonly input: number;
  readonly output: number;
  readonly target: number;
  /** With all other inputs at their medians; rising in value, empty where the target is not reached. */
  readonly atMedians: readonly Crossing[];
  /** Of the output's expectation over the other inputs given this one. */
  readonly inExpectation: readonly ExpectedCrossing[];
  /** On which side of the target the output stays where there is no crossing; undefined (NaN) counts as neither. */
  readonly side: { readonly atMedians: Side; readonly inExpectation: Side };
  /** For a discrete input: every outcome, instead of crossings. */
  readonly outcomes?: readonly OutcomeRow[];
}
export type Side = "above" | "below" | "at" | "undefined" | "both";

export interface BreakEvenOptions extends DrawPlan {
  /** Probability left out at either end of the range searched; 0.001 unless given. */
  readonly tail?: number;
  /** Steps of the first search over the range, at medians and in expectation. */
  readonly steps?: { readonly atMedians: number; readonly inExpectation: number };
}

/** Where the search beyond the range ends: no draw of anybody's lies further out. */
const farthestScore = 7.5;
/** A curve in expectation costs hundreds of points each, so beyond the range it is only asked whether it crosses. */
const outerSteps = { atMedians: 4, inExpectation: 1 };

/** Values of a function at several scores of the input. */
type Curve = (scores: readonly number[]) => Promise<readonly number[]>;

/**
 * Break-evens of an input for a target of an output. Both curves are searched for every change of side over the range
 * and beyond it, and each is narrowed down by sections of many points at once.
 * @param which input and output, by index, and the target in the output's unit; for a test (1 or 0) a target of 0.5 gives
 *   even odds
 * @throws RangeError when there is no such input
 */
export async function breakEven(
  model: Model,
  which: { readonly input: number; readonly output: number; readonly target: number },
  options: BreakEvenOptions,
  progress: Progress = () => {},
): Promise<BreakEven> {
  const { input: index, output, target } = which;
  const input = model.inputs[index];
  if (input === undefined) throw new RangeError(`there is no input ${index}`);
  const space = new InputSpace(model.inputs, model.dependence);
  const medians = model.inputs.map(({ distribution }) => distribution.quantile(0.5));
  const valuesAtMedians = async (values: readonly number[]): Promise<readonly number[]> => {
    const columns = medians.map((median, other) =>
      other === index ? Float64Array.from(values) : new Float64Array(values.length).fill(median),
    );
    return Array.from((await model.evaluate(columns))[output] ?? []);
  };
  const expectation = async (held: HeldValue): Promise<{ mean: number; byReplicate: Float64Array }> => {
    const all = await expectationHolding(model, space, new Map([[index, held]]), options);
    return all[output] ?? { mean: NaN, byReplicate: new Float64Array(0) };
  };
  if (isDiscrete(input.distribution)) {
    const rows: OutcomeRow[] = [];
    const outcomes = outcomesOf(input.distribution);
    const atMedians = await valuesAtMedians(outcomes.map(({ value }) => value));
    for (const [row, outcome] of outcomes.entries()) {
      const { mean, byReplicate } = await expectation(outcome);
      const probability = outcome.upTo - outcome.below;
      rows.push({
        value: outcome.value,
        probability,
        atMedians: atMedians[row] ?? NaN,
        expected: estimate(mean, byReplicate),
      });
      progress((row + 1) / outcomes.length);
    }
    const side = {
      atMedians: sideOf(rows.map((row) => row.atMedians - target)),
      inExpectation: sideOf(rows.map((row) => row.expected.value - target)),
    };
    return { ...which, atMedians: [], inExpectation: [], side, outcomes: rows };
  }

  const { tail = 0.001, steps = { atMedians: 64, inExpectation: 16 } } = options;
  const reach = normalQuantile(1 - tail);
  const toCrossing = ({ score, rises }: Root): Crossing => ({
    value: holdAtScore(input, score).value,
    quantile: normalCdf(score),
    rises,
    within: Math.abs(score) <= reach,
  });
  const medianCurve: Curve = async (scores) =>
    (await valuesAtMedians(scores.map((score) => holdAtScore(input, score).value))).map((value) => value - target);
  const atMedians = await rootsOf(medianCurve, gridOf(reach, steps.atMedians, outerSteps.atMedians), {
    sections: 16,
    rounds: 7,
  });
  progress(0.1);

  let evaluated = 0;
  const expectedCurve: Curve = async (scores) => {
    const found: number[] = [];
    for (const score of scores) {
      found.push((await expectation(holdAtScore(input, score))).mean - target);
      progress(0.1 + 0.9 * (1 - 1 / (1 + ++evaluated / steps.inExpectation)));
    }
    return found;
  };
  // Each replicate's own crossing, by the slope of the whole curve there.
  const errorOf = async (score: number, value: number): Promise<Estimate> => {
    const [left, right] = [holdAtScore(input, score - slopeWidth), holdAtScore(input, score + slopeWidth)];
    const rise = (await expectation(right)).mean - (await expectation(left)).mean;
    const perUnit = rise / (right.value - left.value);
    const { byReplicate } = await expectation({ value, score });
    return estimate(
      value,
      byReplicate.map((mean) => value - (mean - target) / perUnit),
    );
  };
  const inExpectation = await rootsOf(expectedCurve, gridOf(reach, steps.inExpectation, outerSteps.inExpectation), {
    sections: 4,
    rounds: 5,
  });
  const crossings: ExpectedCrossing[] = [];
  for (const root of inExpectation.roots) {
    const crossing = toCrossing(root);
    crossings.push({ ...crossing, error: await errorOf(root.score, crossing.value) });
  }
  progress(1);
  return {
    ...which,
    atMedians: atMedians.roots.map(toCrossing),
    inExpectation: crossings,
    side: { atMedians: atMedians.side, inExpectation: inExpectation.side },
  };
}

/** Scores between which the slope at a crossing is taken. */
const slopeWidth = 0.02;

/** Scores from far below to far above, dense within the range. */
function gridOf(reach: number, steps: number, beyond: number): number[] {
  const inner = Array.from({ length: steps + 1 }, (_, step) => -reach + (2 * reach * step) / steps);
  const outer = Array.from({ length: beyond }, (_, step) => reach + ((farthestScore - reach) * (step + 1)) / beyond);
  return [...outer.map((score) => -score).reverse(), ...inner, ...outer];
}

interface Root {
  readonly score: number;
  readonly rises: boolean;
}

interface Bracket {
  readonly low: number;
  readonly high: number;
  readonly atLow: number;
  readonly atHigh: number;
}

/**
 * Every place where a curve changes sign between the scores of a grid, each bracket cut into sections again and again and
 * closed by a straight line. At a jump the bracket closes on the jump.
 */
async function rootsOf(
  curve: Curve,
  scores: readonly number[],
  { sections, rounds }: { readonly sections: number; readonly rounds: number },
): Promise<{ roots: readonly Root[]; side: Side }> {
  const values = await curve(scores);
  let brackets = bracketsOf(scores, values);
  for (let round = 0; round < rounds && brackets.length > 0; round++) {
    const cuts = brackets.map(({ low, high }) =>
      Array.from({ length: sections - 1 }, (_, cut) => low + ((high - low) * (cut + 1)) / sections),
    );
    const found = await curve(cuts.flat());
    brackets = brackets.flatMap(({ low, high, atLow, atHigh }, at) => {
      const inside = found.slice(at * (sections - 1), (at + 1) * (sections - 1));
      // Only the first change of side within a bracket is followed: the grid decides how fine one looks.
      return bracketsOf([low, ...(cuts[at] ?? []), high], [atLow, ...inside, atHigh]).slice(0, 1);
    });
  }
  const roots = brackets.map(({ low, high, atLow, atHigh }) => {
    const share = atLow / (atLow - atHigh);
    return { score: low + (Number.isFinite(share) ? share : 0.5) * (high - low), rises: atHigh > atLow };
  });
  return { roots, side: sideOf(values) };
}

/** Neighbours of different sign; where one of them is 0, the curve counts as positive there. */
function bracketsOf(scores: readonly number[], values: readonly number[]): Bracket[] {
  return scores.slice(1).flatMap((high, at) => {
    const [low = NaN, atLow = NaN, atHigh = NaN] = [scores[at], values[at], values[at + 1]];
    if (Number.isNaN(atLow) || Number.isNaN(atHigh) || atLow >= 0 === atHigh >= 0) return [];
    return [{ low, high, atLow, atHigh }];
  });
}

function sideOf(differences: readonly number[]): Side {
  const defined = differences.filter((value) => !Number.isNaN(value));
  if (defined.length === 0) return "undefined";
  if (defined.every((value) => value === 0)) return "at";
  const [above, below] = [defined.some((value) => value > 0), defined.some((value) => value < 0)];
  return above && below ? "both" : above ? "above" : "below";
}

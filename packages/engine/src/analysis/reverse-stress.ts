/**
 * Reverse stress: start from failure and find what produces it. The nearest points at which a test fails, in the space of
 * independent standard-normal scores: the design points of the first-order reliability method.
 */
import { normalCdf } from "../numeric/index.ts";
import type { DrawPlan } from "../sampling/index.ts";
import type { Estimate } from "../statistics/index.ts";
import { chanceOf } from "./chance.ts";
import { designPoints, type Surface } from "./design-point.ts";
import { blocksOf } from "./held.ts";
import { InputSpace, probabilityOf } from "./input-space.ts";
import { spreadOf } from "./margin.ts";
import type { Model, Progress } from "./model.ts";
import { ScoreChart, type HeldOutcomes } from "./score-chart.ts";

/** What one input is at a point of failure. */
export interface Move {
  /** Index of the input. */
  readonly input: number;
  /** In its unit. */
  readonly value: number;
  /** Probability of a smaller or equal value, 0..1. */
  readonly percentile: number;
  /**
   * Its share of the squared distance; all shares sum to 1. For independent inputs it is the importance α² of the
   * first-order method; among correlated ones x_i (R⁻¹ x)_i / β², which is 0 for an input that only follows others, and
   * below 0 for one that is moved against what would be likely by itself.
   */
  readonly share: number;
}

export interface FailurePoint {
  /** β: distance from the medians, in standard deviations of independent scores. */
  readonly distance: number;
  /** Φ(-β): the probability beyond a plane that touches the failures there. */
  readonly probability: number;
  /** Largest share first; inputs that stay at their medians are left out. */
  readonly moves: readonly Move[];
  /** The outputs there. */
  readonly margin: number;
}

export interface DesignPoint extends FailurePoint {
  /**
   * Whether it passed as a local minimum: the conditions of first order hold, and nothing nearer lies around it along any
   * axis. Else it is the nearest point that was met.
   */
  readonly converged: boolean;
}

export interface ReverseStress {
  /** How the test stands with every input at its median. */
  readonly atMedians: "holds" | "fails" | "undefined";
  readonly marginAtMedians: number;
  /** What the points are: where it fails, or, since it fails at the medians, where it holds. */
  readonly seeks: "failure" | "success";
  /** Distinct points, nearest first; empty where none lies within reach. */
  readonly points: readonly DesignPoint[];
  /**
   * Simulated probability that the test fails where it is defined. With no failure at all (or nothing else) the far end of
   * the interval is the rule of three's, 3 / samples.
   */
  readonly probability: Estimate;
  /** Share of samples in which the test is undefined. */
  readonly undefinedShare: number;
  readonly samples: number;
  /** The sampled point nearest to the medians of the kind that is sought, the wider cloud included. */
  readonly nearestSampled: FailurePoint | undefined;
  /** Distance up to which points were looked for. */
  readonly reach: number;
}

export interface ReverseStressOptions extends DrawPlan {
  /** Distance up to which to look; 6 unless given, beyond which the probability is below one in a billion. */
  readonly reach?: number;
  /** How many distinct starting directions to follow; 8 unless given. */
  readonly starts?: number;
  /** How many points to return at most; 4 unless given. */
  readonly most?: number;
}

/** Combinations of discrete outcomes that are searched at most, of the sampled ones and of the others. */
const mostCombinations = 8;
/** Sampled points remembered as starts, in each combination. */
const remembered = 24;
/** A second cloud this much wider finds failures too rare for the first. */
const widening = 2.2;
/** Inputs moved by less than this, in standard deviations, did not move. */
const still = 0.005;

interface Sampled {
  readonly scores: Float64Array;
  readonly distance: number;
}

/**
 * The nearest failures of a test.
 *
 * Each discrete input is held at an outcome, charged with the nearest score that gives it, and the search runs over the
 * continuous ones; the outcomes tried are the medians', those of sampled
 * failures, and each that differs from the medians' in one input alone.
 * Source: A. M. Hasofer and N. C. Lind 1974; improved HL-RF after Y. Zhang and A. Der Kiureghian 1995.
 * @param model its first output is the test (1 holds, 0 fails), its second the margin (above 0 where it holds)
 */
export async function reverseStress(
  model: Model,
  options: ReverseStressOptions,
  progress: Progress = () => {},
): Promise<ReverseStress> {
  const { reach = 6, starts = 8, most = 4 } = options;
  const space = new InputSpace(model.inputs, model.dependence);
  const chartOf = (held: HeldOutcomes): ScoreChart => new ScoreChart(space, held);
  const centre = new ScoreChart(space, new Map());
  const medians = model.inputs.map(({ distribution }) => Float64Array.of(distribution.quantile(0.5)));
  const [[testAtMedians = NaN] = [], [marginAtMedians = NaN] = []] = await model.evaluate(medians);
  const atMedians = Number.isNaN(testAtMedians) ? "undefined" : testAtMedians === 0 ? "fails" : "holds";
  const seeks = atMedians === "fails" ? "success" : "failure";
  const sought = (test: number): boolean => test === (seeks === "failure" ? 0 : 1);

  const combinations = new Map<string, { held: HeldOutcomes; chart: ScoreChart; found: Sampled[] }>();
  const combination = (held: HeldOutcomes): { chart: ScoreChart; found: Sampled[] } => {
    const key = [...held.values()].map(({ value }) => value).join(" ");
    const known = combinations.get(key) ?? { held, chart: chartOf(held), found: [] };
    combinations.set(key, known);
    return known;
  };
  combination(centre.outcomesAtMedians());

  const tests = new Float64Array(options.samples);
  const margins = new Float64Array(options.samples);
  await sample(options, 1, 0.4, (from, test, margin) => {
    tests.set(test, from);
    margins.set(margin, from);
  });
  // Another seed, so that the wide cloud is no enlargement of the first.
  const wide = { ...options, seed: options.seed + 1, samples: Math.ceil(options.samples / 2) };
  await sample(wide, widening, 0.6, () => {});

  const all = [...combinations.values()];
  const nearest = all
    .flatMap(({ chart, found }) => found.map((each) => ({ chart, ...each })))
    .sort((one, other) => one.distance - other.distance);
  const [closest] = nearest;
  const [atTheMedians] = all;
  const failing = all
    .filter((each) => each !== atTheMedians && each.found.length > 0)
    .sort((one, other) => (one.found[0]?.distance ?? 0) - (other.found[0]?.distance ?? 0));
  // One outcome changed by itself may be too rare for any sample, and still be what breaks the test.
  const unsampled = centre.oneOutcomeChanged().map(combination);
  const order = [
    ...all.slice(0, 1),
    ...failing.slice(0, mostCombinations),
    ...unsampled.filter(({ found }) => found.length === 0).slice(0, mostCombinations),
  ];

  const scale = spreadOf(margins);
  const points: { point: DesignPoint; scores: Float64Array }[] = [];
  for (const [at, { chart, found }] of order.entries()) {
    const surface = surfaceOf(model, space, chart, sought, seeks === "failure" ? 1 : -1, scale);
    const directions = found.slice(0, remembered).map(({ scores }) => chart.coordinates(scores));
    for (const { at: coordinates, converged } of await designPoints(surface, directions, reach, starts)) {
      const scores = chart.scores(coordinates);
      if (!(centre.distance(scores) <= reach)) continue;
      const described = await describe(chart, scores);
      points.push({ point: { ...described, converged }, scores });
    }
    progress(0.6 + (0.4 * (at + 1)) / order.length);
  }

  return {
    atMedians,
    marginAtMedians,
    seeks,
    points: distinct(points, most),
    probability: chanceOf(
      tests.map((test) => 1 - test),
      options.replicates,
    ),
    undefinedShare: tests.filter((test) => Number.isNaN(test)).length / tests.length,
    samples: options.samples,
    nearestSampled: closest === undefined ? undefined : await describe(closest.chart, closest.scores),
    reach,
  };

  /** Draws a cloud, remembers the nearest points sought by their combination of outcomes. */
  async function sample(
    plan: DrawPlan,
    width: number,
    until: number,
    keep: (from: number, test: Float64Array, margin: Float64Array) => void,
  ): Promise<void> {
    for (const { from, count } of blocksOf(plan.samples)) {
      const wideScores = space.independent(plan, from, count).map((column) => column.map((score) => score * width));
      const scores = space.correlate(wideScores);
      const [test = new Float64Array(0), margin = new Float64Array(0)] = await model.evaluate(space.values(scores));
      keep(from, test, margin);
      for (let point = 0; point < count; point++) {
        if (!sought(test[point] ?? NaN)) continue;
        const drawn = Float64Array.from(scores, (column) => column[point] ?? NaN);
        const { found, chart } = combination(centre.outcomesAt(drawn));
        const nearer = chart.atNearestOutcomes(drawn);
        remember(found, { scores: nearer, distance: centre.distance(nearer) }, reach);
      }
      progress(until - 0.2 + (0.2 * (from + count)) / plan.samples);
    }
  }

  async function describe({ held }: ScoreChart, scores: Float64Array): Promise<FailurePoint> {
    const distance = centre.distance(scores);
    const values = space.values(Array.from(scores, (score) => Float64Array.of(score)));
    for (const [input, { value }] of held) values[input]?.fill(value);
    const [, [margin = NaN] = []] = await model.evaluate(values);
    const shares = centre.shares(scores);
    const moves = model.inputs
      .map((input, index) => ({
        input: index,
        value: values[index]?.[0] ?? NaN,
        percentile: held.get(index)?.upTo ?? probabilityOf(scores[index] ?? 0),
        share: shares[index] ?? 0,
        moved: Math.abs(scores[index] ?? 0) > still || Math.abs(shares[index] ?? 0) > still,
      }))
      .filter(({ moved }) => moved)
      .map(({ input, value, percentile, share }): Move => ({ input, value, percentile, share }))
      .sort((one, other) => other.share - one.share);
    return { distance, probability: normalCdf(-distance), moves, margin };
  }
}

/** Keeps a sampled point unless a nearer one lies in much the same direction, and no more than so many. */
function remember(found: Sampled[], point: Sampled, reach: number): void {
  if (point.distance > reach || (found.length >= remembered && point.distance >= (found.at(-1)?.distance ?? 0))) return;
  const alike = found.map(({ scores }) => cosine(scores, point.scores) > muchTheSame);
  if (found.some(({ distance }, at) => alike[at] === true && distance <= point.distance)) return;
  const kept = [...found.filter((_, at) => alike[at] !== true), point];
  kept.sort((one, other) => one.distance - other.distance);
  found.splice(0, found.length, ...kept.slice(0, remembered));
}

const muchTheSame = 0.9;

function cosine(one: Float64Array, other: Float64Array): number {
  const product = one.reduce((sum, score, input) => sum + score * (other[input] ?? 0), 0);
  return product / (Math.hypot(...one) * Math.hypot(...other));
}

/** The margin over a chart's coordinates: above 0 where what is sought is not, in spreads. */
function surfaceOf(
  model: Model,
  space: InputSpace,
  chart: ScoreChart,
  sought: (test: number) => boolean,
  sign: 1 | -1,
  scale: number,
): Surface {
  return {
    dimensions: chart.dimensions,
    async evaluate(points) {
      const scores = chart.columns(points);
      const values = space.values(scores);
      for (const [input, { value }] of chart.held) values[input]?.fill(value);
      const [test = [], margin = []] = await model.evaluate(values);
      return points.map((_, at) => {
        const size = (sign * (margin[at] ?? NaN)) / scale;
        return { margin: Math.max(-farthestMargin, Math.min(farthestMargin, size)), sought: sought(test[at] ?? NaN) };
      });
    },
  };
}

/** A payback that never comes leaves the margin infinite; in spreads this is far enough. */
const farthestMargin = 100;

/** Nearest first, without those that are a nearer one over again; unproven ones only where nothing is proven nearby. */
function distinct(
  points: readonly { readonly point: DesignPoint; readonly scores: Float64Array }[],
  most: number,
): DesignPoint[] {
  const kept: { point: DesignPoint; scores: Float64Array }[] = [];
  for (const each of points.toSorted((one, other) => one.point.distance - other.point.distance)) {
    const same = kept.some(({ scores, point }) => {
      const gap = Math.hypot(...scores.map((score, input) => score - (each.scores[input] ?? 0)));
      return gap < (each.point.converged && point.converged ? 0.05 + 0.1 * point.distance : 0.6 * each.point.distance);
    });
    if (!same) kept.push(each);
  }
  return kept.slice(0, most).map(({ point }) => point);
}

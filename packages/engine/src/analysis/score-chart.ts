/**
 * Coordinates on the space of scores: discrete inputs held at outcomes, the others moved by independent standard-normal
 * coordinates; and the distance from the medians, which correlations bend.
 */
import { solveLinear } from "../numeric/index.ts";
import { isDiscrete, outcomesOf, type Outcome } from "./held.ts";
import { probabilityOf, type InputSpace } from "./input-space.ts";

/** For each discrete input, by index: the outcome it is held at. */
export type HeldOutcomes = ReadonlyMap<number, Outcome>;

export class ScoreChart {
  readonly held: HeldOutcomes;
  /** How many coordinates there are: one for each input that is not held. */
  readonly dimensions: number;
  private readonly size: number;
  private readonly free: readonly number[];
  /** Scores of all inputs at coordinates of zero. */
  private readonly origin: Float64Array;
  /** directions[k]: what coordinate k adds to the scores of all inputs. */
  private readonly directions: readonly Float64Array[];
  /** Inverse of the factor of the scores' correlations: rows[k] gives independent score k out of the correlated ones. */
  private readonly inverse: readonly (readonly number[])[];
  private readonly outcomes: ReadonlyMap<number, readonly Outcome[]>;

  /** @param held outcomes of all discrete inputs, or none to have a coordinate for every input */
  constructor(space: InputSpace, held: HeldOutcomes) {
    this.held = held;
    this.size = space.inputs.length;
    this.free = space.inputs.map((_, input) => input).filter((input) => !held.has(input));
    this.dimensions = this.free.length;
    // One column of scores for the origin and one for each coordinate: the redraw is affine, so these tell all of it.
    const count = this.dimensions + 1;
    const fixed = space.inputs.map((_, input) => new Float64Array(count).fill(held.get(input)?.nearest ?? 0));
    const unit = space.inputs.map((_, input) => {
      const column = new Float64Array(count);
      const k = this.free.indexOf(input);
      if (k >= 0) column[k + 1] = 1;
      return column;
    });
    const moved = space.holding(new Set(held.keys()))(fixed, unit);
    this.origin = Float64Array.from(moved, (column) => column[0] ?? 0);
    this.directions = this.free.map((_, k) =>
      Float64Array.from(moved, (column) => (column[k + 1] ?? 0) - (column[0] ?? 0)),
    );
    const identity = space.inputs.map((_, input) => {
      const column = new Float64Array(this.size);
      column[input] = 1;
      return column;
    });
    const factor = space.correlate(identity).map((column) => Array.from(column));
    const columns = factor.map((_, k) => {
      const right = factor.map((_, row) => (row === k ? 1 : 0));
      return solveLinear(factor, right) ?? right;
    });
    this.inverse = factor.map((_, row) => columns.map((column) => column[row] ?? 0));
    this.outcomes = new Map(
      space.inputs.flatMap(({ distribution }, input) =>
        isDiscrete(distribution) ? [[input, outcomesOf(distribution)] as const] : [],
      ),
    );
  }

  /** Correlated scores at a point's coordinates. */
  scores(point: Float64Array): Float64Array {
    const out = this.origin.slice();
    for (const [k, direction] of this.directions.entries()) {
      const coordinate = point[k] ?? 0;
      for (let input = 0; input < out.length; input++)
        out[input] = (out[input] ?? 0) + coordinate * (direction[input] ?? 0);
    }
    return out;
  }

  /** The same for many points: one column for each input. */
  columns(points: readonly Float64Array[]): Float64Array[] {
    const rows = points.map((point) => this.scores(point));
    return Array.from({ length: this.size }, (_, input) => Float64Array.from(rows, (row) => row[input] ?? NaN));
  }

  /** Coordinates of correlated scores, whose held inputs are where this chart holds them. */
  coordinates(scores: Float64Array): Float64Array {
    const matrix = this.free.map((input) => this.directions.map((direction) => direction[input] ?? 0));
    const right = this.free.map((input) => (scores[input] ?? 0) - (this.origin[input] ?? 0));
    return Float64Array.from(solveLinear(matrix, right) ?? right);
  }

  /** √(xᵀ R⁻¹ x): the length of the independent scores behind correlated ones. */
  distance(scores: Float64Array): number {
    return Math.hypot(...this.behind(scores));
  }

  /** x_i (R⁻¹ x)_i / xᵀ R⁻¹ x for each input; they sum to 1, and at the medians are all 0. */
  shares(scores: Float64Array): number[] {
    const behind = this.behind(scores);
    const square = behind.reduce((sum, score) => sum + score ** 2, 0);
    return this.inverse.map((_, input) => {
      const weight = behind.reduce((sum, score, k) => sum + score * (this.inverse[k]?.[input] ?? 0), 0);
      return square === 0 ? 0 : (weight * (scores[input] ?? 0)) / square;
    });
  }

  /** The outcome of a discrete input at a score; undefined for a continuous one. */
  outcomeOf(input: number, score: number): Outcome | undefined {
    const all = this.outcomes.get(input);
    const probability = probabilityOf(score);
    return all?.find(({ upTo }) => probability <= upTo) ?? all?.at(-1);
  }

  outcomesAt(scores: Float64Array): HeldOutcomes {
    return this.outcomesBy((input) => scores[input] ?? 0);
  }

  outcomesAtMedians(): HeldOutcomes {
    return this.outcomesBy(() => 0);
  }

  /** The medians' outcomes with one input at another outcome, the likeliest first. */
  oneOutcomeChanged(): HeldOutcomes[] {
    const usual = this.outcomesAtMedians();
    return [...this.outcomes]
      .flatMap(([input, all]) =>
        all.filter(({ value }) => value !== usual.get(input)?.value).map((outcome) => [input, outcome] as const),
      )
      .sort(([, one], [, other]) => Math.abs(one.nearest) - Math.abs(other.nearest))
      .map(([input, outcome]) => new Map(usual).set(input, outcome));
  }

  /** The scores with each held input brought to the nearest score of its outcome. */
  atNearestOutcomes(scores: Float64Array): Float64Array {
    const out = scores.slice();
    for (const [input, { nearest }] of this.held) out[input] = nearest;
    return out;
  }

  private behind(scores: Float64Array): readonly number[] {
    return this.inverse.map((row) => row.reduce((sum, weight, input) => sum + weight * (scores[input] ?? 0), 0));
  }

  private outcomesBy(scoreOf: (input: number) => number): HeldOutcomes {
    return new Map(
      [...this.outcomes.keys()].flatMap((input) => {
        const outcome = this.outcomeOf(input, scoreOf(input));
        return outcome === undefined ? [] : [[input, outcome]];
      }),
    );
  }
}

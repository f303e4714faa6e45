/**
 * The part of a payoff that is quadratic in the scores of the inputs. Its expectation given any fact is known exactly, so
 * that only the rest has to be learnt from samples: what other inputs do to the payoff no longer blurs what the fact does.
 */
import type { InputSpace, Scores } from "./input-space.ts";
import { LeastSquares } from "./least-squares.ts";

export class PayoffSurface {
  private readonly space: InputSpace;
  private readonly scores: Scores;
  /** By payoff, then by input: coefficients of z and of z² - 1. */
  private readonly linear: readonly (readonly number[])[];
  private readonly square: readonly (readonly number[])[];
  /** Payoffs less the surface. */
  private readonly rest: readonly Float64Array[];

  /**
   * Fits each payoff by least squares. Source of the idea: control variates, see Owen, Monte Carlo, 2013, section 8.9.
   * @param isComplete whether the scores are all that were drawn: of a part of them no expectation is known, and the surface
   *   is left flat
   */
  constructor(space: InputSpace, scores: Scores, payoffs: readonly Float64Array[], isComplete: boolean) {
    this.space = space;
    this.scores = scores;
    const count = payoffs[0]?.length ?? 0;
    const features = [
      new Float64Array(count).fill(1),
      ...scores,
      ...scores.map((column) => column.map((z) => z * z - 1)),
    ];
    const regression = new LeastSquares(features, new Uint8Array(count), 1);
    // With as many coefficients as samples the surface would be noise.
    const enough = isComplete && count > 4 * features.length;
    const fits = payoffs.map((payoff) => (enough ? regression.fit(payoff).whole : []));
    this.linear = fits.map((fit) => scores.map((_, j) => fit[1 + j] ?? 0));
    this.square = fits.map((fit) => scores.map((_, j) => fit[1 + scores.length + j] ?? 0));
    this.rest = payoffs.map((payoff, a) => {
      const rest = payoff.slice();
      for (const [j, column] of scores.entries()) this.addInput(rest, -1, a, j, column, 0);
      return rest;
    });
  }

  /**
   * The payoffs with the surface in its expectation given the scores of some inputs: they have the same expectation given
   * those inputs, and less noise.
   */
  given(held: ReadonlySet<number>): Float64Array[] {
    const nothing = this.scores.map((column) => new Float64Array(column.length));
    const expected = this.space.holding(held)(this.scores, nothing);
    const moved = this.space.dependent.filter((group) => group.some((input) => held.has(input))).flat();
    const involved = new Set([...held, ...moved]);
    return this.rest.map((rest, a) => {
      const payoff = rest.slice();
      for (const j of involved) {
        const mean = expected[j];
        const own = this.scores[j];
        if (mean === undefined || own === undefined) continue;
        this.addInput(payoff, 1, a, j, mean, held.has(j) ? 0 : varianceAround(own, mean));
      }
      return payoff;
    });
  }

  /** Adds to a payoff what the surface expects of one input whose score has a mean, sample by sample, and a variance. */
  private addInput(
    payoff: Float64Array,
    sign: number,
    a: number,
    j: number,
    mean: Float64Array,
    variance: number,
  ): void {
    const linear = sign * (this.linear[a]?.[j] ?? 0);
    const square = sign * (this.square[a]?.[j] ?? 0);
    for (let i = 0; i < payoff.length; i++) {
      const m = mean[i] ?? Number.NaN;
      payoff[i] = (payoff[i] ?? Number.NaN) + linear * m + square * (m * m + variance - 1);
    }
  }
}

function varianceAround(scores: Float64Array, means: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += ((scores[i] ?? Number.NaN) - (means[i] ?? Number.NaN)) ** 2;
  return sum / scores.length;
}

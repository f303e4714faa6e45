/**
 * What it would be worth to know before deciding. A decision has options; the payoff of each is an output of a model. Without
 * knowing more, one takes the option with the highest expected payoff; knowing a fact, the one that is best given the fact;
 * the gain in expected payoff is the value of the fact.
 *
 *     EVPI = E[max_a U_a] - max_a E[U_a]        EVPPI(x) = E[max_a E[U_a | x]] - max_a E[U_a]
 *
 * All comes from one sample, without nested loops (Strong and Oakley, "An efficient method for computing single-parameter
 * partial expected value of perfect information", 2013; Strong, Oakley and Brennan, 2014, for several inputs): E[U_a | x] is
 * regressed on the fact. Instead of the maximum of what was fitted, which is biased upwards by every ripple of the fit, the
 * value is what the choice by the fit earns in the replicate that the fit has not seen. That is unbiased for a useless fact
 * and, since a fitted choice can only be worse than the right one, errs for a useful one by little and downwards. In the
 * samples that the fit has seen the same choice earns too much; the truth lies between, and half of the difference is counted
 * as a further standard error, since the spread of replicates that share their fits does not show it.
 */
import type { DrawPlan } from "../sampling/index.ts";
import { estimate, studentQuantile, type Estimate } from "../statistics/index.ts";
import { choiceThresholds, type Threshold } from "./choice-thresholds.ts";
import { factAxis, factFeatures } from "./fact-features.ts";
import { InputSpace, probabilityOf, type Scores } from "./input-space.ts";
import { fitted, LeastSquares } from "./least-squares.ts";
import type { Model, Progress } from "./model.ts";
import { PayoffSurface } from "./payoff-surface.ts";

/** A decision as it stands, with what is known now. Payoffs are in the unit of the model's outputs. */
export interface Standing {
  /** Option with the highest expected payoff; the first of equal ones. */
  readonly preferred: number;
  /** Expected payoff of each option. */
  readonly expected: readonly Estimate[];
  /** Chance that another option turns out better. */
  readonly otherBetter: Estimate;
  /** Expected value of perfect information: of knowing everything. */
  readonly perfect: Estimate;
  /** Share of the samples left out because the payoff of some option is undefined or infinite in them, 0..1. */
  readonly undefinedShare: number;
}

/** What a fact is worth. */
export interface FactWorth {
  /** As estimated: of a useless fact it may fall a little below 0. Certain zero: no value of the fact changes the choice. */
  readonly value: Estimate;
  /** Of a fact of one input, rising; none where the interval of the value reaches 0. */
  readonly thresholds: readonly Threshold[];
}

/** Points evaluated together. */
const atOnce = 4096;

export class DecisionStudy {
  readonly standing: Standing;
  private readonly space: InputSpace;
  private readonly scores: Scores;
  private readonly values: readonly Float64Array[];
  /** Of the gain of each option over the preferred one, and of the highest gain. */
  private readonly surface: PayoffSurface;
  /** Replicate of each sample that counts. */
  private readonly replicate: Uint16Array;
  private readonly replicates: number;

  private constructor(space: InputSpace, scores: Scores, payoffs: readonly Float64Array[], plan: DrawPlan) {
    const all = payoffs[0]?.length ?? 0;
    const counts = Uint8Array.from({ length: all }, (_, i) =>
      payoffs.every((payoff) => Number.isFinite(payoff[i] ?? Number.NaN)) ? 1 : 0,
    );
    const keep = (column: Float64Array): Float64Array => column.filter((_, i) => counts[i] === 1);
    const kept = payoffs.map(keep);
    this.space = space;
    this.replicates = plan.replicates;
    this.replicate = Uint16Array.from({ length: all }, (_, i) => i % plan.replicates).filter((_, i) => counts[i] === 1);
    this.scores = scores.map(keep);
    this.values = space.values(this.scores);
    const expected = kept.map((payoff) => this.mean(payoff));
    const highest = Math.max(...expected.map(({ value }) => value));
    const preferred = Math.max(
      0,
      expected.findIndex(({ value }) => value === highest),
    );
    const base = kept[preferred] ?? new Float64Array(0);
    const gains = kept.map((payoff) => payoff.map((value, i) => value - (base[i] ?? Number.NaN)));
    const best = base.map((_, i) => Math.max(...gains.map((gain) => gain[i] ?? Number.NaN)));
    // With the highest gain as one more payoff, since its expectation gains by the surface too.
    this.surface = new PayoffSurface(space, this.scores, [...gains, best], base.length === all);
    this.standing = {
      preferred,
      expected,
      otherBetter: this.mean(best.map((gain) => (gain > 0 ? 1 : 0))),
      perfect: this.mean(this.surface.given(new Set()).at(-1) ?? best),
      undefinedShare: all === 0 ? 0 : 1 - base.length / all,
    };
  }

  /**
   * Draws the sample that everything is computed from.
   * @param model its outputs are the payoffs of the options, all in one unit
   * @param plan at least some hundred samples; errors need two replicates or more
   * @throws RangeError with fewer than two options
   */
  static async draw(model: Model, plan: DrawPlan, progress: Progress = () => {}): Promise<DecisionStudy> {
    const space = new InputSpace(model.inputs, model.dependence);
    const scores = space.correlate(space.independent(plan, 0, plan.samples));
    const values = space.values(scores);
    const payoffs: Float64Array[] = [];
    for (let from = 0; from < plan.samples; from += atOnce) {
      const to = Math.min(plan.samples, from + atOnce);
      // A model without inputs still has as many points as asked for.
      const points =
        values.length === 0 ? [new Float64Array(to - from)] : values.map((column) => column.slice(from, to));
      for (const [option, part] of (await model.evaluate(points)).entries()) {
        const payoff = (payoffs[option] ??= new Float64Array(plan.samples));
        for (let i = from; i < to; i++) payoff[i] = part[i - from] ?? Number.NaN;
      }
      progress(to / plan.samples);
    }
    if (payoffs.length < 2) throw new RangeError("a decision has at least two options");
    return new DecisionStudy(space, scores, payoffs, plan);
  }

  /**
   * The expected value of knowing the values of some inputs exactly. Of several inputs the choice may depend on each in any
   * way and on the products of every two; a fact that matters only through stranger interplay is valued too low.
   * @param fact indices of the inputs that it tells
   */
  worthOf(fact: readonly number[]): FactWorth {
    const empty = new Float64Array(0);
    const axes = fact.map((input) => factAxis(this.values[input] ?? empty, this.scores[input] ?? empty));
    const features = factFeatures(axes, this.replicate.length);
    const gains = this.surface.given(new Set(fact)).slice(0, -1);
    const folds = Math.max(2, this.replicates);
    // A single replicate is split, so that no choice is judged by the samples it was made from.
    const fold = this.replicates > 1 ? this.replicate : this.replicate.map((_, i) => i % 2);
    const regression = new LeastSquares(features, fold, folds);
    const { preferred } = this.standing;
    const fits = gains.map((gain, option) => (option === preferred ? undefined : regression.fit(gain)));
    const unseen = this.mean(earnings(features, gains, (option, i) => fits[option]?.without[fold[i] ?? 0]));
    const seen = this.mean(earnings(features, gains, (option) => fits[option]?.whole));
    const value = widened(unseen, (seen.value - unseen.value) / 2, this.replicates);
    const [axis, ...more] = axes;
    const [input = -1] = fact;
    const isSeen = value.low > 0 || (Number.isNaN(value.se) && value.value > 0);
    if (axis === undefined || more.length > 0 || !isSeen) return { value, thresholds: [] };
    const distribution = this.space.inputs[input]?.distribution;
    const coefficients = fits.map((fit) => fit?.whole);
    const valueAt = (score: number): number => distribution?.quantile(probabilityOf(score)) ?? Number.NaN;
    return { value, thresholds: choiceThresholds(axis, coefficients, valueAt) };
  }

  /** Over all samples that count, with the error that the replicates show. */
  private mean(values: Float64Array): Estimate {
    const sums = new Float64Array(this.replicates);
    const counts = new Float64Array(this.replicates);
    for (let i = 0; i < values.length; i++) {
      const replicate = this.replicate[i] ?? 0;
      sums[replicate] = (sums[replicate] ?? 0) + (values[i] ?? Number.NaN);
      counts[replicate] = (counts[replicate] ?? 0) + 1;
    }
    const sum = sums.reduce((total, each) => total + each, 0);
    return estimate(
      sum / values.length,
      sums.map((each, replicate) => each / (counts[replicate] ?? 0)),
    );
  }
}

/**
 * What is earned, sample by sample, by taking the option whose fitted gain is highest, if any is above 0.
 * @param fitOf coefficients of an option's gain for a sample; undefined for the preferred option
 */
function earnings(
  features: readonly Float64Array[],
  gains: readonly Float64Array[],
  fitOf: (option: number, sample: number) => readonly number[] | undefined,
): Float64Array {
  return new Float64Array(features[0]?.length ?? 0).map((_, i) => {
    let [highest, earned] = [0, 0];
    for (let option = 0; option < gains.length; option++) {
      const coefficients = fitOf(option, i);
      if (coefficients === undefined) continue;
      const gain = fitted(features, coefficients, i);
      if (gain > highest) [highest, earned] = [gain, gains[option]?.[i] ?? Number.NaN];
    }
    return earned;
  });
}

/** With a further independent error. */
function widened({ value, se }: Estimate, error: number, replicates: number): Estimate {
  const whole = Math.hypot(se, error);
  const reach = whole > 0 ? studentQuantile(0.975, replicates - 1) * whole : whole;
  return { value, se: whole, low: value - reach, high: value + reach };
}

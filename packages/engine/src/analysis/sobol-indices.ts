/** Sobol indices: the shares of an output's variance that independent inputs explain, alone and with all others. */
import type { Estimate } from "../statistics/index.ts";
import { checkGroups, eachInput, type InputGroup } from "./input-groups.ts";
import { InputSpace } from "./input-space.ts";
import type { Model, Progress } from "./model.ts";
import { OutputSums, Spread } from "./spread.ts";
import { TwoDraws } from "./two-draws.ts";
import { replicateSeed, replicatesOf, type VarianceOptions } from "./variance-options.ts";

/** Shares of the variance; about 0 to 1, an estimate of a small one may fall below 0. */
export interface SobolIndex {
  readonly name: string;
  /** What the group explains alone: V[E(Y | group)] / V. */
  readonly first: Estimate;
  /** What would be left if all else were known, interactions included: 1 - V[E(Y | all else)] / V. */
  readonly total: Estimate;
}

export interface SobolIndices {
  /** In the output's unit, squared. */
  readonly variance: Estimate;
  /**
   * In the order of the groups; undefined (NaN) when the output does not vary. Errors are undefined when it does not vary in
   * some replicate.
   */
  readonly groups: readonly SobolIndex[];
  /** What no group explains alone: 1 - Σ first. */
  readonly interactions: Estimate;
  /** Share of the points left out, since the output is undefined or infinite there or at a neighbour compared with it. */
  readonly undefinedShare: number;
}

/** Numbers of one output kept at once. */
const numbersAtOnce = 2 ** 18;
const mostPoints = 1024;

/**
 * First-order and total Sobol indices of every output, in one pass of (groups + 2) · points · replicates evaluations.
 *
 * Sources: first order, A. Saltelli et al., "Variance based sensitivity analysis of model output", 2010, table 2 (b);
 * total, M. J. W. Jansen, "Analysis of variance designs for model output", 1999.
 *
 * @returns one for each output of the model
 * @throws RangeError when inputs depend on each other, since total indices then mislead; see `shapleyEffects`
 */
export async function sobolIndices(
  model: Model,
  options: VarianceOptions,
  progress: Progress = () => {},
): Promise<SobolIndices[]> {
  const groups = options.groups ?? eachInput(model.inputs);
  checkGroups(groups, model.inputs);
  const replicates = replicatesOf(options);
  const space = new InputSpace(model.inputs, model.dependence);
  const [tied] = space.dependent;
  if (tied !== undefined) {
    const names = tied.map((input) => model.inputs[input]?.name).join(" and ");
    throw new RangeError(`Sobol indices need independent inputs, but ${names} are not; Shapley effects do not`);
  }
  const draws = new TwoDraws(model.inputs);
  const { points } = options;
  const chunk = Math.max(1, Math.min(mostPoints, points, Math.floor(numbersAtOnce / (groups.length + 2))));
  const sums: OutputSums<Sums>[] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const plan = { seed: replicateSeed(options.seed, replicate), samples: points, replicates: 1 };
    for (let from = 0; from < points; from += chunk) {
      const count = Math.min(chunk, points - from);
      const [a = [], b = []] = draws.draw(plan, from, count).map((scores) => space.values(scores));
      const mixtures = groups.map(({ inputs }) =>
        a.map((column, input) => (inputs.includes(input) ? b[input] : column)),
      );
      const evaluated: (readonly Float64Array[])[] = [];
      for (const values of [a, b, ...mixtures]) {
        evaluated.push(await model.evaluate(values.map((column) => column ?? new Float64Array(0))));
        const done = (from + (count * evaluated.length) / (groups.length + 2)) / points;
        progress((replicate + done) / replicates);
      }
      for (const output of (evaluated[0] ?? []).keys()) {
        const columns = evaluated.map((outputs) => outputs[output] ?? new Float64Array(0));
        const ofOutput = (sums[output] ??= new OutputSums(replicates, () => new Sums(groups.length)));
        ofOutput.see(columns);
        add(ofOutput.replicates[replicate], columns, ofOutput.origin);
      }
    }
  }
  return sums.map((ofOutput) => indices(ofOutput, groups, points));
}

/** Sums over the points of a replicate. */
class Sums {
  points = 0;
  /** Of Y over both samples. */
  readonly spread = new Spread();
  /** By group, of D = Y(A with the group of B) - Y(A), and of D · Y(B) and D². */
  readonly difference: Float64Array;
  readonly product: Float64Array;
  readonly square: Float64Array;

  constructor(groups: number) {
    this.difference = new Float64Array(groups);
    this.product = new Float64Array(groups);
    this.square = new Float64Array(groups);
  }

  merge(other: Sums): void {
    this.points += other.points;
    this.spread.merge(other.spread);
    for (const group of this.difference.keys()) {
      this.difference[group] = (this.difference[group] ?? 0) + (other.difference[group] ?? 0);
      this.product[group] = (this.product[group] ?? 0) + (other.product[group] ?? 0);
      this.square[group] = (this.square[group] ?? 0) + (other.square[group] ?? 0);
    }
  }
}

/** Adds the points at which the output is defined in all columns: those of A, of B and of each mixture. */
function add(sums: Sums | undefined, [a, b, ...mixtures]: readonly Float64Array[], origin: number): void {
  if (sums === undefined || a === undefined || b === undefined) return;
  for (const [point, ya] of a.entries()) {
    const yb = b[point] ?? NaN;
    if (!Number.isFinite(ya) || !Number.isFinite(yb)) continue;
    if (!mixtures.every((column) => Number.isFinite(column[point]))) continue;
    sums.points += 1;
    sums.spread.add(ya - origin);
    sums.spread.add(yb - origin);
    for (const [group, column] of mixtures.entries()) {
      const difference = (column[point] ?? NaN) - ya;
      sums.difference[group] = (sums.difference[group] ?? 0) + difference;
      sums.product[group] = (sums.product[group] ?? 0) + difference * (yb - origin);
      sums.square[group] = (sums.square[group] ?? 0) + difference * difference;
    }
  }
}

function indices(output: OutputSums<Sums>, groups: readonly InputGroup[], points: number): SobolIndices {
  const all = new Sums(groups.length);
  for (const each of output.replicates) all.merge(each);
  const judged = (of: (sums: Sums) => number): Estimate => output.judge(all, of);
  const first = ({ points, spread, difference, product }: Sums, group: number): number => {
    const centred = (product[group] ?? NaN) - spread.mean * (difference[group] ?? NaN);
    return centred / points / output.divisor(spread.variance);
  };
  const total = ({ points, spread, square }: Sums, group: number): number =>
    (square[group] ?? NaN) / (2 * points) / output.divisor(spread.variance);
  return {
    variance: judged(({ spread }) => spread.variance),
    groups: groups.map(({ name }, group) => ({
      name,
      first: judged((sums) => first(sums, group)),
      total: judged((sums) => total(sums, group)),
    })),
    interactions: judged((sums) => groups.reduce((rest, _, group) => rest - first(sums, group), 1)),
    undefinedShare: 1 - all.points / (points * output.replicates.length),
  };
}

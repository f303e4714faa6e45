/**
 * The inputs of a model as standard-normal scores tied by their correlations: the space in which analyses draw, fix some
 * inputs and redraw the others, and look for the nearest failure.
 */
import type { Dependence } from "../evaluate/index.ts";
import type { Input } from "../graph/index.ts";
import { normalCdf } from "../numeric/index.ts";
import {
  coordinatesOf,
  correlationFactor,
  largestNet,
  ScoreSource,
  ScoreValues,
  spearmanToNormal,
  type DrawPlan,
} from "../sampling/index.ts";

/** One column of scores for each input. */
export type Scores = readonly Float64Array[];

interface Cluster {
  /** Indices of inputs that hang together. */
  readonly members: readonly number[];
  /** Correlations of their scores; those that contradict each other are shrunk as in a run. */
  readonly correlations: readonly Float64Array[];
  /** Lower triangular, row by row. */
  readonly factor: readonly Float64Array[];
}

/** Scores beyond these are no draws of anybody's, and their probabilities would round to 0 or 1. */
const farthestScore = 8;

export class InputSpace {
  readonly inputs: readonly Input[];
  private readonly clusters: readonly Cluster[];
  /** Analyses draw block by block from the same few plans. */
  private readonly sources = new WeakMap<DrawPlan, ScoreSource>();

  private readonly table = new ScoreValues();

  /** @throws RangeError when the dependence names an input that is not there */
  constructor(inputs: readonly Input[], dependence: Dependence) {
    this.inputs = inputs;
    this.clusters = clustersOf(inputs, dependence);
  }

  /** Inputs that hang together with others: groups of indices. Every other input is independent of all. */
  get dependent(): readonly (readonly number[])[] {
    return this.clusters.map(({ members }) => members);
  }

  /**
   * Independent scores for samples from..from + count - 1; all inputs share one net, in the order of their names. Another
   * seed gives draws independent of these.
   */
  independent(plan: DrawPlan, from: number, count: number): Float64Array[] {
    let source = this.sources.get(plan);
    if (source === undefined) {
      const names = this.inputs.map(({ name }) => name);
      const net = names.toSorted().slice(0, largestNet);
      source = new ScoreSource(plan, coordinatesOf(names, net));
      this.sources.set(plan, source);
    }
    return source.draw(from, count);
  }

  /** Independent scores into correlated ones. */
  correlate(scores: Scores): Float64Array[] {
    const out = scores.map((column) => column.slice());
    for (const { members, factor } of this.clusters) combine(factor, members, scores, out);
    return out;
  }

  /**
   * For a set of inputs held at their values: a function of correlated scores, which give those values, and of independent
   * ones, from which all other inputs are redrawn out of their distribution given the held ones.
   * Source: conditional of a multivariate normal, mean A z and factor of the Schur complement.
   */
  holding(held: ReadonlySet<number>): (correlated: Scores, independent: Scores) => Float64Array[] {
    const parts = this.clusters
      .filter(({ members }) => members.some((input) => !held.has(input)))
      .map(({ members, correlations }) => conditional(members, correlations, held));
    return (correlated, independent) => {
      const out = independent.map((column, input) => (held.has(input) ? correlated[input] : column)?.slice());
      const columns = out.map((column) => column ?? new Float64Array(0));
      for (const { given, free, weights, factor } of parts) {
        combine(factor, free, independent, columns);
        for (const [row, input] of free.entries()) {
          const column = columns[input];
          const weight = weights[row];
          if (column === undefined || weight === undefined) continue;
          for (const [index, other] of given.entries()) {
            const source = correlated[other];
            const w = weight[index] ?? 0;
            for (let i = 0; i < column.length; i++) column[i] = (column[i] ?? NaN) + w * (source?.[i] ?? NaN);
          }
        }
      }
      return columns;
    };
  }

  /** Correlated scores into values: each input's quantile at the probability of its score. */
  values(scores: Scores): Float64Array[] {
    return this.inputs.map(({ distribution }, input) => {
      const column = scores[input] ?? new Float64Array(0);
      return this.table.of(distribution, column, (score) => distribution.quantile(probabilityOf(score)));
    });
  }
}

/** Probability below a score, never 0 or 1. */
export function probabilityOf(score: number): number {
  return normalCdf(Math.max(-farthestScore, Math.min(farthestScore, score)));
}

/** out[members[i]] = Σ factor[i][j] · scores[members[j]], j ≤ i. */
function combine(
  factor: readonly Float64Array[],
  members: readonly number[],
  scores: Scores,
  out: readonly Float64Array[],
): void {
  for (const [row, input] of members.entries()) {
    const column = out[input];
    const weights = factor[row];
    if (column === undefined || weights === undefined) continue;
    for (let i = 0; i < column.length; i++) {
      let sum = 0;
      for (let j = 0; j <= row; j++) sum += (weights[j] ?? 0) * (scores[members[j] ?? -1]?.[i] ?? NaN);
      column[i] = sum;
    }
  }
}

/** Everything that hangs together through pairs or drivers, with the correlations of its scores. */
function clustersOf(inputs: readonly Input[], dependence: Dependence): Cluster[] {
  const indexOf = new Map(inputs.map(({ name }, index) => [name, index]));
  const index = (name: string): number => {
    const found = indexOf.get(name);
    if (found === undefined) throw new RangeError(`there is no uncertain input named ${name}`);
    return found;
  };
  const correlations = new Map<string, number>();
  const key = (a: number, b: number): string => (a < b ? `${a} ${b}` : `${b} ${a}`);
  const groups: Set<number>[] = [];
  const tie = (a: number, b: number, correlation: number): void => {
    correlations.set(key(a, b), (correlations.get(key(a, b)) ?? 0) + correlation);
    const touching = groups.filter((group) => group.has(a) || group.has(b));
    const merged = new Set([a, b, ...touching.flatMap((group) => [...group])]);
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  };
  for (const { between, spearman } of dependence.pairs)
    tie(index(between[0]), index(between[1]), spearmanToNormal(spearman));
  for (const { moves } of dependence.drivers) {
    const moved = [...moves].map(([name, loading]) => ({ input: index(name), loading }));
    for (const [k, { input, loading }] of moved.entries())
      for (const other of moved.slice(k + 1)) tie(input, other.input, loading * other.loading);
  }
  return groups.map((group) => {
    const members = [...group].sort((a, b) => ((inputs[a]?.name ?? "") < (inputs[b]?.name ?? "") ? -1 : 1));
    const wanted = members.map((a) => members.map((b) => (a === b ? 1 : (correlations.get(key(a, b)) ?? 0))));
    const factor = correlationFactor(wanted).rows;
    return { members, factor, correlations: product(factor) };
  });
}

/** L Lᵀ: the correlations as the factor holds them. */
function product(factor: readonly Float64Array[]): Float64Array[] {
  return factor.map((row) =>
    Float64Array.from(factor, (other) => {
      let sum = 0;
      for (let k = 0; k < Math.min(row.length, other.length); k++) sum += (row[k] ?? 0) * (other[k] ?? 0);
      return sum;
    }),
  );
}

/** The free members given the held ones: weights of their means, and the factor of what is left. */
function conditional(
  members: readonly number[],
  correlations: readonly Float64Array[],
  held: ReadonlySet<number>,
): { given: number[]; free: number[]; weights: Float64Array[]; factor: Float64Array[] } {
  const at = (a: number, b: number): number => correlations[members.indexOf(a)]?.[members.indexOf(b)] ?? NaN;
  const given = members.filter((input) => held.has(input));
  const free = members.filter((input) => !held.has(input));
  // With the held first, the factor's lower right block is the factor of the free given the held.
  const order = [...given, ...free];
  const rows = factorOf(order.map((a) => order.map((b) => at(a, b))));
  const corner = rows.slice(0, given.length);
  const weights = free.map((_, k) => solveBackwards(corner, rows[given.length + k] ?? new Float64Array(0)));
  const factor = free.map((_, k) => (rows[given.length + k] ?? new Float64Array(0)).slice(given.length));
  return { given, free, weights, factor };
}

/** Cholesky's factor of a matrix known to be positive semidefinite but for rounding: a pivot lost to it counts as 0. */
function factorOf(matrix: readonly (readonly number[])[]): Float64Array[] {
  const rows: Float64Array[] = [];
  for (const [i, entries] of matrix.entries()) {
    const row = new Float64Array(i + 1);
    for (const [j, other] of [...rows, row].entries()) {
      let sum = entries[j] ?? NaN;
      for (let k = 0; k < j; k++) sum -= (row[k] ?? 0) * (other[k] ?? 0);
      if (j === i) row[i] = Math.sqrt(Math.max(0, sum));
      else row[j] = (other[j] ?? 0) > 1e-7 ? sum / (other[j] ?? NaN) : 0;
    }
    rows.push(row);
  }
  return rows;
}

/** w with wᵀ L = the first entries of `row`, for lower triangular L. */
function solveBackwards(lower: readonly Float64Array[], row: Float64Array): Float64Array {
  const size = lower.length;
  const w = new Float64Array(size);
  for (let j = size - 1; j >= 0; j--) {
    let sum = row[j] ?? NaN;
    for (let k = j + 1; k < size; k++) sum -= (w[k] ?? 0) * (lower[k]?.[j] ?? 0);
    const pivot = lower[j]?.[j] ?? 0;
    w[j] = pivot > 1e-7 ? sum / pivot : 0;
  }
  return w;
}

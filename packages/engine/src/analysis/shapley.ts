/** Shapley effects: an output's variance shared out among inputs, which may depend on each other. */
import { mix32 } from "../sampling/index.ts";
import type { Estimate } from "../statistics/index.ts";
import { checkGroups, eachInput, type InputGroup } from "./input-groups.ts";
import { InputSpace, probabilityOf, type Scores } from "./input-space.ts";
import type { Model, Progress } from "./model.ts";
import { allOrders, oneOrder, randomOrder, type Comparison } from "./orders.ts";
import { OutputSums, Spread } from "./spread.ts";
import { TwoDraws } from "./two-draws.ts";
import { replicateSeed, replicatesOf, type VarianceOptions } from "./variance-options.ts";

export interface ShapleyEffects {
  /** In the output's unit, squared. */
  readonly variance: Estimate;
  /**
   * Shares of the variance, in the order of the groups; they sum to 1. Undefined (NaN) when the output does not vary. Errors
   * are undefined when it does not vary in some replicate.
   */
  readonly groups: readonly { readonly name: string; readonly share: Estimate }[];
  /** Share of the points left out, since the output is undefined or infinite there or at a neighbour compared with it. */
  readonly undefinedShare: number;
}

export interface ShapleyOptions extends VarianceOptions {
  /** `all` orders of the groups, or one at `random` for every few points; all of up to 8 groups unless given. */
  readonly orders?: "all" | "random";
}

const mostGroupsInAllOrders = 8;
/** Enough to pay for the conditional distributions along an order, few enough for many orders. */
const pointsOfAnOrder = 16;
const mostPoints = 1024;

/**
 * Shapley effects of every output. Each point costs 2^groups evaluations when all orders are taken, groups + 1 when they
 * are random, however many orders there are.
 *
 * With z and z' two independent draws and Y_S the output where the groups of S keep z and all others are drawn again from
 * their distribution given these, half the mean of (Y - Y_S)² is what S leaves of the variance. A group's effect is the mean of
 * what it takes away from that, over the orders in which groups become known.
 *
 * Sources: E. Song, B. L. Nelson, J. Staum, "Shapley effects for global sensitivity analysis", 2016, for dependence and
 * random orders; T. Goda, "A simple algorithm for global sensitivity analysis with Shapley effects", 2021, for new points
 * with every order.
 *
 * @returns one for each output of the model
 */
export async function shapleyEffects(
  model: Model,
  options: ShapleyOptions,
  progress: Progress = () => {},
): Promise<ShapleyEffects[]> {
  const groups = options.groups ?? eachInput(model.inputs);
  checkGroups(groups, model.inputs);
  const replicates = replicatesOf(options);
  const { points } = options;
  const all = (options.orders ?? (groups.length <= mostGroupsInAllOrders ? "all" : "random")) === "all";
  if (all && groups.length > 16) throw new RangeError(`${groups.length} groups have too many orders to take them all`);
  const redraw = new Redraw(model, groups);
  const draws = new TwoDraws(model.inputs);
  const everyOrder = all ? allOrders(groups.length) : undefined;
  const block = Math.min(points, everyOrder === undefined ? pointsOfAnOrder : 256);
  const sums: OutputSums<Sums>[] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const plan = { seed: replicateSeed(options.seed, replicate), samples: points, replicates: 1 };
    for (let from = 0; from < points; from += block) {
      const comparison = everyOrder ?? oneOrder(randomOrder(groups.length, mix32(plan.seed, from)));
      const count = Math.min(block, points - from);
      const [z, again] = draws.draw(plan, from, count);
      const evaluated = await evaluateSets(
        model,
        redraw.sets(z, again, comparison.known),
        count,
        comparison.known.length + 1,
        (share) => progress((replicate + (from + count * share) / points) / replicates),
      );
      for (const [output, columns] of evaluated.entries()) {
        const ofOutput = (sums[output] ??= new OutputSums(replicates, () => new Sums(groups.length)));
        ofOutput.see(columns);
        add(ofOutput.replicates[replicate], columns, comparison, ofOutput.origin);
      }
    }
  }
  return sums.map((ofOutput) => effects(ofOutput, groups, points));
}

/** Points at which some groups keep their values and all others are drawn again given these. */
class Redraw {
  private readonly space: InputSpace;
  private readonly groups: readonly InputGroup[];
  private readonly tied: ReadonlySet<number>;

  constructor({ inputs, dependence }: Model, groups: readonly InputGroup[]) {
    this.space = new InputSpace(inputs, dependence);
    this.groups = groups;
    this.tied = new Set(this.space.dependent.flat());
  }

  /** Values at z, and then for each set of known groups. */
  *sets(z: Scores, again: Scores, known: readonly ReadonlySet<number>[]): Generator<Float64Array[]> {
    const scores = this.space.correlate(z);
    const kept = this.space.values(scores);
    const fresh = this.space.values(again);
    yield kept;
    for (const set of known) {
      const held = new Set([...set].flatMap((group) => this.groups[group]?.inputs ?? []));
      const drawn = this.space.holding(held)(scores, again);
      yield this.space.inputs.map(({ distribution }, input) => {
        const ready = held.has(input) ? kept[input] : this.tied.has(input) ? undefined : fresh[input];
        return (
          ready ?? (drawn[input] ?? new Float64Array(0)).map((score) => distribution.quantile(probabilityOf(score)))
        );
      });
    }
  }
}

/**
 * Evaluates sets of `count` points, several in a call.
 * @param total how many sets there are, for the progress
 * @returns for each output a column for each set
 */
async function evaluateSets(
  model: Model,
  sets: Iterable<readonly Float64Array[]>,
  count: number,
  total: number,
  progress: Progress,
): Promise<Float64Array[][]> {
  const atOnce = Math.max(1, Math.floor(mostPoints / count));
  const results: Float64Array[][] = [];
  let waiting: (readonly Float64Array[])[] = [];
  let done = 0;
  const flush = async (): Promise<void> => {
    const part = waiting;
    waiting = [];
    const columns = model.inputs.map((_, input) => {
      const joined = new Float64Array(part.length * count);
      for (const [place, values] of part.entries()) joined.set(values[input] ?? [], place * count);
      return joined;
    });
    for (const [output, values] of (await model.evaluate(columns)).entries())
      for (const place of part.keys())
        (results[output] ??= []).push(values.subarray(place * count, (place + 1) * count));
    done += part.length;
    progress(done / total);
  };
  for (const set of sets) if (waiting.push(set) === atOnce) await flush();
  if (waiting.length > 0) await flush();
  return results;
}

/** Sums over the points of a replicate. */
class Sums {
  points = 0;
  /** Of Y over z and z'. */
  readonly spread = new Spread();
  /** Of each group's part of (Y - Y')² / 2. */
  readonly effect: Float64Array;

  constructor(groups: number) {
    this.effect = new Float64Array(groups);
  }

  merge(other: Sums): void {
    this.points += other.points;
    this.spread.merge(other.spread);
    for (const group of this.effect.keys()) this.effect[group] = (this.effect[group] ?? 0) + (other.effect[group] ?? 0);
  }
}

/** Adds the points at which the output is defined in all columns: that of z, and one for each set. */
function add(
  sums: Sums | undefined,
  [atZ, ...columns]: readonly Float64Array[],
  { weights }: Comparison,
  origin: number,
): void {
  if (sums === undefined || atZ === undefined) return;
  const left = new Float64Array(columns.length);
  for (const [point, y] of atZ.entries()) {
    if (!Number.isFinite(y) || !columns.every((column) => Number.isFinite(column[point]))) continue;
    for (const [set, column] of columns.entries()) left[set] = (y - (column[point] ?? NaN)) ** 2 / 2;
    for (const [group, row] of weights.entries()) {
      let effect = sums.effect[group] ?? 0;
      for (const [set, weight] of row.entries()) effect += weight * (left[set] ?? NaN);
      sums.effect[group] = effect;
    }
    sums.points += 1;
    sums.spread.add(y - origin);
    sums.spread.add((columns[0]?.[point] ?? NaN) - origin);
  }
}

function effects(output: OutputSums<Sums>, groups: readonly InputGroup[], points: number): ShapleyEffects {
  const all = new Sums(groups.length);
  for (const each of output.replicates) all.merge(each);
  const judged = (of: (sums: Sums) => number): Estimate => output.judge(all, of);
  const share = ({ spread, effect }: Sums, group: number): number => {
    const varies = !Number.isNaN(output.divisor(spread.variance));
    return varies ? (effect[group] ?? NaN) / effect.reduce((sum, each) => sum + each, 0) : NaN;
  };
  return {
    variance: judged(({ spread }) => spread.variance),
    groups: groups.map(({ name }, group) => ({ name, share: judged((sums) => share(sums, group)) })),
    undefinedShare: 1 - all.points / (points * output.replicates.length),
  };
}

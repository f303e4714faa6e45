/**
 * How the micro-batches of a step are dealt out among replicas of unlike pools that wait for each other: equally, in whole numbers
 * by speed, or by speed alone. Exchange of gradients counts as it does in each pool's own rate; a slower network between pools is
 * not in here.
 */
import { atLeastOne, must, ScaleError } from "../scale/scale-error.ts";
import { pacesOf, type Pace, type Pool } from "./pools.ts";

/** `gated` and `whole` can be run; `balanced` is the ideal that they are held to. */
export type Way = "gated" | "whole" | "balanced";

/** Of a step over the whole fleet. */
export interface StepLimits {
  /** Tokens of a micro-batch. */
  readonly microBatch: number;
  /** Micro-batches of a step, at most. */
  readonly batch: number;
}

export interface PoolAllotment {
  readonly pool: string;
  readonly replicas: number;
  /** Micro-batches of the pool in a step; whole numbers but where the way is `balanced`. */
  readonly microBatches: number;
  /** Most that one of its replicas takes; others take at most one less. */
  readonly most: number;
}

export interface MixedStep {
  readonly seconds: number;
  /** Tokens/s of all pools together. */
  readonly throughput: number;
  /** Throughput over that of micro-batches balanced by speed, at the same limit to the batch; 0..1. */
  readonly share: number;
  /** Tokens of the step. */
  readonly batch: number;
  readonly allotment: readonly PoolAllotment[];
}

/** Micro-batches a second and in a step that differ by less are the same: products and quotients of rates are not exact. */
const rounding = 1e-12;
/** Step times that are tried. One more micro-batch in this many makes no difference. */
const mostTried = 200_000;

/** Why a batch is too small for these pools: a replica would have nothing to do. Nothing where it is not. */
export function shortBatch(pools: readonly Pool[], { microBatch, batch }: StepLimits): string | undefined {
  const replicas = total(pacesOf(pools, microBatch), ({ replicas: own }) => own);
  return batch >= replicas
    ? undefined
    : `a batch of ${batch} micro-batches leaves some of ${replicas} replicas without one; make the batch larger, or leave a pool out`;
}

/** @throws ScaleError for pools or limits that cannot be, and a batch with less than a micro-batch a replica */
export function mixedStep(way: Way, pools: readonly Pool[], limits: StepLimits): MixedStep {
  const paces = pacesOf(pools, limits.microBatch);
  atLeastOne(limits.batch, "micro-batches of a step");
  const short = shortBatch(pools, limits);
  if (short !== undefined) throw new ScaleError(short);
  const batch = Math.floor(limits.batch * (1 + rounding));
  const dealt = way === "gated" ? equal(paces, batch) : way === "whole" ? whole(paces, batch) : real(paces, batch);
  return stepOf(paces, dealt, way === "balanced" ? (average) => average : Math.ceil, { ...limits, batch });
}

/** Tokens/s with micro-batches balanced by speed, fractions of them included: sum of accelerators x rate without bubbles. */
export function idealThroughput(pools: readonly Pool[], { microBatch, batch }: StepLimits): number {
  return idealRate(pacesOf(pools, microBatch), batch) * microBatch;
}

/**
 * The best step in whole numbers in which a replica of the slowest pool takes `slowest` micro-batches, whatever batch that makes,
 * and does not wait so long that it could take another.
 * @throws ScaleError
 */
export function mixedStepAt(slowest: number, pools: readonly Pool[], microBatch: number): MixedStep {
  must(
    Number.isSafeInteger(slowest) && slowest >= 1,
    `micro-batches of the slowest replica: ${slowest}; it must be a whole number, 1 or more`,
  );
  const paces = pacesOf(pools, microBatch);
  const slow = paces.reduce((one, other) => (other.speed < one.speed ? other : one));
  const until = timeOf(slow, slowest + 1);
  const from = Math.max(timeOf(slow, slowest), ...paces.map((pace) => timeOf(pace, 1)));
  must(from < until, `some replica ends no micro-batch while ${slow.name} does ${slowest}; raise that number`);
  const dealt = best(paces, from, until * (1 - rounding), Infinity);
  return stepOf(paces, dealt, Math.ceil, { microBatch, batch: total(dealt, (count) => count) });
}

/** Micro-batches of each pool. */
type Dealt = readonly number[];

/** Every replica takes as many: (replicas of all pools) x (speed of the slowest) where there is no bubble. */
function equal(paces: readonly Pace[], batch: number): Dealt {
  const all = total(paces, ({ replicas }) => replicas);
  const each = Math.floor(batch / all);
  return paces.map(({ replicas }) => replicas * each);
}

/**
 * All end together with fractions of micro-batches: sum of replicas x speed where there is no bubble. Otherwise the time t in which
 * sum of replicas x (speed t - bubble) is the batch, without the pools that do not get through their bubble in it.
 */
function real(paces: readonly Pace[], batch: number): Dealt {
  let working = paces;
  for (;;) {
    const bubbles = total(working, ({ replicas, bubble }) => replicas * bubble);
    const seconds = (batch + bubbles) / total(working, ({ replicas, speed }) => replicas * speed);
    const still = working.filter(({ speed, bubble }) => seconds * speed > bubble);
    if (still.length === working.length)
      return paces.map(({ replicas, speed, bubble }) => replicas * Math.max(0, seconds * speed - bubble));
    working = still;
  }
}

function whole(paces: readonly Pace[], batch: number): Dealt {
  return best(paces, Math.max(...paces.map((pace) => timeOf(pace, 1))), Infinity, batch);
}

/**
 * Exact. In a step of t seconds a replica ends floor(speed t - bubble) micro-batches, so the best t is one at which some replica
 * ends one: those are tried in turn, up to the first that ends the batch. What they end beyond the batch is left out. Of equals,
 * the smallest batch.
 */
function best(paces: readonly Pace[], from: number, until: number, batch: number): Dealt {
  let found: Dealt = [];
  let highest = 0;
  let time = from;
  for (let tried = 0; time < until; tried++) {
    must(
      tried < mostTried,
      `a step has too many micro-batches a replica to try all ways to deal them out; make micro-batches larger`,
    );
    const counts = paces.map(({ speed, bubble }) => Math.floor((speed * time - bubble) * (1 + rounding) + rounding));
    const ended = paces.reduce((sum, { replicas }, i) => sum + replicas * (counts[i] ?? 0), 0);
    const rate = Math.min(ended, batch) / time;
    if (rate > highest * (1 + rounding)) {
      highest = rate;
      found = within(paces, counts, ended - batch);
    }
    if (ended >= batch) break;
    time = Math.min(...paces.map((pace, i) => timeOf(pace, (counts[i] ?? 0) + 1)));
  }
  return found;
}

/** Takes what is too much from the pools that end last, and leaves each of their replicas one micro-batch. */
function within(paces: readonly Pace[], counts: readonly number[], excess: number): Dealt {
  const dealt = paces.map(({ replicas }, i) => replicas * (counts[i] ?? 0));
  const lastFirst = paces
    .map((pace, i) => ({ i, end: timeOf(pace, counts[i] ?? 0), spare: (dealt[i] ?? 0) - pace.replicas }))
    .toSorted((a, b) => b.end - a.end);
  let rest = Math.max(0, excess);
  for (const { i, spare } of lastFirst) {
    const less = Math.min(rest, spare);
    dealt[i] = (dealt[i] ?? 0) - less;
    rest -= less;
  }
  return dealt;
}

/** @param most micro-batches of the replica that has most, of those that a replica of the pool has on average */
function stepOf(
  paces: readonly Pace[],
  dealt: Dealt,
  most: (average: number) => number,
  { microBatch, batch }: StepLimits,
): MixedStep {
  const seconds = secondsOf(paces, dealt, most);
  const microBatches = total(dealt, (count) => count);
  return {
    seconds,
    throughput: (microBatches * microBatch) / seconds,
    share: Math.min(1, microBatches / seconds / idealRate(paces, batch)),
    batch: microBatches * microBatch,
    allotment: paces.map(({ name, replicas }, i) => {
      const count = dealt[i] ?? 0;
      return { pool: name, replicas, microBatches: count, most: most(count / replicas) };
    }),
  };
}

/** Micro-batches a second. */
function idealRate(paces: readonly Pace[], batch: number): number {
  return batch / secondsOf(paces, real(paces, batch), (average) => average);
}

/** All wait for the replica that ends last. */
function secondsOf(paces: readonly Pace[], dealt: Dealt, most: (average: number) => number): number {
  const ends = paces.map((pace, i) => {
    const count = dealt[i] ?? 0;
    return count === 0 ? 0 : timeOf(pace, most(count / pace.replicas));
  });
  return Math.max(...ends);
}

function timeOf({ speed, bubble }: Pace, count: number): number {
  return (count + bubble) / speed;
}

function total<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}

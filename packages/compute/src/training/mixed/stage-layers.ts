/** Whole layers of a pipeline's stages so that its step is shortest. */

/** A stage's speed, and what it has room for. */
export interface StageRoom {
  /** Of a layer, a micro-batch. */
  readonly layerSeconds: number;
  /** A micro-batch, whatever the layers. */
  readonly extraSeconds: number;
  /** Layers that fit into its memory. */
  readonly most: number;
}

export interface StageLayers {
  readonly counts: readonly number[];
  readonly seconds: number;
  /** Of the slowest stage, a micro-batch. */
  readonly bottleneck: number;
}

/** A stage may be this much slower than the bottleneck: the same sum in another order of its terms. */
const rounding = 1e-12;

/**
 * Layers of each stage, at least one, that make (m - 1) x slowest + sum least; nothing where they do not fit.
 *
 * Exact: the slowest stage's time is one of extra + layers x time of a layer. For each such bound a stage takes up to what keeps
 * within it, and the sum is least when layers go to the stages that are fastest at a layer. A looser bound can pay by a smaller sum,
 * so all are tried, up to where no stage takes more.
 */
export function findLayers(
  stages: readonly StageRoom[],
  layers: number,
  microBatches: number,
): StageLayers | undefined {
  const fastestFirst = stages.map((_, i) => i).toSorted((a, b) => layerSeconds(stages, a) - layerSeconds(stages, b));
  const extras = stages.reduce((sum, { extraSeconds }) => sum + extraSeconds, 0);
  const fastest = fastestFirst[0] === undefined ? 0 : layerSeconds(stages, fastestFirst[0]);
  let found: StageLayers | undefined;
  for (const bound of boundsOf(stages, layers)) {
    // Not even with every layer on the fastest stage.
    if (found !== undefined && (microBatches - 1) * bound + extras + layers * fastest >= found.seconds) break;
    const counts = within(stages, fastestFirst, bound, layers);
    if (counts === undefined) continue;
    const times = stages.map((stage, i) => stage.extraSeconds + (counts[i] ?? 0) * stage.layerSeconds);
    const bottleneck = Math.max(...times);
    const seconds = times.reduce((sum, time) => sum + time, (microBatches - 1) * bottleneck);
    if (found === undefined || seconds < found.seconds) found = { counts, seconds, bottleneck };
  }
  return found;
}

/** Times that a slowest stage can have, shortest first: none below that of stages with one layer each. */
function boundsOf(stages: readonly StageRoom[], layers: number): number[] {
  const least = Math.max(...stages.map(({ extraSeconds, layerSeconds: each }) => extraSeconds + each));
  const most = layers - stages.length + 1;
  const times = new Set<number>();
  for (const { layerSeconds: each, extraSeconds, most: own } of stages)
    for (let count = 1; count <= Math.min(own, most); count++) {
      const time = extraSeconds + count * each;
      if (time >= least) times.add(time);
    }
  return [...times].toSorted((a, b) => a - b);
}

function within(
  stages: readonly StageRoom[],
  fastestFirst: readonly number[],
  bound: number,
  layers: number,
): number[] | undefined {
  const counts = stages.map(() => 1);
  let rest = layers - stages.length;
  for (const i of fastestFirst) {
    const stage = stages[i];
    if (stage === undefined) continue;
    const fits = Math.floor((bound * (1 + rounding) - stage.extraSeconds) / stage.layerSeconds + rounding);
    const room = Math.min(stage.most, fits);
    if (room < 1) return undefined;
    const more = Math.min(rest, room - 1);
    counts[i] = 1 + more;
    rest -= more;
  }
  return rest === 0 ? counts : undefined;
}

function layerSeconds(stages: readonly StageRoom[], i: number): number {
  return stages[i]?.layerSeconds ?? Infinity;
}

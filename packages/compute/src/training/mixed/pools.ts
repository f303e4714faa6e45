/** Pools of unlike accelerators that train one model in step, as data-parallel replicas. */
import { atLeastOne, must, positive } from "../scale/scale-error.ts";

/** Accelerators of one kind. A replica lies within one pool: see uneven-pipeline.ts for one that does not. */
export interface Pool {
  readonly name: string;
  readonly accelerators: number;
  /** Tokens/s of one accelerator when the pool trains alone. */
  readonly rate: number;
  /** Dense peak of one accelerator at 16 bit, FLOP/s. */
  readonly peak: number;
  /** Accelerators of one data-parallel replica. Those that make no whole one are idle. */
  readonly replica: number;
  /** Left out where a step's filling and draining is not to be told apart from the rest of it. */
  readonly pipeline?: ReplicaPipeline;
}

export interface ReplicaPipeline {
  readonly stages: number;
  /** Model chunks of a stage; 1 is no interleaving. */
  readonly chunks: number;
  /** Micro-batches of a replica's step at which the pool's `rate` holds. */
  readonly microBatches: number;
}

/** What a replica of a pool does: `count` micro-batches take it (count + bubble) / speed seconds. */
export interface Pace {
  readonly name: string;
  readonly replicas: number;
  /** Micro-batches a second once the pipeline is full. */
  readonly speed: number;
  /** Filling and draining, in times of a micro-batch: (stages - 1) / chunks (arXiv 2104.04473, section 2.2). */
  readonly bubble: number;
}

/** Whole replicas of a pool. */
export function replicasIn({ accelerators, replica }: Pool): number {
  return Math.floor(accelerators / replica);
}

/**
 * @param microBatch tokens of a micro-batch, the same in every pool: activations then take the same memory as alone
 * @throws ScaleError for pools that cannot be
 */
export function pacesOf(pools: readonly Pool[], microBatch: number): Pace[] {
  must(pools.length > 0, "a mixed fleet has no pools; name at least one");
  positive(microBatch, "tokens of a micro-batch");
  const names = new Set<string>();
  return pools.map((pool) => {
    const { name, rate, replica, accelerators, pipeline } = pool;
    must(!names.has(name), `two pools are called ${name}; give each its own name`);
    names.add(name);
    atLeastOne(accelerators, `${name}: accelerators`);
    positive(rate, `${name}: tokens/s of an accelerator`);
    positive(pool.peak, `${name}: peak of an accelerator`);
    atLeastOne(replica, `${name}: accelerators of a replica`);
    const replicas = replicasIn(pool);
    must(replicas >= 1, `${name}: ${accelerators} accelerators make no replica of ${replica}; leave the pool out`);
    const alone = (rate * replica) / microBatch;
    if (pipeline === undefined) return { name, replicas, speed: alone, bubble: 0 };
    const { stages, chunks, microBatches } = pipeline;
    atLeastOne(stages, `${name}: pipeline stages`);
    atLeastOne(chunks, `${name}: model chunks of a stage`);
    atLeastOne(microBatches, `${name}: micro-batches at which the rate holds`);
    const bubble = (stages - 1) / chunks;
    return { name, replicas, speed: (alone * (microBatches + bubble)) / microBatches, bubble };
  });
}

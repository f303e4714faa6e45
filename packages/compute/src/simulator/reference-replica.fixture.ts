/** One replica of the obvious simulator: every iteration walks every sequence. */
import type { ReplicaPool } from "./scenario.ts";

/** A request under way. */
export interface Job {
  id: number;
  input: number;
  output: number;
  priority: number;
  names: number[];
  generated: number;
  context: number;
  prefilled: number;
  /** KV blocks of its own, and names of those it shares. */
  own: number;
  shared: number[];
  isDecoding: boolean;
  firstToken: number;
  preemptions: number;
  failures: number;
}

export interface Iteration {
  end: number;
  decoding: Job[];
  chunks: { job: Job; tokens: number }[];
}

export class ReferenceReplica {
  readonly pool: number;
  readonly index: number;
  readonly spec: ReplicaPool;
  waiting: Job[] = [];
  /** In order of admission. */
  running: Job[] = [];
  /** Those of them that decode, in the order in which they began to. */
  decoding: Job[] = [];
  /** Gone on, but their blocks are not free yet. */
  moving: Job[] = [];
  cache: { name: number; holders: number }[] = [];
  iteration: Iteration | undefined;
  wake = Infinity;
  down = false;
  draining = false;
  failures = 0;
  prefixTokens = 0;
  preemptions = 0;

  constructor(index: number, pool: number, spec: ReplicaPool) {
    this.index = index;
    this.pool = pool;
    this.spec = spec;
  }

  get next(): number {
    return this.iteration?.end ?? this.wake;
  }

  get outstanding(): number {
    return this.waiting.length + this.running.length;
  }

  blocks(tokens: number): number {
    return Math.ceil(tokens / this.spec.kv.blockTokens);
  }

  get entryBlocks(): number {
    return this.prefixTokens / this.spec.kv.blockTokens;
  }

  /** Blocks that hold nothing. */
  get free(): number {
    const own = [...this.running, ...this.moving].reduce((sum, job) => sum + job.own, 0);
    const free = this.spec.kv.blocks - own - this.cache.length * this.entryBlocks;
    if (free < 0) throw new Error("KV memory is over its capacity");
    return free;
  }

  get available(): number {
    return this.free + this.cache.filter(({ holders }) => holders === 0).length * this.entryBlocks;
  }

  first(): Job | undefined {
    return this.waiting.toSorted((a, b) => a.priority - b.priority)[0];
  }

  /** Drops cached blocks of nobody, the longest unused first, until `blocks` are free. */
  makeFree(blocks: number): void {
    while (this.free < blocks) {
      const oldest = this.cache.findIndex(({ holders }) => holders === 0);
      if (oldest < 0) throw new Error("no block to evict");
      this.cache.splice(oldest, 1);
    }
  }

  admit(job: Job): boolean {
    if (this.running.length >= this.spec.batchCap) return false;
    const matched: number[] = [];
    const isMoved = job.prefilled === job.context;
    if (!isMoved && this.prefixTokens > 0) {
      for (const name of job.names) {
        if ((matched.length + 1) * this.prefixTokens > job.context - 1) break;
        if (!this.cache.some((entry) => entry.name === name)) break;
        matched.push(name);
      }
    }
    const idle = this.cache.filter(({ name, holders }) => holders === 0 && matched.includes(name)).length;
    const own = this.blocks(job.context) - matched.length * this.entryBlocks;
    if (this.available - idle * this.entryBlocks - own < this.spec.kv.watermark) return false;
    for (const entry of this.cache) if (matched.includes(entry.name)) entry.holders++;
    this.makeFree(own);
    job.own = own;
    job.shared = matched;
    if (!isMoved) job.prefilled = matched.length * this.prefixTokens;
    this.waiting.splice(this.waiting.indexOf(job), 1);
    this.running.push(job);
    return true;
  }

  /** Gives back what a job holds; blocks it shared become the latest used, the prompt's end first. */
  release(job: Job): void {
    for (const name of job.shared.toReversed()) {
      const at = this.cache.findIndex((entry) => entry.name === name);
      const entry = this.cache[at];
      if (entry === undefined) throw new Error("a held block is gone");
      entry.holders--;
      if (entry.holders === 0) this.cache.push(...this.cache.splice(at, 1));
    }
    job.shared = [];
    job.own = 0;
  }

  leave(job: Job): void {
    job.isDecoding = false;
    this.running = this.running.filter((other) => other !== job);
    this.decoding = this.decoding.filter((other) => other !== job);
  }

  decode(job: Job): void {
    job.isDecoding = true;
    this.decoding.push(job);
  }

  growDecodes(): void {
    const missing = (job: Job): number =>
      this.blocks(job.input + job.generated) - job.own - job.shared.length * this.entryBlocks;
    const wanted = (): number => this.decoding.reduce((sum, job) => sum + missing(job), 0);
    while (wanted() > this.available) {
      const lowest = Math.max(...this.running.map(({ priority }) => priority));
      const victim = this.running.findLast(({ priority }) => priority === lowest);
      if (victim === undefined) throw new Error("nobody to preempt");
      this.release(victim);
      this.leave(victim);
      victim.context = victim.input + victim.generated;
      victim.prefilled = 0;
      victim.preemptions++;
      this.preemptions++;
      this.waiting.unshift(victim);
    }
    for (const job of this.decoding) {
      const more = missing(job);
      this.makeFree(more);
      job.own += more;
    }
  }

  begin(time: number): void {
    this.iteration = undefined;
    this.wake = Infinity;
    const { budget, cost } = this.spec;
    for (let job = this.first(); job !== undefined; job = this.first()) {
      if (job.prefilled < job.context || !this.admit(job)) break;
      this.decode(job);
    }
    const chunks: { job: Job; tokens: number }[] = [];
    let room = budget;
    if (this.spec.batching === "chunked") {
      this.growDecodes();
      room -= this.decoding.length;
    }
    let partial = this.running.find((job) => !job.isDecoding);
    while (room > 0) {
      let job = partial;
      partial = undefined;
      if (job === undefined) {
        job = this.first();
        if (job === undefined || job.prefilled === job.context) break;
        if (this.spec.batching === "prefill-first" && chunks.length > 0 && job.context > room) break;
        if (!this.admit(job)) break;
      }
      const tokens = Math.min(room, job.context - job.prefilled);
      chunks.push({ job, tokens });
      room -= tokens;
    }
    const decodes = this.spec.batching === "chunked" || chunks.length === 0;
    if (decodes && this.spec.batching === "prefill-first") this.growDecodes();
    const decoding = decodes ? [...this.decoding] : [];
    if (decoding.length === 0 && chunks.length === 0) return;
    let tokens = 0;
    let cached = 0;
    let pairs = 0;
    for (const job of decoding) {
      tokens++;
      cached += job.input + job.generated;
    }
    for (const chunk of chunks) {
      tokens += chunk.tokens;
      pairs += chunk.tokens * (chunk.job.prefilled + chunk.tokens / 2);
    }
    const seconds = (cost.base[tokens] ?? NaN) + cost.perCachedToken * cached + cost.perPrefillPair * pairs;
    this.iteration = { end: time + seconds, decoding, chunks };
  }

  publish(job: Job): void {
    if (this.prefixTokens === 0) return;
    const full = Math.min(job.names.length, Math.floor(job.input / this.prefixTokens));
    for (let i = job.shared.length; i < full; i++) {
      const name = job.names[i] ?? -1;
      const entry = this.cache.find((each) => each.name === name);
      job.own -= this.entryBlocks;
      if (entry === undefined) this.cache.push({ name, holders: 1 });
      else entry.holders++;
      job.shared.push(name);
    }
  }
}

/**
 * The obvious simulator, for tests: every iteration is an event and walks every sequence, every choice scans all it chooses
 * from, and nothing is summed ahead. It knows pools, stages, priorities, batching rules, memory, prefix caches, failures and
 * drains, all but rate limits, closed loops and routing by cost.
 */
import type { RequestColumns } from "../traffic/requests.ts";
import { exponentialTime } from "./failures.ts";
import type { ReplicaPool, ServingScenario } from "./scenario.ts";

export interface ReferenceOutcome {
  id: number;
  firstToken: number;
  end: number;
  pool: number;
  preemptions: number;
  failures: number;
}

interface Job {
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

interface Iteration {
  end: number;
  decoding: Job[];
  chunks: { job: Job; tokens: number }[];
}

interface Event {
  time: number;
  act: (time: number) => void;
}

class ReferenceReplica {
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

export interface ReferenceResult {
  outcomes: ReferenceOutcome[];
  preemptions: number;
  refused: number;
}

/** Outcomes of all requests that finish, in order of id. */
export function referenceSimulation(scenario: ServingScenario, requests: RequestColumns): ReferenceResult {
  const { pools } = scenario;
  const replicas: ReferenceReplica[] = [];
  for (const [pool, spec] of pools.entries()) {
    for (let i = 0; i < spec.replicas; i++) replicas.push(new ReferenceReplica(replicas.length, pool, spec));
  }
  for (const replica of replicas) {
    if (replica.spec.prefixCache === true && requests.prefix !== undefined)
      replica.prefixTokens = requests.prefix.blockTokens;
  }
  const events: Event[] = [];
  const outcomes: ReferenceOutcome[] = [];
  let inSystem = 0;
  let refused = 0;
  const isEntry = ({ spec }: ReferenceReplica): boolean => spec.role !== "decode";
  const stages = { entry: replicas.filter(isEntry), decode: replicas.filter((replica) => !isEntry(replica)) };
  const turn = { entry: 0, decode: 0 };
  const held: { job: Job; stage: "entry" | "decode" }[] = [];

  const fits = (job: Job, { spec }: ReferenceReplica): boolean => {
    const within = ({ kv }: ReplicaPool): boolean =>
      Math.ceil((job.input + job.output - 1) / kv.blockTokens) + kv.watermark <= kv.blocks;
    return within(spec) && (spec.role !== "prefill" || pools.some((pool) => pool.role === "decode" && within(pool)));
  };
  const choose = (job: Job, stage: "entry" | "decode"): ReferenceReplica | undefined => {
    const members = stages[stage];
    const takes = (replica: ReferenceReplica): boolean => !replica.down && !replica.draining && fits(job, replica);
    if (scenario.router === "least-loaded") {
      // A pool offers its least loaded open replica only.
      return pools
        .flatMap((_, pool) => {
          const open = members.filter((each) => each.pool === pool && !each.down && !each.draining);
          return open.toSorted((a, b) => a.outstanding - b.outstanding).slice(0, 1);
        })
        .filter(takes)
        .toSorted((a, b) => a.outstanding - b.outstanding)[0];
    }
    for (let tried = 0; tried < members.length; tried++) {
      const replica = members[turn[stage]];
      turn[stage] = (turn[stage] + 1) % members.length;
      if (replica !== undefined && takes(replica)) return replica;
    }
    return undefined;
  };
  const send = (job: Job, stage: "entry" | "decode", time: number): void => {
    const replica = choose(job, stage);
    if (replica !== undefined) {
      replica.waiting.push(job);
      if (replica.iteration === undefined) replica.wake = time;
    } else if (stages[stage].some((each) => !each.draining && fits(job, each))) held.push({ job, stage });
    else {
      refused++;
      inSystem--;
    }
  };
  const takeHeld = (stage: "entry" | "decode"): Job[] => {
    const jobs = held.filter((each) => each.stage === stage).map(({ job }) => job);
    held.splice(0, held.length, ...held.filter((each) => each.stage !== stage));
    return jobs;
  };
  const stageOf = (replica: ReferenceReplica): "entry" | "decode" => (isEntry(replica) ? "entry" : "decode");
  const finish = (job: Job, replica: ReferenceReplica, time: number): void => {
    replica.release(job);
    replica.leave(job);
    inSystem--;
    const { id, firstToken, preemptions, failures } = job;
    outcomes.push({ id, firstToken, end: time, pool: replica.pool, preemptions, failures });
  };
  const end = (replica: ReferenceReplica, { decoding, chunks }: Iteration, time: number): void => {
    replica.iteration = undefined;
    for (const job of decoding) job.generated++;
    for (const job of decoding) if (job.generated === job.output) finish(job, replica, time);
    for (const { job, tokens } of chunks) job.prefilled += tokens;
    for (const { job } of chunks) {
      if (job.prefilled < job.context) continue;
      replica.publish(job);
      job.generated++;
      if (job.firstToken < 0) job.firstToken = time;
      if (job.generated === job.output) finish(job, replica, time);
      else if (replica.spec.role === "prefill") {
        replica.leave(job);
        replica.moving.push(job);
        const { latency, perToken } = scenario.transfer ?? { latency: 0, perToken: 0 };
        const { failures } = replica;
        events.push({
          time: time + latency + perToken * job.context,
          act: (arrived) => {
            if (replica.failures === failures) {
              replica.moving = replica.moving.filter((other) => other !== job);
              replica.release(job);
              if (replica.iteration === undefined && replica.waiting.length > 0) replica.wake = arrived;
            } else {
              job.shared = [];
              job.own = 0;
            }
            send(job, "decode", arrived);
          },
        });
      } else replica.decode(job);
    }
  };
  const planFailure = (replica: ReferenceReplica, time: number): void => {
    const { failures } = replica.spec;
    if (failures === undefined) return;
    const draw = (mean: number, count: number): number => exponentialTime(mean, scenario.seed, replica.index, count);
    const until = draw(failures.meanTimeBetweenFailures, 2 * replica.failures);
    const lasts = draw(failures.meanTimeToRepair, 2 * replica.failures + 1);
    events.push({
      time: time + until,
      act: (failed) => {
        replica.down = true;
        replica.failures++;
        replica.iteration = undefined;
        replica.wake = Infinity;
        for (const job of replica.running) job.failures++;
        const lost = [...replica.running, ...replica.waiting.toSorted((a, b) => a.priority - b.priority)];
        replica.running = [];
        replica.decoding = [];
        replica.waiting = [];
        replica.moving = [];
        replica.cache = [];
        for (const job of lost) {
          job.isDecoding = false;
          job.context = job.input + job.generated;
          job.prefilled = 0;
          job.own = 0;
          job.shared = [];
          if (job.failures > 16) {
            refused++;
            inSystem--;
          } else send(job, "entry", failed);
        }
        events.push({
          time: failed + lasts,
          act: (repaired) => {
            replica.down = false;
            if (!replica.draining) {
              for (const job of takeHeld(stageOf(replica))) send(job, stageOf(replica), repaired);
            }
            planFailure(replica, repaired);
          },
        });
      },
    });
  };
  for (const [pool, spec] of pools.entries()) {
    const members = replicas.filter((replica) => replica.pool === pool);
    for (const { at, replicas: count } of (spec.drains ?? []).toSorted((a, b) => a.at - b.at)) {
      const drained = members.splice(Math.max(0, members.length - count)).toReversed();
      for (const replica of drained) {
        events.push({
          time: at,
          act: (time) => {
            replica.draining = true;
            const waiting = replica.waiting.toSorted((a, b) => a.priority - b.priority);
            replica.waiting = [];
            const stage = stageOf(replica);
            for (const job of [...takeHeld(stage), ...waiting]) send(job, stage, time);
          },
        });
      }
    }
    for (const replica of replicas) if (replica.pool === pool) planFailure(replica, 0);
  }

  let row = 0;
  while (row < requests.count || inSystem > 0) {
    const due = events.toSorted((a, b) => a.time - b.time)[0];
    const arrival = row < requests.count ? (requests.arrival[row] ?? NaN) : Infinity;
    const replica = replicas.toSorted((a, b) => a.next - b.next)[0];
    const next = replica?.next ?? Infinity;
    if (due !== undefined && due.time <= arrival && due.time <= next) {
      events.splice(events.indexOf(due), 1);
      due.act(due.time);
    } else if (arrival <= next && arrival < Infinity) {
      const input = requests.input[row] ?? 0;
      const job: Job = {
        id: row,
        input,
        output: requests.output[row] ?? 0,
        priority: scenario.tiers?.[requests.tier?.[row] ?? 0]?.priority ?? 0,
        names: [...(requests.prefix?.blocks.slice(requests.prefix.start[row], requests.prefix.start[row + 1]) ?? [])],
        generated: 0,
        context: input,
        prefilled: 0,
        own: 0,
        shared: [],
        isDecoding: false,
        firstToken: -1,
        preemptions: 0,
        failures: 0,
      };
      row++;
      inSystem++;
      if (stages.entry.some((each) => fits(job, each))) send(job, "entry", arrival);
      else {
        refused++;
        inSystem--;
      }
    } else if (replica !== undefined && next < Infinity) {
      if (replica.iteration !== undefined) end(replica, replica.iteration, next);
      replica.begin(next);
    } else break;
  }
  return {
    outcomes: outcomes.sort((a, b) => a.id - b.id),
    preemptions: replicas.reduce((sum, { preemptions }) => sum + preemptions, 0),
    refused,
  };
}

/**
 * The obvious simulator, for tests: every iteration is an event and walks every sequence, every choice scans all it chooses
 * from, and nothing is summed ahead. It knows pools, stages, priorities, batching rules, memory, prefix caches, failures and
 * drains, all but rate limits, closed loops and routing by cost.
 */
import type { RequestColumns } from "../traffic/requests.ts";
import { exponentialTime } from "./failures.ts";
import { ReferenceReplica, type Iteration, type Job } from "./reference-replica.fixture.ts";
import type { ReplicaPool, ServingScenario } from "./scenario.ts";

export interface ReferenceOutcome {
  id: number;
  firstToken: number;
  end: number;
  pool: number;
  preemptions: number;
  failures: number;
}

interface Event {
  time: number;
  act: (time: number) => void;
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

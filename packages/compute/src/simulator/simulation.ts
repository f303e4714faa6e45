/** Discrete events of a fleet that serves: arrivals, iterations, failures, in order of time. */
import type { RequestColumns } from "../traffic/requests.ts";
import { Agenda } from "./agenda.ts";
import { checkRequests } from "./check-requests.ts";
import { checkScenario } from "./check-scenario.ts";
import { Door } from "./door.ts";
import { exponentialTime } from "./failures.ts";
import { buildFleet, drainsOf, type Fleet } from "./fleet.ts";
import { IndexedHeap } from "./indexed-heap.ts";
import type { Replica, ReplicaObserver, Run } from "./replica.ts";
import { assembleReport } from "./report/assemble.ts";
import { Recorder } from "./report/recorder.ts";
import type { RefusalReason, ServingReport } from "./report/serving-report.ts";
import type { CacheTransfer, FailureSpec, ReplicaPool, RequestTier, ServingScenario } from "./scenario.ts";
import { Sequence } from "./sequence.ts";
import type { Stage } from "./stage.ts";
import { Supply } from "./supply.ts";

/** Something that happens at a time. */
type Happening = (time: number) => void;

/** A request that has lost its replica more often is given up. */
const mostFailures = 16;

/** How far a simulation is. */
export interface Progress {
  /** Simulated seconds. */
  readonly seconds: number;
  /** Requests that have arrived. */
  readonly offered: number;
  /** Of these, requests that have not ended. */
  readonly inSystem: number;
}

/**
 * Begins a simulation at time 0 with empty replicas.
 * @throws SimulationError with a sentence for people, when the scenario cannot be simulated
 * @example
 * const simulation = simulate({ pools: [pool], router: "round-robin", seed: 1 });
 * simulation.offer(requests); // as often as there are requests; between, show progress
 * const { latency } = simulation.finish();
 */
export function simulate(scenario: ServingScenario): Simulation {
  checkScenario(scenario);
  return new Simulation(scenario);
}

/**
 * A simulation under way. At equal times what the agenda holds comes first, then arrivals, then the ends of iterations by
 * replica: a request that comes as an iteration ends is considered for the next.
 */
export class Simulation implements ReplicaObserver {
  private readonly scenario: ServingScenario;
  private readonly tiers: readonly RequestTier[];
  private readonly fleet: Fleet;
  private readonly doors: readonly Door[];
  private readonly recorder: Recorder;
  private readonly agenda = new Agenda<Happening>();
  /** When each replica needs its next turn. */
  private readonly turns: IndexedHeap;
  private readonly transfer: CacheTransfer;
  /** Sequences whose request has ended. */
  private readonly spare: Sequence[] = [];
  private now = 0;
  private lastArrival = 0;
  /** Tokens of a prefix block, once requests with prefixes have come. */
  private prefixTokens: number | undefined = undefined;
  private readonly cachingPools: readonly ReplicaPool[];
  private offeredSoFar = 0;
  /** Since when a replica is down, or drained and empty, by index; negative while it is neither. */
  private readonly closedSince: Float64Array;
  /** Closed loop: clients that have no request under way. */
  private idleClients: number;
  private readonly supply = new Supply();

  /** Use {@link simulate}, which checks the scenario. */
  constructor(scenario: ServingScenario) {
    this.scenario = scenario;
    this.tiers = scenario.tiers ?? [{ name: "all" }];
    this.cachingPools = scenario.pools.filter(({ prefixCache }) => prefixCache === true);
    this.fleet = buildFleet(scenario, this.tiers, this);
    this.doors = this.tiers.map((tier) => new Door(tier));
    this.recorder = new Recorder(scenario.pools, this.tiers, scenario.record === true);
    const { replicas } = this.fleet;
    this.turns = new IndexedHeap(replicas.length);
    this.transfer = scenario.transfer ?? { latency: 0, perToken: 0 };
    this.closedSince = new Float64Array(replicas.length).fill(-1);
    this.idleClients = scenario.clients ?? 0;
    for (const [pool, spec] of scenario.pools.entries()) {
      const members = replicas.filter((replica) => replica.pool === pool);
      for (const { at, replica } of drainsOf(spec, members)) this.agenda.put(at, (time) => this.drain(replica, time));
      if (spec.failures === undefined) continue;
      for (const replica of members) this.planFailure(replica, spec.failures, 0);
    }
  }

  get progress(): Progress {
    return { seconds: this.now, offered: this.offeredSoFar, inSystem: this.recorder.inSystem };
  }

  /**
   * Takes requests in and simulates up to the last one's arrival; in a closed loop, until as few are left as there are clients.
   * How requests are cut into offers changes nothing.
   * @throws SimulationError for rows that are no requests or not in order; nothing of the offer is then simulated
   */
  offer(requests: RequestColumns): void {
    const { clients } = this.scenario;
    const isClosedLoop = clients !== undefined;
    checkRequests(requests, {
      tiers: this.tiers.length,
      last: isClosedLoop ? undefined : this.lastArrival,
      prefixTokens: this.prefixTokens,
      kvBlockTokens: this.cachingPools.map(({ kv }) => kv.blockTokens),
    });
    if (requests.prefix !== undefined) this.keepPrefixes(requests.prefix.blockTokens);
    if (isClosedLoop) {
      this.supply.add(requests);
      this.serveClients(clients);
    } else {
      for (let row = 0; row < requests.count; row++) {
        const time = requests.arrival[row] ?? 0;
        this.runUntil(time);
        this.arrive(requests, row, time);
        this.lastArrival = time;
      }
    }
  }

  /** Serves what is under way to its end; no requests can come after. */
  finish(): ServingReport {
    this.serveClients(0);
    while (this.recorder.inSystem > 0 && this.step()) continue;
    return this.report();
  }

  /** What was found up to now. */
  report(): ServingReport {
    const { pools } = this.scenario;
    const { replicas } = this.fleet;
    const { recorder, now, tiers } = this;
    const unavailable = recorder.pools.map((tally) => tally.unavailable);
    for (const { index, pool } of replicas) {
      const since = this.closedSince[index] ?? -1;
      if (since >= 0) unavailable[pool] = (unavailable[pool] ?? 0) + now - since;
    }
    return assembleReport({ pools, tiers, replicas, recorder, unavailable }, now);
  }

  // What replicas tell.

  admitted(sequence: Sequence, replica: Replica, time: number): void {
    this.recorder.admitted(sequence, replica, time);
  }

  firstToken(sequence: Sequence, replica: Replica, time: number): void {
    this.recorder.firstToken(sequence, replica, time);
  }

  handOver(sequence: Sequence, source: Replica, time: number): void {
    this.loadChanged(source, time);
    const failures = source.failures;
    const { latency, perToken } = this.transfer;
    this.agenda.put(time + latency + perToken * sequence.context, (arrived) => {
      // A source that failed since has nothing left to give back; what it sent arrives all the same.
      if (source.failures === failures) source.releaseMoved(sequence, arrived);
      else sequence.dropShared();
      this.turns.set(source.index, source.nextTurn);
      this.send(sequence, this.fleet.decode, arrived);
    });
  }

  finished(sequence: Sequence, replica: Replica, time: number): void {
    this.recorder.finished(sequence, replica, time);
    this.loadChanged(replica, time);
    this.spare.push(sequence);
    // Its client asks again before the next iteration begins.
    if (this.supply.left > 0) this.ask(time);
    else this.idleClients++;
  }

  preempted(_: Sequence, replica: Replica): void {
    this.recorder.preempted(replica);
  }

  ran(run: Run, replica: Replica): void {
    this.recorder.ran(run, replica);
  }

  // Time.

  /** Lets all happen that comes before an arrival at `time`. */
  private runUntil(time: number): void {
    const { agenda, turns } = this;
    for (;;) {
      const turn = turns.least;
      const due = agenda.next;
      if (due <= turn ? due > time : turn >= time) break;
      this.step();
    }
    this.now = time;
  }

  /** Lets the next thing happen; false when nothing will. */
  private step(): boolean {
    const { agenda, turns } = this;
    const turn = turns.least;
    const due = agenda.next;
    if (due <= turn) {
      const happening = agenda.take();
      if (happening === undefined) return false;
      this.now = due;
      happening(due);
      return true;
    }
    const replica = this.fleet.replicas[turns.top];
    if (replica === undefined) return false;
    this.now = turn;
    replica.turn(turn);
    turns.set(replica.index, replica.nextTurn);
    return true;
  }

  // Requests.

  /**
   * Lets idle clients ask and time pass, until `reserve` requests or fewer are left. As many may be taken within one step as
   * there are clients, so with that many left no step misses one that is offered only later.
   */
  private serveClients(reserve: number): void {
    const { supply } = this;
    for (;;) {
      for (; this.idleClients > 0 && supply.left > 0; this.idleClients--) this.ask(this.now);
      if (supply.left <= reserve || !this.step()) return;
    }
  }

  /** A client takes the next request. */
  private ask(time: number): void {
    this.supply.take((requests, row) => this.arrive(requests, row, time));
  }

  private arrive({ arrival, input, output, tier, prefix }: RequestColumns, row: number, time: number): void {
    const sequence = this.spare.pop() ?? new Sequence();
    const isClosedLoop = this.scenario.clients !== undefined;
    sequence.begin(this.offeredSoFar++, isClosedLoop ? time : (arrival[row] ?? 0), input[row] ?? 0, output[row] ?? 0);
    sequence.tier = tier?.[row] ?? 0;
    sequence.priority = this.tiers[sequence.tier]?.priority ?? 0;
    if (prefix !== undefined) {
      sequence.prefixBlocks = prefix.blocks;
      sequence.prefixStart = prefix.start[row] ?? 0;
      sequence.prefixEnd = prefix.start[row + 1] ?? 0;
    }
    this.recorder.offered(sequence, time);
    if (sequence.input + sequence.output > this.fleet.longest) this.refuse(sequence, "too-large", time);
    else this.knock(sequence, time);
  }

  private knock(sequence: Sequence, time: number): void {
    const door = this.doors[sequence.tier];
    switch (door?.ask(sequence, time) ?? "pass") {
      case "pass":
        this.send(sequence, this.fleet.entry, time);
        break;
      case "refuse":
        this.refuse(sequence, "over-limit", time);
        break;
      case "wait":
        this.recorder.delayed(sequence);
        if (door?.waiting === 1) this.planRelease(door, time);
        break;
    }
  }

  private planRelease(door: Door, time: number): void {
    const next = door.next(time);
    if (next === Infinity) return;
    this.agenda.put(next, (released) => {
      for (let first = door.release(released); first !== undefined; first = door.release(released)) {
        this.send(first, this.fleet.entry, released);
      }
      this.planRelease(door, released);
    });
  }

  private send(sequence: Sequence, stage: Stage, time: number): void {
    const replica = stage.router.choose(sequence);
    if (replica !== undefined) {
      replica.enqueue(sequence, time);
      this.turns.set(replica.index, replica.nextTurn);
      stage.router.changed(replica);
    } else if (stage.hasPlaceFor(sequence)) stage.hold(sequence);
    else this.refuse(sequence, "drained", time);
  }

  private refuse(sequence: Sequence, reason: RefusalReason, time: number): void {
    this.recorder.refused(sequence, reason, time);
    this.spare.push(sequence);
    this.idleClients++;
  }

  // Replicas.

  private keepPrefixes(blockTokens: number): void {
    if (this.prefixTokens !== undefined) return;
    this.prefixTokens = blockTokens;
    for (const replica of this.fleet.replicas) {
      if (this.scenario.pools[replica.pool]?.prefixCache === true) replica.memory.keepPrefixes(blockTokens);
    }
  }

  private stageOf({ pool }: Replica): Stage {
    return this.scenario.pools[pool]?.role === "decode" ? this.fleet.decode : this.fleet.entry;
  }

  private planFailure(replica: Replica, spec: FailureSpec, time: number): void {
    const { seed } = this.scenario;
    const count = 2 * replica.failures;
    const until = exponentialTime(spec.meanTimeBetweenFailures, seed, replica.index, count);
    const lasts = exponentialTime(spec.meanTimeToRepair, seed, replica.index, count + 1);
    this.agenda.put(time + until, (failed) => this.fail(replica, spec, failed, lasts));
  }

  private fail(replica: Replica, spec: FailureSpec, time: number, lasts: number): void {
    replica.down = true;
    this.close(replica, time);
    const inBatch = replica.running.size;
    const lost = replica.fail(time);
    this.recorder.failed(replica, inBatch);
    this.turns.set(replica.index, replica.nextTurn);
    this.stageOf(replica).router.changed(replica);
    for (const sequence of lost) {
      if (sequence.failures > mostFailures) this.refuse(sequence, "failures", time);
      else this.send(sequence, this.fleet.entry, time);
    }
    this.agenda.put(time + lasts, (repaired) => {
      replica.down = false;
      this.open(replica, repaired);
      this.planFailure(replica, spec, repaired);
    });
  }

  private drain(replica: Replica, time: number): void {
    replica.draining = true;
    const stage = this.stageOf(replica);
    const waiting = replica.takeWaiting();
    this.loadChanged(replica, time);
    // Who holds a place only because this replica was to come back learns that it will not.
    for (const sequence of [...stage.takeHeld(), ...waiting]) this.send(sequence, stage, time);
  }

  private loadChanged(replica: Replica, time: number): void {
    this.stageOf(replica).router.changed(replica);
    if (replica.draining && replica.outstanding === 0) this.close(replica, time);
  }

  private close({ index }: Replica, time: number): void {
    if ((this.closedSince[index] ?? -1) < 0) this.closedSince[index] = time;
  }

  private open(replica: Replica, time: number): void {
    if (replica.draining) return;
    this.recorder.unavailable(replica.pool, time - (this.closedSince[replica.index] ?? time));
    this.closedSince[replica.index] = -1;
    const stage = this.stageOf(replica);
    stage.router.changed(replica);
    for (const sequence of stage.takeHeld()) this.send(sequence, stage, time);
  }
}

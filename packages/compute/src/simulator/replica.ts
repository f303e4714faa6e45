/** One replica of a model: a waiting line, a batch, a KV memory, and the iteration or stretch of iterations under way. */
import { Batch } from "./batching/batch.ts";
import { chunkedPrefill } from "./batching/chunked.ts";
import { prefillFirst } from "./batching/prefill-first.ts";
import type { BatchingRule, Schedulable } from "./batching/scheduler.ts";
import { DecodeSet } from "./decode-set.ts";
import { KvMemory } from "./kv-memory.ts";
import type { ReplicaPool } from "./scenario.ts";
import { SequenceList, type Sequence } from "./sequence.ts";
import { decodeStepsUntil, decodeTime, stepTime, type StepCost } from "./step-cost.ts";
import { WaitingLine } from "./waiting-line.ts";

/** Who hears what a replica does. */
export interface ReplicaObserver {
  /** A sequence has left the waiting line for the batch. */
  admitted(sequence: Sequence, replica: Replica, time: number): void;
  /** A sequence has its very first token. */
  firstToken(sequence: Sequence, replica: Replica, time: number): void;
  /** The prompt of a sequence is computed and its cache is to be moved to a decode pool; its blocks stay held meanwhile. */
  handOver(sequence: Sequence, replica: Replica, time: number): void;
  /** A sequence has all its tokens; it is no longer the replica's. */
  finished(sequence: Sequence, replica: Replica, time: number): void;
  preempted(sequence: Sequence, replica: Replica): void;
  /** Iterations have passed. */
  ran(run: Run, replica: Replica): void;
}

/** Iterations that were taken together. */
export class Run {
  /** Seconds. */
  start = 0;
  end = 0;
  iterations = 0;
  /** Sequences in the batch. */
  sequences = 0;
  /** Tokens generated. */
  generated = 0;
  /** Tokens of prompts computed. */
  prefilled = 0;
  /** KV blocks that sequences held after admission and at the end. */
  heldBefore = 0;
  heldAfter = 0;
}

/**
 * A replica does one of three things: nothing, one iteration that computes prompts, or a stretch of pure decode. Nothing that
 * a stretch's batch does can change before a member ends or memory is short, so the whole stretch is one event; a request
 * that comes meanwhile cuts it at the end of the iteration under way.
 */
export class Replica implements Schedulable {
  readonly index: number;
  readonly pool: number;
  readonly budget: number;
  readonly batchCap: number;
  readonly cost: StepCost;
  readonly batch = new Batch();
  readonly decodes: DecodeSet;
  readonly memory: KvMemory;
  readonly waiting: WaitingLine;
  /** In the batch, in order of admission. */
  readonly running = new SequenceList();
  partial: Sequence | undefined = undefined;
  /** When it next needs a turn, seconds. */
  nextTurn = Infinity;
  /** Most tokens, input and output, of a request that it can serve. */
  readonly longest: number;
  /** Under repair. */
  down = false;
  /** Takes no more requests, for good. */
  draining = false;
  /** How often it failed. */
  failures = 0;
  /** Tokens of prompts in the waiting line. */
  waitingTokens = 0;

  private readonly rule: BatchingRule;
  private readonly handsOver: boolean;
  private readonly observer: ReplicaObserver;
  /** Whether iterations are under way, from `run.start` to `nextTurn`. */
  private isRunning = false;
  /** Decode iterations among them. */
  private steps = 0;
  /** Whether a preemption has made room since admission was last thought of. */
  private hasNewRoom = false;
  private readonly run = new Run();

  /** @param index among all replicas; @param pool index of its pool; @param priorities how many there are */
  constructor(
    index: number,
    pool: number,
    spec: ReplicaPool,
    longest: number,
    priorities: number,
    observer: ReplicaObserver,
  ) {
    this.index = index;
    this.pool = pool;
    this.budget = spec.budget;
    this.batchCap = spec.batchCap;
    this.longest = longest;
    this.decodes = new DecodeSet(spec.kv.blockTokens, spec.batchCap);
    this.memory = new KvMemory(spec.kv);
    this.waiting = new WaitingLine(priorities);
    this.cost = spec.cost;
    this.rule = spec.batching === "chunked" ? chunkedPrefill : prefillFirst;
    this.handsOver = spec.role === "prefill";
    this.observer = observer;
  }

  /** Requests waiting and running. */
  get outstanding(): number {
    return this.waiting.size + this.running.size;
  }

  /** Whether new requests may be sent to it. */
  get isOpen(): boolean {
    return !this.down && !this.draining;
  }

  enqueue(sequence: Sequence, time: number): void {
    sequence.queued = time;
    this.waiting.push(sequence);
    this.waitingTokens += sequence.context - sequence.prefilled;
    if (!this.isRunning) this.nextTurn = time;
    // Whoever comes behind somebody that found no place finds none either, and cuts nothing short.
    else if (this.steps > 1 && this.waiting.first === sequence) this.cut(time);
  }

  /** Its next turn has come: ends what is under way and begins what comes next. */
  turn(time: number): void {
    if (this.isRunning) this.end(time);
    this.begin(time);
  }

  /** Gives back what a sequence holds here whose cache has been moved elsewhere. */
  releaseMoved(sequence: Sequence, time: number): void {
    this.memory.release(sequence, sequence.context);
    if (!this.isRunning && this.waiting.size > 0) this.nextTurn = time;
  }

  /** Takes all that wait, the first first, and adds them to others. */
  takeWaiting(taken: Sequence[] = []): Sequence[] {
    for (let { first } = this.waiting; first !== undefined; { first } = this.waiting) {
      this.waiting.remove(first);
      taken.push(first);
    }
    this.waitingTokens = 0;
    return taken;
  }

  /** Loses its memory and the iteration under way; returns all it had, to be begun again: batch first, each in order. */
  fail(time: number): Sequence[] {
    if (this.isRunning) this.abort(time);
    const lost: Sequence[] = [];
    for (let { first } = this.running; first !== undefined; { first } = this.running) {
      this.leaveBatch(first);
      first.failures++;
      lost.push(first);
    }
    this.takeWaiting(lost);
    for (const sequence of lost) sequence.restart();
    this.memory.clear();
    this.failures++;
    this.nextTurn = Infinity;
    return lost;
  }

  firstPrompt(): Sequence | undefined {
    const { first } = this.waiting;
    return first === undefined || first.prefilled === first.context ? undefined : first;
  }

  admit(): Sequence | undefined {
    const first = this.firstPrompt();
    return first !== undefined && this.take(first) ? first : undefined;
  }

  growDecodes(): void {
    const { decodes, memory } = this;
    let blocks = decodes.blocksNext();
    while (blocks > memory.available) {
      this.preemptYoungest();
      blocks = decodes.blocksNext();
    }
    memory.take(blocks);
  }

  private begin(time: number): void {
    const { batch, decodes, memory, cost, run } = this;
    run.start = time;
    this.hasNewRoom = false;
    if (this.waiting.size > 0) this.joinMoved();
    this.rule(this);
    run.heldBefore = memory.held;
    if (batch.prefill > 0) {
      this.steps = batch.decodes && decodes.count > 0 ? 1 : 0;
      const tokens = batch.prefill + (batch.decodes ? decodes.count : 0);
      this.nextTurn = time + stepTime(cost, tokens, batch.decodes ? decodes.cached : 0, batch.pairs);
    } else if (decodes.count > 0) {
      this.steps = this.hasNewRoom ? 1 : 1 + decodes.stepsWithin(memory.available, decodes.stepsToFinish() - 1);
      this.nextTurn = time + decodeTime(cost, decodes.count, decodes.cached, this.steps);
    } else this.nextTurn = Infinity;
    this.isRunning = this.nextTurn < Infinity;
  }

  /** Ends a stretch of pure decode with the iteration under way. */
  private cut(time: number): void {
    const { cost, decodes, run, steps } = this;
    const fewer = decodeStepsUntil(cost, decodes.count, decodes.cached, run.start, time, steps);
    if (fewer === steps) return;
    this.steps = fewer;
    this.nextTurn = run.start + decodeTime(cost, decodes.count, decodes.cached, fewer);
  }

  private end(time: number): void {
    const { batch, decodes, memory, steps } = this;
    this.isRunning = false;
    if (steps > 1) memory.take(decodes.blocksAfterNext(steps - 1));
    this.tell(time, steps === 0 ? 1 : steps, steps * decodes.count + batch.completing.length, batch.prefill);
    if (steps > 0) {
      decodes.advance(steps);
      for (let ended = decodes.takeFinished(); ended !== undefined; ended = decodes.takeFinished()) {
        this.finish(ended, ended.input + ended.output - 1, time);
      }
    }
    if (batch.prefill === 0) return;
    for (const sequence of batch.completing) this.completePrompt(sequence, time);
    batch.clear();
  }

  /** The prefill has given one token. */
  private completePrompt(sequence: Sequence, time: number): void {
    this.memory.publish(sequence);
    sequence.generated++;
    if (sequence.firstToken < 0) {
      sequence.firstToken = time;
      sequence.firstPool = this.pool;
      this.observer.firstToken(sequence, this, time);
    }
    if (sequence.generated === sequence.output) this.finish(sequence, sequence.context, time);
    else if (this.handsOver) {
      this.running.remove(sequence);
      this.observer.handOver(sequence, this, time);
    } else this.decodes.join(sequence);
  }

  /** @param cached tokens that its cache holds */
  private finish(sequence: Sequence, cached: number, time: number): void {
    this.running.remove(sequence);
    this.memory.release(sequence, cached);
    this.observer.finished(sequence, this, time);
  }

  /** Breaks off: of a stretch of decode the iterations before `time` count. */
  private abort(time: number): void {
    const { batch, cost, decodes, run, steps } = this;
    this.isRunning = false;
    const done =
      batch.prefill > 0 ? 0 : decodeStepsUntil(cost, decodes.count, decodes.cached, run.start, time, steps) - 1;
    this.tell(time, done, done * decodes.count, 0);
    decodes.advance(done);
    batch.clear();
  }

  private tell(end: number, iterations: number, generated: number, prefilled: number): void {
    const { run } = this;
    run.end = end;
    run.iterations = iterations;
    run.sequences = this.running.size;
    run.generated = generated;
    run.prefilled = prefilled;
    run.heldAfter = this.memory.held;
    this.observer.ran(run, this);
  }

  /** Takes in sequences whose cache has come from another pool: they have nothing to compute before they decode. */
  private joinMoved(): void {
    for (let { first } = this.waiting; first !== undefined; { first } = this.waiting) {
      if (first.prefilled !== first.context || !this.take(first)) return;
      this.decodes.join(first);
    }
  }

  private take(first: Sequence): boolean {
    if (this.running.size >= this.batchCap) return false;
    const prompt = first.context - first.prefilled;
    if (!this.memory.admit(first)) return false;
    this.waitingTokens -= prompt;
    this.waiting.remove(first);
    this.running.push(first);
    this.observer.admitted(first, this, this.run.start);
    return true;
  }

  /** Of the lowest priority the one admitted last; it goes back to the head of its line. */
  private preemptYoungest(): void {
    let victim = this.running.last;
    for (let other = victim?.previous; other !== undefined; other = other.previous) {
      if (victim !== undefined && other.priority > victim.priority) victim = other;
    }
    if (victim === undefined) return;
    this.memory.release(victim, victim.decoding ? this.decodes.length(victim) - 1 : victim.context);
    this.leaveBatch(victim);
    this.hasNewRoom = true;
    victim.preemptions++;
    victim.restart();
    victim.queued = this.run.start;
    this.waiting.pushFront(victim);
    this.waitingTokens += victim.context;
    this.observer.preempted(victim, this);
  }

  private leaveBatch(sequence: Sequence): void {
    if (sequence.decoding) {
      sequence.generated = this.decodes.length(sequence) - sequence.input;
      this.decodes.leave(sequence);
    }
    if (sequence === this.partial) this.partial = undefined;
    this.running.remove(sequence);
  }
}

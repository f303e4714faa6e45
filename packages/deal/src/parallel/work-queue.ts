/** Hands out pieces of work to workers, to each as soon as it is free. */
import { Cancelled, type CancelSignal } from "./cancel.ts";
import type { WorkerPort } from "./port.ts";
import type { Answer, Setup, WorkAnswer, WorkRequest } from "./protocol.ts";

/** A piece of work that one worker does. */
export interface Task {
  /** The request, made when a worker is free for it. */
  begin(): { readonly work: WorkRequest; readonly transfer?: readonly ArrayBuffer[] };
  finish(answer: WorkAnswer): void;
}

/** Tasks that somebody waits for together. */
interface Job {
  open: number;
  stopped: boolean;
  resolve(): void;
  reject(error: Error): void;
}

interface Queued {
  readonly task: Task;
  readonly job: Job;
}

interface Hand {
  readonly port: WorkerPort;
  isReady: boolean;
  readonly at: Map<number, Queued>;
}

/** With one task to do and one waiting, a worker never waits for its next. */
const tasksPerWorker = 2;

export class WorkQueue {
  private readonly hands: readonly Hand[];
  private readonly waiting: Queued[] = [];
  private readonly jobs = new Set<Job>();
  private failure: Error | undefined;
  private last = 0;

  /** Sets up the workers; they belong to the queue from now on. */
  constructor(ports: readonly WorkerPort[], setup: Setup) {
    if (ports.length === 0) throw new RangeError("expected at least one worker");
    this.hands = ports.map((port) => ({ port, isReady: false, at: new Map() }));
    for (const hand of this.hands) {
      hand.port.failed((error) => this.fail(new Error(`a worker failed: ${error.message}`, { cause: error })));
      hand.port.listen((answer) => this.receive(hand, answer));
      hand.port.post({ kind: "setup", setup });
    }
  }

  get workers(): number {
    return this.hands.length;
  }

  /**
   * Does all tasks, in any order. Rejects with `Cancelled` once the tasks already begun have ended after a cancellation,
   * and with an error, which ends all workers, when a worker failed.
   */
  run(tasks: readonly Task[], cancel?: CancelSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) return reject(this.failure);
      if (cancel?.aborted === true) return reject(new Cancelled());
      if (tasks.length === 0) return resolve();
      const stop = (): void => this.stop(job);
      const end = (): void => {
        cancel?.removeEventListener("abort", stop);
        this.jobs.delete(job);
      };
      const job: Job = {
        open: tasks.length,
        stopped: false,
        resolve: () => {
          end();
          resolve();
        },
        reject: (error) => {
          end();
          reject(error);
        },
      };
      cancel?.addEventListener("abort", stop);
      this.jobs.add(job);
      this.waiting.push(...tasks.map((task) => ({ task, job })));
      this.handOut();
    });
  }

  /** Ends all workers; work that is still under way is rejected. */
  async close(): Promise<void> {
    await this.fail(new Error("the workers have been closed"));
  }

  private receive(hand: Hand, answer: Answer): void {
    if (this.failure !== undefined) return;
    if (answer.kind === "failure") return void this.fail(new Error(answer.message));
    if (answer.kind === "ready") hand.isReady = true;
    else {
      const done = hand.at.get(answer.id);
      if (done === undefined) return;
      hand.at.delete(answer.id);
      this.finish(done, answer.answer);
    }
    this.handOut();
  }

  private finish({ task, job }: Queued, answer: WorkAnswer): void {
    job.open--;
    if (!job.stopped) {
      try {
        task.finish(answer);
      } catch (error) {
        return void this.fail(error instanceof Error ? error : new Error(String(error)));
      }
    }
    if (job.open > 0) return;
    if (job.stopped) job.reject(new Cancelled());
    else job.resolve();
  }

  /** One task to every free worker in turn, then a second. */
  private handOut(): void {
    for (let held = 0; held < tasksPerWorker; held++) {
      for (const hand of this.hands) {
        if (!hand.isReady || hand.at.size > held) continue;
        const next = this.waiting.shift();
        if (next === undefined) return;
        const id = ++this.last;
        hand.at.set(id, next);
        const { work, transfer } = next.task.begin();
        hand.port.post({ kind: "work", id, work }, transfer);
      }
    }
  }

  private stop(job: Job): void {
    job.stopped = true;
    const kept = this.waiting.filter((queued) => queued.job !== job);
    job.open -= this.waiting.length - kept.length;
    this.waiting.splice(0, this.waiting.length, ...kept);
    if (job.open === 0) job.reject(new Cancelled());
  }

  private async fail(error: Error): Promise<void> {
    if (this.failure !== undefined) return;
    this.failure = error;
    this.waiting.length = 0;
    for (const job of this.jobs) job.reject(error);
    await Promise.all(this.hands.map(({ port }) => port.terminate()));
  }
}

/** Sums that a report is made of. */
import type { ServiceObjectives } from "../scenario.ts";
import type { Sequence } from "../sequence.ts";
import { TimeSketch } from "../sketch.ts";
import type { Run } from "../replica.ts";
import {
  refusalReasons,
  type Goodput,
  type Latencies,
  type Percentiles,
  type RefusalReason,
} from "./serving-report.ts";

/** Times and tokens of requests that were served together: those of one tier in one pool. */
export class ServedTally {
  finished = 0;
  input = 0;
  output = 0;
  good = 0;
  private goodOutput = 0;
  private readonly ttft = new TimeSketch();
  private readonly tpot = new TimeSketch();
  private readonly endToEnd = new TimeSketch();

  addFirstToken(seconds: number): void {
    this.ttft.add(seconds);
  }

  /** Returns whether the request met its objectives. */
  addFinished({ arrival, firstToken, input, output }: Sequence, time: number, slo: ServiceObjectives): boolean {
    const endToEnd = time - arrival;
    const tpot = output > 1 ? (time - firstToken) / (output - 1) : 0;
    this.finished++;
    this.input += input;
    this.output += output;
    this.endToEnd.add(endToEnd);
    if (output > 1) this.tpot.add(tpot);
    const good =
      firstToken - arrival <= (slo.ttft ?? Infinity) &&
      tpot <= (slo.tpot ?? Infinity) &&
      endToEnd <= (slo.endToEnd ?? Infinity);
    if (good) {
      this.good++;
      this.goodOutput += output;
    }
    return good;
  }

  merge(other: ServedTally): void {
    this.finished += other.finished;
    this.input += other.input;
    this.output += other.output;
    this.good += other.good;
    this.goodOutput += other.goodOutput;
    this.ttft.merge(other.ttft);
    this.tpot.merge(other.tpot);
    this.endToEnd.merge(other.endToEnd);
  }

  latencies(): Latencies {
    return { ttft: percentiles(this.ttft), tpot: percentiles(this.tpot), endToEnd: percentiles(this.endToEnd) };
  }

  goodput(seconds: number): Goodput {
    return {
      requests: this.good,
      share: this.good / this.finished,
      requestsPerSecond: this.good / seconds,
      tokensPerSecond: this.goodOutput / seconds,
    };
  }
}

/** All of some tallies in one. */
export function together(tallies: readonly ServedTally[]): ServedTally {
  const all = new ServedTally();
  for (const tally of tallies) all.merge(tally);
  return all;
}

function percentiles(sketch: TimeSketch): Percentiles {
  const { count, mean, max } = sketch;
  const [p50 = NaN, p90 = NaN, p99 = NaN] = sketch.quantiles([0.5, 0.9, 0.99]);
  return { count, mean, p50, p90, p99, max };
}

/** What the replicas of a pool did. */
export class PoolTally {
  busy = 0;
  waiting = 0;
  running = 0;
  held = 0;
  iterations = 0;
  generated = 0;
  prefilled = 0;
  cached = 0;
  preemptions = 0;
  failovers = 0;
  failures = 0;
  /** Replica-seconds under repair or drained, without those still so. */
  unavailable = 0;

  addRun(run: Run): void {
    const seconds = run.end - run.start;
    this.busy += seconds;
    this.running += seconds * run.sequences;
    this.held += (seconds * (run.heldBefore + run.heldAfter)) / 2;
    this.iterations += run.iterations;
    this.generated += run.generated;
    this.prefilled += run.prefilled;
  }
}

/** What came to the door of a tier. */
export class DoorTally {
  offered = 0;
  delayed = 0;
  readonly refused: Record<RefusalReason, number> = { "too-large": 0, "over-limit": 0, drained: 0, failures: 0 };

  get refusals(): number {
    return refusalReasons.reduce((sum, reason) => sum + this.refused[reason], 0);
  }
}

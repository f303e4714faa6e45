/** The door of each tier: lets requests pass, keeps them for a while or refuses them, by the tier's rate limits. */
import type { RequestTier } from "./scenario.ts";
import { SequenceList, type Sequence } from "./sequence.ts";
import { RateLimiter } from "./token-bucket.ts";

/** `pass`: now. `wait`: the door keeps it. */
export type Admission = "pass" | "wait" | "refuse";

export class Door {
  private readonly limiter: RateLimiter | undefined;
  /** Those that wait, in order. */
  private readonly kept = new SequenceList();

  constructor({ limits }: RequestTier) {
    this.limiter = limits === undefined ? undefined : new RateLimiter(limits);
  }

  ask(sequence: Sequence, time: number): Admission {
    const { limiter, kept } = this;
    if (limiter === undefined) return "pass";
    const tokens = sequence.input + sequence.output;
    const ready = limiter.ready(time, tokens);
    if (ready <= time && kept.size === 0) {
      limiter.charge(tokens);
      return "pass";
    }
    // More than the buckets ever hold.
    if (limiter.over === "refuse" || ready === Infinity) return "refuse";
    kept.push(sequence);
    return "wait";
  }

  /** When the first that waits may pass, `time` or later; infinite where none waits. */
  next(time: number): number {
    const { first } = this.kept;
    return first === undefined || this.limiter === undefined
      ? Infinity
      : this.limiter.ready(time, first.input + first.output);
  }

  /** Lets the first that waits pass if it may. */
  release(time: number): Sequence | undefined {
    const { first } = this.kept;
    if (first === undefined || this.next(time) > time) return undefined;
    this.kept.remove(first);
    this.limiter?.charge(first.input + first.output);
    return first;
  }

  get waiting(): number {
    return this.kept.size;
  }
}

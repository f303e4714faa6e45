/** Rate limits as providers publish them: buckets that fill evenly and hold a minute's worth. */
import type { RateLimits } from "./scenario.ts";

/** One amount a minute. */
class TokenBucket {
  private readonly capacity: number;
  private level: number;
  private filled = 0;

  constructor(perMinute: number) {
    this.capacity = perMinute;
    this.level = perMinute;
  }

  /** When an amount can be had, `time` or later; infinite where it is more than the bucket holds. */
  ready(time: number, amount: number): number {
    this.level = Math.min(this.capacity, this.level + ((time - this.filled) * this.capacity) / 60);
    this.filled = time;
    if (amount > this.capacity) return Infinity;
    const missing = amount - this.level;
    // What rounding leaves missing would never come.
    return missing <= 1e-9 * this.capacity ? time : time + (60 * missing) / this.capacity;
  }

  take(amount: number): void {
    this.level -= amount;
  }
}

/** The limits of one tier; a request passes when all of them let it. */
export class RateLimiter {
  readonly over: RateLimits["over"];
  private readonly requests: TokenBucket | undefined;
  private readonly tokens: TokenBucket | undefined;

  constructor({ requestsPerMinute, tokensPerMinute, over }: RateLimits) {
    this.over = over;
    this.requests = requestsPerMinute === undefined ? undefined : new TokenBucket(requestsPerMinute);
    this.tokens = tokensPerMinute === undefined ? undefined : new TokenBucket(tokensPerMinute);
  }

  /** When a request of `tokens` tokens may pass if none does before: `time` itself, later, or never (infinity). */
  ready(time: number, tokens: number): number {
    return Math.max(this.requests?.ready(time, 1) ?? time, this.tokens?.ready(time, tokens) ?? time);
  }

  charge(tokens: number): void {
    this.requests?.take(1);
    this.tokens?.take(tokens);
  }
}

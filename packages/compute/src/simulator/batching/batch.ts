/** The prefill part of an iteration. */
import type { Sequence } from "../sequence.ts";

export class Batch {
  /** Tokens of prompts that the iteration computes. */
  prefill = 0;
  /** Σ chunk · (done + chunk / 2), in pairs of tokens. */
  pairs = 0;
  /** Whether sequences decode beside. */
  decodes = true;
  /** Sequences whose prefill ends with it. */
  readonly completing: Sequence[] = [];

  /** Adds as much of a prompt as there is room for; true when that was all. */
  add(sequence: Sequence, room: number): boolean {
    const left = sequence.context - sequence.prefilled;
    const chunk = left < room ? left : room;
    this.prefill += chunk;
    this.pairs += chunk * (sequence.prefilled + chunk / 2);
    sequence.prefilled += chunk;
    if (chunk < left) return false;
    this.completing.push(sequence);
    return true;
  }

  clear(): void {
    this.prefill = 0;
    this.pairs = 0;
    this.decodes = true;
    // Shorter by its length alone, the array would be made anew each time.
    while (this.completing.length > 0) this.completing.pop();
  }
}

/** Sequences that decode together, known by their sums: no iteration ever walks them. */
import { EndingHeap } from "./ending-heap.ts";
import type { Sequence } from "./sequence.ts";

/**
 * All members gain a token with each decode iteration of their replica, so a member's length is the replica's count of
 * decode iterations plus a constant. Hence the tokens they read, the step at which the next one ends, and the blocks they
 * open at a step are kept without touching a member between its joining and its leaving.
 */
export class DecodeSet {
  /** Decode iterations so far. */
  step = 0;
  count = 0;
  /** Tokens that the next iteration reads: the sum of all lengths, the newest token of each included. */
  cached = 0;
  private readonly blockTokens: number;
  /** Members that open a new block at steps that leave this remainder by `blockTokens`. */
  private readonly opening: Int32Array;
  private readonly ending: EndingHeap;
  private joined = 0;
  /** `step` modulo `blockTokens`. */
  private phase = 0;

  /** @param capacity most members at once */
  constructor(blockTokens: number, capacity: number) {
    this.ending = new EndingHeap(capacity);
    this.blockTokens = blockTokens;
    this.opening = new Int32Array(blockTokens);
  }

  /** Tokens of a member, its newest included. */
  length(member: Sequence): number {
    return member.origin + this.step;
  }

  /** Takes a sequence in whose prompt and first `generated` tokens are there, and which has one at least to come. */
  join(sequence: Sequence): void {
    const length = sequence.input + sequence.generated;
    sequence.decoding = true;
    sequence.origin = length - this.step;
    sequence.finishStep = this.step + sequence.output - sequence.generated;
    sequence.joined = this.joined++;
    this.count++;
    this.cached += length;
    // A sequence of p tokens opens a block in the iteration that reads p when p = 1 modulo the block.
    const { blockTokens, opening } = this;
    const past = (length - 1 + blockTokens - this.phase) % blockTokens;
    sequence.opensAt = past === 0 ? 0 : blockTokens - past;
    opening[sequence.opensAt] = (opening[sequence.opensAt] ?? 0) + 1;
    this.ending.push(sequence);
  }

  /** Lets a member go before its end. */
  leave(member: Sequence): void {
    this.forget(member);
    this.ending.remove(member);
  }

  /** Iterations until the next member ends; infinite where there is none. */
  stepsToFinish(): number {
    return this.ending.firstStep - this.step;
  }

  /** A member that has all its tokens, taken out; undefined when there is none. */
  takeFinished(): Sequence | undefined {
    if (this.ending.firstStep !== this.step) return undefined;
    const ended = this.ending.shift();
    if (ended !== undefined) this.forget(ended);
    return ended;
  }

  /** Lets `steps` iterations pass. */
  advance(steps: number): void {
    this.step += steps;
    this.phase += steps;
    if (this.phase >= this.blockTokens) this.phase %= this.blockTokens;
    this.cached += steps * this.count;
  }

  /** New blocks that the next iteration needs. */
  blocksNext(): number {
    return this.opening[this.phase] ?? 0;
  }

  /** New blocks that `steps` iterations need, those after the next one. */
  blocksAfterNext(steps: number): number {
    const { blockTokens, opening } = this;
    // In each `blockTokens` steps every member opens one.
    const cycles = Math.floor(steps / blockTokens);
    let blocks = cycles * this.count;
    let phase = this.phase + 1 === blockTokens ? 0 : this.phase + 1;
    for (let left = steps - cycles * blockTokens; left > 0; left--) {
      blocks += opening[phase] ?? 0;
      phase = phase + 1 === blockTokens ? 0 : phase + 1;
    }
    return blocks;
  }

  /** How many iterations after the next one, at most `most`, can be had with `blocks` new blocks. */
  stepsWithin(blocks: number, most: number): number {
    const { blockTokens, opening, count } = this;
    if (count * Math.ceil(most / blockTokens) <= blocks) return most;
    const cycles = Math.floor(blocks / count);
    let left = blocks - cycles * count;
    let steps = cycles * blockTokens;
    let phase = this.phase + 1 === blockTokens ? 0 : this.phase + 1;
    while (steps < most) {
      left -= opening[phase] ?? 0;
      if (left < 0) break;
      steps++;
      phase = phase + 1 === blockTokens ? 0 : phase + 1;
    }
    return Math.min(steps, most);
  }

  private forget(member: Sequence): void {
    member.decoding = false;
    this.count--;
    this.cached -= this.length(member);
    this.opening[member.opensAt] = (this.opening[member.opensAt] ?? 0) - 1;
  }
}

/** Decoding sequences by when they end: a binary heap whose comparisons mostly stay within one small array. */
import type { Sequence } from "./sequence.ts";

/** In order of `finishStep`, then of `joined`. */
export class EndingHeap {
  /** `finishStep` of each member, beside the member itself. */
  private readonly steps: Float64Array;
  private readonly members: Sequence[] = [];

  /** @param capacity most members at once */
  constructor(capacity: number) {
    this.steps = new Float64Array(capacity);
  }

  /** The step at which the first ends; infinite where there is none. */
  get firstStep(): number {
    return this.members.length === 0 ? Infinity : (this.steps[0] ?? Infinity);
  }

  push(sequence: Sequence): void {
    this.members.push(sequence);
    this.rise(this.members.length - 1, sequence);
  }

  /** Takes the first out. */
  shift(): Sequence | undefined {
    const first = this.members[0];
    this.removeAt(0);
    return first;
  }

  /** Takes a member out; looks at all. */
  remove(member: Sequence): void {
    this.removeAt(this.members.indexOf(member));
  }

  private removeAt(at: number): void {
    const moved = this.members.pop();
    if (moved === undefined || at === this.members.length) return;
    if (at > 0 && this.isBefore(moved, (at - 1) >> 1)) this.rise(at, moved);
    else this.sink(at, moved);
  }

  private rise(from: number, sequence: Sequence): void {
    let at = from;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!this.isBefore(sequence, up)) break;
      this.move(up, at);
      at = up;
    }
    this.put(at, sequence);
  }

  private sink(from: number, sequence: Sequence): void {
    const { steps, members } = this;
    const size = members.length;
    let at = from;
    for (let down = 2 * at + 1; down < size; down = 2 * at + 1) {
      if (down + 1 < size) {
        const [left, right] = [steps[down] ?? 0, steps[down + 1] ?? 0];
        if (right < left || (right === left && joined(members[down + 1]) < joined(members[down]))) down++;
      }
      if (this.isBefore(sequence, down)) break;
      this.move(down, at);
      at = down;
    }
    this.put(at, sequence);
  }

  private isBefore(sequence: Sequence, place: number): boolean {
    const step = this.steps[place] ?? 0;
    if (sequence.finishStep !== step) return sequence.finishStep < step;
    return sequence.joined < joined(this.members[place]);
  }

  private move(from: number, to: number): void {
    const member = this.members[from];
    if (member === undefined) return;
    this.members[to] = member;
    this.steps[to] = this.steps[from] ?? 0;
  }

  private put(place: number, member: Sequence): void {
    this.members[place] = member;
    this.steps[place] = member.finishStep;
  }
}

function joined(member: Sequence | undefined): number {
  return member?.joined ?? 0;
}

/** Requests that wait for a place in a batch: by priority, then in order. */
import { SequenceList, type Sequence } from "./sequence.ts";

export class WaitingLine {
  size = 0;
  private readonly lists: readonly SequenceList[];

  /** @param priorities how many there are; 0 is served first */
  constructor(priorities: number) {
    this.lists = Array.from({ length: priorities }, () => new SequenceList());
  }

  /** The next one. */
  get first(): Sequence | undefined {
    if (this.size === 0) return undefined;
    for (const { first } of this.lists) if (first !== undefined) return first;
    return undefined;
  }

  push(sequence: Sequence): void {
    this.lists[sequence.priority]?.push(sequence);
    this.size++;
  }

  /** Before all others of its priority. */
  pushFront(sequence: Sequence): void {
    this.lists[sequence.priority]?.pushFront(sequence);
    this.size++;
  }

  remove(sequence: Sequence): void {
    this.lists[sequence.priority]?.remove(sequence);
    this.size--;
  }
}

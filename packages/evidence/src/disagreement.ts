/** Claims about one quantity that cannot all hold, found from their values. */

/** A claim's value as a range; a point has equal ends, a bound an infinite one. */
export interface ClaimedRange {
  readonly id: string;
  readonly about: string;
  readonly quantity: string;
  /** Unit as text; ranges in different units are not compared. */
  readonly unit: string;
  readonly low: number;
  readonly high: number;
}

export interface Disagreement {
  readonly about: string;
  readonly quantity: string;
  readonly between: readonly string[];
}

/** Values closer than this are one value, rounded differently. */
const sameWithin = 0.005;

/**
 * Groups by subject, quantity and unit; a group disagrees when two of its ranges do not meet.
 * @returns groups with at least one such pair, naming every member of a pair, in alphabetical order
 */
export function disagreements(ranges: readonly ClaimedRange[]): Disagreement[] {
  const groups = new Map<string, ClaimedRange[]>();
  for (const range of ranges) {
    const key = [range.about, range.quantity, range.unit].join("\n");
    groups.set(key, [...(groups.get(key) ?? []), range]);
  }
  const found: Disagreement[] = [];
  for (const group of groups.values()) {
    const apart = new Set<string>();
    for (const [index, left] of group.entries()) {
      for (const right of group.slice(index + 1)) {
        if (!meet(left, right)) apart.add(left.id).add(right.id);
      }
    }
    const [first] = group;
    if (first !== undefined && apart.size > 0) {
      found.push({ about: first.about, quantity: first.quantity, between: [...apart].sort() });
    }
  }
  return found.sort((left, right) => (left.about + left.quantity < right.about + right.quantity ? -1 : 1));
}

function meet(left: ClaimedRange, right: ClaimedRange): boolean {
  const slack =
    sameWithin * Math.max(...[left.low, left.high, right.low, right.high].filter(Number.isFinite).map(Math.abs), 0);
  return left.low <= right.high + slack && right.low <= left.high + slack;
}

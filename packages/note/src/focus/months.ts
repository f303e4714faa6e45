/** Where dates fall in the calendar; all in days since 1970-01-01. */

/** Part of a calendar's month that lies in a term: its first moment and the first after it; undefined where none does. */
export function partOfMonth(
  starts: Float64Array,
  month: number,
  term: readonly [from: number, until: number],
): readonly [from: number, until: number] | undefined {
  const [first, next] = wholeMonth(starts, month);
  const from = Math.max(first, term[0]);
  const until = Math.min(next, term[1]);
  return from < until ? [from, until] : undefined;
}

export function wholeMonth(starts: Float64Array, month: number): readonly [from: number, until: number] {
  return [starts[month] ?? NaN, starts[month + 1] ?? NaN];
}

/** The month that holds a day; undefined outside the calendar. */
export function monthOf(starts: Float64Array, day: number): number | undefined {
  const after = starts.findIndex((start) => start > day);
  return after > 0 ? after - 1 : undefined;
}

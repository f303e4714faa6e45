/** The known name closest to a misspelt one. */

/**
 * The candidate within a third of the text's length in edits (insert, delete, replace, swap of neighbours), or one that
 * ends in it; undefined when none is near. Ties go to the first in alphabetical order.
 */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  const wanted = text.toLowerCase();
  const suffix = `.${wanted}`;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  const row = (): Float64Array => new Float64Array(wanted.length + bestDistance + 2);
  const rows: Rows = [row(), row(), row()];
  for (const candidate of wanted === "" ? [] : candidates) {
    const known = candidate.toLowerCase();
    const distance = known.endsWith(suffix) ? 0.5 : edits(wanted, known, bestDistance, rows);
    if (distance < bestDistance || (distance === bestDistance && best !== undefined && candidate < best)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

type Rows = readonly [Float64Array, Float64Array, Float64Array];

/** Damerau's distance with adjacent swaps; gives up with Infinity once it must exceed `limit`. */
function edits(left: string, right: string, limit: number, rows: Rows): number {
  if (Math.abs(left.length - right.length) > limit) return Infinity;
  // Cells further from the diagonal than the limit cost more than it.
  const width = Math.ceil(limit);
  let [before, previous, current] = rows;
  for (let j = 0; j <= right.length; j++) previous[j] = j;
  for (let i = 1; i <= left.length; i++) {
    const [from, to] = [Math.max(1, i - width), Math.min(right.length, i + width)];
    current[from - 1] = from === 1 ? i : Infinity;
    let smallest = Infinity;
    for (let j = from; j <= to; j++) {
      const same = left.charCodeAt(i - 1) === right.charCodeAt(j - 1);
      let cost = (previous[j - 1] ?? NaN) + (same ? 0 : 1);
      cost = Math.min(cost, (previous[j] ?? NaN) + 1, (current[j - 1] ?? NaN) + 1);
      const swapped = i > 1 && j > 1 && left.charCodeAt(i - 1) === right.charCodeAt(j - 2);
      if (swapped && left.charCodeAt(i - 2) === right.charCodeAt(j - 1))
        cost = Math.min(cost, (before[j - 2] ?? NaN) + 1);
      current[j] = cost;
      smallest = Math.min(smallest, cost);
    }
    if (smallest > limit) return Infinity;
    current[to + 1] = Infinity;
    [before, previous, current] = [previous, current, before];
  }
  return previous[right.length] ?? NaN;
}

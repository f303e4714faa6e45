/** Where the preferred option changes with a fact, from the gains that were fitted to it. */
import type { FactAxis } from "./fact-features.ts";

/** Where the preferred option changes as a fact rises. */
export interface Threshold {
  /** Value of the fact; of one with few values, the first at which the option above is preferred. */
  readonly at: number;
  /** Options preferred below and above. */
  readonly below: number;
  readonly above: number;
}

/** Share of the samples below which a stretch of another option is a ripple of the fit. */
const ripple = 0.01;

/**
 * The places where another option becomes the best, rising; stretches that hardly any sample falls into are passed over.
 * @param fits by option: coefficients of its gain, of the features of this one axis (see `factFeatures`); undefined for the
 *   option that gains are measured from
 * @param valueAt value of the fact at a score
 */
export function choiceThresholds(
  { knots, atoms, position }: FactAxis,
  fits: readonly (readonly number[] | undefined)[],
  valueAt: (score: number) => number,
): Threshold[] {
  const gains = fits.map((fit) => Float64Array.from(knots, (_, k) => (fit === undefined ? 0 : gainAtKnot(fit, k))));
  const sorted = position.slice().sort();
  const shareBelow = (place: number): number => (place === Infinity ? 1 : countBelow(sorted, place) / sorted.length);
  const regions: Region[] = [];
  for (const region of regionsOf(knots, gains, atoms !== undefined)) {
    const before = regions.at(-1);
    const share = shareBelow(region.until) - (before === undefined ? 0 : shareBelow(before.until));
    if (before?.option === region.option) regions[regions.length - 1] = region;
    else if (share >= ripple || atoms !== undefined) regions.push(region);
    else if (before !== undefined) regions[regions.length - 1] = { ...before, until: region.until };
  }
  return regions.slice(0, -1).map(({ option, until }, k) => ({
    at: atoms === undefined ? valueAt(until) : (atoms[knots.indexOf(until)] ?? Number.NaN),
    below: option,
    above: regions[k + 1]?.option ?? option,
  }));
}

/** A stretch of a fact over which one option is preferred. */
interface Region {
  readonly option: number;
  /** Where it ends; infinite for the last. */
  readonly until: number;
}

/** The constant, and the hat that stands there; the first has none. */
function gainAtKnot(fit: readonly number[], knot: number): number {
  return (fit[0] ?? 0) + (knot === 0 ? 0 : (fit[knot] ?? 0));
}

/**
 * Stretches by preferred option, of gains that are linear between knots; the first of equal ones is preferred.
 * @param isStep whether the fact takes the values at the knots only, so that the option changes there and not between
 */
function regionsOf(knots: Float64Array, gains: readonly Float64Array[], isStep: boolean): Region[] {
  const bestAt = (knot: number): number => {
    const highest = Math.max(...gains.map((gain) => gain[knot] ?? -Infinity));
    return gains.findIndex((gain) => gain[knot] === highest);
  };
  const regions: Region[] = [];
  let option = bestAt(0);
  for (let knot = 0; knot + 1 < knots.length; knot++) {
    const [left, right] = [knots[knot] ?? Number.NaN, knots[knot + 1] ?? Number.NaN];
    const last = bestAt(knot + 1);
    for (let at = 0; option !== last;) {
      const next = isStep ? { option: last, share: 1 } : overtakes(gains, option, knot, at);
      if (next === undefined) break;
      // The last atom of a step is found again by its knot, so that one is not computed.
      regions.push({ option, until: next.share === 1 ? right : left + next.share * (right - left) });
      [option, at] = [next.option, next.share];
    }
    option = last;
  }
  return [...regions, { option, until: Infinity }];
}

/** The first option to pass the present one on a piece, after a share of it. */
function overtakes(
  gains: readonly Float64Array[],
  option: number,
  knot: number,
  after: number,
): { option: number; share: number } | undefined {
  let first: { option: number; share: number } | undefined;
  for (const [other, gain] of gains.entries()) {
    const lead = (gain[knot] ?? 0) - (gains[option]?.[knot] ?? 0);
    const leadAtEnd = (gain[knot + 1] ?? 0) - (gains[option]?.[knot + 1] ?? 0);
    if (other === option || leadAtEnd <= lead || leadAtEnd <= 0) continue;
    const share = Math.max(after, -lead / (leadAtEnd - lead));
    if (first === undefined || share < first.share) first = { option: other, share };
  }
  return first;
}

function countBelow(sorted: Float64Array, place: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Number.NaN) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

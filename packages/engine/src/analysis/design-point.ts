/** The point of a surface nearest to the origin: the design point of the first-order reliability method. */

/** What is found at a point: the margin, below 0 beyond the surface, and whether what is sought is really there. */
export interface Seen {
  readonly margin: number;
  readonly sought: boolean;
}

/** A region that is sought, over independent standard-normal coordinates. */
export interface Surface {
  readonly dimensions: number;
  evaluate(points: readonly Float64Array[]): Promise<readonly Seen[]>;
}

/** Radii tried along a direction at first, and sections of the bracket found in each of the rounds after. */
const [radii, sections, rounds] = [24, 16, 4];
/** Half the distance between the points of a central difference: its error and that of rounding are both below 1e-8. */
const gap = 1e-4;
const mostSteps = 40;
const closeEnough = 1e-5;
/** Directions whose cosine is above this lead to the same place. */
const sameDirection = 0.95;

/**
 * The design points that a few starts lead to, in no order and perhaps the same one again. A start beyond the plane that
 * touches a point found already most likely leads there too, so the others go first.
 * @param given directions worth a look, such as those of sampled points
 * @param starts how many starts to follow
 */
export async function designPoints(
  surface: Surface,
  given: readonly Float64Array[],
  reach: number,
  starts: number,
): Promise<Found[]> {
  const found: Found[] = [];
  const left = await onBoundary(surface, given, reach);
  let again = 0;
  while (found.length < starts && left.length > 0) {
    const next = left.findIndex((start) => !found.some(({ at }) => dot(start, at) > nearlyBeyond * length(at) ** 2));
    if (next < 0 && ++again > mostAgain) break;
    const [start] = left.splice(Math.max(0, next), 1);
    if (start !== undefined) found.push(await findDesignPoint(surface, start, reach));
  }
  return found;
}

const nearlyBeyond = 0.98;
/** Starts followed although they lie beyond a plane already found: the exceptions to the rule. */
const mostAgain = 2;

/**
 * Points where the surface is first met, nearest first: along directions given, along both ends of every axis, and down the
 * margin's slope at the origin. If what is sought is at the origin already, that is the one point.
 */
async function onBoundary(surface: Surface, given: readonly Float64Array[], reach: number): Promise<Float64Array[]> {
  const origin = new Float64Array(surface.dimensions);
  const [start] = await surface.evaluate([origin]);
  if (start?.sought === true) return [origin];
  const axes = [...origin.keys()].flatMap((axis) => [1, -1].map((sign) => origin.with(axis, sign)));
  const { slope } = await slopeAt(surface, origin);
  const directions = [...given, along(slope, -1), ...axes].flatMap((direction) => unit(direction) ?? []);
  const met = await meet(surface, directions, reach);
  const kept: Float64Array[] = [];
  for (const point of met.toSorted((one, other) => length(one) - length(other))) {
    if (kept.every((other) => dot(point, other) < sameDirection * length(point) * length(other))) kept.push(point);
  }
  return kept;
}

/** A design point, or the nearest point met where nothing proves one. */
export interface Found {
  readonly at: Float64Array;
  readonly converged: boolean;
}

/**
 * The design point that a start leads to. The improved HL-RF first; where the margin has a kink, as where two tests must
 * fail together, the corner by cutting planes; and of what neither proves, the nearest point met. Where something nearer
 * lies around a point, it was a saddle, and the search goes on from there.
 * @param start a point at which what is sought is there
 */
async function findDesignPoint(surface: Surface, start: Float64Array, reach: number): Promise<Found> {
  if (length(start) === 0) return { at: start, converged: true };
  let from = start;
  for (let turn = 0; turn < mostSaddles; turn++) {
    const found = await stationaryPoint(surface, from, reach);
    const nearer = await nearerAround(surface, found.at);
    if (nearer === undefined) return found;
    from = nearer;
  }
  return { at: from, converged: false };
}

const mostSaddles = 5;
/** How far around a point one looks for something nearer, in radians: beyond the ripples, within the valley. */
const turnBy = 0.1;

/** Turned towards either end of every axis, a little nearer than the point: where what is sought is still there. */
async function nearerAround(surface: Surface, at: Float64Array): Promise<Float64Array | undefined> {
  const radius = length(at);
  const around = [...at.keys()].flatMap((axis) =>
    [turnBy, -turnBy].flatMap((turn) => {
      const turned = unit(at.with(axis, (at[axis] ?? 0) + turn * radius));
      return turned === undefined ? [] : [along(turned, radius * (1 - 1e-3))];
    }),
  );
  const seen = await surface.evaluate(around);
  const [best] = around
    .map((point, k) => ({ point, seen: seen[k] }))
    .filter(({ seen }) => seen?.sought === true)
    .sort((one, other) => (one.seen?.margin ?? 0) - (other.seen?.margin ?? 0));
  return best?.point;
}

async function stationaryPoint(surface: Surface, start: Float64Array, reach: number): Promise<Found> {
  const { at, converged, cuts } = await hlrf(surface, start, reach);
  if (converged && (await isThere(surface, at))) return { at, converged };
  const corner = await cutting(surface, cuts, reach);
  if (corner !== undefined && (await isThere(surface, corner))) return { at: corner, converged: true };
  const directions = [at, ...(corner === undefined ? [] : [corner])].flatMap((point) => unit(point) ?? []);
  const [nearest = start] = (await meet(surface, directions, reach)).sort((a, b) => length(a) - length(b));
  return { at: length(nearest) < length(start) ? nearest : start, converged: false };
}

/** A plane that stands for the surface near a point: margin + slope · (x - at) = 0. */
interface Cut {
  readonly slope: Float64Array;
  /** slope · x on the plane. */
  readonly level: number;
}

/** Source: Y. Zhang and A. Der Kiureghian, "Two improved algorithms for reliability analysis", 1995. */
async function hlrf(
  surface: Surface,
  start: Float64Array,
  reach: number,
): Promise<{ at: Float64Array; converged: boolean; cuts: Cut[] }> {
  let at = start;
  const cuts: Cut[] = [];
  for (let step = 0; step < mostSteps; step++) {
    const { margin, slope } = await slopeAt(surface, at);
    const steepness = length(slope);
    if (!(steepness > 1e-12)) return { at, converged: false, cuts };
    cuts.push({ slope, level: dot(slope, at) - margin });
    const wanted = along(slope, (dot(slope, at) - margin) / steepness ** 2);
    const move = wanted.map((value, axis) => value - (at[axis] ?? 0));
    if (length(move) < closeEnough * (1 + length(at))) return { at: wanted, converged: true, cuts };
    const off = Math.abs(margin);
    const penalty = Math.max((2 * length(at)) / steepness, off > 1e-3 ? length(wanted) ** 2 / off : 0);
    const merit = (point: Float64Array, seen: number): number => length(point) ** 2 / 2 + penalty * Math.abs(seen);
    const fall = dot(at, move) - penalty * off;
    const trials = Array.from({ length: 10 }, (_, halving) =>
      at.map((x, axis) => x + (move[axis] ?? 0) / 2 ** halving),
    );
    const seen = await surface.evaluate(trials);
    const chosen = trials.find(
      (trial, halving) =>
        length(trial) <= 2 * reach &&
        merit(trial, seen[halving]?.margin ?? NaN) <= merit(at, margin) + (1e-4 * fall) / 2 ** halving,
    );
    if (chosen === undefined) return { at, converged: false, cuts };
    at = chosen;
  }
  return { at, converged: false, cuts };
}

/** Planes kept at once: enough for the corners that people build. */
const mostCuts = 4;

/**
 * The nearest point beyond all of a few planes, with a new plane laid where it falls short, and the others laid anew near it:
 * outer approximation, exact where the sought region is convex, as where several tests must fail together.
 */
async function cutting(surface: Surface, seen: readonly Cut[], reach: number): Promise<Float64Array | undefined> {
  let cuts = seen.slice(-mostCuts).reduce(withCut, []);
  let before: Float64Array | undefined;
  for (let step = 0; step < mostSteps; step++) {
    const at = nearestBeyond(cuts);
    if (at === undefined || length(at) > 2 * reach) return undefined;
    const moved = before === undefined ? Infinity : length(at.map((x, axis) => x - (before?.[axis] ?? 0)));
    const own = await cutAt(surface, at);
    if (moved < closeEnough && Math.abs(own.margin) < closeEnough * Math.max(1, length(own.slope))) return at;
    before = at;
    const renewed: Cut[] = [];
    for (const cut of cuts) renewed.push((await renew(surface, cut, at)) ?? cut);
    cuts = [...renewed, own].reduce(withCut, []);
  }
  return undefined;
}

/** How far aside of a corner one looks at its sides: beyond the differences taken there, and as near as will do. */
const asides: readonly number[] = [1e-3, 1e-2, 0.1];
/** Slopes whose cosine is above these belong to one part of the margin seen from elsewhere; or are one and the same. */
const [samePart, sameCut] = [0.9, 0.999];

/** A cut laid again near a point: a little up its own slope its part of the margin is the largest, and shows how it lies. */
async function renew(surface: Surface, cut: Cut, at: Float64Array): Promise<Cut | undefined> {
  const direction = unit(cut.slope);
  if (direction === undefined) return undefined;
  for (const aside of asides) {
    const fresh = await cutAt(
      surface,
      at.map((x, axis) => x + aside * (direction[axis] ?? 0)),
    );
    if (areAlike(fresh, cut, samePart)) return fresh;
  }
  return undefined;
}

function areAlike(one: Cut, other: Cut, cosine: number): boolean {
  return dot(one.slope, other.slope) > cosine * length(one.slope) * length(other.slope);
}

/** The cuts with one more, in place of those that it repeats. */
function withCut(cuts: readonly Cut[], cut: Cut): Cut[] {
  return [...cuts.filter((other) => !areAlike(cut, other, sameCut)), cut].slice(-mostCuts);
}

async function cutAt(surface: Surface, at: Float64Array): Promise<Cut & { readonly margin: number }> {
  const { margin, slope } = await slopeAt(surface, at);
  return { margin, slope, level: dot(slope, at) - margin };
}

/** The x of least length with slope · x ≤ level for every cut: the best of all sets of active cuts. */
function nearestBeyond(cuts: readonly Cut[]): Float64Array | undefined {
  let best: Float64Array | undefined;
  for (let mask = 1; mask < 2 ** cuts.length; mask++) {
    const active = cuts.filter((_, bit) => (mask >> bit) & 1);
    const at = leastNorm(active);
    if (at === undefined) continue;
    const allowed = cuts.every(({ slope, level }) => dot(slope, at) <= level + 1e-9 * length(slope));
    if (allowed && (best === undefined || length(at) < length(best))) best = at;
  }
  return best;
}

/** The x of least length with slope · x = level for every cut, by Gram-Schmidt; undefined where the cuts are dependent. */
function leastNorm(cuts: readonly Cut[]): Float64Array | undefined {
  const basis: Float64Array[] = [];
  let at = new Float64Array(cuts[0]?.slope.length ?? 0);
  for (const { slope, level } of cuts) {
    let rest = slope.slice();
    for (const axis of basis) rest = rest.map((x, k) => x - dot(slope, axis) * (axis[k] ?? 0));
    const direction = length(rest) > 1e-6 * length(slope) ? unit(rest) : undefined;
    if (direction === undefined) return undefined;
    const missing = (level - dot(slope, at)) / dot(slope, direction);
    at = at.map((x, k) => x + missing * (direction[k] ?? 0));
    basis.push(direction);
  }
  return at;
}

/** The margin and its slope, by central differences in one batch. */
async function slopeAt(surface: Surface, at: Float64Array): Promise<{ margin: number; slope: Float64Array }> {
  const sides = [...at.keys()].flatMap((axis) => [gap, -gap].map((shift) => at.with(axis, (at[axis] ?? 0) + shift)));
  const [own, ...seen] = await surface.evaluate([at, ...sides]);
  const slope = at.map((_, axis) => {
    const rise = (seen[2 * axis]?.margin ?? NaN) - (seen[2 * axis + 1]?.margin ?? NaN);
    return Number.isFinite(rise) ? rise / (2 * gap) : 0;
  });
  return { margin: own?.margin ?? NaN, slope };
}

/** Whether what is sought is there just beyond a point. */
async function isThere(surface: Surface, at: Float64Array): Promise<boolean> {
  const beyond = [1, 1 + 1e-5, 1 + 1e-4, 1 + 1e-3].map((factor) => along(at, factor));
  return (await surface.evaluate(beyond)).some(({ sought }) => sought);
}

/** The first point at which what is sought is met along each direction of length 1; those that never meet it are left out. */
async function meet(surface: Surface, directions: readonly Float64Array[], reach: number): Promise<Float64Array[]> {
  const firsts = async (
    ranges: readonly (readonly [number, number])[],
    cuts: number,
  ): Promise<(number | undefined)[]> => {
    const points = ranges.flatMap(([low, high], at) =>
      Array.from({ length: cuts }, (_, cut) =>
        along(directions[at] ?? new Float64Array(0), low + ((high - low) * (cut + 1)) / cuts),
      ),
    );
    const seen = await surface.evaluate(points);
    return ranges.map((_, at) => {
      const cut = seen.slice(at * cuts, (at + 1) * cuts).findIndex(({ sought }) => sought);
      return cut < 0 ? undefined : cut;
    });
  };
  let ranges = directions.map((): readonly [number, number] => [0, reach]);
  const found = await firsts(ranges, radii);
  ranges = ranges.map(([low, high], at) => section(low, high, found[at] ?? radii - 1, radii));
  for (let round = 0; round < rounds; round++) {
    const next = await firsts(ranges, sections);
    ranges = ranges.map(([low, high], at) => section(low, high, next[at] ?? sections - 1, sections));
  }
  return directions.flatMap((direction, at) =>
    found[at] === undefined ? [] : [along(direction, ranges[at]?.[1] ?? NaN)],
  );
}

function section(low: number, high: number, cut: number, cuts: number): readonly [number, number] {
  const width = (high - low) / cuts;
  // The upper end stays a point that was seen, to the last bit.
  return [low + cut * width, low + ((high - low) * (cut + 1)) / cuts];
}

function along(direction: Float64Array, factor: number): Float64Array {
  return direction.map((x) => x * factor);
}

function unit(direction: Float64Array): Float64Array | undefined {
  const size = length(direction);
  return size > 0 && Number.isFinite(size) ? along(direction, 1 / size) : undefined;
}

function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, axis) => sum + value * (other[axis] ?? 0), 0);
}

function length(vector: Float64Array): number {
  return Math.hypot(...vector);
}

/**
 * Units as a person wrote them (`USD/GPU/h`), with the algebra that keeps them readable: multiplying cancels like with
 * like (`USD/h * yr` is USD), so a formula's unit stays what its author expects and no figure passes through SI and back.
 */
import { combine, dimensionless, isDimensionless, sameDimension, tidyPower, type Dimension } from "./dimension.ts";

/** One unit symbol, prefix included. `scale` is its size in base quantities (h: 3600 s). */
export interface UnitAtom {
  readonly symbol: string;
  readonly dimension: Dimension;
  readonly scale: number;
}

interface Term {
  readonly atom: UnitAtom;
  readonly power: number;
}

/** A product of powers of atoms. `scale` and `dimension` are those of the whole. */
export interface Unit {
  readonly terms: readonly Term[];
  readonly scale: number;
  readonly dimension: Dimension;
}

/** A unit together with the number by which the value must be multiplied to be in it. */
export interface Converted {
  readonly unit: Unit;
  readonly factor: number;
}

export const one: Unit = makeUnit([]);

/** The unit of a list of (atom, power) pairs, as written: nothing is cancelled. */
export function makeUnit(terms: readonly Term[]): Unit {
  const kept = terms.filter((term) => term.power !== 0);
  let scale = 1;
  let dimension = dimensionless;
  for (const { atom, power } of kept) {
    scale = power < 0 ? scale / atom.scale ** -power : scale * atom.scale ** power;
    dimension = combine(dimension, atom.dimension, power);
  }
  return Object.freeze({ terms: Object.freeze(kept), scale, dimension });
}

/** `left * right^power`, like cancelled with like: first the same unit (h with h), then the same kind (h with yr). */
export function multiplyUnits(left: Unit, right: Unit, power = 1): Converted {
  let terms: readonly Term[] = left.terms;
  let factor = 1;
  const unmatched = right.terms.filter(({ atom, power: exponent }) => {
    const like = terms.find((term) => term.atom.symbol === atom.symbol);
    if (like !== undefined) terms = raised(terms, like, exponent * power);
    return like === undefined;
  });
  for (const { atom, power: exponent } of unmatched) {
    const added = exponent * power;
    const like = terms.find((term) => sameDimension(term.atom.dimension, atom.dimension));
    if (like === undefined) terms = [...terms, { atom, power: added }];
    else {
      factor *= ratio(atom.scale, like.atom.scale) ** added;
      terms = raised(terms, like, added);
    }
  }
  return cancelMixed(terms, factor);
}

/** The terms with one of them raised by `added`; gone once its power is 0, so that what follows keeps its own unit. */
function raised(terms: readonly Term[], like: Term, added: number): Term[] {
  const power = tidyPower(like.power + added);
  return terms.flatMap((term) => (term !== like ? [term] : power === 0 ? [] : [{ atom: like.atom, power }]));
}

/** `unit^power`; the factor is 1 unless a percentage folds away. */
export function unitPower(unit: Unit, power: number): Converted {
  return cancelMixed(
    unit.terms.map((term) => ({ atom: term.atom, power: tidyPower(term.power * power) })),
    1,
  );
}

/** What a value in `from` must be multiplied by to be in `to`; undefined when the dimensions differ. */
export function conversion(from: Unit, to: Unit): number | undefined {
  if (!sameDimension(from.dimension, to.dimension)) return undefined;
  return sameUnit(from, to) ? 1 : ratio(from.scale, to.scale);
}

/** The quotient of two scales, free of their rounding where it or its inverse is a whole number. */
function ratio(from: number, to: number): number {
  return wholeIfNear(from / to) ?? inverse(wholeIfNear(to / from)) ?? from / to;
}

function inverse(whole: number | undefined): number | undefined {
  return whole === undefined ? undefined : 1 / whole;
}

/**
 * The whole number that `x` misses by rounding alone; undefined if there is none.
 *
 * @example wholeIfNear(1000.0000000000001) // 1000
 */
export function wholeIfNear(x: number): number | undefined {
  const whole = Math.round(x);
  return whole >= 1 && Math.abs(x - whole) <= 8 * Number.EPSILON * whole ? whole : undefined;
}

/** Whether the size of the unit is a number: powers such as h^999 have none. */
export function measurable(unit: Unit): boolean {
  return unit.scale > 0 && unit.scale < Infinity;
}

export function sameUnit(left: Unit, right: Unit): boolean {
  return left === right || formatUnit(left) === formatUnit(right);
}

/** As people write it: `USD/GPU/h`, `W/m^2`, `1/month`; empty for a plain number. */
export function formatUnit(unit: Unit): string {
  const above = unit.terms.filter((term) => term.power > 0).map((term) => withPower(term.atom.symbol, term.power));
  const below = unit.terms.filter((term) => term.power < 0).map((term) => withPower(term.atom.symbol, -term.power));
  if (below.length === 0) return above.join("*");
  return `${above.length === 0 ? "1" : above.join("*")}/${below.join("/")}`;
}

function withPower(symbol: string, power: number): string {
  return power === 1 ? symbol : `${symbol}^${power}`;
}

/**
 * Folds what no longer carries meaning: a percentage beside another unit, and groups of terms whose dimensions cancel
 * though their atoms differ (MW * h / MWh).
 */
function cancelMixed(terms: readonly Term[], factor: number): Converted {
  let kept: readonly Term[] = terms.filter((term) => term.power !== 0);
  let scaled = factor;
  const isShare = (term: Term): boolean => isDimensionless(term.atom.dimension);
  if (kept.some(isShare) && !(kept.length === 1 && kept[0]?.power === 1)) {
    scaled *= makeUnit(kept.filter(isShare)).scale;
    kept = kept.filter((term) => !isShare(term));
  }
  for (let group = cancelling(kept); group !== undefined; group = cancelling(kept)) {
    const gone = group;
    scaled *= makeUnit(gone).scale;
    kept = kept.filter((term) => !gone.includes(term));
  }
  return { unit: makeUnit(kept), factor: wholeIfNear(scaled) ?? inverse(wholeIfNear(1 / scaled)) ?? scaled };
}

/** The smallest group of two or more terms that is a plain number; all groups of the few terms in question are tried. */
function cancelling(terms: readonly Term[]): Term[] | undefined {
  const able = ableToCancel(terms);
  if (able.length < 2 || able.length > 8) return undefined;
  let best: Term[] | undefined;
  for (let mask = 3; mask < 1 << able.length; mask++) {
    const group = able.filter((_, bit) => (mask >> bit) & 1);
    if (group.length < 2 || (best !== undefined && group.length >= best.length)) continue;
    if (isDimensionless(makeUnit(group).dimension)) best = group;
  }
  return best;
}

/** The terms without those that have a base quantity to themselves: nothing could cancel it. */
function ableToCancel(terms: readonly Term[]): readonly Term[] {
  const able = terms.filter(({ atom }) =>
    Object.keys(atom.dimension).every((base) =>
      terms.some((other) => other.atom !== atom && Object.hasOwn(other.atom.dimension, base)),
    ),
  );
  return able.length === terms.length ? able : ableToCancel(able);
}

/**
 * Units as a person wrote them (`USD/GPU/h`), with the algebra that keeps them readable: multiplying cancels like with
 * like (`USD/h * yr` is USD), so a formula's unit stays what its author expects and no figure passes through SI and back.
 */
import { combine, dimensionless, isDimensionless, sameDimension, type Dimension } from "./dimension.ts";

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

/** `left * right^power`, like cancelled with like. */
export function multiplyUnits(left: Unit, right: Unit, power = 1): Converted {
  const terms: Term[] = [...left.terms];
  let factor = 1;
  for (const { atom, power: exponent } of right.terms) {
    const added = exponent * power;
    const at = terms.findIndex((term) => sameDimension(term.atom.dimension, atom.dimension));
    const like = terms[at];
    if (like === undefined) terms.push({ atom, power: added });
    else {
      factor *= (atom.scale / like.atom.scale) ** added;
      terms[at] = { atom: like.atom, power: like.power + added };
    }
  }
  return cancelMixed(terms, factor);
}

/** `unit^power`; the factor is 1 unless a percentage folds away. */
export function unitPower(unit: Unit, power: number): Converted {
  return cancelMixed(
    unit.terms.map((term) => ({ atom: term.atom, power: term.power * power })),
    1,
  );
}

/** What a value in `from` must be multiplied by to be in `to`; undefined when the dimensions differ. */
export function conversion(from: Unit, to: Unit): number | undefined {
  if (!sameDimension(from.dimension, to.dimension)) return undefined;
  return sameUnit(from, to) ? 1 : from.scale / to.scale;
}

export function sameUnit(left: Unit, right: Unit): boolean {
  return formatUnit(left) === formatUnit(right);
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
function cancelMixed(terms: Term[], factor: number): Converted {
  let kept = terms.filter((term) => term.power !== 0);
  let scaled = factor;
  const isShare = (term: Term): boolean => isDimensionless(term.atom.dimension);
  if (kept.some(isShare) && !(kept.length === 1 && kept[0]?.power === 1)) {
    for (const term of kept.filter(isShare)) scaled *= term.atom.scale ** term.power;
    kept = kept.filter((term) => !isShare(term));
  }
  for (let group = cancelling(kept); group !== undefined; group = cancelling(kept)) {
    const gone = group;
    scaled *= makeUnit(gone).scale;
    kept = kept.filter((term) => !gone.includes(term));
  }
  return { unit: makeUnit(kept), factor: scaled };
}

/** The smallest group of two or more terms that is a plain number; units have few terms, so all groups are tried. */
function cancelling(terms: readonly Term[]): Term[] | undefined {
  if (terms.length < 2 || terms.length > 10) return undefined;
  let best: Term[] | undefined;
  for (let mask = 3; mask < 1 << terms.length; mask++) {
    const group = terms.filter((_, bit) => (mask >> bit) & 1);
    if (group.length < 2 || (best !== undefined && group.length >= best.length)) continue;
    if (isDimensionless(makeUnit(group).dimension)) best = group;
  }
  return best;
}

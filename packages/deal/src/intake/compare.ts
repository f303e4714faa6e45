/** What a deal already says about a finding: the same, or something else. */
import { conversion, formatUnit, isDimensionless, parseDate } from "@underwatt/engine";
import type { IntakeFinding } from "@underwatt/evidence";
import type { Ledger, LedgerClaim, Range } from "./ledger.ts";
import { shared, wordsOf } from "./words.ts";

export interface Relation {
  /** Claims that say the same, the likeliest first. */
  readonly duplicates: readonly LedgerClaim[];
  /** Claims about the same quantity with another value. */
  readonly contradicts: readonly LedgerClaim[];
}

const most = 3;
/** Likeness from which the same value is the same claim, where only one quantity of the deal has that value, and else. */
const [low, high] = [0.1, 0.3];

/**
 * Holds a finding against a ledger. The same value within the printed digits, in words that the claim shares, is a
 * duplicate. Another value contradicts a claim whose subject and quantity the sentence names, or that is about what its
 * likeliest duplicate is about, at that time.
 */
export function relate(finding: IntakeFinding, { units, claims }: Ledger): Relation {
  const range = rangeOf(finding, units);
  if (range === undefined) return { duplicates: [], contradicts: [] };
  const words = wordsOf(finding.sentence);
  const around = wordsOf(`${finding.context} ${finding.sentence}`);
  const near = claims.flatMap((claim) => {
    const theirs = inUnitOf(claim, range);
    return theirs === undefined
      ? []
      : [{ claim, theirs, score: Math.max(likeness(claim, words), 0.75 * likeness(claim, around)) }];
  });
  const same = near.filter(({ theirs }) => isSame(range, theirs));
  const bar = isTelling(range) && areOneQuantity(same.map(({ claim }) => claim)) ? low : high;
  const duplicates = same
    .filter(({ score }) => score >= bar)
    .sort((left, right) => right.score - left.score || (left.claim.id < right.claim.id ? -1 : 1))
    .slice(0, most)
    .map(({ claim }) => claim);
  const [likeliest] = duplicates;
  const contradicts = near
    .filter(({ theirs }) => !meet(range, theirs))
    .filter(({ claim }) => (likeliest === undefined ? namesWhole(claim, words) : isRival(likeliest, claim)))
    .sort((left, right) => right.score - left.score || (left.claim.id < right.claim.id ? -1 : 1))
    .slice(0, most)
    .map(({ claim }) => claim);
  return { duplicates, contradicts };
}

/** The finding in numbers; undefined for a plain year, or a unit that the deal does not have. */
export function rangeOf({ item }: IntakeFinding, units: Ledger["units"]): Range | undefined {
  if (item.kind === "date") {
    const day = /^\d{4}-\d\d/.test(item.date) ? parseDate(item.date) : undefined;
    return day === undefined
      ? undefined
      : { low: day, high: day, unit: "date", rounding: item.date.length < 10 ? 15 : 0.5 };
  }
  const unit = units.parse(item.unit);
  if ("problem" in unit) return undefined;
  return {
    low: item.bound === "ceiling" ? -Infinity : item.low,
    high: item.bound === "floor" ? Infinity : item.high,
    unit,
    rounding: item.rounding,
  };
}

function inUnitOf(claim: LedgerClaim, { unit }: Range): Range | undefined {
  if (claim.unit === "date" || unit === "date") return claim.unit === unit ? claim : undefined;
  const factor = conversion(claim.unit, unit);
  return factor === undefined
    ? undefined
    : { low: claim.low * factor, high: claim.high * factor, unit, rounding: claim.rounding * factor };
}

/** The finite ends are the same within what either prints. */
function isSame(left: Range, right: Range): boolean {
  const slack = Math.max(left.rounding, right.rounding);
  // A bound that is used as a point is the same claim as the point.
  const ends = ({ low, high }: Range): [number, number] => [
    low === -Infinity ? high : low,
    high === Infinity ? low : high,
  ];
  const [[low, high], [theirLow, theirHigh]] = [ends(left), ends(right)];
  return Math.abs(low - theirLow) <= slack && Math.abs(high - theirHigh) <= slack;
}

function meet(left: Range, right: Range): boolean {
  const slack = Math.max(left.rounding, right.rounding);
  return left.low <= right.high + slack && right.low <= left.high + slack;
}

/** Between 0 and 1: how much of what a claim is about the sentence names. */
function likeness({ subject, measure, says }: LedgerClaim, words: ReadonlySet<string>): number {
  const part = (of: ReadonlySet<string>): number => (of.size === 0 ? 0 : shared(of, words) / of.size);
  return 0.35 * part(subject) + 0.25 * part(measure) + 0.4 * part(says);
}

/**
 * Whether a value says something by itself: hardly any two things draw 13.8 GW or cost 18 billion, and many take a month, are half
 * of another or cost 30 billion.
 */
function isTelling({ unit, low: least, high: most }: Range): boolean {
  if (unit === "date" || isDimensionless(unit.dimension) || Object.keys(unit.dimension).join() === "s") return false;
  const isMoney = !/(?:W|GPU|chip|token)/.test(formatUnit(unit));
  const digits = String(Number.isFinite(most) ? most : least).replace(/^[0.]+|\.|e.*$/g, "");
  return !isMoney || digits.replace(/0+$/, "").length > 1;
}

function areOneQuantity(claims: readonly LedgerClaim[]): boolean {
  return new Set(claims.map(({ about, quantity }) => `${about}|${quantity ?? ""}`)).size === 1;
}

/** Days within which two claims speak of one time. */
const sameTime = 14;

/** Two claims about one quantity at one time, or at times that nobody gives. */
function isRival(left: LedgerClaim, right: LedgerClaim): boolean {
  const isSameTime =
    left.asOf === undefined || right.asOf === undefined || Math.abs(left.asOf - right.asOf) <= sameTime;
  return left.quantity !== undefined && left.about === right.about && left.quantity === right.quantity && isSameTime;
}

function namesWhole({ subject, measure, quantity }: LedgerClaim, words: ReadonlySet<string>): boolean {
  if (quantity === undefined || subject.size === 0 || measure.size === 0) return false;
  return shared(subject, words) === subject.size && shared(measure, words) === measure.size;
}

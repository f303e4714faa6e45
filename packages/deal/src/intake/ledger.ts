/** The claims of a deal as something that new findings can be held against. */
import { parseDate, parseFormula, type Expression, type Unit, type UnitRegistry } from "@underwatt/engine";
import { printedTolerance } from "../printed-digits.ts";
import type { DealText } from "../read/read-deal.ts";
import type { FormulaText } from "../schema/values.ts";
import { dealUnits } from "../units.ts";
import { wordsOf } from "./words.ts";

/** A value as a range: a point has equal ends, a bound an infinite one. Dates are days since 1970-01-01, without a unit. */
export interface Range {
  readonly low: number;
  readonly high: number;
  readonly unit: Unit | "date";
  /** Half a unit of the last printed place, in the unit. */
  readonly rounding: number;
}

export interface LedgerClaim extends Range {
  readonly id: string;
  readonly about: string;
  readonly quantity: string | undefined;
  /** What day it speaks of, in days since 1970-01-01. */
  readonly asOf: number | undefined;
  readonly subject: ReadonlySet<string>;
  readonly measure: ReadonlySet<string>;
  readonly says: ReadonlySet<string>;
}

export interface Ledger {
  readonly units: UnitRegistry;
  readonly claims: readonly LedgerClaim[];
}

/** Claims with a value that is printed as numbers; what is computed from other claims was printed nowhere. */
export function ledgerOf(deal: DealText): Ledger {
  const { document } = deal;
  const units = dealUnits(document.units);
  const claims = Object.entries(document.claims ?? {}).flatMap(([id, claim]): LedgerClaim[] => {
    const { is, at_least: least, at_most: most, bound } = claim;
    const point = is === undefined ? undefined : rangeOf(is, units);
    const low = point ?? (least === undefined ? undefined : rangeOf(least, units));
    const high = point ?? (most === undefined ? undefined : rangeOf(most, units));
    const either = low ?? high;
    if (either === undefined) return [];
    const about = claim.about ?? id;
    return [
      {
        ...either,
        low: low === undefined || bound === "ceiling" ? -Infinity : low.low,
        high: high === undefined || bound === "floor" ? Infinity : high.high,
        id,
        about,
        quantity: claim.quantity,
        asOf: parseDate(claim.as_of ?? ""),
        subject: wordsOf(about),
        measure: wordsOf(claim.quantity ?? ""),
        says: wordsOf(claim.says ?? ""),
      },
    ];
  });
  return { units, claims };
}

function rangeOf(formula: FormulaText, units: UnitRegistry): Range | undefined {
  const text = String(formula);
  const parsed = parseFormula(text, units);
  if ("problem" in parsed) return undefined;
  const { expression } = parsed;
  if (expression.kind !== "interval") return literal(expression, text, units, 0);
  const [low, high] = [literal(expression.low, text, units, 0), literal(expression.high, text, units, 1)];
  if (low === undefined || high === undefined) return undefined;
  // `70 to 97 %`: the parser gives both ends the unit.
  return low.unit === high.unit || (low.unit !== "date" && high.unit !== "date")
    ? { ...high, low: low.low, high: high.high }
    : undefined;
}

function literal(expression: Expression, text: string, units: UnitRegistry, index: number): Range | undefined {
  if (expression.kind === "date") return { low: expression.days, high: expression.days, unit: "date", rounding: 0.5 };
  if (expression.kind !== "number") return undefined;
  const unit = units.parse(expression.unit ?? "");
  if ("problem" in unit) return undefined;
  const { value } = expression;
  // One printed digit says more than that the number is not ten times as large.
  const rounding = Math.min(printedTolerance(text, index), Math.abs(value) * 0.025);
  return { low: value, high: value, unit, rounding };
}

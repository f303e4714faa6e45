/**
 * When a finding counts as a ledger's claim. Its ends are the claim's within half a unit of the last printed place, and its
 * unit is the claim's ("same"), or lacks only what the claim's is per, such as USD for USD/yr ("short").
 */
import { conversion, type Unit } from "@underwatt/engine";
import { dealUnits } from "@underwatt/deal";
import type { IntakeFinding } from "@underwatt/evidence";
import type { PrintedClaim } from "./ledger.ts";

export type Fit = "same" | "short";

/** What a sentence may leave out of a unit because the sentence before has said it. */
const leftOut = ["/yr", "/GW", "/GW/yr"];
const units = dealUnits();
/** What the ledger calls plain numbers, and what it calls a year. */
const plain = new Set(["fraction", "ratio", "index", "none", "agent", "supplier"]);

/** @returns how a finding fits a claim of the same document; undefined when it does not */
export function fitOf({ item }: IntakeFinding, claim: PrintedClaim): Fit | undefined {
  const isYear = claim.unit === "date" || (claim.unit === "year" && (claim.high ?? claim.low ?? 0) > 1900);
  if (item.kind === "date") {
    const year = Number(item.date.slice(0, 4));
    return isYear && (year === claim.low || year === claim.high) ? "same" : undefined;
  }
  if (isYear) return undefined;
  const wanted = parsed(claim.unit === "year" ? "yr" : plain.has(claim.unit) ? "" : claim.unit);
  if (wanted === undefined) return undefined;
  const same = factorTo(item.unit, wanted);
  const mayLeaveOut = claim.unit.startsWith("USD/") || claim.unit === "GW/yr";
  const factor =
    same ??
    (mayLeaveOut ? leftOut : [])
      .map((per) => factorTo(`${item.unit}${per}`, wanted))
      .find((found) => found !== undefined);
  if (factor === undefined) return undefined;
  const slack = item.rounding * factor * (1 + 1e-9);
  const near = (found: number, claimed: number | undefined): boolean =>
    claimed === undefined || Math.abs(found * factor - claimed) <= slack;
  // A claim with one end is a bound, which is printed as a point.
  return near(item.low, claim.low) && near(item.high, claim.high) ? (same === undefined ? "short" : "same") : undefined;
}

/** Whether the number is in the text in any of the ways in which digits print it. */
export function printsDigits(text: string, { low, high, unit }: PrintedClaim): boolean {
  const bare = text.replaceAll(/(?<=\d),(?=\d{3})/g, "");
  // A share or a multiple is printed as one: the 1 of a name is no 100 %.
  const isPlain = plain.has(unit);
  return [low, high].every((value) => {
    if (value === undefined) return true;
    const scales = isPlain ? [1, 100] : [1, 1e-3, 1e-6, 1e-9, 1e-12];
    const after = isPlain ? "\\s?(?:%|x\\b|times|percent)" : "(?![\\d]|\\.\\d)";
    const forms = scales.map((scale) => String(Number((value * scale).toPrecision(10))));
    return forms.some((form) => new RegExp(`(?<![\\d.])${spelled(form)}${after}`).test(bare));
  });
}

/** The digits as a pattern, with zeros after the point. */
function spelled(form: string): string {
  return form.includes(".") ? `${form.replace(".", "\\.")}0*` : `${form}(?:\\.0+)?`;
}

function factorTo(text: string, wanted: Unit): number | undefined {
  const unit = parsed(text);
  return unit === undefined ? undefined : conversion(unit, wanted);
}

function parsed(text: string): Unit | undefined {
  const unit = units.parse(text);
  return "problem" in unit ? undefined : unit;
}

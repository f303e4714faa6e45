/** What a translation may ask for beside its formula: cells of its own. */
import type { Term } from "./formula.ts";

export interface Workings {
  readonly calendarMonths: number;
  /** A term that can be used again and again; what is not one gets a line of its own. */
  hold(term: Term, label?: string): Term;
  /** A value that a search of ours found, in a line that says so. */
  paste(value: number, label: string, why: string): Term;
  /** Every month of a term, or of a single value as often. */
  months(series: Term): Term;
  /** The first month to this one. */
  monthsSoFar(series: Term): Term;
  month(series: Term, which: "first" | "last"): Term;
  /** A held series one month earlier, what `recurring` said in the first month. */
  earlier(held: Term): Term;
  /** A series from what it was a month earlier. */
  recurring(label: string, make: (before: Term) => Term, opening: Term): Term;
  /** A series from what it is a month later. */
  recurringBack(label: string, make: (after: Term) => Term, closing: Term): Term;
  /** Whether a held date is one that an author wrote, so that it is a whole day. */
  isMidnight(held: Term): boolean;
}

/** What a figure rests on, in a few letters. */
import type { Figure } from "@underwatt/deal";
import { grades, type Grade } from "@underwatt/evidence";

/** A grade, or what stands in for evidence where there is none. */
export type Basis = Grade | "assumption";

/** From hardest to softest. */
export const bases: readonly Basis[] = [...grades, "assumption"];

export interface GradeMark {
  /** Letters, hardest first: `DEA`, with a star where a model answered outside what was measured; empty when it rests on nothing but itself. */
  readonly letters: string;
  /** With counts: `D2 E1 A3`. */
  readonly counts: string;
  /** For those who do not know the letters: `2 disclosed, 1 estimate, 3 assumptions`. */
  readonly label: string;
  /** The weakest part of its ground. */
  readonly softest?: Basis;
}

export function gradeLetter(basis: Basis): string {
  return basis.charAt(0).toUpperCase();
}

/** @example gradeMark({ disclosed: 2, assumption: 1 }).counts // "D2 A1" */
export function gradeMark(counts: Figure["grades"], remarks: Figure["remarks"] = []): GradeMark {
  const present = bases.filter((basis) => (counts[basis] ?? 0) > 0);
  const softest = present.at(-1);
  const star = remarks.length === 0 ? [] : ["*"];
  return {
    letters: [...present.map(gradeLetter), ...star].join(""),
    counts: [...present.map((basis) => `${gradeLetter(basis)}${counts[basis]}`), ...star].join(" "),
    label: [...present.map((basis) => `${counts[basis]} ${plural(basis, counts[basis] ?? 0)}`), ...remarks].join(", "),
    ...(softest !== undefined && { softest }),
  };
}

function plural(basis: Basis, count: number): string {
  return count === 1 || basis === "disclosed" || basis === "reported" ? basis : `${basis}s`;
}

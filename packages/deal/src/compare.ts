/** What changed between two runs of a deal, at two dates or of two drafts: figures, theses and the evidence behind it. */
import type { Cell, Result } from "./result.ts";

/** A figure that moved. Scalars only: the value, the median of an uncertain one, the probability of a test. */
export interface ChangedFigure {
  readonly path: string;
  readonly says?: string;
  readonly unit: string;
  /** Unit before, where it was another. */
  readonly unitBefore?: string;
  readonly before: Cell;
  readonly after: Cell;
  readonly key: boolean;
}

export interface ChangedThesis {
  readonly id: string;
  readonly before: ThesisState | undefined;
  readonly after: ThesisState | undefined;
}

export type ThesisState = Pick<Result["thesis"][string], "says" | "probability" | "se" | "state">;

/** The difference of two results. */
export interface Changes {
  /** As-of dates. */
  readonly from: string;
  readonly to: string;
  /** Key figures first, then by relative change. */
  readonly figures: readonly ChangedFigure[];
  readonly appeared: readonly string[];
  readonly gone: readonly string[];
  /** Supersessions that were not there before. */
  readonly because: readonly Result["supersessions"][number][];
  /** Claims known now and not before. */
  readonly newClaims: readonly string[];
  readonly thesis: readonly ChangedThesis[];
}

/** Below this relative difference two values are the same: rounding of sums taken in another order. */
const tolerance = 1e-9;

export function compare(before: Result, after: Result): Changes {
  return {
    from: before.as_of,
    to: after.as_of,
    figures: changedFigures(before, after),
    appeared: missing(after.figures, before.figures),
    gone: missing(before.figures, after.figures),
    because: after.supersessions.filter(
      ({ path, by }) => !before.supersessions.some((known) => known.path === path && known.by === by),
    ),
    newClaims: missing(after.claims, before.claims),
    thesis: changedTheses(before, after),
  };
}

function changedFigures(before: Result, after: Result): ChangedFigure[] {
  const changed = Object.entries(after.figures).flatMap(([path, now]) => {
    const then = before.figures[path];
    if (then?.value === undefined || now.value === undefined) return [];
    const moved = then.unit === now.unit ? relativeChange(then.value, now.value) : Infinity;
    if (moved <= tolerance) return [];
    const figure: ChangedFigure = {
      path,
      ...(now.says !== undefined && { says: now.says }),
      unit: now.unit,
      ...(then.unit !== now.unit && { unitBefore: then.unit }),
      before: then.value,
      after: now.value,
      key: now.key ?? false,
    };
    return [{ figure, moved }];
  });
  const order = (item: (typeof changed)[number]): number => (item.figure.key ? 0 : 1);
  changed.sort(
    (left, right) =>
      order(left) - order(right) ||
      compareNumbers(right.moved, left.moved) ||
      compareText(left.figure.path, right.figure.path),
  );
  return changed.map(({ figure }) => figure);
}

/** Against the larger of the two, so that it is symmetric and at most 2; a change of kind or of date outranks all. */
function relativeChange(before: Cell, after: Cell): number {
  if (before === after) return 0;
  if (typeof before !== "number" || typeof after !== "number") return Infinity;
  return Math.abs(after - before) / Math.max(Math.abs(before), Math.abs(after));
}

function changedTheses(before: Result, after: Result): ChangedThesis[] {
  return [...new Set([...Object.keys(before.thesis), ...Object.keys(after.thesis)])].flatMap((id) => {
    const then = before.thesis[id];
    const now = after.thesis[id];
    const same =
      then !== undefined &&
      now !== undefined &&
      then.state === now.state &&
      relativeChange(then.probability, now.probability) <= tolerance;
    return same ? [] : [{ id, before: state(then), after: state(now) }];
  });
}

function state(thesis: Result["thesis"][string] | undefined): ThesisState | undefined {
  if (thesis === undefined) return undefined;
  return { says: thesis.says, probability: thesis.probability, se: thesis.se, state: thesis.state };
}

/** Names that `left` has and `right` lacks. */
function missing(left: Readonly<Record<string, unknown>>, right: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(left).filter((name) => !Object.hasOwn(right, name));
}

/** Not the difference: two infinities are equal. */
function compareNumbers(left: number, right: number): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

/** By code unit, not by locale: the same order everywhere. */
function compareText(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

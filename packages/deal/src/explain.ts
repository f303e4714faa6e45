/** Where a figure comes from: its formula, the figures that names, and so on down to claims and their sources. */
import type { Figure, Result } from "./result.ts";

type Claim = Result["claims"][string];
type Source = Result["sources"][string];

/** A claim with its sources at hand. */
export interface ExplainedClaim extends Omit<Claim, "sources"> {
  readonly id: string;
  readonly sources: readonly (Source & { readonly id: string })[];
}

/** One figure and what it rests on. */
export interface Explanation {
  readonly path: string;
  readonly says?: string;
  readonly formula: string;
  readonly kind: Figure["kind"];
  readonly unit: string;
  readonly figure: Figure;
  /** Claim that stands in its place; then the children are that claim, not what the formula names. */
  readonly supersededBy?: string;
  /** The claim itself, for a `claims.` path. */
  readonly claim?: ExplainedClaim;
  /** Explained already, further up or to the left: the children are there. */
  readonly seen: boolean;
  readonly children: readonly Explanation[];
}

/**
 * The derivation of a figure as a tree; a subtree met again is given once and referred to after that.
 * @returns undefined when the result has no such figure
 */
export function explain(result: Result, path: string): Explanation | undefined {
  return explainOnce(result, path, new Set());
}

/** The claim that a path reads: `claims.rent`, `claims.rent.low`; undefined for other paths and unknown claims. */
export function explainClaim(result: Result, path: string): ExplainedClaim | undefined {
  const id = claimId(path);
  const claim = id === undefined ? undefined : own(result.claims, id);
  if (id === undefined || claim === undefined) return undefined;
  const sources = claim.sources.flatMap((sourceId) => {
    const source = own(result.sources, sourceId);
    return source === undefined ? [] : [{ id: sourceId, ...source }];
  });
  return { ...claim, id, sources };
}

function explainOnce(result: Result, path: string, explained: Set<string>): Explanation | undefined {
  const figure = own(result.figures, path);
  if (figure === undefined) return undefined;
  const seen = explained.has(path);
  explained.add(path);
  const claim = explainClaim(result, path);
  const next = figure.superseded_by === undefined ? figure.uses : [`claims.${figure.superseded_by}`];
  const children = seen ? [] : next.map((used) => explainOnce(result, used, explained));
  return {
    path,
    ...(figure.says !== undefined && { says: figure.says }),
    formula: figure.formula,
    kind: figure.kind,
    unit: figure.unit,
    figure,
    ...(figure.superseded_by !== undefined && { supersededBy: figure.superseded_by }),
    ...(claim !== undefined && { claim }),
    seen,
    children: children.filter((child) => child !== undefined),
  };
}

function claimId(path: string): string | undefined {
  const [first, id] = path.split(".");
  return first === "claims" ? id : undefined;
}

/** Paths come from people: `constructor` is not a figure. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

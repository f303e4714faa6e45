/** What each uncertain input of a deal stands on: a claim of a grade from a root source, a judgement, a model, the market. */
import { formatDate } from "@underwatt/engine";
import type { Prepared } from "../prepare.ts";
import { gradeOf } from "../reliance.ts";
import type { AttributionKind } from "./attribution-result.ts";

/** Groups that are no evidence of somebody. */
export const ownGroups = {
  conflict: "which of several claims is right",
  judged: "assumptions that lean on claims",
  unsupported: "assumptions that nothing supports",
  model: "errors of performance models",
  market: "what no evidence makes surer: prices to come, failures, luck",
} as const;

/**
 * The group of an input.
 * @param name of the input: the path of its figure, and what follows it where a formula has several
 */
export function groundOf(name: string, prepared: Prepared, by: AttributionKind): string {
  const { expansion, deal } = prepared;
  const path = pathOf(name, prepared);
  const { market = [] } = deal.document.evidence ?? {};
  if (market.some((entry) => entry === path || path.startsWith(`${entry}.`))) return "market";
  const [section = "", id = "", ...inside] = path.split(".");
  if (section === "claims") return ofClaim(id, prepared, by);
  if (section === "pools") return "conflict";
  if (section === "catalog")
    return by === "claim" ? path : by === "grade" ? (gradeOf(path, expansion) ?? "unsupported") : `catalog.${id}`;
  if (section === "workloads") return "model";
  if (section === "contracts") return inside.some((part) => part.endsWith("draw")) ? "market" : "unsupported";
  if (section !== "assumptions") return "unsupported";
  const written = deal.document.assumptions?.[id];
  return typeof written === "object" && written.from !== undefined ? "judged" : "unsupported";
}

function ofClaim(id: string, { expansion: { book } }: Prepared, by: AttributionKind): string {
  const claim = book.get(id);
  if (claim === undefined) return "unsupported";
  if (by === "claim") return id;
  return by === "grade" ? claim.grade : [...claim.roots].sort().join(" and ");
}

/** Path of the figure in whose formula the input is written. */
function pathOf(name: string, { graph }: Prepared): string {
  const found = [...graph.quantities.values()].find(({ inputs }) => inputs.includes(name));
  return found?.path ?? name;
}

/** Claims known on the day, of all that a figure rests on. */
export function knownClaims(ids: Iterable<string>, { expansion: { book }, asOf }: Prepared): string[] {
  return [...ids].filter((id) => {
    const claim = book.get(id);
    return claim?.value !== undefined && formatDate(claim.published) <= asOf;
  });
}

/** Documents between two states of a deal: some items as they are, others as they were. */
import { dealSchema, type DealDocument } from "../schema/deal.ts";
import { entriesIn, isRecord, itemSections, sourceNames, wholeParts } from "./items.ts";

/** A state of a deal: what it says, and which of its claims are known. */
export interface State {
  readonly document: DealDocument;
  readonly knows: (claim: string) => boolean;
}

/** Where an item of a document between two states is taken from. */
export type Side = "before" | "after";

const never = "9999-12-31";
/** Sources of a document in between: one that nobody has read yet, and the earlier state of one that was corrected. */
const unread = "not-read-yet";
const corrected = "-before-correction";

/**
 * The document in between.
 *
 * @param side from which state an item is taken, by its path; a claim that this state does not know is not known, though formulas
 * may ask whether it is
 */
export function between(before: State, after: State, side: (path: string) => Side): DealDocument {
  const stateOf = (path: string): State => (side(path) === "before" ? before : after);
  // No figure rests on these, and what they say of a claim need not hold where it is hidden.
  const { derivations: _derivations, forecasts: _forecasts, watch: _watch, ...asked } = after.document;
  const merged: Record<string, unknown> = { ...asked };
  merged["units"] = [...new Set([...(before.document.units ?? []), ...(after.document.units ?? [])])];
  for (const section of itemSections) {
    const names = new Set([
      ...Object.keys(entriesIn(before.document, section)),
      ...Object.keys(entriesIn(after.document, section)),
    ]);
    const entries = [...names].flatMap((name): [string, unknown][] => {
      if (section === "claims") return [[name, claimBetween(name, before, after, side(`claims.${name}`))]];
      const entry = entriesIn(stateOf(`${section}.${name}`).document, section)[name];
      return entry === undefined ? [] : [[name, entry]];
    });
    if (names.size > 0) merged[section] = Object.fromEntries(entries);
  }
  for (const part of wholeParts) merged[part] = stateOf(part).document[part];
  const earlier = Object.entries(before.document.sources ?? {}).map(([id, source]) => [`${id}${corrected}`, source]);
  merged["sources"] = {
    ...Object.fromEntries(earlier),
    ...before.document.sources,
    ...after.document.sources,
    [unread]: { publisher: "nobody yet", date: never, role: "press" },
  };
  return dealSchema.parse(Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)));
}

/** A claim of one side; hidden behind a source of later than any day where that side does not know it. */
function claimBetween(name: string, before: State, after: State, side: Side): unknown {
  const state = side === "before" ? before : after;
  const own = state.document.claims?.[name];
  const claim = own ?? (side === "before" ? after : before).document.claims?.[name];
  if (!isRecord(claim)) return claim;
  if (own === undefined || !state.knows(name)) return { ...claim, from: unread };
  if (side === "after") return claim;
  return { ...claim, from: sourceNames(claim["from"]).map((id) => `${id}${corrected}`) };
}

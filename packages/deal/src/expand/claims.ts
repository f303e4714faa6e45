/** Claims as quantities: each in its current reading and as printed, and the attributes of claims that formulas name. */
import { namesIn, parseFormula } from "@underwatt/engine";
import { supersededPath } from "@underwatt/evidence";
import type { BookClaim } from "../claim-book.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Message } from "../read/diagnostic.ts";
import type { Definitions } from "./definitions.ts";

/** `claims.X` is X or what stands in its place; `claims.X.printed` is X, whenever it was published. */
export function expandClaims(definitions: Definitions): void {
  const { absent, asOf, book } = definitions;
  for (const claim of book.claims) {
    const path = `claims.${claim.id}`;
    if (claim.published > asOf) absent.set(path, "later");
    else if (claim.value === undefined) absent.set(path, claim.unknown ? "unknown" : "text");
    if (claim.value === undefined) continue;
    if (!boundsAreSound(definitions, claim)) {
      absent.set(path, "broken").set(`${path}.printed`, "broken");
      continue;
    }
    const defining = { kind: "claim", at: claim.valueAt, says: claim.says, means: claim.means } as const;
    definitions.define(`${path}.printed`, claim.value, defining);
    if (claim.published <= asOf) definitions.replaceable(path, claim.value, defining);
  }
}

/** Two bounds make one formula, so a fault in either is told at its own place first. */
function boundsAreSound(definitions: Definitions, { id, bounds }: BookClaim): boolean {
  let sound = true;
  for (const [index, bound] of (bounds ?? []).entries()) {
    const parsed = parseFormula(String(bound), definitions.units);
    if (!("problem" in parsed)) continue;
    const at = ["claims", id, index === 0 ? "at_least" : "at_most"];
    definitions.error(parsed.problem, definitions.placeIn(at, String(bound), parsed.problem.at));
    sound = false;
  }
  return sound;
}

/** Attributes that some formula names, such as `claims.rate.published`. */
export function expandAttributes(definitions: Definitions): void {
  for (const { expression } of definitions.definitions.values()) {
    for (const { path } of namesIn(expression)) {
      const [, id = "", name = ""] = /^claims\.(.+)\.([a-z-]+)$/.exec(path) ?? [];
      const isEnd = name === "low" || name === "high";
      // What a claim says is known with the claim; that there is one, and when it was published, may be asked before.
      if (isEnd && (definitions.book.get(id)?.published ?? -Infinity) > definitions.asOf) {
        definitions.absent.set(path, "later");
        continue;
      }
      const attribute = definitions.book.attribute(id, name, definitions.asOf);
      if (attribute === undefined || definitions.definitions.has(path)) continue;
      const { formula, ...defining } = attribute;
      definitions.define(path, formula, { kind: "claim", ...defining });
    }
  }
}

/** What claims say they replace, also those that are not known yet. */
export function checkSuperseded(definitions: Definitions): void {
  const { deal, book } = definitions;
  const { model = {}, assumptions = {} } = deal.document;
  const known = new Set([
    ...book.claims.map((claim) => `claims.${claim.id}`),
    ...Object.keys(assumptions).map((id) => `assumptions.${id}`),
    ...Object.keys(model).map((id) => `model.${id}`),
  ]);
  for (const { id, supersedes } of book.claims) {
    for (const [index, entry] of supersedes.entries()) {
      const path = supersededPath(entry);
      const itself = path === `claims.${id}`;
      if (known.has(path) && !itself) continue;
      const at = ["claims", id, "supersedes"];
      const list = deal.source(at) === undefined;
      const said: Message = {
        message: itself ? "a claim cannot supersede itself" : `there is no "${path}" to supersede`,
        expected: "a claim, an assumption or a figure of the model",
        hint: itself ? undefined : didYouMean(entry, known),
      };
      definitions.error(said, deal.locate(list ? [...at, index] : at));
    }
  }
}

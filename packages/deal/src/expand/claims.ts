/** Claims as quantities: each in its current reading and as printed, and the attributes of claims that formulas name. */
import { namesIn, parseDate, parseFormula } from "@underwatt/engine";
import { supersededPath, type Reason, type SourceRole } from "@underwatt/evidence";
import type { BookClaim } from "../claim-book.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Message } from "../read/diagnostic.ts";
import type { Definitions } from "./definitions.ts";
import { widen, type Widened } from "./widen.ts";

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
    if (claim.published > asOf) continue;
    const widened = definitions.isReplaced(path)
      ? undefined
      : widen(claim, reasonsOf(claim, definitions), definitions.reading, definitions.units);
    if (widened === undefined) definitions.replaceable(path, claim.value, defining);
    else expandWidened(definitions, claim, widened);
  }
}

/** A claim that its grade made unsure: what it states and how far that may be off are figures of their own. */
function expandWidened(definitions: Definitions, claim: BookClaim, { value, parts, ...widening }: Widened): void {
  const path = `claims.${claim.id}`;
  const defining = { kind: "claim", at: claim.valueAt, means: claim.means } as const;
  for (const { name, formula, says } of parts) {
    definitions.define(`${path}.${name}`, formula, { ...defining, says: `${says}: ${claim.says}`, means: undefined });
  }
  definitions.define(path, value, { ...defining, says: claim.says });
  definitions.widened.set(claim.id, widening);
}

const daysOfYear = 365.25;

/** Why a claim is less sure than its grade says, on the day. */
function reasonsOf(claim: BookClaim, { asOf }: Definitions): Reason[] {
  const written = claim.reasons.map((name) => ({ name, times: 1 }));
  const years = (asOf - (parseDate(claim.asOf ?? "") ?? asOf)) / daysOfYear;
  const seen: (Reason | false)[] = [
    claim.scopeChange !== undefined && { name: "scope", times: 1 },
    years > 0.5 && { name: "age", times: years },
    claim.grade !== "disclosed" && claim.roles.some(hasInterest) && { name: "interested", times: 1 },
    claim.grade === "reported" && claim.roots.length === 1 && { name: "single-root", times: 1 },
  ];
  const found = seen.filter((reason) => reason !== false);
  return [...written, ...found.filter(({ name }) => !claim.reasons.includes(name))];
}

function hasInterest(role: SourceRole): boolean {
  return role === "party" || role === "investor";
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

/** Findings in documents into draft claims, held against the deal that they are for. */
import { cleanText, findingsIn, slug, type IntakeFinding, type ReadDocument } from "@underwatt/evidence";
import type { DealText } from "../read/read-deal.ts";
import { relate, type Relation } from "./compare.ts";
import { intakeVersion, type Intake, type IntakeDraft } from "./intake-result.ts";
import { ledgerOf } from "./ledger.ts";

/** Characters of a quoted sentence; what is longer is cut, and says so. */
const longestQuote = 400;

/** Drafts of one document; what has more numbers is a table, and no prose. */
const mostDrafts = 10_000;

/** @param deal the deal whose claims are compared; without, drafts are compared with each other only */
export function intake(documents: readonly ReadDocument[], deal?: DealText): Intake {
  const ledger = deal === undefined ? undefined : ledgerOf(deal);
  const drafts: Record<string, IntakeDraft> = {};
  const read: Intake["documents"] = [];
  const names = new Set<string>();
  const seen = new Map<string, string>();
  for (const document of documents) {
    const name = freeName(document.file, names);
    const all = findingsIn(document);
    const findings = all.slice(0, mostDrafts);
    const leftOut = all.length - findings.length;
    read.push({
      file: cleanText(document.file),
      name,
      drafts: findings.length,
      ...(leftOut === 0 ? {} : { left_out: leftOut }),
    });
    for (const [index, finding] of findings.entries()) {
      const id = `${name}-${index + 1}`;
      const relation = ledger === undefined ? none : relate(finding, ledger);
      const claim = claimOf(finding, name, relation);
      const key = [claim.is, claim.states, claim.at_least, claim.at_most, claim.about, claim.quantity].join("|");
      const earlier = seen.get(key);
      if (earlier === undefined) seen.set(key, id);
      const duplicates = [
        ...relation.duplicates.map((found) => found.id),
        ...(earlier === undefined ? [] : [`drafts.${earlier}`]),
      ];
      const contradicts = relation.contradicts.map((found) => found.id);
      drafts[id] = {
        status: "unreviewed",
        claim,
        found: placeOf(finding),
        ...(duplicates.length === 0 ? {} : { duplicates }),
        ...(contradicts.length === 0 ? {} : { contradicts }),
      };
    }
  }
  return {
    schema: intakeVersion,
    ...(deal === undefined ? {} : { deal: deal.document.deal }),
    documents: read,
    drafts,
  };
}

const none: Relation = { duplicates: [], contradicts: [] };

/** A name for a document that no other has. */
function freeName(file: string, names: Set<string>): string {
  const base =
    file
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.[A-Za-z0-9]{1,5}$/, "") ?? "";
  const wanted = slug(base.slice(0, 40)) ?? "document";
  let name = wanted;
  for (let count = 2; names.has(name); count++) name = `${wanted}-${count}`;
  names.add(name);
  return name;
}

function claimOf(finding: IntakeFinding, from: string, { duplicates: [same] }: Relation): IntakeDraft["claim"] {
  const about = same?.about ?? finding.names.about;
  return {
    ...valueOf(finding),
    grade: finding.grade.grade,
    from,
    ...(about === undefined ? {} : { about }),
    quantity: same?.quantity ?? finding.names.quantity,
    says: cut(finding.sentence),
  };
}

function valueOf({ item }: IntakeFinding): Pick<IntakeDraft["claim"], "is" | "states" | "at_least" | "at_most"> {
  if (item.kind === "date") {
    // A year, or a day without one, is a statement: the deal language has no such date.
    if (!/^\d{4}-\d\d/.test(item.date)) return { states: item.printed };
    return bounded(item.date, item.bound);
  }
  const [low, high] = item.written;
  return low === high ? bounded(low, item.bound) : { is: `${low} to ${high}` };
}

function bounded(value: string, bound: "floor" | "ceiling" | undefined): ReturnType<typeof valueOf> {
  if (bound === undefined) return { is: value };
  return bound === "floor" ? { at_least: value } : { at_most: value };
}

function placeOf({
  file,
  line,
  page,
  sentence,
  item,
  doubt,
  dates,
  speaker,
  grade,
}: IntakeFinding): IntakeDraft["found"] {
  const counts = item.kind === "quantity" ? item.counts : undefined;
  return {
    file: cleanText(file),
    ...(line === undefined ? {} : { line }),
    ...(page === undefined ? {} : { page }),
    quote: cut(sentence),
    printed: cut(item.printed),
    ...(item.hedges.length === 0 ? {} : { hedges: [...item.hedges] }),
    ...(doubt.length === 0 ? {} : { doubt: [...doubt] }),
    ...(dates.length === 0 ? {} : { dates: [...dates] }),
    ...(speaker === undefined ? {} : { speaker: speaker.name }),
    ...(counts === undefined ? {} : { counts: cut(counts) }),
    grade: grade.because,
  };
}

function cut(text: string): string {
  return text.length <= longestQuote ? text : `${text.slice(0, longestQuote).replace(/[\uD800-\uDBFF]$/, "")} ...`;
}

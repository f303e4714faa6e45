/** A deal as items that can change one by one: each claim, assumption, figure, contract and so on, without its prose. */
import { sorted } from "../canonical.ts";
import type { DealDocument } from "../schema/deal.ts";

/** Sections whose entries change one by one. */
export const itemSections = [
  "claims",
  "assumptions",
  "pools",
  "accelerators",
  "models",
  "fleets",
  "workloads",
  "contracts",
  "prices",
  "projects",
  "parties",
  "games",
  "links",
  "model",
  "thesis",
] as const;

/** Parts that change as a whole and bear on every figure. */
export const wholeParts = ["calendar", "currency", "correlations", "drivers", "evidence", "sampling"] as const;
export type WholePart = (typeof wholeParts)[number];

/** Sections on which no key figure and no thesis rests, and those that are read with what names them. */
export const otherSections = [
  "units",
  "sources",
  "conflicts",
  "derivations",
  "breakers",
  "watch",
  "decisions",
  "scenarios",
  "forecasts",
  "entities",
  "drafts",
] as const;

/** The entries of a section, by name. */
export function entriesIn(document: DealDocument, section: string): Readonly<Record<string, unknown>> {
  const entries: unknown = new Map<string, unknown>(Object.entries(document)).get(section);
  return isRecord(entries) ? entries : {};
}

/** What explains an item and does not enter a figure. */
const prose = new Set(["says", "note", "because", "effect", "tests", "key", "title", "breakers"]);

/**
 * The items of a deal by path, such as `claims.rate` or `calendar`: equal items, in whatever order their keys stand and whatever
 * they are told in, are equal texts. A claim holds what its sources say of its day and its voices.
 */
export function itemsOf(document: DealDocument): Map<string, string> {
  const items = new Map<string, string>();
  for (const section of itemSections) {
    for (const [name, entry] of Object.entries(entriesIn(document, section))) {
      items.set(`${section}.${name}`, textOf(section === "claims" ? withSources(entry, document) : entry));
    }
  }
  for (const part of wholeParts) {
    if (document[part] !== undefined) items.set(part, textOf(document[part]));
  }
  return items;
}

function textOf(entry: unknown): string {
  // `1 USD` and `{ is: 1 USD }` are one thing.
  const whole: unknown = isRecord(entry) || Array.isArray(entry) ? entry : { is: entry };
  if (!isRecord(whole)) return JSON.stringify(sorted(whole));
  return JSON.stringify(sorted(Object.fromEntries(Object.entries(whole).filter(([key]) => !prose.has(key)))));
}

/** A claim with the day, the role and the root of each source in the place of their names, so that a source's name is none of it. */
function withSources(claim: unknown, { sources = {} }: DealDocument): unknown {
  if (!isRecord(claim)) return claim;
  const from = sourceNames(claim["from"]).map((id) => {
    const source = sources[id];
    return source === undefined ? id : { date: source.date, role: source.role, root: source.root ?? source.publisher };
  });
  return { ...claim, from };
}

export function sourceNames(from: unknown): string[] {
  return (Array.isArray(from) ? from : [from]).filter((id): id is string => typeof id === "string");
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every text among the values of an item, which may name other items. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isRecord(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** The item that a path of the graph belongs to: `contracts.lease` of `contracts.lease.firm`. */
export function itemOfPath(path: string): string {
  return path.split(".").slice(0, 2).join(".");
}

/** Whether a text names an item: by its path, or, but for claims, by its bare name. */
export function namesItem(text: string, path: string): boolean {
  const [section = "", name = ""] = path.split(".");
  return hasWord(text, path) || (section !== "claims" && hasWord(text, name));
}

/** Whether a path or name stands in a text, not as a part of a longer one; `claims.a` stands in `claims.a.low`. */
export function hasWord(text: string, word: string): boolean {
  return new RegExp(`(?<![\\w.-])${escaped(word)}(?![\\w-])`).test(text);
}

export function escaped(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Claims, assumptions and figures that only changed their name: the earlier deal told in the names of the later one. */
import { dealSchema, type DealDocument } from "../schema/deal.ts";
import { escaped, isRecord, itemsOf } from "./items.ts";

export interface Rename {
  /** Paths, such as `claims.rate`. */
  readonly from: string;
  readonly to: string;
}

/** Sections in which a name is a label that formulas use; what a component is called is what people know it by. */
const renamable = ["claims", "assumptions", "model"] as const;
/** Keys that list claims by bare name. */
const listsOfClaims = new Set(["supersedes", "of", "between", "answered_by", "from", "tests"]);

/**
 * What was renamed, and the earlier document with the new names in it. Only an item whose content is that of one new item, and of
 * no other, counts. What names a renamed item may be renamed, too, so that this goes on until nothing more is found.
 */
export function withNewNames(
  before: DealDocument,
  after: DealDocument,
): { readonly document: DealDocument; readonly renames: readonly Rename[] } {
  const renames: Rename[] = [];
  let document = before;
  for (;;) {
    const found = renamesBetween(document, after);
    if (found.length === 0) return { document, renames };
    const told = dealSchema.safeParse(found.reduce<unknown>((text, rename) => renamed(text, rename, []), document));
    // A name that is also a word of the language cannot be told apart from it: then what was renamed counts as another thing.
    if (!told.success) return { document, renames };
    renames.push(...found);
    document = told.data;
  }
}

function renamesBetween(before: DealDocument, after: DealDocument): Rename[] {
  const [then, now] = [itemsOf(before), itemsOf(after)];
  const only = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): [string, string][] =>
    [...one].filter(([path]) => !other.has(path) && renamable.some((section) => path.startsWith(`${section}.`)));
  const [gone, come] = [only(then, now), only(now, then)];
  return gone.flatMap(([from, content]) => {
    const [section = ""] = from.split(".");
    const alike = ([path, text]: [string, string]): boolean => text === content && path.startsWith(`${section}.`);
    const [to, another] = come.filter(alike);
    return to === undefined || another !== undefined || gone.filter(alike).length > 1 ? [] : [{ from, to: to[0] }];
  });
}

/** A value with every mention of a path by its new name. */
function renamed(value: unknown, rename: Rename, at: readonly string[]): unknown {
  if (typeof value === "string") return renamedText(value, rename, at.at(-1) ?? "");
  if (Array.isArray(value)) return value.map((entry) => renamed(entry, rename, at));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [renamedKey(key, rename, at), renamed(entry, rename, [...at, key])]),
  );
}

function renamedKey(key: string, rename: Rename, at: readonly string[]): string {
  const [section, name] = rename.from.split(".");
  const isItem = at.length === 1 && at[0] === section && key === name;
  const isWeight = at[0] === "pools" && at.at(-1) === "weights" && section === "claims" && key === name;
  if (isItem || isWeight) return rename.to.split(".")[1] ?? key;
  return key === rename.from ? rename.to : key;
}

function renamedText(text: string, { from, to }: Rename, key: string): string {
  const [section = "", name = ""] = from.split(".");
  const [, newName = ""] = to.split(".");
  if (section === "claims" && listsOfClaims.has(key) && text === name) return newName;
  const full = text.replaceAll(new RegExp(`(?<![\\w.-])${escaped(from)}(?![\\w-])`, "g"), to);
  if (section === "claims" || prose.has(key)) return full;
  return full.replaceAll(new RegExp(`(?<![\\w.-])${escaped(name)}(?![\\w-])`, "g"), newName);
}

const prose = new Set(["says", "because", "note", "title", "asks", "then", "disagree", "reading", "about"]);

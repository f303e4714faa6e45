/** What changed, for people: an item before and after, in a formula or in its author's words. */
import { formatDate } from "@underwatt/engine";
import type { Prepared } from "../prepare.ts";
import type { DealDocument } from "../schema/deal.ts";
import type { ItemChange } from "./diff-result.ts";
import { entriesIn, isRecord } from "./items.ts";
import type { Mover, What } from "./movers.ts";

/** The name of a group: the paths in it. */
export function groupName({ paths }: Mover): string {
  return paths.join(" + ");
}

export function describeChange(path: string, what: What, before: Prepared, after: Prepared): ItemChange {
  const [was, is] = [entryOf(path, before.deal.document), entryOf(path, after.deal.document)];
  const [then, now] = [what === "new" ? undefined : formulaOf(was), what === "gone" ? undefined : formulaOf(is)];
  const says = saysOf(what === "gone" ? was : is);
  return {
    path,
    what,
    ...(says === undefined ? {} : { says }),
    ...(then === undefined ? {} : { before: then }),
    ...(now === undefined ? {} : { after: now }),
    ...(path.startsWith("claims.") ? claimed(path.slice("claims.".length), what === "gone" ? before : after) : {}),
  };
}

function claimed(id: string, { expansion }: Prepared): Partial<ItemChange> {
  const claim = expansion.book.get(id);
  if (claim === undefined) return {};
  const replaces = expansion.supersessions.filter(({ by }) => by === id).map(({ path }) => path);
  return {
    ...(Number.isFinite(claim.published) ? { published: formatDate(claim.published) } : {}),
    grade: claim.grade,
    sources: [...claim.sources],
    ...(replaces.length === 0 ? {} : { replaces }),
  };
}

function entryOf(path: string, document: DealDocument): unknown {
  const [section = "", name = ""] = path.split(".");
  return entriesIn(document, section)[name];
}

/** The one formula, value or text that an item is; undefined of what has several. */
function formulaOf(entry: unknown): string | undefined {
  if (!isRecord(entry)) return scalar(entry);
  const single = scalar(entry["is"] ?? entry["states"] ?? entry["holds_if"]);
  if (single !== undefined) return single;
  const [least, most] = [scalar(entry["at_least"]), scalar(entry["at_most"])];
  const bounds = [
    least === undefined ? [] : [`at least ${least}`],
    most === undefined ? [] : [`at most ${most}`],
  ].flat();
  return bounds.length === 0 ? undefined : bounds.join(", ");
}

function scalar(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

function saysOf(entry: unknown): string | undefined {
  const says = isRecord(entry) ? (entry["says"] ?? entry["states"]) : undefined;
  return typeof says === "string" ? says : undefined;
}

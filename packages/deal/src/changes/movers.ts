/** What changed between two states of a deal, in groups that move as one. */
import type { Supersession } from "@underwatt/evidence";
import type { DealDocument } from "../schema/deal.ts";
import type { Side, State } from "./hybrid.ts";
import { hasWord, itemsOf, namesItem, textsIn } from "./items.ts";

export type What = "new" | "gone" | "changed";

/** Items that are swapped together. */
export interface Mover {
  /** In alphabetical order. */
  readonly paths: readonly string[];
  /** Day on which the first of its claims became known; undefined of what no source dates. */
  readonly day: number | undefined;
}

/** All that changed. */
export interface Changed {
  readonly items: ReadonlyMap<string, What>;
  readonly movers: readonly Mover[];
  /** From which state an item comes once these movers moved. */
  side(path: string, moved: ReadonlySet<Mover>): Side;
}

/** A state with what the rules of evidence make of it. */
export interface Known extends State {
  /** Day of publication of a claim, in days since 1970-01-01. */
  readonly published: (claim: string) => number | undefined;
  readonly supersessions: readonly Supersession[];
}

/**
 * Finds what changed. A claim is new when it became known, gone when it no longer is. Claims computed from others that came
 * with them are no movers: such a claim is there once all that it names are, so that what it replaces is done by them together.
 * What cannot stand without another, such as a formula with a new name in it, moves with it; and so does a claim that came and
 * was replaced between the two states.
 */
export function changesBetween(before: Known, after: Known): Changed {
  const items = changedItems(before, after);
  const computed = computedClaims(items, before, after);
  const single = [...items.keys()].filter((path) => !computed.has(path)).sort();
  const groups = new Groups(single);
  glueEdits(groups, single, items, before, after);
  glueReplaced(groups, items, after.supersessions);
  const movers = groups.all().map((paths): Mover => {
    const days = paths.flatMap((path) => (isClaim(path) ? (after.published(nameOf(path)) ?? []) : []));
    return { paths, day: days.length === 0 ? undefined : days.reduce((low, day) => Math.min(low, day), Infinity) };
  });
  const moverOf = new Map(movers.flatMap((mover) => mover.paths.map((path): [string, Mover] => [path, mover])));
  const side = (path: string, moved: ReadonlySet<Mover>): Side => {
    const parts = computed.get(path);
    if (parts !== undefined) {
      const sides = parts.map((part) => side(part, moved));
      return (items.get(path) === "new" ? sides.every(isAfter) : sides.some(isAfter)) ? "after" : "before";
    }
    const mover = moverOf.get(path);
    return mover === undefined || moved.has(mover) ? "after" : "before";
  };
  return { items, movers, side };
}

const isAfter = (side: Side): boolean => side === "after";
const isClaim = (path: string): boolean => path.startsWith("claims.");
const nameOf = (path: string): string => path.slice(path.indexOf(".") + 1);

function changedItems(before: Known, after: Known): Map<string, What> {
  const [then, now] = [itemsOf(before.document), itemsOf(after.document)];
  const changed = new Map<string, What>();
  for (const path of [...new Set([...then.keys(), ...now.keys()])].sort()) {
    const known = ({ knows }: State, items: ReadonlyMap<string, string>): boolean =>
      items.has(path) && (!isClaim(path) || knows(nameOf(path)));
    const [was, is] = [known(before, then), known(after, now)];
    if (!was && !is) continue;
    if (was !== is) changed.set(path, is ? "new" : "gone");
    else if (then.get(path) !== now.get(path)) changed.set(path, "changed");
  }
  return changed;
}

/** Claims that came or went and are computed from others that did, with those. */
function computedClaims(
  items: ReadonlyMap<string, What>,
  before: State,
  after: State,
): ReadonlyMap<string, readonly string[]> {
  const moving = [...items].filter(([path, what]) => isClaim(path) && what !== "changed");
  const found = new Map<string, readonly string[]>();
  for (const [path, what] of moving) {
    const { claims = {} } = (what === "new" ? after : before).document;
    const texts = valueTexts(claims[nameOf(path)]);
    const named = moving.flatMap(([other, kind]) =>
      other !== path && kind === what && texts.some((text) => hasWord(text, other)) ? [other] : [],
    );
    if (named.length > 0) found.set(path, named);
  }
  return found;
}

/** A state in which some claims are not known, and nothing that is computed from them. */
export function without(state: Known, hidden: readonly string[]): Known {
  const { claims = {} } = state.document;
  const gone = new Set(hidden);
  for (let more = true; more;) {
    const named = Object.keys(claims).filter(
      (id) =>
        !gone.has(id) &&
        [...gone].some((other) => valueTexts(claims[id]).some((text) => hasWord(text, `claims.${other}`))),
    );
    for (const id of named) gone.add(id);
    more = named.length > 0;
  }
  return { ...state, knows: (claim) => !gone.has(claim) && state.knows(claim) };
}

/** The formulas of a claim's value. */
function valueTexts(claim: NonNullable<DealDocument["claims"]>[string] | undefined): string[] {
  return textsIn([claim?.is, claim?.at_least, claim?.at_most]);
}

/** Joins what was edited with what came or went and is named in it. */
function glueEdits(
  groups: Groups,
  single: readonly string[],
  items: ReadonlyMap<string, What>,
  before: State,
  after: State,
): void {
  const [then, now] = [itemsOf(before.document), itemsOf(after.document)];
  const names = (items: ReadonlyMap<string, string>, path: string, other: string): boolean =>
    textsIn(parsed(items.get(path))).some((text) => namesItem(text, other));
  for (const path of single) {
    if (isClaim(path)) continue;
    for (const other of single) {
      if (other === path || items.get(other) === "changed" || !other.includes(".")) continue;
      const [was, is] = [names(then, path, other), names(now, path, other)];
      // That a claim is named before anybody made it is no fault: what names it waits.
      if (isClaim(other) ? was !== is : was || is) groups.join(path, other);
    }
  }
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}

function glueReplaced(groups: Groups, items: ReadonlyMap<string, What>, supersessions: readonly Supersession[]): void {
  for (const { path, by } of supersessions) {
    if (items.get(path) === "new" && items.get(`claims.${by}`) === "new") groups.join(path, `claims.${by}`);
  }
}

/** Sets that join. */
class Groups {
  private readonly group = new Map<string, Set<string>>();

  constructor(members: readonly string[]) {
    for (const member of members) this.group.set(member, new Set([member]));
  }

  /** Nothing where one of them is no member. */
  join(one: string, other: string): void {
    const [left, right] = [this.group.get(one), this.group.get(other)];
    if (left === undefined || right === undefined || left === right) return;
    for (const member of right) {
      left.add(member);
      this.group.set(member, left);
    }
  }

  all(): (readonly string[])[] {
    return [...new Set(this.group.values())].map((members) => [...members].sort());
  }
}

/** The watch list of a deal: what is due, what was answered by which claim, and what that moved. */
import { formatDate, parseDate } from "@underwatt/engine";
import { aboutOf, sampledRunOf } from "../analysis/shared-schema.ts";
import type { Worth } from "../analysis/worth-result.ts";
import { compare } from "../compare.ts";
import { fullPath } from "../expand/overrides.ts";
import { prepare, type Prepared } from "../prepare.ts";
import type { Cell, Result } from "../result.ts";
import { between } from "./hybrid.ts";
import { cellIn, knownIn, resultOf, tolerance } from "./known.ts";
import { without } from "./movers.ts";
import { pathsUnder, targetsOf } from "./reach.ts";
import { watchVersion, type Watch, type WatchItem } from "./watch-result.ts";

export interface WatchOptions {
  /** What facts are worth, where that was computed. */
  readonly worth?: Worth | undefined;
  /** Awaited between runs, to let others have a turn. */
  readonly pause?: (() => Promise<void>) | undefined;
  /** Called after each item with items done, of all. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

const states = ["overdue", "due", "waiting", "answered"] as const;

/** The watch list on the day that a deal is prepared for. */
export async function watch(prepared: Prepared, { worth, pause, progress }: WatchOptions = {}): Promise<Watch> {
  const { document } = prepared.deal;
  const entries = Object.entries(document.watch ?? {});
  const settled = entries.flatMap(([, { settles }]) => (settles === undefined ? [] : [fullPath(document, settles)]));
  const tests = [...Object.keys(document.thesis ?? {}).map((id) => `thesis.${id}`), ...breakersOf(prepared)];
  const paths = [...new Set([...targetsOf(prepared), ...tests, ...settled])];
  const now = await resultOf(prepared, paths);
  const items: [string, WatchItem][] = [];
  for (const [index, [id]] of entries.entries()) {
    await pause?.();
    items.push([id, await itemOf(prepared, id, now, paths, worth)]);
    progress?.(index + 1, entries.length);
  }
  items.sort(
    ([, left], [, right]) =>
      states.indexOf(left.state) - states.indexOf(right.state) || compareDays(left.due, right.due),
  );
  return {
    schema: watchVersion,
    ...aboutOf(prepared),
    run: sampledRunOf(prepared),
    items: Object.fromEntries(items),
  };
}

function breakersOf({ deal }: Prepared): string[] {
  return Object.keys(deal.document.breakers ?? {}).map((id) => `breakers.${id}`);
}

function compareDays(left = "9999", right = "9999"): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

async function itemOf(
  prepared: Prepared,
  id: string,
  now: Result,
  paths: readonly string[],
  worth: Worth | undefined,
): Promise<WatchItem> {
  const { document } = prepared.deal;
  const written = document.watch?.[id];
  const known = now.watch[id];
  if (written === undefined || known === undefined) throw new Error(`there is no ${id} on the watch list`);
  const { asks, due, state, answered_by: claims } = known;
  const day = due === undefined ? undefined : parseDate(due);
  const settles = written.settles === undefined ? undefined : fullPath(document, written.settles);
  const value = worth === undefined || settles === undefined ? [] : worthOf(prepared, settles, worth);
  return {
    asks,
    state,
    ...(due === undefined || day === undefined ? {} : { due, days: day - (parseDate(prepared.asOf) ?? 0) }),
    ...(written.accepts === undefined ? {} : { accepts: written.accepts }),
    ...(settles === undefined ? {} : { settles: await settledOf(prepared, settles, claims, now) }),
    tests: testsOf(prepared, settles, known.breaker, now),
    answers: claims.flatMap((claim) => {
      const { says, printed, grade, published } = now.claims[claim] ?? {};
      if (says === undefined || printed === undefined || grade === undefined || published === undefined) return [];
      return [{ claim, says, printed, grade, published }];
    }),
    moved: claims.length === 0 ? [] : await movedBy(prepared, claims, now, paths),
    ...(worth === undefined ? {} : { worth: value }),
  };
}

async function settledOf(
  prepared: Prepared,
  path: string,
  claims: readonly string[],
  now: Result,
): Promise<WatchItem["settles"]> {
  const figure = now.figures[path];
  const says = figure?.says ?? prepared.expansion.origins.get(path)?.says;
  const settled = {
    path,
    ...(says === undefined ? {} : { says }),
    unit: figure?.unit ?? "",
    value: figure?.value ?? null,
  };
  const first = claims.reduce(
    (low, id) => Math.min(low, prepared.expansion.book.get(id)?.published ?? Infinity),
    Infinity,
  );
  if (!Number.isFinite(first)) return settled;
  const asOf = formatDate(first - 1);
  const { deal, catalog, options } = prepared;
  const earlier = prepare(deal, catalog, { ...options, asOf });
  if ("diagnostics" in earlier) return settled;
  const { figures } = await resultOf(earlier.prepared, [path]);
  const { unit, value = null } = figures[path] ?? { unit: "" };
  const { units } = prepared.expansion;
  return { ...settled, before: { as_of: asOf, value: cellIn(value, unit, { unit: settled.unit, units }) } };
}

/** Theses and breakers that lead back to the figure, and the breaker that the item names. */
function testsOf(
  prepared: Prepared,
  settles: string | undefined,
  named: string | undefined,
  { thesis, breakers }: Result,
): WatchItem["tests"] {
  const bears = (path: string): boolean =>
    settles !== undefined && prepared.graph.quantities.has(path) && pathsUnder(prepared, path).has(settles);
  return [
    ...Object.entries(thesis).flatMap(([id, { says, holds_if: formula, probability }]) =>
      bears(`thesis.${id}`) ? [{ path: `thesis.${id}`, says, formula, probability }] : [],
    ),
    ...Object.entries(breakers).flatMap(([id, { says, trips_if: formula, probability, then }]) =>
      id === named || bears(`breakers.${id}`) ? [{ path: `breakers.${id}`, says, formula, probability, then }] : [],
    ),
  ];
}

/** Today beside today had the answers, and what is computed from them, not come. */
async function movedBy(
  prepared: Prepared,
  claims: readonly string[],
  now: Result,
  paths: readonly string[],
): Promise<WatchItem["moved"]> {
  const state = knownIn(prepared);
  const document = between(without(state, claims), state, () => "before");
  const { deal, catalog, options, asOf } = prepared;
  const other = prepare(deal.holding(document), catalog, { ...options, asOf });
  if ("diagnostics" in other) return [];
  const then = await resultOf(other.prepared, paths);
  const { figures, thesis } = compare(then, now);
  const isTest = (path: string): boolean => /^(?:thesis|breakers)\./.test(path);
  return [
    ...figures.flatMap(({ path, says, unit, unitBefore = unit, before, after }) => {
      const was = cellIn(before, unitBefore, { unit, units: prepared.expansion.units });
      return isTest(path) || isSame(was, after) ? [] : [moveOf({ path, says, unit, without: was, with: after })];
    }),
    ...thesis.flatMap(({ id, before, after }) => {
      const state = after ?? before;
      if (state === undefined) return [];
      const [was, is] = [before?.probability ?? null, after?.probability ?? null];
      return [moveOf({ path: `thesis.${id}`, says: state.says, unit: "probability", without: was, with: is })];
    }),
  ];
}

function isSame(one: Cell, other: Cell): boolean {
  if (typeof one !== "number" || typeof other !== "number") return one === other;
  return Math.abs(one - other) <= tolerance * Math.max(Math.abs(one), Math.abs(other));
}

function moveOf({
  says,
  ...move
}: Omit<WatchItem["moved"][number], "says"> & { says: string | undefined; without: Cell }) {
  return { ...move, ...(says === undefined ? {} : { says }) };
}

/** Facts on which the figure rests, by value; those that are worth nothing are left out. */
function worthOf(prepared: Prepared, settles: string, { decisions }: Worth): NonNullable<WatchItem["worth"]> {
  const under = pathsUnder(prepared, settles);
  return Object.entries(decisions).flatMap(([decision, { unit, facts }]) =>
    facts
      .filter(({ path, value }) => under.has(path) && (value.low ?? 0) > 0)
      .map(({ path, value, thresholds, unit: of }) => ({
        decision,
        fact: path,
        unit,
        value,
        thresholds: thresholds.map((threshold) => ({ ...threshold, unit: of })),
      })),
  );
}

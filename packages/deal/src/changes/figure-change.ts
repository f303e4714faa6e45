/** What changed one figure: each group's share of the change. */
import type { Result } from "../result.ts";
import { groupName } from "./describe.ts";
import type { FigureChange } from "./diff-result.ts";
import { numberOf, tolerance } from "./known.ts";
import type { Mover } from "./movers.ts";
import { shareOut } from "./shares.ts";
import type { States } from "./states.ts";

function daysOf(movers: readonly Mover[]): (number | undefined)[] {
  return movers.map(({ day }) => day);
}

/**
 * What changed a figure.
 * @param all every group of items that changed
 * @returns undefined where it did not change, or either state has no such figure: then it appeared or went
 */
export async function changeOf(
  path: string,
  { then, now }: { readonly then: Result; readonly now: Result },
  all: readonly Mover[],
  states: States,
): Promise<FigureChange | undefined> {
  const [was, is] = [then.figures[path], now.figures[path]];
  if (was?.value === undefined || is?.value === undefined) return undefined;
  const { unit, says } = is;
  const { units } = states;
  const [before, after] = [numberOf(then, path, { unit, units }), numberOf(now, path, { units })];
  const change = after - before;
  const least = tolerance * Math.max(Math.abs(before), Math.abs(after));
  if (Math.abs(change) <= least) return undefined;
  const inUnit = was.unit === unit || !Number.isFinite(before) ? was.value : before;
  const told = { ...(says === undefined ? {} : { says }), unit, before: inUnit, after: is.value };
  if (!Number.isFinite(change))
    return {
      ...told,
      ...(was.unit === unit ? {} : { unit_before: was.unit }),
      change: null,
      method: "none",
      parts: [],
    };
  const bearing = new Set(states.bearingAtEnds(path));
  let movers = all.filter((mover) => bearing.has(mover));
  const value = async (moved: ReadonlySet<number>): Promise<number> => {
    const reached = await states.reached(movers.filter((_, index) => !moved.has(index)));
    for (const mover of reached?.bearing.get(path) ?? []) bearing.add(mover);
    return reached === undefined ? NaN : numberOf(reached.result, path, { unit, units });
  };
  // Where one claim is not known yet, another may bear on the figure that none leads to at either end: a few states show most.
  for (let known = -1; known < movers.length;) {
    known = movers.length;
    for (const index of movers.keys()) await value(new Set([...movers.keys()].filter((other) => other !== index)));
    movers = all.filter((mover) => bearing.has(mover));
  }
  let shares = await shareOut(daysOf(movers), value);
  while (bearing.size > movers.length) {
    movers = all.filter((mover) => bearing.has(mover));
    shares = await shareOut(daysOf(movers), value);
  }
  const { method, amounts } = shares;
  const part = (by: string, amount: number): FigureChange["parts"][number] => ({
    by,
    amount,
    share: amount / change,
  });
  if (amounts.some((amount) => !Number.isFinite(amount))) {
    return { ...told, change, method: "together", parts: [part(movers.map(groupName).join(" + "), change)] };
  }
  const parts = movers
    .map((mover, index) => part(groupName(mover), amounts[index] ?? 0))
    .filter(({ amount }) => Math.abs(amount) > least)
    .sort((left, right) => Math.abs(right.amount) - Math.abs(left.amount));
  const rest = change - parts.reduce((sum, { amount }) => sum + amount, 0);
  return { ...told, change, method, parts, ...(Math.abs(rest) > least * 10 ? { rest } : {}) };
}

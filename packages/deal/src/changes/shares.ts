/** Shares of a change: what each mover did to a value, with what several did together shared out alike. */

/** Most movers whose every combination is computed: 64 of them. */
export const mostTogether = 6;

/** How a change was shared out: over all combinations, over those of each day in turn, or in a row. */
export type Method = "shapley" | "by-day" | "in-a-row";

export interface Shares {
  readonly method: Method;
  /** Of each mover, in the order given; their sum is the whole change. NaN where some combination has no value. */
  readonly amounts: readonly number[];
}

/**
 * Shares out a change. Up to six movers: Shapley's value, the mean of what each adds over all orders, so that no order counts and
 * what two do only together is halved. More: days in the order in which they came, those of a day by Shapley; a day of more
 * than six in a row, the one first that does most by itself.
 *
 * @param days of the movers, in days since 1970-01-01; undefined of what has none, which comes last
 * @param value with these movers moved (by index) and the others not
 */
export async function shareOut(
  days: readonly (number | undefined)[],
  value: (moved: ReadonlySet<number>) => Promise<number>,
): Promise<Shares> {
  const all = days.map((_, index) => index);
  const amounts = all.map(() => 0);
  if (all.length <= mostTogether) {
    await addShapley(all, [], value, amounts);
    return { method: "shapley", amounts };
  }
  let method: Method = "by-day";
  const moved: number[] = [];
  for (const day of [...new Set(days)].sort((left, right) => (left ?? Infinity) - (right ?? Infinity))) {
    const together = all.filter((index) => days[index] === day);
    if (together.length <= mostTogether) await addShapley(together, moved, value, amounts);
    else {
      method = "in-a-row";
      await addInARow(together, moved, value, amounts);
    }
    moved.push(...together);
  }
  return { method, amounts };
}

/** @param before those already moved */
async function addShapley(
  movers: readonly number[],
  before: readonly number[],
  value: (moved: ReadonlySet<number>) => Promise<number>,
  amounts: number[],
): Promise<void> {
  const count = movers.length;
  const values: number[] = [];
  for (let mask = 0; mask < 2 ** count; mask++) {
    values.push(await value(new Set([...before, ...movers.filter((_, bit) => (mask & (1 << bit)) !== 0)])));
  }
  for (const [bit, mover] of movers.entries()) {
    let sum = 0;
    for (let mask = 0; mask < 2 ** count; mask++) {
      if ((mask & (1 << bit)) !== 0) continue;
      const gain = (values[mask | (1 << bit)] ?? NaN) - (values[mask] ?? NaN);
      sum += weight(bits(mask), count) * gain;
    }
    amounts[mover] = sum;
  }
}

/** Share of the orders in which exactly these come before: `s! (n - 1 - s)! / n!`. */
function weight(size: number, count: number): number {
  let choose = 1;
  for (let index = 0; index < size; index++) choose = (choose * (count - 1 - index)) / (index + 1);
  return 1 / (count * choose);
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

async function addInARow(
  movers: readonly number[],
  before: readonly number[],
  value: (moved: ReadonlySet<number>) => Promise<number>,
  amounts: number[],
): Promise<void> {
  const start = await value(new Set(before));
  const alone: { mover: number; size: number }[] = [];
  for (const mover of movers) alone.push({ mover, size: Math.abs((await value(new Set([...before, mover]))) - start) });
  const size = (of: { size: number }): number => (Number.isNaN(of.size) ? Infinity : of.size);
  alone.sort((left, right) => (size(left) === size(right) ? 0 : size(right) - size(left)));
  const moved = [...before];
  let last = start;
  for (const { mover } of alone) {
    moved.push(mover);
    const next = await value(new Set(moved));
    amounts[mover] = next - last;
    last = next;
  }
}

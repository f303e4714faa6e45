/** How exactly a printed number can be read: half a unit of its last printed digit. */
import { multipliers } from "@underwatt/engine";

/**
 * Half a unit in the last significant place of the `index`-th number of a text, multiplier words applied. Zeros at the
 * end of a whole number count as rounding: 5000 is good to 500, 5010 to 5, 5.010 to 0.0005.
 * @returns 0 when the text holds no such number: then only an exact match will do
 */
export function printedTolerance(text: string, index: number): number {
  const numbers = [...text.matchAll(/(?<![\w^.]|\^-)(\d[\d_]*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/g)];
  const match = numbers[Math.min(index, numbers.length - 1)];
  const last = numbers.at(-1);
  if (match?.[1] === undefined || last === undefined) return 0;
  const whole = match[1].replaceAll("_", "");
  const zeros = match[2] === undefined && Number(whole) !== 0 ? (/0*$/.exec(whole)?.[0].length ?? 0) : 0;
  const word = /^\s*([a-z]+)/.exec(text.slice(last.index + last[0].length))?.[1] ?? "";
  const exponent = (match[3] === undefined ? 0 : Number(match[3])) + (multipliers[word] ?? 0);
  return 0.5 * 10 ** (zeros - (match[2]?.length ?? 0) + exponent);
}

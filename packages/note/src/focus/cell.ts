/** Cells of a FOCUS dataset as text. */
import { formatDate } from "@underwatt/engine";
import { FocusError } from "./focus-error.ts";

/** Text, a number, or null, which is an empty cell: the specification allows no empty text and no zero in its place. */
export type Cell = string | number | null;

/** @throws FocusError for a number that is none: such a cell would be read as text */
export function cellText(column: string, cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "string") return cell;
  if (!Number.isFinite(cell)) throw new FocusError(`${column} of a charge is ${cell}: a bill needs a number`);
  return decimal(cell);
}

/** The shortest decimal that is read back as the same number, without an exponent. */
function decimal(value: number): string {
  const text = String(value === 0 ? 0 : value);
  const [, sign = "", whole = "", fraction = "", exponent] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const shift = Number(exponent);
  const digits = whole + fraction;
  if (shift < 0) return `${sign}0.${"0".repeat(-shift - whole.length)}${digits}`;
  return sign + digits.padEnd(whole.length + shift, "0");
}

/** Date and time of UTC in the form of ISO 8601, to the second. @param days since 1970-01-01 */
export function dateTime(days: number): string {
  const seconds = Math.round(days * 86_400);
  const day = Math.floor(seconds / 86_400);
  const rest = seconds - day * 86_400;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  return `${formatDate(day)}T${two(rest / 3600)}:${two((rest % 3600) / 60)}:${two(rest % 60)}Z`;
}

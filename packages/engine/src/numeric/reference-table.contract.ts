/** Reads the reference tables that the scripts in tools/reference write, for the tests that compare with them. */
import { readFileSync } from "node:fs";

/** One array of numbers per line of the CSV file at `url`, without its header. */
export function readReferenceTable(url: URL): number[][] {
  const [, ...lines] = readFileSync(url, "utf8").trim().split("\n");
  return lines.map((line) => line.split(",").map(toNumber));
}

/** How far `actual` is from `expected`, relative to `expected`, or absolutely where that is zero. */
export function relativeError(actual: number, expected: number): number {
  if (actual === expected) return 0;
  return Math.abs(actual - expected) / (expected === 0 ? 1 : Math.abs(expected));
}

/** Python prints an infinity as "inf". */
function toNumber(text: string): number {
  return Number(text.replace("inf", "Infinity"));
}

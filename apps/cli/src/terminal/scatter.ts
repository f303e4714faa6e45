/** Points on a plane of characters, both axes by factors: equal distances are equal ratios. */
import { faint } from "./style.ts";

export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  readonly mark: string;
}

const height = 12;

/** @param points all above zero; a later one covers an earlier one */
export function scatter(points: readonly ScatterPoint[], titles: { x: string; y: string }, width: number): string[] {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const across = axis(Math.min(...xs), Math.max(...xs));
  const up = axis(Math.min(...ys), Math.max(...ys));
  const labels = [up.most, Math.sqrt(up.most * up.least), up.least].map(short);
  const margin = Math.max(...labels.map(({ length }) => length));
  const columns = width - margin - 2;
  const rows = Array.from({ length: height }, () => Array.from({ length: columns }, () => " "));
  for (const { x, y, mark } of points) {
    const row = rows[height - 1 - Math.round(up.share(y) * (height - 1))];
    if (row !== undefined) row[Math.round(across.share(x) * (columns - 1))] = mark;
  }
  const label = (row: number): string =>
    (row === 0 ? labels[0] : row === Math.floor(height / 2) ? labels[1] : row === height - 1 ? labels[2] : "") ?? "";
  const [left, right] = [short(across.least), short(across.most)];
  const title = titles.x.padStart(Math.floor((columns - left.length - right.length + titles.x.length) / 2));
  return [
    faint(titles.y),
    ...rows.map((row, index) => `${faint(`${label(index).padStart(margin)} │`)}${row.join("").trimEnd()}`),
    faint(`${" ".repeat(margin)} └${"─".repeat(columns)}`),
    faint(`${" ".repeat(margin + 2)}${left}${title.padEnd(columns - left.length - right.length)}${right}`),
  ];
}

function axis(least: number, most: number) {
  const share = (value: number): number => (most > least ? Math.log(value / least) / Math.log(most / least) : 0.5);
  return { least, most, share };
}

function short(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString("en-US", { maximumSignificantDigits: 2 });
}

/** Tables for a terminal: columns as wide as they need, long text wrapped inside its column. */
import { stripVTControlCharacters } from "node:util";

export interface TableColumn {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Takes what is left of the width and wraps; at most one column should. */
  readonly flexible?: boolean;
}

const gap = "  ";
const leastFlexible = 16;

/** Width as shown: without escape codes; wide enough an approximation for Latin text. */
export function shownWidth(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/** @returns the lines of the table; `width` is the terminal's */
export function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[], width: number): string[] {
  const natural = columns.map((column, index) =>
    Math.max(shownWidth(column.title), ...rows.map((row) => shownWidth(row[index] ?? ""))),
  );
  const fixed = natural.reduce((sum, size, index) => sum + (columns[index]?.flexible === true ? 0 : size), 0);
  const room = Math.max(leastFlexible, width - fixed - gap.length * (columns.length - 1));
  const widths = natural.map((size, index) => (columns[index]?.flexible === true ? Math.min(size, room) : size));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const padding = " ".repeat(Math.max(0, (widths[index] ?? 0) - shownWidth(cell)));
        return columns[index]?.align === "right" ? padding + cell : cell + padding;
      })
      .join(gap)
      .trimEnd();
  const lines = [line(columns.map((column) => column.title)), widths.map((size) => "─".repeat(size)).join(gap)];
  for (const row of rows) {
    const wrapped = columns.map((column, index) =>
      column.flexible === true ? wrap(row[index] ?? "", widths[index] ?? leastFlexible) : [row[index] ?? ""],
    );
    const height = Math.max(1, ...wrapped.map((cell) => cell.length));
    for (let part = 0; part < height; part++) lines.push(line(wrapped.map((cell) => cell[part] ?? "")));
  }
  return lines;
}

/** Breaks text at spaces. Styled text must fit or hold no spaces, since codes do not survive a break. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of text.split(/\s+/)) {
    const joined = current === "" ? word : `${current} ${word}`;
    if (shownWidth(joined) <= width || current === "") current = joined;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
}

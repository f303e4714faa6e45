/** Tables for a terminal: columns as wide as they need, long text wrapped inside its column. */
import { stripVTControlCharacters } from "node:util";

export interface TableColumn {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Takes what is left of the width and wraps; at most one column should. As the last one, without room, it goes below. */
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
  const { shown, below } = placed(columns, rows, width);
  const natural = shown.map((column, index) => widthOf(column, index, rows));
  const fixed = natural.reduce((sum, size, index) => sum + (shown[index]?.flexible === true ? 0 : size), 0);
  const room = Math.max(leastFlexible, width - fixed - gap.length * (shown.length - 1));
  const widths = natural.map((size, index) => (shown[index]?.flexible === true ? Math.min(size, room) : size));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const padding = " ".repeat(Math.max(0, (widths[index] ?? 0) - shownWidth(cell)));
        return shown[index]?.align === "right" ? padding + cell : cell + padding;
      })
      .join(gap)
      .trimEnd();
  const lines = [line(shown.map((column) => column.title)), widths.map((size) => "─".repeat(size)).join(gap)];
  for (const row of rows) {
    const wrapped = shown.map((column, index) =>
      column.flexible === true ? wrap(row[index] ?? "", widths[index] ?? leastFlexible) : [row[index] ?? ""],
    );
    const height = Math.max(1, ...wrapped.map((cell) => cell.length));
    for (let part = 0; part < height; part++) lines.push(line(wrapped.map((cell) => cell[part] ?? "")));
    const note = below === undefined ? "" : (row[below] ?? "");
    if (note !== "") lines.push(...wrap(note, width - gap.length).map((text) => gap + text));
  }
  return lines;
}

/** The columns side by side, and the index of one whose cells go below their rows: the last, if it has no room. */
function placed(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): { shown: readonly TableColumn[]; below?: number } {
  const below = columns.length - 1;
  const last = columns[below];
  const others = columns.slice(0, -1);
  if (last?.flexible !== true || others.length === 0) return { shown: columns };
  const taken = others.reduce((sum, column, index) => sum + widthOf(column, index, rows) + gap.length, 0);
  if (width - taken >= Math.min(leastFlexible, widthOf(last, below, rows))) return { shown: columns };
  // Now the first may give way.
  return { shown: others.map((column, index) => (index === 0 ? { ...column, flexible: true } : column)), below };
}

function widthOf({ title }: TableColumn, index: number, rows: readonly (readonly string[])[]): number {
  return Math.max(shownWidth(title), ...rows.map((row) => shownWidth(row[index] ?? "")));
}

/** Breaks text at spaces, and longer words where they have a mark. Styled text must fit: codes do not survive a break. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of text.split(/\s+/).flatMap((each) => piecesOf(each, width))) {
    const joined = current === "" ? word : `${current} ${word}`;
    if (shownWidth(joined) <= width || current === "") current = joined;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
}

/** A word that is too long for a line, in pieces that are not: after a point, hyphen, comma or slash where there is one. */
function piecesOf(word: string, width: number): string[] {
  if (width < 1) return [word];
  const pieces: string[] = [];
  let rest = word;
  // What is styled holds codes, and stays whole.
  while (rest.length > width && shownWidth(rest) === rest.length) {
    const mark = Math.max(...[".", "-", ",", "/"].map((each) => rest.lastIndexOf(each, width - 1)));
    const end = mark > 0 ? mark + 1 : width;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
}

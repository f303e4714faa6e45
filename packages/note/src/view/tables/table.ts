/** Parts of tables. */
import type { BlockWord, Position } from "../../template/index.ts";
import type { NoteContext } from "../context.ts";
import type { FigureSpan, TableBlock, TableCell, Tone } from "../note.ts";

/** Makes the tables of one `{{table NAME words}}`. */
export type TableMaker = (context: NoteContext, words: readonly BlockWord[], at: Position) => readonly TableBlock[];

/** A heading that ends in `>` is of a column of numbers, set to the right. */
export function table(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly TableCell[])[],
  empty: string,
): TableBlock {
  const columns = headings.map((heading) => ({
    label: heading.replace(/>$/, ""),
    align: heading.endsWith(">") ? ("right" as const) : ("left" as const),
  }));
  return { kind: "table", caption, columns, rows, empty };
}

export function text(content: string | number | undefined): TableCell {
  return { text: content === undefined ? "" : String(content) };
}

/** What names a row, with the path beside it where it alone does not tell rows apart. */
export function named(label: string, path: string | undefined): TableCell {
  return { text: label, ...(path !== undefined && { path }) };
}

export function code(content: string): TableCell {
  return { text: content, code: true };
}

export function shown(figure: FigureSpan): TableCell {
  return { text: figure.text, figure };
}

export function toned(content: string, tone: Tone): TableCell {
  return { text: content, tone };
}

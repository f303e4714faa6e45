/** Tables of comma-separated values on disk. */
import { readFileSync } from "node:fs";
import { CsvError, parse } from "csv-parse/sync";
import { Unusable } from "./deal-folder.ts";

export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

export interface CsvRow {
  /** Its line in the file; the header's is 1. */
  readonly line: number;
  /** By column; a row that is too short has no cells for the rest. */
  readonly cells: Readonly<Record<string, string>>;
  /** Cells in the row, where that is not the number of columns. */
  readonly wrongCount: number | undefined;
}

/**
 * Reads a table with a header. A row with too few or too many cells stays in it, with its count.
 * @throws Unusable when there is no such file, it is no table, or lacks one of `needed`
 */
export function readCsvTable(path: string, needed: readonly string[]): CsvTable {
  const { records, lines } = recordsOf(path, textOf(path));
  const [header, ...body] = records;
  if (header === undefined)
    throw new Unusable(`${path} is empty: expected a header and rows of comma-separated values`);
  const columns = header.map((name) => name.trim());
  const missing = needed.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    const seen = columns.join(", ");
    const found = seen.length > 200 ? `${seen.slice(0, 200)} ...` : seen;
    throw new Unusable(
      `${path} has no column ${missing.join(", ")}; its first line, which should name the columns, is: ${found}`,
    );
  }
  const twice = columns.find((name, index) => name !== "" && columns.indexOf(name) !== index);
  if (twice !== undefined) throw new Unusable(`${path} names the column ${twice} twice`);
  const rows = body.map((record, row): CsvRow => {
    const cells: Record<string, string> = {};
    for (const [index, name] of columns.entries()) cells[name] = record[index] ?? "";
    return {
      line: lines[row + 1] ?? 0,
      cells,
      wrongCount: record.length === columns.length ? undefined : record.length,
    };
  });
  return { columns, rows };
}

function textOf(path: string): string {
  try {
    const text = readFileSync(path, "utf8");
    if (text.includes("\u0000")) throw new Unusable(`${path} is no text: expected comma-separated values`);
    return text;
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw new Unusable(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface Records {
  readonly records: readonly (readonly string[])[];
  /** The line on which each ends. */
  readonly lines: readonly number[];
}

function recordsOf(path: string, text: string): Records {
  const lines: number[] = [];
  try {
    // A stray quotation mark inside a cell is text; one that never closes swallows the rest of the file, and is refused.
    const records = parse(text, {
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      on_record: (record, context) => {
        lines.push(context.lines);
        return record;
      },
    });
    return { records, lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const what = error.code === "CSV_QUOTE_NOT_CLOSED" ? "a quotation mark is opened and never closed" : error.message;
    throw new Unusable(`${path} is no table of comma-separated values: ${what}`);
  }
}

/** Rows of cells as text: a cell with a comma, a quotation mark or a line break is quoted. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(quoted).join(",")}\n`).join("");
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

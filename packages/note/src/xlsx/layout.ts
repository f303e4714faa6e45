/** Where each line stands, and what its formula is in words of cells. */
import { calendarLines, type Formula, type Reference, type Spreadsheet, type WorkbookLine } from "@underwatt/deal";
import { columnName } from "./sheet.ts";

export const sheetNames = { input: "Inputs", figure: "Figures", month: "Monthly" } as const;
type Part = keyof typeof sheetNames;

/** Column with the value of an input or a figure. */
export const valueColumn = 2;
/** Column of Monthly before the first month. */
export const openingColumn = 6;
export const firstMonthColumn = openingColumn + 1;

/** A row of a sheet: a line, or the name of the section that begins there. */
export type Row = { readonly line: WorkbookLine } | { readonly section: string };

interface Place {
  readonly part: Part;
  /** From 0. */
  readonly row: number;
}

/** Rows above the first line of a sheet: title, explanation, headings. */
const headRows: Readonly<Record<Part, number>> = { input: 4, figure: 4, month: 6 };

/** First day of the calendar, an input of its own. */
export const calendarStart = "calendar start";
/** Rows of Monthly with the calendar. */
export const calendarRows = { number: 3, start: 4, end: 5 } as const;

export class Layout {
  readonly months: number;
  readonly rows: Readonly<Record<Part, ReadonlyMap<number, Row>>>;
  private readonly places = new Map<string, Place>();

  constructor({ lines, starts }: Spreadsheet) {
    this.months = starts.length - 1;
    this.rows = {
      input: this.place(lines, "input"),
      figure: this.place(lines, "figure"),
      month: this.place(lines, "month"),
    };
    this.places.set(calendarLines.number, { part: "month", row: calendarRows.number });
    this.places.set(calendarLines.start, { part: "month", row: calendarRows.start });
    this.places.set(calendarLines.end, { part: "month", row: calendarRows.end });
    this.places.set(calendarStart, { part: "input", row: headRows.input - 1 });
  }

  get lastMonthColumn(): number {
    return openingColumn + this.months;
  }

  /**
   * A formula as text.
   * @param part the sheet it stands in
   * @param column its column, for references to the same month
   */
  text(formula: Formula, part: Part | "other", column = 0): string {
    return formula.map((piece) => (typeof piece === "string" ? piece : this.address(piece, part, column))).join("");
  }

  /** Cells of a line, as an address in another sheet or the same one. */
  address({ line, reach }: Reference, from: Part | "other", column = 0): string {
    const { part, row } = this.placeOf(line);
    const sheet = part === from ? "" : `${sheetNames[part]}!`;
    if (part !== "month") return `${sheet}$${columnName(valueColumn)}$${row + 1}`;
    const absolute = (at: number): string => `$${columnName(at)}$${row + 1}`;
    const relative = (at: number): string => `${columnName(at)}${row + 1}`;
    const first = absolute(firstMonthColumn);
    switch (reach) {
      case "here":
        return sheet + relative(column);
      case "before":
        return sheet + relative(column - 1);
      case "after":
        return sheet + relative(column + 1);
      case "all":
        return `${sheet}${first}:${absolute(this.lastMonthColumn)}`;
      case "so-far":
        return `${sheet}${first}:${relative(column)}`;
      case "first":
        return sheet + first;
      case "last":
        return sheet + absolute(this.lastMonthColumn);
    }
  }

  placeOf(line: string): Place {
    const place = this.places.get(line);
    if (place === undefined) throw new Error(`there is no line ${line}`);
    return place;
  }

  private place(lines: readonly WorkbookLine[], part: Part): Map<number, Row> {
    const rows = new Map<number, Row>();
    let row = headRows[part];
    let section = "";
    for (const line of lines) {
      if (line.part !== part) continue;
      const own = line.path.slice(0, line.path.indexOf("."));
      if (own !== section) {
        section = own;
        rows.set(row++, { section });
      }
      this.places.set(line.id, { part, row });
      rows.set(row++, { line });
    }
    return rows;
  }
}

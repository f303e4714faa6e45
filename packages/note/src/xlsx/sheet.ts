/** One sheet as we fill it; the only file that knows the library which writes workbooks. */
import { writeXlsx, type Cell, type CellStyle, type WriteSheet } from "hucre";

/** Rows and columns count from 0. */
export class Sheet {
  readonly name: string;
  private readonly cells = new Map<string, Partial<Cell>>();
  private readonly widths: number[];
  private readonly options: SheetOptions;
  private rows = 0;

  /** @param widths of the columns, in characters */
  constructor(name: string, widths: readonly number[], options: SheetOptions) {
    this.name = name;
    this.widths = [...widths];
    this.options = options;
  }

  /** A text stays a text, whatever it begins with or spells. */
  text(row: number, column: number, value: string, style: CellStyle = {}): void {
    if (value === "") return;
    const cut = value.length > longestText ? `${value.slice(0, longestText)} ...` : value;
    // The library takes `#N/A` for the error; as a run of text it is what it says.
    const spellsError = cut.startsWith("#");
    this.put(row, column, spellsError ? { richText: [{ text: cut }], style } : { value: cut, type: "string", style });
  }

  number(row: number, column: number, value: number, style: CellStyle): void {
    if (Number.isNaN(value)) this.formula(row, column, "NA()", style);
    else this.put(row, column, { value, type: "number", style });
  }

  blank(row: number, column: number, style: CellStyle): void {
    this.put(row, column, { value: null, type: "empty", style });
  }

  /** @param formula without the leading `=` */
  formula(row: number, column: number, formula: string, style: CellStyle): void {
    this.put(row, column, { formula, style });
  }

  /** A formula whose ranges are taken value by value. */
  arrayFormula(row: number, column: number, formula: string, style: CellStyle): void {
    const at = `${columnName(column)}${row + 1}`;
    this.put(row, column, { formula, formulaType: "array", formulaRef: at, style });
  }

  written(): WriteSheet {
    const { freeze, landscape, repeatRow, repeatColumns, tab, alarm } = this.options;
    return {
      name: this.name,
      // The library writes as many rows as are given here, with the cells in them.
      rows: Array.from({ length: this.rows }, () => []),
      cells: this.cells,
      columns: this.widths.map((width) => ({ width })),
      freezePane: { rows: freeze[0], columns: freeze[1] },
      view: { showGridLines: false, tabColor: { rgb: tab } },
      ...(alarm === undefined
        ? {}
        : {
            conditionalRules: [
              {
                type: "expression",
                priority: 1,
                formula: alarm.formula,
                range: alarm.range,
                style: {
                  font: { color: { rgb: "9C0006" } },
                  fill: { type: "pattern", pattern: "solid", bgColor: { rgb: "FFC7CE" } },
                },
              },
            ],
          }),
      pageSetup: {
        paperSize: "a4",
        orientation: landscape ? "landscape" : "portrait",
        fitToPage: true,
        fitToWidth: landscape && repeatColumns !== undefined ? 0 : 1,
        fitToHeight: 0,
        ...(repeatRow === undefined ? {} : { printTitlesRow: repeatRow }),
        ...(repeatColumns === undefined ? {} : { printTitlesColumn: repeatColumns }),
      },
      headerFooter: { oddFooter: "&L&F, &A&RPage &P of &N" },
    };
  }

  private put(row: number, column: number, cell: Partial<Cell>): void {
    this.rows = Math.max(this.rows, row + 1);
    this.cells.set(`${row},${column}`, cell);
  }
}

export interface SheetOptions {
  /** Rows and columns that stay in sight. */
  readonly freeze: readonly [rows: number, columns: number];
  readonly landscape: boolean;
  readonly repeatRow?: string;
  readonly repeatColumns?: string;
  /** Colour of its tab. */
  readonly tab: string;
  /** Cells that turn red where a formula holds. */
  readonly alarm?: { readonly range: string; readonly formula: string };
}

export interface BookProperties {
  readonly title: string;
  readonly description: string;
  /** Day that the file says it was made on: one that depends on the deal only, so that equal runs give equal files. */
  readonly day: Date;
}

/** The file. No formula has a value yet: whatever opens it computes them all. */
export async function workbookBytes(
  sheets: readonly Sheet[],
  { title, description, day }: BookProperties,
): Promise<Uint8Array> {
  return await writeXlsx({
    sheets: sheets.map((sheet) => sheet.written()),
    properties: { title, description, creator: "Underwatt", created: day, modified: day },
    defaultFont: { name: "Calibri", size: 10 },
  });
}

/** A cell takes 32,767 characters. */
const longestText = 32_000;

/** `A`, `Z`, `AA`. */
export function columnName(column: number): string {
  const last = String.fromCodePoint(65 + (column % 26));
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last;
}

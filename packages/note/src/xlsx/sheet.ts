/** One sheet as we fill it; the only file that knows the library which writes workbooks. */
import { writeXlsx, type Cell, type CellStyle, type ConditionalRule, type RowDef, type WriteSheet } from "hucre";

/** Rows and columns count from 0. */
export class Sheet {
  readonly name: string;
  private readonly cells = new Map<string, Partial<Cell>>();
  private readonly widths: number[];
  private readonly options: SheetOptions;
  private readonly heights = new Map<number, RowDef>();
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

  /** Keeps a row one line high, whatever its texts. */
  oneLine(row: number): void {
    this.heights.set(row, { height: 13.5 });
  }

  written(): WriteSheet {
    const { headings, tab, print, alarm } = this.options;
    return {
      name: this.name,
      // The library writes as many rows as are given here, with the cells in them.
      rows: Array.from({ length: this.rows }, () => []),
      cells: this.cells,
      columns: this.widths.map((width) => ({ width })),
      rowDefs: this.heights,
      ...(headings === undefined ? {} : { freezePane: { rows: headings, columns: 1 } }),
      view: { showGridLines: false, tabColor: { rgb: tab } },
      ...(alarm === undefined ? {} : { conditionalRules: [redWhere(alarm)] }),
      pageSetup: {
        paperSize: "a4",
        orientation: "landscape",
        ...(print.scale === undefined ? { fitToPage: true, fitToWidth: 1, fitToHeight: 0 } : { scale: print.scale }),
        printArea: `$${columnName(print.from)}$1:$${columnName(print.to)}$${this.rows}`,
        ...(headings === undefined ? {} : { printTitlesRow: `$3:$${headings}` }),
        ...(print.from === 0 ? {} : { printTitlesColumn: "$A:$A" }),
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
  /** Rows down to the headings, which stay in sight with the first column and stand on every page. */
  readonly headings?: number;
  /** Colour of its tab. */
  readonly tab: string;
  /** Columns that are printed; the first one stands on every page. Without a scale, in percent, the page is as wide as they are. */
  readonly print: { readonly from: number; readonly to: number; readonly scale?: number };
  /** Cells that turn red where a formula holds. */
  readonly alarm?: Alarm;
}

interface Alarm {
  readonly range: string;
  readonly formula: string;
}

function redWhere({ range, formula }: Alarm): ConditionalRule {
  const fill = { type: "pattern", pattern: "solid", bgColor: { rgb: "FFC7CE" } } as const;
  return { type: "expression", priority: 1, formula, range, style: { font: { color: { rgb: "9C0006" } }, fill } };
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

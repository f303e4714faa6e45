/** The sheets that hold lines: inputs, figures, months. */
import { calendarLines, infinite, type Formula, type Spreadsheet, type WorkbookLine } from "@underwatt/deal";
import type { CellStyle } from "hucre";
import {
  calendarRows,
  calendarStart,
  firstMonthColumn,
  openingColumn,
  sheetNames,
  valueColumn,
  type Layout,
} from "./layout.ts";
import { columnName, Sheet } from "./sheet.ts";
import * as styles from "./styles.ts";

/** An infinite value in a formula. */
const infiniteText = String(infinite).replace("e", "E");

export function inputsSheet({ starts }: Spreadsheet, layout: Layout): Sheet {
  const sheet = new Sheet(sheetNames.input, [48, 60, 22, 16, 13, 17, 17, 17, 46, 40, 60, 34, 34], {
    headings: 3,
    tab: "E0B400",
    print: { from: 0, to: 7 },
  });
  head(sheet, "Inputs", "Blue on yellow: change it and everything follows. Brown: pasted, see the remark beside it.", [
    "Path",
    "What it is",
    "Value",
    "Unit",
    "Family",
    "5 %",
    "50 %",
    "95 %",
    "Remark",
    "Formula of the deal",
    "Why",
    "Claims",
    "Sources",
  ]);
  const { row: at } = layout.placeOf(calendarStart);
  sheet.text(at, 0, calendarStart, styles.label);
  sheet.text(at, 1, "First day of the first month", styles.label);
  sheet.number(at, valueColumn, starts[0] ?? NaN, styles.formatted(styles.input, styles.dateFormat));
  for (const [row, entry] of layout.rows.input) {
    if ("section" in entry) sectionRow(sheet, row, entry.section, 13);
    else inputRow(sheet, row, entry.line);
  }
  return sheet;
}

function inputRow(sheet: Sheet, row: number, line: WorkbookLine): void {
  const { spread, pasted, unit, written, because } = line;
  const value = line.value ?? NaN;
  labels(sheet, row, line);
  sheet.number(row, valueColumn, value, valueStyle(line, pasted === undefined ? styles.input : styles.pasted, value));
  sheet.text(row, 3, unit, styles.unit);
  sheet.text(row, 4, spread?.family ?? (pasted === undefined ? "certain" : "pasted"), styles.label);
  for (const [index, point] of (spread?.points ?? []).entries())
    sheet.number(row, 5 + index, point, styles.formatted(styles.label, styles.numberFormat([point])));
  const remark = pasted?.why ?? (spread === undefined ? "" : "median");
  sheet.text(row, 8, remark, styles.quiet);
  sheet.text(row, 9, written, styles.quiet);
  sheet.text(row, 10, because, styles.quiet);
  provenance(sheet, row, 11, line);
}

export function figuresSheet(layout: Layout): Sheet {
  const sheet = new Sheet(sheetNames.figure, [48, 64, 22, 16, 60, 34, 34], {
    headings: 3,
    tab: "2E7D32",
    print: { from: 0, to: 4 },
  });
  head(sheet, "Figures", "One live formula each, of the case with every input at its median. Indented: workings.", [
    "Path",
    "What it is",
    "Value",
    "Unit",
    "Formula of the deal",
    "Claims",
    "Sources",
  ]);
  for (const [row, entry] of layout.rows.figure) {
    if ("section" in entry) sectionRow(sheet, row, entry.section, 7);
    else {
      const { line } = entry;
      const style = line.key ? styles.key : line.working === undefined ? styles.computed : styles.working;
      labels(sheet, row, line);
      sheet.formula(row, valueColumn, layout.text(formulaOf(line), "figure"), valueStyle(line, style));
      sheet.text(row, 3, line.unit, styles.unit);
      sheet.text(row, 4, line.written, styles.quiet);
      provenance(sheet, row, 5, line);
    }
  }
  return sheet;
}

export function monthlySheet(layout: Layout): Sheet {
  const months = Array.from({ length: layout.months + 1 }, () => 15);
  const sheet = new Sheet(sheetNames.month, [48, 48, 16, 40, 26, 26, 15, ...months], {
    headings: calendarRows.end + 1,
    tab: "1F4E6B",
    print: { from: openingColumn, to: layout.lastMonthColumn, scale: 60 },
  });
  head(
    sheet,
    "Monthly",
    "One formula a row, the same in every month; what is before the first month stands under Opening.",
    ["Path", "What it is", "Unit", "Formula of the deal", "Claims", "Sources", "Opening"],
  );
  calendar(sheet, layout);
  for (const [row, entry] of layout.rows.month) {
    if ("section" in entry) sectionRow(sheet, row, entry.section, firstMonthColumn + layout.months);
    else {
      const { line } = entry;
      const style = valueStyle(
        line,
        line.key ? styles.key : line.working === undefined ? styles.computed : styles.working,
      );
      labels(sheet, row, line);
      sheet.text(row, 2, line.unit, styles.unit);
      sheet.text(row, 3, line.written, styles.quiet);
      provenance(sheet, row, 4, line);
      if (line.opening !== undefined) sheet.formula(row, openingColumn, layout.text(line.opening, "month"), style);
      if (line.closing !== undefined) closing(sheet, row, layout, line.closing, style);
      eachMonth(layout, (column) => sheet.formula(row, column, layout.text(formulaOf(line), "month", column), style));
    }
  }
  return sheet;
}

/** Month numbers from 0, and first days of each month and the next. */
function calendar(sheet: Sheet, layout: Layout): void {
  const { number, start, end } = calendarLines;
  const rows: readonly [number, string, string, Formula, string, Formula | undefined][] = [
    [calendarRows.number, number, "Months since the first one", [{ line: number, reach: "before" }, "+1"], "0", ["-1"]],
    [calendarRows.start, start, "First day", [{ line: end, reach: "before" }], styles.dateFormat, undefined],
    [
      calendarRows.end,
      end,
      "First day of the next month",
      ["EDATE(", { line: start, reach: "here" }, ",1)"],
      styles.dateFormat,
      [{ line: calendarStart, reach: "here" }],
    ],
  ];
  for (const [row, name, says, formula, format, opening] of rows) {
    const style = styles.formatted(styles.computed, format);
    sheet.text(row, 0, name, styles.label);
    sheet.text(row, 1, says, styles.label);
    if (opening !== undefined) sheet.formula(row, openingColumn, layout.text(opening, "month"), style);
    eachMonth(layout, (column) => sheet.formula(row, column, layout.text(formula, "month", column), style));
  }
  eachMonth(layout, (column) =>
    sheet.formula(
      2,
      column,
      `${columnName(column)}${calendarRows.start + 1}`,
      styles.formatted(styles.numberHeading, styles.monthFormat),
    ),
  );
}

/** What follows the last month, in a column of its own. */
function closing(sheet: Sheet, row: number, layout: Layout, formula: Formula, style: CellStyle): void {
  const column = layout.lastMonthColumn + 1;
  sheet.text(2, column, "Closing", styles.numberHeading);
  sheet.formula(row, column, layout.text(formula, "month"), style);
}

function eachMonth({ lastMonthColumn }: Layout, write: (column: number) => void): void {
  for (let column = firstMonthColumn; column <= lastMonthColumn; column++) write(column);
}

/** Title, explanation and headings, in the first three rows. */
export function head(sheet: Sheet, title: string, explanation: string, headings: readonly string[]): void {
  sheet.text(0, 0, title, styles.title);
  sheet.text(1, 0, explanation, styles.subtitle);
  for (const [column, heading] of headings.entries())
    sheet.text(2, column, heading, ofNumbers.has(heading) ? styles.numberHeading : styles.heading);
}

/** Headings of columns that hold numbers. */
const ofNumbers: ReadonlySet<string> = new Set([
  "Value",
  "5 %",
  "50 %",
  "95 %",
  "Opening",
  "Workbook",
  "Underwatt",
  "Difference",
  "Relative",
]);

export function sectionRow(sheet: Sheet, row: number, name: string, columns: number): void {
  sheet.text(row, 0, name, styles.section);
  for (let column = 1; column < columns; column++) sheet.blank(row, column, styles.section);
}

function labels(sheet: Sheet, row: number, { path, says, working, key }: WorkbookLine): void {
  sheet.oneLine(row);
  if (working === undefined) {
    sheet.text(row, 0, path, key ? styles.strong : styles.label);
    sheet.text(row, 1, says, styles.label);
  } else {
    sheet.text(row, 0, working, styles.workingLabel);
    sheet.text(row, 1, `for ${path}`, styles.workingLabel);
  }
}

function provenance(sheet: Sheet, row: number, column: number, { claims, sources }: WorkbookLine): void {
  sheet.text(row, column, claims.join(", "), styles.quiet);
  sheet.text(row, column + 1, sources.join(", "), styles.quiet);
}

function formulaOf({ formula, path }: WorkbookLine): Formula {
  if (formula === undefined) throw new Error(`${path} has no formula`);
  return formula;
}

/** A format that suits the line's values in the median case. */
export function valueStyle(line: WorkbookLine, style: CellStyle, value?: number): CellStyle {
  const { kind, expected = [], formula = [] } = line;
  if (kind === "date") return styles.formatted(style, styles.dateFormat);
  if (kind === "boolean") return styles.formatted(style, styles.truthFormat);
  const values = value === undefined ? expected : [value];
  if (values.length > 0) return styles.formatted(style, styles.numberFormat(values));
  const mayBeInfinite = formula.some((piece) => typeof piece === "string" && piece.includes(infiniteText));
  return styles.formatted(style, mayBeInfinite ? styles.anyOrInfiniteFormat : styles.anyFormat);
}

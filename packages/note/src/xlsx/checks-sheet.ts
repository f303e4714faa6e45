/** Whether the workbook computes what Underwatt computes, and whether each contract's two sides sum to zero. */
import { infinite, type ContractViews, type Spreadsheet, type WorkbookLine } from "@underwatt/deal";
import { firstMonthColumn, type Layout } from "./layout.ts";
import { head, sectionRow, valueStyle } from "./line-sheets.ts";
import { columnName, Sheet } from "./sheet.ts";
import * as styles from "./styles.ts";

export const checksName = "Checks";
export const computedName = "Underwatt";
/** Cells of the two verdicts, for the cover. */
export const verdicts = { contracts: `${checksName}!$C$4`, figures: `${checksName}!$C$5` } as const;

/** Largest difference that passes, relative to the larger of two values, or to the largest month of a row. */
const tolerance = "1E-9";
/**
 * The value below which a difference is not relative any more. Where billions cancel, rounding leaves crumbs of nothing: in
 * money a millionth of the unit passes.
 */
export function crumbs({ unit }: Pick<WorkbookLine, "unit">): number {
  return /^[A-Z]{3}(?:\/|$)/.test(unit) ? 1000 : 1e-300;
}

const okStyle = styles.formatted(styles.label, styles.verdictFormat);
const columns = 7;

export function checksSheet({ lines, contracts }: Spreadsheet, layout: Layout): Sheet {
  const checked = lines.filter((line) => line.part !== "input" && line.expected !== undefined);
  const first = 7;
  const afterContracts = first + contracts.length;
  const end = afterContracts + 1 + checked.length;
  const sheet = new Sheet(checksName, [60, 18, 22, 22, 16, 14, 12], {
    headings: 3,
    tab: "B3261E",
    print: { from: 0, to: columns - 1 },
    alarm: { range: `G4:G${end + 1}`, formula: "AND(ISNUMBER($G4),$G4=0)" },
  });
  head(
    sheet,
    "Checks",
    "Figures against what Underwatt computed for the same case. Change an input, and they show how far each figure moved.",
    ["What", "Kind", "Workbook", "Underwatt", "Difference", "Relative", "Verdict"],
  );
  const verdict = (row: number, what: string, from: number, to: number): void => {
    const cells = `$G$${from + 1}:$G$${to}`;
    sheet.text(row, 0, what, styles.strong);
    sheet.formula(row, 2, to > from ? `IF(SUM(${cells})=ROWS(${cells}),1,0)` : "1", styles.verdict);
  };
  verdict(3, "Every contract's two sides sum to zero in every month", first, afterContracts);
  verdict(
    4,
    `Every figure is within ${tolerance} of Underwatt's, as long as no input was changed`,
    afterContracts + 1,
    end,
  );
  sectionRow(sheet, first - 1, "contracts", columns);
  for (const [index, views] of contracts.entries()) contractRow(sheet, first + index, views, layout);
  sectionRow(sheet, afterContracts, "figures", columns);
  for (const [index, line] of checked.entries()) figureRow(sheet, afterContracts + 1 + index, line, layout);
  return sheet;
}

function contractRow(sheet: Sheet, row: number, { contract, views }: ContractViews, layout: Layout): void {
  const [one, other] = views.map((line) => layout.address({ line, reach: "all" }, "other"));
  const ratio = styles.formatted(styles.label, styles.ratioFormat);
  sheet.text(row, 0, `contracts.${contract}`, styles.label);
  sheet.text(row, 1, "sum of both sides", styles.quiet);
  sheet.formula(row, 4, `SUMPRODUCT(ABS(${one}+${other}))`, ratio);
  sheet.formula(row, 5, `E${row + 1}/MAX(SUMPRODUCT(ABS(${one})),1E-300)`, ratio);
  sheet.formula(row, 6, `IF(ISERROR(F${row + 1}),0,IF(F${row + 1}<=${tolerance},1,0))`, okStyle);
}

function figureRow(sheet: Sheet, row: number, line: WorkbookLine, layout: Layout): void {
  const ratio = styles.formatted(styles.label, styles.ratioFormat);
  sheet.text(row, 0, line.path, styles.label);
  sheet.text(row, 1, line.part === "month" ? "months" : "figure", styles.quiet);
  if (line.part === "month") monthsDifference(sheet, row, line, layout);
  else {
    const value = line.expected?.[0] ?? NaN;
    const style = valueStyle(line, styles.label);
    sheet.formula(row, 2, layout.address({ line: line.id, reach: "here" }, "other"), style);
    if (isPlain(value)) sheet.number(row, 3, value, style);
    else sheet.text(row, 3, name(value), styles.label);
    scalarDifference(sheet, row, value);
  }
  sheet.formula(row, 6, `IF(F${row + 1}<=${tolerance},1,0)`, okStyle);

  function scalarDifference(into: Sheet, at: number, value: number): void {
    const [ours, theirs] = [`D${at + 1}`, `C${at + 1}`];
    if (Number.isNaN(value)) into.formula(at, 5, `IF(ISERROR(${theirs}),0,1)`, ratio);
    else if (!isPlain(value)) {
      const same = value > 0 ? `${theirs}>=1E+290` : `${theirs}<=-1E+290`;
      into.formula(at, 5, `IF(ISERROR(${theirs}),0,IF(${same},0,1))`, ratio);
    } else {
      into.formula(at, 4, `${theirs}-${ours}`, ratio);
      into.formula(
        at,
        5,
        `IF(ISERROR(${theirs}),1,ABS(E${at + 1})/MAX(ABS(${theirs}),ABS(${ours}),${crumbs(line)}))`,
        ratio,
      );
    }
  }
}

/** The largest difference of a month; undefined must meet undefined. */
function monthsDifference(sheet: Sheet, row: number, line: WorkbookLine, layout: Layout): void {
  const ratio = styles.formatted(styles.label, styles.ratioFormat);
  const theirs = layout.address({ line: line.id, reach: "all" }, "other");
  const ours = theirs.replace(/^[^!]+!/, `${computedName}!`);
  if ((line.expected ?? []).every(isPlain)) {
    sheet.formula(row, 4, `SUMPRODUCT(MAX(ABS(${theirs}-${ours})))`, ratio);
    sheet.formula(row, 5, `IF(ISERROR(E${row + 1}),1,E${row + 1}/MAX(MAX(${ours}),-MIN(${ours}),1E-300))`, ratio);
    return;
  }
  const scale = `MAX(MAX(${ours}),-MIN(${ours}),1E-300)`;
  const isNumber = `ISNUMBER(${ours})`;
  const apart = `IF(${isNumber},ABS(${theirs}-${ours})/${scale},IF(ABS(${theirs})>=1E+290,0,1))`;
  sheet.arrayFormula(row, 5, `MAX(IF(ISERROR(${theirs}),IF(${isNumber},1,0),${apart}))`, ratio);
}

/** What Underwatt computed for each month: the same rows and columns as Monthly, pasted. */
export function computedSheet(layout: Layout): Sheet {
  const months = Array.from({ length: layout.months }, () => 15);
  const sheet = new Sheet(computedName, [48, 4, 16, 4, 4, 4, 4, ...months], {
    headings: 3,
    tab: "9AA5B1",
    print: { from: firstMonthColumn, to: layout.lastMonthColumn, scale: 60 },
  });
  head(sheet, "Underwatt", "What Underwatt computed for the rows of Monthly: pasted values, for the checks alone.", [
    "Path",
  ]);
  for (let month = 0; month < layout.months; month++) {
    const column = firstMonthColumn + month;
    sheet.formula(
      2,
      column,
      `Monthly!${columnName(column)}3`,
      styles.formatted(styles.numberHeading, styles.monthFormat),
    );
  }
  for (const [row, entry] of layout.rows.month) {
    if ("section" in entry || entry.line.expected === undefined) continue;
    const style = valueStyle(entry.line, styles.quiet);
    sheet.text(row, 0, entry.line.path, styles.label);
    sheet.text(row, 2, entry.line.unit, styles.quiet);
    for (const [month, value] of entry.line.expected.entries()) {
      const column = firstMonthColumn + month;
      if (isPlain(value)) sheet.number(row, column, value, style);
      else sheet.text(row, column, name(value), styles.quiet);
    }
  }
  return sheet;
}

function isPlain(value: number): boolean {
  return Math.abs(value) < infinite;
}
function name(value: number): string {
  return Number.isNaN(value) ? "undefined" : value > 0 ? "infinite" : "-infinite";
}

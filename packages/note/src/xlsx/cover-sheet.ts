/** The first sheet: which run this is, what the workbook shows and what it does not, and the key figures. */
import type { Figure, Result, Spreadsheet, WorkbookLine } from "@underwatt/deal";
import { verdicts } from "./checks-sheet.ts";
import type { Layout } from "./layout.ts";
import { valueStyle } from "./line-sheets.ts";
import { Sheet } from "./sheet.ts";
import * as styles from "./styles.ts";

export function coverSheet(result: Result, spreadsheet: Spreadsheet, layout: Layout): Sheet {
  const sheet = new Sheet("Cover", [34, 64, 22, 16, 18, 18, 18], { tab: "1F2933", print: { from: 0, to: 6 } });
  sheet.text(0, 0, result.title, styles.title);
  sheet.text(1, 0, "The median case as live formulas, written by Underwatt", styles.subtitle);
  let row = 3;
  for (const [name, value] of identity(result, spreadsheet)) {
    sheet.text(row, 0, name, styles.strong);
    sheet.text(row++, 1, value, styles.label);
  }
  row = heading(sheet, row + 1, ["Checks"]);
  for (const [cell, what] of [
    [verdicts.figures, "Figures equal Underwatt's (while no input is changed)"],
    [verdicts.contracts, "Both sides of every contract sum to zero in every month"],
  ] as const) {
    sheet.text(row, 1, what, styles.label);
    sheet.formula(row++, 0, cell, styles.verdict);
  }
  row = heading(sheet, row + 1, ["How to read it"]);
  for (const [name, text] of reading(spreadsheet)) {
    sheet.text(row, 0, name, styles.strong);
    sheet.text(row++, 1, text, styles.label);
  }
  keyFigures(sheet, row + 1, result, spreadsheet.lines, layout);
  return sheet;
}

function identity({ deal, as_of, currency, months, run }: Result, { lines }: Spreadsheet): [string, string][] {
  const given = Object.entries(run.set ?? {}).map(([path, formula]) => `${path} = ${formula}`);
  const drawn = lines.filter(({ spread }) => spread !== undefined).length;
  return [
    ["Deal", deal],
    ["As of", `${as_of}: evidence published later is not used`],
    ["Currency", currency],
    ["Calendar", `${months.length} months, ${months[0] ?? ""} to ${months.at(-1) ?? ""}`],
    ...(run.scenario === undefined ? [] : [["Scenario", run.scenario] satisfies [string, string]]),
    ...(given.length === 0 ? [] : [["Replaced", given.join("; ")] satisfies [string, string]]),
    ["Uncertain inputs", String(drawn)],
    ["Run", `seed ${run.seed}, ${run.samples} samples; the workbook itself draws nothing`],
    ["Hash of the run", run.hash],
    ["Hash of the deal", run.deal],
    ["Underwatt", run.version],
  ];
}

function reading({ lines }: Spreadsheet): [string, string][] {
  const count = (kind: string): number => lines.filter(({ pasted }) => pasted?.kind === kind).length;
  const notLive = [
    `Answers of performance models: ${count("answer")}, which do not follow what the models were asked with.`,
    `Medians of distributions whose parameters are other figures: ${count("median")}, which do not follow those.`,
    `Starts and counts of searches for rates of return: ${count("search")}.`,
    "Simulation, probabilities and ranges: the ranges below are pasted from the run.",
  ];
  return [
    [
      "The case",
      "Each uncertain input stands at its median. A figure here is not its own median: medians do not add up.",
    ],
    ["Live", "Every figure and month is a formula over Inputs. Change an input, and the case moves with it."],
    ...notLive.map((text, index): [string, string] => [index === 0 ? "Not live: pasted" : "", text]),
    [
      "Rows",
      "Monthly has one formula a row, the same in every month. What is before the first month is under Opening.",
    ],
    [
      "Units",
      "Each row has its unit. Numbers such as 12, 730 or 100 in formulas convert units (1 month is 730 hours).",
    ],
    ["Undefined", "An undefined value is an error (#N/A, #DIV/0!) and passes on; it is never 0. Infinite is 1E+300."],
    [
      "Rates of return",
      "Eight steps of Newton's method in cells; undefined unless the present value is nil in the end.",
    ],
    ["Colours", "Blue on yellow: an input. Brown on orange: pasted. Black: a formula. Grey italics: workings."],
  ];
}

function keyFigures(
  sheet: Sheet,
  from: number,
  { figures }: Result,
  lines: readonly WorkbookLine[],
  layout: Layout,
): void {
  const keys = lines.filter(({ key, part }) => key && part !== "month");
  if (keys.length === 0) return;
  let row = heading(sheet, from, ["Key figures", "", "Median case", "Unit", "Run: 5 %", "Run: 50 %", "Run: 95 %"]);
  for (const line of keys) {
    const style = valueStyle(line, styles.key, line.expected?.[0]);
    sheet.text(row, 0, line.path, styles.label);
    sheet.text(row, 1, line.says, styles.label);
    sheet.formula(row, 2, layout.address({ line: line.id, reach: "here" }, "other"), style);
    sheet.text(row, 3, line.unit, styles.unit);
    ofTheRun(sheet, row, line, figures[line.path]);
    row++;
  }
}

/** What the simulation says of a figure; of a test, how likely it is. */
function ofTheRun(sheet: Sheet, row: number, line: WorkbookLine, figure: Figure | undefined): void {
  const points = line.kind === "boolean" ? [] : [figure?.p5, figure?.p50, figure?.p95];
  for (const [index, value] of points.entries()) {
    if (typeof value === "number") sheet.number(row, 4 + index, value, valueStyle(line, styles.quiet, value));
    else if (typeof value === "string") sheet.text(row, 4 + index, value, styles.quiet);
  }
  const chance = figure?.value;
  if (line.kind === "boolean" && typeof chance === "number")
    sheet.text(row, 4, `true in ${Number((100 * chance).toPrecision(3))} %`, styles.quiet);
}

/** @returns the row after it */
function heading(sheet: Sheet, row: number, texts: readonly string[]): number {
  for (let column = 0; column < 7; column++) sheet.blank(row, column, styles.heading);
  for (const [column, text] of texts.entries()) {
    const isOfNumbers = column === 2 || column > 3;
    sheet.text(row, column, text, isOfNumbers ? styles.numberHeading : styles.heading);
  }
  return row + 1;
}

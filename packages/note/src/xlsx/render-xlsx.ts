/** A deal's median case as a workbook that computes itself. */
import type { Result, Spreadsheet } from "@underwatt/deal";
import { checksSheet, computedSheet } from "./checks-sheet.ts";
import { coverSheet } from "./cover-sheet.ts";
import { Layout } from "./layout.ts";
import { figuresSheet, inputsSheet, monthlySheet } from "./line-sheets.ts";
import { workbookBytes } from "./sheet.ts";

/**
 * @param result of the same run, for the cover; in the order in which key figures shall stand
 * @param day that the file says it was made on
 */
export async function renderXlsx(spreadsheet: Spreadsheet, result: Result, day: Date): Promise<Uint8Array> {
  const layout = new Layout(spreadsheet);
  const sheets = [
    coverSheet(result, spreadsheet, layout),
    inputsSheet(spreadsheet, layout),
    monthlySheet(layout),
    figuresSheet(layout),
    checksSheet(spreadsheet, layout),
    computedSheet(layout),
  ];
  const description = `Deal ${result.deal} as of ${result.as_of}, run ${result.run.hash}`;
  return await workbookBytes(sheets, { title: result.title, description, day });
}

export { calendarLines, translatedOperations } from "./operations.ts";
export { infinite, type Formula, type Reach, type Reference } from "./formula.ts";
export type { ContractViews, Spreadsheet, WorkbookLine } from "./line.ts";
export { spreadsheetOf } from "./spreadsheet.ts";

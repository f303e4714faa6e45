export { calendarLines, translatedOperations } from "./operations.ts";
export { dateOffset, infinite, type Formula, type Reach, type Reference } from "./formula.ts";
export type { ContractViews, Spreadsheet, WorkbookLine } from "./line.ts";
export { spreadsheetOf } from "./spreadsheet.ts";
export { asCell } from "./translator.ts";

/** Node adapters: files and worker threads. */
export { csvText, readCsvTable, type CsvRow, type CsvTable } from "./csv-table.ts";
export { openCommittedDeal } from "./committed-deal.ts";
export {
  bundledCatalog,
  findDeal,
  openCatalog,
  openDeal,
  readTemplate,
  Unusable,
  type DealFolder,
} from "./deal-folder.ts";
export { readDocument } from "./documents/index.ts";
export { openServingBook, openServingModel, openTrainingBook, openTrainingModel } from "./model-files.ts";
export { keepResults, openSimulatedBook, traceOf } from "./simulated-book.ts";
export { openTrace, type TraceFile } from "./trace-file.ts";
export { openPool, startThread } from "./worker-thread.ts";

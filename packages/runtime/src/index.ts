/** Node adapters: files and worker threads. */
export {
  bundledCatalog,
  findDeal,
  openCatalog,
  openDeal,
  readTemplate,
  Unusable,
  type DealFolder,
} from "./deal-folder.ts";
export { openTrace, type TraceFile } from "./trace-file.ts";
export { openPool, startThread } from "./worker-thread.ts";

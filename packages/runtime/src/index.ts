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
export { openPool, type WorkerPool } from "./worker-pool.ts";

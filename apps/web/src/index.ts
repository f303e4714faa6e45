/** Browser adapters: workers. */
export { openBrowserPool, startBrowserWorker } from "./browser-worker.ts";

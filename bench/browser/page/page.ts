/** Runs a deal in the page on several numbers of workers, and tells the server what came of it. */
import {
  prepare,
  readCatalog,
  readDeal,
  readServingBook,
  readTrainingModel,
  runDeal,
  trainingBook,
} from "@underwatt/deal";
import { openBrowserPool } from "../../../apps/web/src/index.ts";
import type { Case, Report } from "../case.ts";
import { timeChanges } from "./changes.ts";

const body = new URL("../../../apps/web/src/simulation-worker.ts", import.meta.url);

async function tell(report: Report): Promise<void> {
  await fetch("/report", { method: "POST", body: JSON.stringify(report) });
}

async function runAll(): Promise<void> {
  const response = await fetch("/case");
  const asked: Case = await response.json();
  const { deal } = readDeal(asked.entry, (name) => asked.files.find((file) => file.name === name)?.text);
  const catalog = {
    ...readCatalog(asked.catalog).catalog,
    serving: readServingBook(asked.serving),
    training: trainingBook(readTrainingModel(asked.training)),
  };
  const preparation = deal === undefined ? undefined : prepare(deal, catalog, asked.options);
  if (preparation === undefined || !("prepared" in preparation)) throw new Error("the page finds mistakes in the deal");
  const { prepared } = preparation;
  const sharesMemory = globalThis.crossOriginIsolated;
  const changes = timeChanges(prepared);
  for (const workers of asked.workers) {
    const start = performance.now();
    const pool = openBrowserPool(prepared, workers, body);
    try {
      const result = JSON.stringify(await runDeal(prepared, { compute: pool }));
      await tell({ workers, sharesMemory, milliseconds: performance.now() - start, changes, result });
    } finally {
      await pool.close();
    }
  }
}

try {
  await runAll();
} catch (error) {
  const failure = error instanceof Error ? error.message : String(error);
  await tell({ workers: 0, sharesMemory: globalThis.crossOriginIsolated, milliseconds: 0, failure });
}

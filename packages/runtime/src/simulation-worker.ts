/** The body of a simulation thread: prepares the deal once, then simulates what it is asked for. */
import { parentPort, workerData } from "node:worker_threads";
import { prepare, type RunOptions } from "@underwatt/deal";
import type { Column } from "@underwatt/engine";
import { openCatalog, openDeal, type DealFolder } from "./deal-folder.ts";

export interface WorkerSetup {
  readonly place: DealFolder;
  readonly catalogFolder: string;
  readonly options: RunOptions;
}
export interface WorkerRequest {
  readonly batch: number;
  readonly from: number;
  readonly to: number;
}
export type WorkerAnswer =
  | { readonly kind: "progress"; readonly done: number }
  | { readonly kind: "columns"; readonly columns: readonly Column[] }
  | { readonly kind: "failure"; readonly message: string };

/** Samples between two reports: often enough for a bar, seldom enough to cost nothing. */
const reportEvery = 4096;

function serve(setup: WorkerSetup, answer: (message: WorkerAnswer) => void): (request: WorkerRequest) => void {
  const { deal } = openDeal(setup.place);
  const { catalog } = openCatalog(setup.catalogFolder);
  const preparation = deal === undefined ? undefined : prepare(deal, catalog, setup.options);
  if (preparation === undefined || !("prepared" in preparation)) {
    return () => answer({ kind: "failure", message: "the deal changed while it was running" });
  }
  const { prepared } = preparation;
  return ({ batch, from, to }) => {
    let reported = 0;
    const simulation = prepared.simulation(batch);
    const columns = simulation.columns(to - from);
    simulation.run(columns, 0, { from, to }, (done) => {
      if (done - reported < reportEvery) return;
      reported = done;
      answer({ kind: "progress", done });
    });
    answer({ kind: "columns", columns });
  };
}

const port = parentPort;
if (port !== null) {
  const setup: WorkerSetup = workerData;
  port.on(
    "message",
    serve(setup, (message) => port.postMessage(message)),
  );
}

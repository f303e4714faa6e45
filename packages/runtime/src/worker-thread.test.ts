import { fileURLToPath } from "node:url";
import { prepare, runDeal, type Prepared } from "@underwatt/deal";
import { workerContract } from "@underwatt/deal/contracts/worker-port";
import { describe, expect, it } from "vitest";
import { findDeal, openCatalog, openDeal } from "./deal-folder.ts";
import { openServingBook, openTrainingBook } from "./model-files.ts";
import { openPool, startThread } from "./worker-thread.ts";

workerContract(
  () => startThread(),
  () => startThread(new URL("./nowhere.ts", import.meta.url)),
);

const place = findDeal(fileURLToPath(new URL("../../../deals/colossus-1", import.meta.url)));

const models = { serving: openServingBook(), training: openTrainingBook() };

function prepared(samples: number): Prepared {
  const { deal } = openDeal(place);
  const catalog = { ...openCatalog().catalog, ...models };
  const preparation = deal === undefined ? undefined : prepare(deal, catalog, { samples, seed: 1, asOf: "2026-06-02" });
  if (preparation === undefined || !("prepared" in preparation)) throw new Error("the deal has mistakes");
  return preparation.prepared;
}

describe("worker threads", () => {
  it.each([1, 3])("give the bytes of a run without: %i", async (workers) => {
    const ready = prepared(1000);
    const pool = openPool(ready, workers);
    try {
      const result = await runDeal(ready, { compute: pool });
      expect(JSON.stringify(result)).toBe(JSON.stringify(await runDeal(ready)));
    } finally {
      await pool.close();
    }
  });

  it("can be stopped while one of them is busy", async () => {
    const ready = prepared(1000);
    const pool = openPool(ready, 1);
    const controller = new AbortController();
    const run = runDeal(ready, { compute: pool, cancel: controller.signal });
    controller.abort();
    await expect(run).rejects.toThrow("cancelled");
    await pool.close();
    await expect(runDeal(ready, { compute: pool })).rejects.toThrow("the workers have been closed");
  });
});

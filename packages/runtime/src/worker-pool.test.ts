import { fileURLToPath } from "node:url";
import { prepare, runDeal, type Prepared } from "@underwatt/deal";
import { describe, expect, it } from "vitest";
import { bundledCatalog, findDeal, openCatalog, openDeal } from "./deal-folder.ts";
import { joinColumns, openPool } from "./worker-pool.ts";

const place = findDeal(fileURLToPath(new URL("../../../deals/colossus-1", import.meta.url)));

function prepared(samples: number): Prepared {
  const { deal } = openDeal(place);
  const preparation =
    deal === undefined ? undefined : prepare(deal, openCatalog().catalog, { samples, seed: 1, asOf: "2026-06-02" });
  if (preparation === undefined || !("prepared" in preparation)) throw new Error("the deal has mistakes");
  return preparation.prepared;
}

describe("worker threads", () => {
  it("give the same bytes however many they are", async () => {
    const ready = prepared(1000);
    const alone = JSON.stringify(await runDeal(ready));
    for (const workers of [1, 2, 3]) {
      const reports: number[] = [];
      const pool = openPool(place, bundledCatalog, ready, workers, (done, total) => reports.push(done / total));
      try {
        expect(JSON.stringify(await runDeal(ready, pool.simulate))).toBe(alone);
      } finally {
        await pool.close();
      }
      expect(reports.every((share) => share >= 0 && share <= 1)).toBe(true);
    }
  });

  it.each([2, 3])("may be as many as there are samples, or more: %i", async (samples) => {
    const ready = prepared(samples);
    const pool = openPool(place, bundledCatalog, ready, 3, () => {});
    try {
      expect(JSON.stringify(await runDeal(ready, pool.simulate))).toBe(JSON.stringify(await runDeal(ready)));
    } finally {
      await pool.close();
    }
  });
});

describe("stretches of samples", () => {
  const column = (months: number, ...data: number[]): { data: Float64Array; months: number; samples: number } => ({
    data: Float64Array.from(data),
    months,
    samples: data.length / months,
  });

  it("are joined month by month", () => {
    const [joined] = joinColumns([[column(2, 1, 2, 10, 20)], [column(2, 3, 30)]], 3);
    expect(joined).toEqual(column(2, 1, 2, 3, 10, 20, 30));
  });

  it("of a certain column are one of them", () => {
    const [joined] = joinColumns([[column(2, 7, 8)], [column(2, 7, 8)]], 3);
    expect(joined).toEqual(column(2, 7, 8));
  });

  it("may be empty", () => {
    const [joined] = joinColumns([[column(1)], [column(1, 5, 6)]], 2);
    expect(joined).toEqual(column(1, 5, 6));
  });
});

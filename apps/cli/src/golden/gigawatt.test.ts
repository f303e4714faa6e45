/** The gigawatt against the figures it was made from and against accounting that must hold whatever the draws. */
import { fileURLToPath } from "node:url";
import { audit, prepare, runDeal, type AuditRow, type Result } from "@underwatt/deal";
import { findDeal, openCatalog, openDeal } from "@underwatt/runtime";
import { beforeAll, describe, expect, test } from "vitest";

const { deal } = openDeal(findDeal(fileURLToPath(new URL("../../../../deals/gigawatt", import.meta.url))));
const { catalog } = openCatalog();

let result: Result;
let rows: ReadonlyMap<string, AuditRow>;
beforeAll(async () => {
  if (deal === undefined) throw new Error("the deal has mistakes");
  const preparation = prepare(deal, catalog, { samples: 2048, seed: 1 });
  const audited = audit(deal, catalog);
  if (!("prepared" in preparation) || !("rows" in audited)) throw new Error("the deal has mistakes");
  result = await runDeal(preparation.prepared);
  rows = new Map(audited.rows.map((row) => [row.id, row]));
});

describe("the sums of the published model", () => {
  test.each([
    ["capex-sum-3", 60e9, "USD/GW"], // 19 + 30 + 11
    ["capex-sum-2", 60e9, "USD/GW"], // 20 + 40
    ["labour-share", 5 / 19, ""],
    ["payback-own", 2, "yr"], // 60 / 30, on revenue
    ["payback-rent", 4, "yr"], // 60 / 15, on revenue
    ["openai-per-gw", 10e9, "USD/GW/yr"], // 20 billion on 2 GW
    ["serving-share", 0.5, ""], // 10 of 20 per effective gigawatt
    ["oracle-rent", 300e9 / 5 / 4.5, "USD/GW/yr"],
  ])("%s is %f %s", (id, value, unit) => {
    const [found] = rows.get(id)?.values ?? [];
    expect(found?.value).toBeCloseTo(value, 6);
    expect(found?.unit).toBe(unit);
  });

  test.each([
    [3, 12e9],
    [5, 8.5e9],
    [7, 7e9],
  ])(
    "with IT that lasts %i years Epoch's gigawatt costs %f USD a year, from one split and one rate",
    (years, printed) => {
      const row = rows.get(`epoch-annual-${years}y`);
      expect(row?.verdict).toBe("holds");
      // To a tenth of a billion, as it was printed.
      expect(Math.abs((row?.values[0]?.value ?? NaN) - printed)).toBeLessThan(0.1e9);
    },
  );

  test("paybacks on revenue come with a caveat, since they leave out every cost", () => {
    expect([rows.get("payback-own")?.verdict, rows.get("payback-rent")?.verdict]).toEqual(
      Array(2).fill("holds-with-caveat"),
    );
  });
});

describe("the model over them", () => {
  function median(path: string): number {
    const value = result.figures[path]?.value;
    if (typeof value !== "number") throw new Error(`${path} is ${JSON.stringify(value)}`);
    return value;
  }

  test("lies where published magnitudes lie", () => {
    // A gigawatt at 65 to 95 % load and 50 to 90 USD/MWh uses 0.28 to 0.75 billion USD of energy a year.
    expect(median("model.energy")).toBeGreaterThan(0.28e9);
    expect(median("model.energy")).toBeLessThan(0.75e9);
    // Named analysts put the capital of a gigawatt between 29 and 80 billion USD.
    expect(median("model.capex")).toBeGreaterThan(29e9);
    expect(median("model.capex")).toBeLessThan(80e9);
  });

  test("pays back later on cash than on revenue", () => {
    expect(median("model.payback-year-own")).toBeGreaterThan(median("model.payback-revenue-own"));
    expect(median("model.payback-year-rent")).toBeGreaterThan(median("model.payback-revenue-rent"));
  });

  test("clears the hurdle in less than half of the samples just when the median value is negative", () => {
    const chance = result.thesis["rent-beats-hurdle"]?.probability ?? Number.NaN;
    expect(chance < 0.5).toBe(median("model.npv-rent") < 0);
  });
});

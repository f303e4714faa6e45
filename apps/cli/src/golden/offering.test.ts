/** The offering against the sums it was made from: the step, its multiples, and how much of it the lease explains. */
import { fileURLToPath } from "node:url";
import { audit, prepare, runDeal, type AuditRow, type Result } from "@underwatt/deal";
import { findDeal, openCatalog, openDeal } from "@underwatt/runtime";
import { beforeAll, describe, expect, test } from "vitest";

const { deal } = openDeal(findDeal(fileURLToPath(new URL("../../../../deals/offering", import.meta.url))));
const { catalog } = openCatalog();

async function ran(options: { scenario?: string; asOf?: string } = {}): Promise<Result> {
  if (deal === undefined) throw new Error("the deal has mistakes");
  const preparation = prepare(deal, catalog, { samples: 1024, seed: 1, ...options });
  if (!("prepared" in preparation)) throw new Error("the deal has mistakes");
  return await runDeal(preparation.prepared);
}

let base: Result;
let rows: ReadonlyMap<string, AuditRow>;
beforeAll(async () => {
  if (deal === undefined) throw new Error("the deal has mistakes");
  base = await ran();
  const audited = audit(deal, catalog);
  if (!("rows" in audited)) throw new Error("the deal has mistakes");
  rows = new Map(audited.rows.map((row) => [row.id, row]));
});

const median = (run: Result, name: string): number => Number(run.figures[`model.${name}`]?.value);

describe("the sums of the documents", () => {
  test.each([
    ["ipo-step", 1.4],
    ["ipo-sum", 1.25e12],
    ["ipo-multiple-6b", 500 / 6],
    ["ipo-multiple-5b", 100],
    ["lease-gross", 5_010_720_000],
  ])("%s is %f", (id, value) => {
    const [found] = rows.get(id)?.values ?? [];
    expect((found?.value ?? NaN) / value).toBeCloseTo(1, 12);
  });
});

describe("the lease in the step", () => {
  test("shortening the term from 36 months to 6 cuts it to about a fifth", () => {
    const [firm, whole] = [median(base, "share-firm"), median(base, "share-headline")];
    // An annuity of 6 months over one of 36, at 11 to 15 % a year.
    expect(firm / whole).toBeGreaterThan(6 / 36);
    expect(firm / whole).toBeLessThan(0.21);
    expect(whole).toBeLessThan(10);
    expect(median(base, "lease-likely")).toBeGreaterThan(median(base, "lease-firm"));
    expect(median(base, "lease-likely")).toBeLessThan(median(base, "lease-headline"));
  });

  test("the parts are the step", () => {
    const parts = ["lease-likely", "renewed", "orbit", "rest"].map((name) =>
      Number(base.figures[`model.${name}`]?.mean),
    );
    expect(parts.reduce((sum, one) => sum + one, 0) / 500e9).toBeCloseTo(1, 12);
  });

  test("on 9 May it is a broker's lease, and a third of what was filed", async () => {
    const before = await ran({ asOf: "2026-05-09" });
    expect(median(before, "year")).toBeCloseTo(5_010_720_000, 0);
    expect(median(base, "year")).toBeCloseTo(15e9, 0);
    expect(median(before, "multiple")).toBeCloseTo(500e9 / 5_010_720_000, 9);
  });

  test("a thesis that fails can hold: ten years without an exit explain more than a tenth", async () => {
    const long = await ran({ scenario: "ten-years" });
    const chance = (run: Result): number => Number(run.figures["thesis.lease-explains-tenth"]?.value);
    expect(chance(base)).toBe(0);
    expect(chance(long)).toBeGreaterThan(0.9);
    const orbit = await ran({ scenario: "orbit-is-coming" });
    expect(median(orbit, "orbit")).toBeGreaterThan(5 * median(base, "orbit"));
  });
});

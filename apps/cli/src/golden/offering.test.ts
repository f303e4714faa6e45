/** The offering against the sums it was made from, and against what a shorter term must do to the lease in it. */
import { fileURLToPath } from "node:url";
import { audit, prepare, runDeal, type AuditRow, type Result } from "@underwatt/deal";
import { makeNote } from "@underwatt/note";
import { findDeal, openCatalog, openDeal, readTemplate } from "@underwatt/runtime";
import { beforeAll, describe, expect, test } from "vitest";

const place = findDeal(fileURLToPath(new URL("../../../../deals/offering", import.meta.url)));
const { deal } = openDeal(place);
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

const value = (run: Result, path: string): number => Number(run.figures[path]?.value);
const median = (run: Result, name: string): number => value(run, `model.${name}`);
const chance = (run: Result, id: string): number => run.thesis[id]?.probability ?? Number.NaN;

describe("the sums of the documents", () => {
  test.each([
    ["ipo-step", [1.4]],
    ["combined-valuation", [1.25e12]],
    ["ipo-multiple", [500 / 6, 100]],
    ["lease-gross", [5_010_720_000]],
    ["filed-headline", [45e9]],
  ])("%s", (id, expected) => {
    const found = rows.get(id)?.values.map((one) => one.value ?? Number.NaN) ?? [];
    expect(found).toHaveLength(expected.length);
    expected.forEach((one, index) => expect((found[index] ?? Number.NaN) / one).toBeCloseTo(1, 12));
  });

  test("what was printed is met, and a multiple of 83 comes with a caveat", () => {
    expect(Object.fromEntries([...rows].map(([id, row]) => [id, row.verdict]))).toMatchObject({
      "ipo-step": "holds",
      "combined-valuation": "holds",
      "lease-gross": "holds",
      "ipo-multiple": "holds-with-caveat",
    });
  });
});

describe("the lease in the step", () => {
  test("explains at 6 firm months about a fifth of what it explains at 36", () => {
    const [six, whole] = [median(base, "at-6"), median(base, "at-36")];
    // An annuity of 6 months over one of 36: a sixth without interest, 0.208 at 18 % a year.
    expect(six / whole).toBeGreaterThan(6 / 36);
    expect(six / whole).toBeLessThan(0.208);
    // 45 billion dollars of 500, before any cost.
    expect(whole).toBeLessThan(9);
  });

  test("binds until notice of 3 August 2026 has run out", () => {
    expect(value(base, "contracts.lease.headline")).toBeCloseTo(45e9, -3);
    // Five months from 1 June to 1 November 2026.
    expect(value(base, "contracts.lease.firm") / 1.25e9).toBeCloseTo(5, 1);
    const [firm, likely, whole] = ["lease-firm", "lease-likely", "lease-headline"].map((name) => median(base, name));
    expect(firm).toBeLessThan(likely ?? Number.NaN);
    expect(likely).toBeLessThan(whole ?? Number.NaN);
  });

  test.each([
    ["the step", "step", ["lease-firm", "lease-beyond", "relet", "orbit", "rest"]],
    [
      "the fees",
      "fees-whole",
      ["lost-cost", "lost-tax", "lost-waiting", "lost-tenant", "lost-notice", "lease-beyond", "lease-firm"],
    ],
  ])("parts add up to %s", (_, whole, parts) => {
    const mean = (name: string): number => Number(base.figures[`model.${name}`]?.mean ?? median(base, name));
    expect(parts.reduce((sum, name) => sum + mean(name), 0) / mean(whole)).toBeCloseTo(1, 12);
  });

  test("on 9 May it is a model's rent over a term that nobody gives", async () => {
    const before = await ran({ asOf: "2026-05-09" });
    expect(median(before, "year")).toBeCloseTo(5_010_720_000, 0);
    expect(median(before, "multiple")).toBeCloseTo(500e9 / 5_010_720_000, 9);
    expect(chance(before, "lease-binds")).toBeGreaterThan(0.2);
  });

  test("the filing triples the rent, and its right to leave then cuts what binds", async () => {
    const filed = await ran({ asOf: "2026-05-21" });
    expect(median(filed, "year")).toBeCloseTo(15e9, 0);
    expect(median(base, "lease-firm")).toBeLessThan(0.5 * median(filed, "lease-firm"));
    expect(chance(base, "lease-binds")).toBe(0);
  });

  test("what fails can hold", async () => {
    const [long, orbit] = await Promise.all([ran({ scenario: "ten-years" }), ran({ scenario: "orbit-is-coming" })]);
    expect(chance(base, "lease-explains-tenth")).toBe(0);
    expect(chance(long, "lease-explains-tenth")).toBeGreaterThan(0.9);
    expect(chance(long, "lease-binds")).toBe(1);
    expect(chance(orbit, "orbit-explains-fifth")).toBeGreaterThan(chance(base, "orbit-explains-fifth") + 0.5);
  });
});

describe("the note", () => {
  // On each day other claims are known: before the filing, with the fee, with the right to leave, after the pricing.
  test.each(["2026-05-09", "2026-05-21", "2026-06-02", "2026-06-13"])("has no hole on %s", async (asOf) => {
    if (deal === undefined) throw new Error("the deal has mistakes");
    const result = await ran({ asOf });
    const audited = audit(deal, catalog, asOf);
    const { problems } = makeNote({
      result,
      template: readTemplate(place) ?? "",
      ...("rows" in audited ? { audit: audited.rows } : {}),
    });
    expect(problems).toEqual([]);
  });
});

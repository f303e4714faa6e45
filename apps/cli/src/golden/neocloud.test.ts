/** The term loan against accounting that must hold whatever is drawn, and against what published facilities say. */
import { fileURLToPath } from "node:url";
import { prepare, runDeal, type Result } from "@underwatt/deal";
import { findDeal, openCatalog, openDeal } from "@underwatt/runtime";
import { beforeAll, describe, expect, test } from "vitest";

const { deal } = openDeal(findDeal(fileURLToPath(new URL("../../../../deals/neocloud", import.meta.url))));
const { catalog } = openCatalog();

async function ran(scenario?: string): Promise<Result> {
  if (deal === undefined) throw new Error("the deal has mistakes");
  const preparation = prepare(deal, catalog, {
    samples: 1024,
    seed: 1,
    ...(scenario === undefined ? {} : { scenario }),
  });
  if (!("prepared" in preparation)) throw new Error("the deal has mistakes");
  return await runDeal(preparation.prepared);
}

let base: Result;
beforeAll(async () => {
  base = await ran();
});

function median(run: Result, path: string): number {
  const value = run.figures[path]?.value;
  if (typeof value !== "number") throw new Error(`${path} is ${JSON.stringify(value)}`);
  return value;
}
const chance = (run: Result, thesis: string): number => median(run, `thesis.${thesis}`);
const means = (path: string): number[] => {
  const { mean } = base.figures[path] ?? {};
  if (!Array.isArray(mean)) throw new Error(`${path} is no series`);
  return mean.map(Number);
};

describe("the books of the loan", () => {
  test("sources are uses, in the mean as on every path", () => {
    const [used = NaN] = ["uses.total"].map((name) => Number(base.figures[`contracts.loan.${name}`]?.mean));
    const sources = ["debt", "equity"].map((name) => Number(base.figures[`contracts.loan.sources.${name}`]?.mean));
    expect(sources.reduce((sum, one) => sum + one, 0) / used).toBeCloseTo(1, 12);
  });

  test("what the lender gets, the borrower pays, in every month", () => {
    const borrower = means("contracts.loan.borrower-cash");
    for (const [month, cash] of means("contracts.loan.lender-cash").entries())
      expect(cash + (borrower[month] ?? NaN)).toBeCloseTo(0, 3);
  });

  test("what the project makes goes to lender, owners and the reserve, and nowhere else", () => {
    const [cfads, spend, proceeds, lender, owner, reserve, trapped, support] = [
      "projects.cluster.cfads",
      "projects.cluster.spend",
      "projects.cluster.proceeds",
      "contracts.loan.lender-cash",
      "projects.cluster.owner-cash",
      "contracts.loan.reserve",
      "contracts.loan.trapped",
      "contracts.loan.support",
    ].map(means);
    for (const [month, cash] of (cfads ?? []).entries()) {
      const made = cash - (spend?.[month] ?? NaN) + (proceeds?.[month] ?? NaN);
      const kept = (values: number[] | undefined): number =>
        (values?.[month] ?? NaN) - (month === 0 ? 0 : (values?.[month - 1] ?? NaN));
      const given = (lender?.[month] ?? NaN) + (owner?.[month] ?? NaN) + kept(reserve) + kept(trapped);
      expect(given / 1e6).toBeCloseTo(made / 1e6, 6);
      expect(support?.[month]).toBeGreaterThanOrEqual(0);
    }
  });
});

describe("the loan beside published ones", () => {
  test("margins and payback of the contract lie where contracts are said to", () => {
    // EBITDA margins of 65 to 90 %, payback of about two and a half years.
    expect(median(base, "model.margin")).toBeGreaterThan(65);
    expect(median(base, "model.margin")).toBeLessThan(90);
    expect(median(base, "model.payback-year")).toBeGreaterThan(2);
    expect(median(base, "model.payback-year")).toBeLessThan(3.2);
    expect(median(base, "model.gearing")).toBeLessThanOrEqual(85);
    expect(median(base, "contracts.loan.rate")).toBeCloseTo(5.9 - 2.25 + 4.5, 9);
  });
});

describe("the thesis can fail", () => {
  test("a customer that leaves after two years takes cover with it, and one that stays does not", async () => {
    const [leaves, stays, late] = await Promise.all([
      ran("customer-leaves"),
      ran("never-leaves"),
      ran("half-year-late"),
    ]);
    expect(chance(leaves, "cover-holds")).toBeLessThan(chance(base, "cover-holds") / 2);
    expect(chance(leaves, "loan-is-repaid")).toBeLessThan(chance(base, "loan-is-repaid"));
    expect(chance(stays, "loan-is-repaid")).toBeGreaterThan(0.97);
    // Six months of reserve are not six months of rent.
    expect(chance(late, "loan-is-served")).toBeLessThan(chance(base, "loan-is-served"));
    // The amount was signed before any of it.
    for (const run of [leaves, stays])
      expect(median(run, "contracts.loan.amount")).toBeCloseTo(median(base, "contracts.loan.amount"), 3);
  });
});

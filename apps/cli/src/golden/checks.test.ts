/** How much of what people found in the ledger of Colossus 1 the checks find without being told. */
import { fileURLToPath } from "node:url";
import { audit, checks, defaultOptions, prepare, type Checks, type DealText } from "@underwatt/deal";
import { findDeal, openCatalog, openDeal, openServingBook, openTrainingBook } from "@underwatt/runtime";
import { expect, test } from "vitest";

const { deal } = openDeal(findDeal(fileURLToPath(new URL("../../../../deals/colossus-1", import.meta.url))));
const catalog = { ...openCatalog().catalog, serving: openServingBook(), training: openTrainingBook() };

/** The same deal with conflicts between nothing, for other places name them, and no condition or caveat of a person. */
function untold(): Checks {
  if (deal === undefined) throw new Error("the deal has mistakes");
  const { derivations = {} } = deal.document;
  const bare = Object.fromEntries(
    Object.entries(derivations).map(([id, { asks, formula, printed, of }]) => [
      id,
      { asks, formula, printed, ...(of === undefined ? {} : { of }) },
    ]),
  );
  const empty = Object.fromEntries(
    Object.entries(deal.document.conflicts ?? {}).map(([id, conflict]) => [id, { ...conflict, between: [] }]),
  );
  return checked(deal.holding({ ...deal.document, conflicts: empty, derivations: bare }));
}

function checked(one: DealText): Checks {
  const preparation = prepare(one, catalog, { ...defaultOptions, samples: 16, asOf: "2026-11-20" });
  if (!("prepared" in preparation)) throw new Error(preparation.diagnostics.map(({ message }) => message).join());
  return checks(preparation.prepared);
}

const found = untold();

test("of the 31 conflicts that people found, checks that are told of none see 23, and no fewer", () => {
  const conflicts = Object.entries(deal?.document.conflicts ?? {});
  expect(conflicts).toHaveLength(31);
  const seen = conflicts.filter(([, { between }]) =>
    found.findings.some(({ claims }) => between.filter((id) => claims.includes(id)).length >= 2),
  );
  expect(seen.length).toBeGreaterThanOrEqual(23);
  expect(seen.map(([id]) => id)).toEqual(
    expect.arrayContaining([
      "gpu-mix",
      "utilisation-meaning",
      "lease-payer-vs-payee",
      "550k",
      "aws-size",
      "google-overlap",
      "payback-basis",
    ]),
  );
});

test("of the 14 sums that fail, checks that are told no condition find 11, and few among those that hold", () => {
  if (deal === undefined) throw new Error("the deal has mistakes");
  const judged = audit(deal, catalog, "2026-11-20");
  if (!("rows" in judged)) throw new Error("the deal has mistakes");
  const flagged = new Set(
    Object.entries(found.sums).flatMap(([id, one]) => (one.found.length + one.broken.length > 0 ? [id] : [])),
  );
  const ofVerdict = (verdict: string): string[] =>
    judged.rows.filter((row) => row.verdict === verdict).map(({ id }) => id);
  expect(ofVerdict("fails")).toHaveLength(14);
  expect(ofVerdict("fails").filter((id) => flagged.has(id)).length).toBeGreaterThanOrEqual(11);
  expect(ofVerdict("holds").filter((id) => flagged.has(id)).length).toBeLessThanOrEqual(3);
});

test("what people declared changes nothing in what is found", () => {
  if (deal === undefined) throw new Error("the deal has mistakes");
  const told = checked(deal);
  const bare = (of: Checks): unknown => of.findings.map(({ known: _known, ...finding }) => finding);
  expect(bare(told)).toEqual(bare(found));
  expect(told.sums).toEqual(found.sums);
});

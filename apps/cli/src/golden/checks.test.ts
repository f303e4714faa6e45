/** How much of what people found in the ledger of Colossus 1 the checks find without being told. */
import { fileURLToPath } from "node:url";
import { checks, defaultOptions, prepare } from "@underwatt/deal";
import { findDeal, openCatalog, openDeal, openServingBook, openTrainingBook } from "@underwatt/runtime";
import { expect, test } from "vitest";

const { deal } = openDeal(findDeal(fileURLToPath(new URL("../../../../deals/colossus-1", import.meta.url))));
const catalog = { ...openCatalog().catalog, serving: openServingBook(), training: openTrainingBook() };

test("of the 31 conflicts that people found, checks see 18, and no fewer", () => {
  if (deal === undefined) throw new Error("the deal has mistakes");
  const preparation = prepare(deal, catalog, { ...defaultOptions, samples: 16, asOf: "2026-11-20" });
  if (!("prepared" in preparation)) throw new Error("the deal has mistakes");
  const { unseen } = checks(preparation.prepared);
  const all = Object.keys(deal.document.conflicts ?? {}).length;
  expect(all).toBe(31);
  // What none sees is no matter of structure: overlapping blocks, sums of parts, opposing arguments.
  const seen = Object.keys(deal.document.conflicts ?? {}).filter((id) => !unseen.includes(id));
  expect(seen).toEqual(
    expect.arrayContaining([
      "gpu-mix",
      "utilisation-meaning",
      "lease-payer-vs-payee",
      "550k",
      "facility-cost",
      "ipo-entity",
    ]),
  );
  // One conflict names a single claim, which no finding can have two of.
  expect(seen.length - 1).toBeGreaterThanOrEqual(18);
});

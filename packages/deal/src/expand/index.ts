/**
 * A deal, as it stands on a day, into definitions for the graph: claims in their current reading, assumptions, catalogue
 * figures, what components add, the model and its tests. Every definition remembers where it was written and why it is there.
 */
import type { UnitRegistry } from "@underwatt/engine";
import { supersessionsOn } from "@underwatt/evidence";
import { dealCatalog } from "../catalog/deal-catalog.ts";
import type { Catalog } from "../catalog.ts";
import { checkReferences } from "../check-references.ts";
import { ClaimBook } from "../claim-book.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Diagnostic } from "../read/diagnostic.ts";
import type { DealText } from "../read/read-deal.ts";
import { dealUnits } from "../units.ts";
import { expandCatalog, expandComparables } from "./catalog.ts";
import { checkSuperseded, expandAttributes, expandClaims } from "./claims.ts";
import { expandContracts, expandFleets, expandGames, expandProjects } from "./components.ts";
import { expandDecisions } from "./decisions.ts";
import { Definitions } from "./definitions.ts";
import { expandDerivations } from "./derivations.ts";
import { refuseDrafts } from "./drafts.ts";
import type { Expansion, ExpandOptions } from "./expansion.ts";
import { checkWatch, expandAssumptions, expandModel, expandTests } from "./model.ts";
import { checkOverrides, overridesOf } from "./overrides.ts";
import { expandPriceFigures, expandPrices } from "./prices.ts";
import { expandParties } from "./parties.ts";
import { expandPools } from "./pools.ts";
import { checkEntities, expandLinks } from "./entities.ts";
import { checkForecasts, expandForecasts } from "./forecasts.ts";
import { readingOf } from "./widen.ts";
import { expandWorkloads } from "./workloads.ts";

/** Expands a deal. Problems are collected; a definition with one is left out. */
export function expand(deal: DealText, shipped: Catalog, options: ExpandOptions): Expansion {
  const { units, diagnostics } = unitsOf(deal);
  const currency = currencyOf(deal, units, diagnostics);
  const { catalog, diagnostics: entryFaults } = dealCatalog(deal, shipped, units);
  const book = new ClaimBook(deal.document, units);
  const supersessions = supersessionsOn(options.asOf, book.dated);
  const overrides = overridesOf(deal, options);
  const reading = readingOf(deal.document, options.evidence);
  const definitions = new Definitions({
    deal,
    units,
    currency,
    book,
    asOf: options.asOf,
    supersessions,
    overrides,
    reading,
  });
  expandCatalog(definitions, catalog);
  expandClaims(definitions);
  expandPools(definitions);
  expandAssumptions(definitions);
  expandFleets(definitions, catalog);
  const asks = expandWorkloads(definitions, catalog);
  expandContracts(definitions);
  expandProjects(definitions);
  expandParties(definitions);
  expandGames(definitions);
  expandLinks(definitions);
  const prices = expandPrices(definitions, catalog);
  expandModel(definitions);
  expandTests(definitions);
  expandDecisions(definitions);
  if (options.derivations === true) expandDerivations(definitions);
  if (options.forecasts === true) expandForecasts(definitions);
  expandAttributes(definitions);
  expandComparables(definitions, catalog);
  const underivedPrices = expandPriceFigures(definitions, prices);
  checkOverrides(definitions, options);
  checkWatch(definitions);
  checkForecasts(definitions);
  checkEntities(definitions);
  checkSuperseded(definitions);
  refuseDrafts(definitions);
  return {
    definitions: [...definitions.definitions.values()],
    origins: definitions.origins,
    absent: definitions.absent,
    supersessions,
    reading,
    widened: definitions.widened,
    book,
    catalog,
    units,
    asks,
    underivedPrices,
    diagnostics: [...diagnostics, ...entryFaults, ...checkReferences(deal), ...definitions.diagnostics],
  };
}

/** The units of compute deals and the deal's own counted things. */
function unitsOf(deal: DealText): { units: UnitRegistry; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const free: string[] = [];
  for (const [index, symbol] of (deal.document.units ?? []).entries()) {
    const known = dealUnits(free);
    if (known.has(symbol) || known.has(`${symbol}s`)) {
      const said = { message: `the unit "${symbol}" exists already`, expected: "a new counted thing" };
      diagnostics.push(deal.diagnostic("error", said, deal.locate(["units", index])));
    } else free.push(symbol);
  }
  return { units: dealUnits(free), diagnostics };
}

/** The currency of the contracts' money; with one that nobody knows, dollars stand in while the rest is checked. */
function currencyOf(deal: DealText, units: UnitRegistry, diagnostics: Diagnostic[]): string {
  const { currency } = deal.document;
  if (units.has(currency)) return currency;
  const said = {
    message: `there is no currency "${currency}"`,
    expected: "a currency such as USD",
    hint: didYouMean(currency, units.symbols(), "another currency is declared under `units:`"),
  };
  diagnostics.push(deal.diagnostic("error", said, deal.locate(["currency"])));
  return "USD";
}

export {
  restingOn,
  type Absence,
  type Expansion,
  type ExpandOptions,
  type Origin,
  type ServingPlace,
  type TrainingPlace,
  type WorkloadPlace,
} from "./expansion.ts";

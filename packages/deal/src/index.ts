/** The deal language: read, check, run, audit, explain and compare deals. */
export { QuestionError } from "./analysis/deal-inputs.ts";
export type { Interval } from "./analysis/shared-schema.ts";
export { stress, type StressOptions } from "./analysis/stress.ts";
export {
  stressSchema,
  stressVersion,
  type Stress,
  type StressBreakEven,
  type StressedTest,
  type StressGrid,
  type StressPoint,
} from "./analysis/stress-result.ts";
export { worth, type WorthOptions } from "./analysis/worth.ts";
export {
  worthSchema,
  worthVersion,
  type DecisionWorth,
  type FactWorthRow,
  type Worth,
} from "./analysis/worth-result.ts";
export { audit, type Audit } from "./audit.ts";
export type { AuditRow } from "./audit-row.ts";
export { inAuthorsOrder } from "./authors-order.ts";
export { figureKinds, type AcceleratorEntry } from "./catalog/accelerator-entry.ts";
export { NameError } from "./catalog/by-name.ts";
export { acceleratorSpec, acceleratorSpecIn, type AcceleratorSpec } from "./catalog/accelerator-spec.ts";
export type { DealCatalog } from "./catalog/deal-catalog.ts";
export type { ModelEntry } from "./catalog/model-entry.ts";
export { architectureOf, entryNamed, type Catalog } from "./catalog.ts";
export * from "./changes/index.ts";
export * from "./compare.ts";
export {
  channel,
  contracts,
  fleet,
  fleetOutputs,
  games,
  keepOrLease,
  party,
  partyOutputs,
  lossCauses,
  pool,
  poolOutputs,
  price,
  priceFigures,
  pricePer,
  pricePers,
  project,
  responses,
  serving,
  servingOutputs,
  servingPoolOutputs,
  sharedError,
  sharedTrainingResponses,
  training,
  trainingOutputs,
  trainingPoolOutputs,
  trainingResponses,
  type Component,
  type Output,
  type Parameter,
  type PricePer,
} from "./components/index.ts";
export { attribution, type AttributionOptions } from "./analysis/attribution.ts";
export {
  attributionKinds,
  attributionSchema,
  type Attribution,
  type AttributionKind,
} from "./analysis/attribution-result.ts";
export { readings, type ReadingsOptions } from "./analysis/readings.ts";
export { readingsSchema, type Readings } from "./analysis/readings-result.ts";
export { checks } from "./analysis/checks.ts";
export { checksSchema, type Checks } from "./analysis/checks-result.ts";
export { breakers } from "./analysis/breakers.ts";
export { breakersSchema, type Breakers } from "./analysis/breakers-result.ts";
export { evidence } from "./analysis/evidence.ts";
export { evidenceSchema, type Evidence } from "./analysis/evidence-result.ts";
export * from "./explain.ts";
export * from "./forecasts/index.ts";
export * from "./intake/index.ts";
export * from "./map/index.ts";
export { meaningIds, meanings, type Meaning, type MeaningId } from "./meanings/index.ts";
export { priceBases, priceBasisIds, type PriceBasis } from "./meanings/price-kind.ts";
export type { PriceSeries } from "./catalog/price-series.ts";
export * from "./parallel/index.ts";
export { prices } from "./prices/prices.ts";
export {
  pricesSchema,
  pricesVersion,
  type ComparableRow,
  type DealPriceRow,
  type Prices,
} from "./prices/prices-result.ts";
export { defaultOptions, prepare, withSamples, type Preparation, type Prepared, type RunOptions } from "./prepare.ts";
export { formatDiagnostic, inOrder, type Diagnostic } from "./read/diagnostic.ts";
export { ModelFileError } from "./read/model-file.ts";
export type { NamedText } from "./read/named-text.ts";
export { catalogFolders, readCatalog } from "./read/read-catalog.ts";
export { readDeal, type DealText, type ReadDeal, type ReadFile } from "./read/read-deal.ts";
export { figureSchema, resultSchema, resultVersion, type Cell, type Figure, type Result } from "./result.ts";
export { numbersToRun, runDeal, type RunPorts } from "./run.ts";
export { dealSchema } from "./schema/deal.ts";
export * from "./serving/index.ts";
export * from "./simulation/index.ts";
export * from "./spreadsheet/index.ts";
export * from "./training/index.ts";
export { dealUnits } from "./units.ts";
export { version } from "./version.ts";
export { WhatIf, type ChangeProblem, type WhatIfAnswer } from "./what-if.ts";
export { sensitivity, type SensitivityOptions } from "./analysis/sensitivity.ts";
export {
  sensitivityFigureSchema,
  sensitivitySchema,
  sensitivityVersion,
  type Sensitivity,
  type SensitivityFigure,
} from "./analysis/sensitivity-result.ts";

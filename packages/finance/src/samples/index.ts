/** Many simulated futures at once. */
export { exceedance, exceedanceLabel, type Better, type Exceedance } from "./exceedance.ts";
export { sampledReturns, type SampledReturns } from "./sampled-returns.ts";
export {
  figureOfEach,
  forEachPath,
  pathOf,
  sampledSeries,
  seriesOfEach,
  type SampledSeries,
} from "./sampled-series.ts";

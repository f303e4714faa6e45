/** Summaries of simulated results. */
export { estimate, studentQuantile, type Estimate } from "./estimate.ts";
export { defaultPrecision, sufficiency, type PrecisionTarget, type Sufficiency, type Watched } from "./precision.ts";
export { quantile, rank } from "./quantile.ts";
export { summarise, type Percentiles, type Summary } from "./summary.ts";

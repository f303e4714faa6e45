/** Summaries of simulated results. */
export { estimate, studentQuantile, type Estimate } from "./estimate.ts";
export { quantile, rank } from "./quantile.ts";
export { summarise, type Summary } from "./summary.ts";

/** Summaries of simulated results. */
export { quantile, rank } from "./quantile.ts";
export { summarise, type Summary } from "./summary.ts";

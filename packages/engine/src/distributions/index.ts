/** The families of distributions a deal may name, each made by one function. */
export { beta } from "./beta.ts";
export { discrete } from "./discrete.ts";
export { DistributionError, type Distribution } from "./distribution.ts";
export { interval } from "./interval.ts";
export { logitNormal } from "./logit-normal.ts";
export { lognormal } from "./lognormal.ts";
export { metalog, type QuantilePoint } from "./metalog.ts";
export type { MetalogBounds } from "./metalog-scale.ts";
export { mixture } from "./mixture.ts";
export { normal } from "./normal.ts";
export { pert } from "./pert.ts";
export { triangular } from "./triangular.ts";
export { uniform } from "./uniform.ts";

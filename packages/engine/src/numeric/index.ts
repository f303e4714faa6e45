/** Special functions and small numerical methods that the rest of the engine stands on. */
export { crossing } from "./crossing.ts";
export { incompleteBeta, inverseIncompleteBeta } from "./incomplete-beta.ts";
export { lineIntegral } from "./line-integral.ts";
export { solveLinear } from "./linear.ts";
export { logGamma } from "./log-gamma.ts";
export { normalCdf, normalQuantile } from "./normal.ts";

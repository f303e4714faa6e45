/** The engine: a graph of named quantities with units, time and uncertainty. It knows no trade. */
export * from "./analysis/index.ts";
export * from "./calendar/calendar.ts";
export * from "./calendar/civil-date.ts";
export * from "./cash-flow/index.ts";
export * from "./compile/index.ts";
export * from "./distributions/index.ts";
export * from "./evaluate/index.ts";
export * from "./formula/index.ts";
export { functions, type LanguageFunction } from "./functions/index.ts";
export * from "./graph/index.ts";
export type { Column } from "./operations/column.ts";
export * from "./sampling/index.ts";
export * from "./statistics/index.ts";
export { exp, expm1, log, log1p, power, tanh } from "./numeric/elementary.ts";
export { normalCdf, normalQuantile, solveLinear } from "./numeric/index.ts";
export { nearest } from "./text/nearest.ts";
export * from "./units/index.ts";
export { Memory } from "./wasm/index.ts";

/** Finance in dates, rates and flows: pure functions, usable without the rest of Underwatt. */
export { irr, irrRoots, mirr, payback } from "@underwatt/engine";
export type { IrrRoots, IrrRootsOptions, RootChoice } from "@underwatt/engine";
export { addMonths, civilFromDays, daysFromCivil, formatDate, monthStart, parseDate } from "@underwatt/engine";
export type { CivilDate } from "@underwatt/engine";
export * from "./annuity.ts";
export * from "./annuity-split.ts";
export * from "./day-count.ts";
export * from "./depreciation.ts";
export * from "./lease-price.ts";
export * from "./moic.ts";
export * from "./npv.ts";
export * from "./rate-conversion.ts";
export * from "./xirr.ts";
export { xnpv, type DatedFlow } from "./xnpv.ts";

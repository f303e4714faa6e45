/** Debt of a project: the cash it is paid from, how much of it there can be, and where the cash goes. */
export { cfads, cfadsSeries, type OperatingAmount, type TaxTerms } from "./cfads.ts";
export { coverSummary, dscr, llcr, plcr, type CoverSummary } from "./cover.ts";
export { capByGearing, interestDuringConstruction, type GearedDebt, type GearingTerms } from "./gearing.ts";
export type { Rates } from "./rates.ts";
export { dsraTarget, type DsraTerms } from "./reserve.ts";
export { equalPrincipalDebt, levelDebt, scaleDebt, type DebtSchedule } from "./schedule.ts";
export { sculptDebt, type SculptedDebt, type SculptingTerms } from "./sculpt.ts";
export { sizeDebtDual, sizeLevelDebt, type DualSizing, type SizingCase } from "./size.ts";
export { waterfall, type LockUp, type Waterfall, type WaterfallTerms } from "./waterfall.ts";

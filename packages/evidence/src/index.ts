export { disagreements, type ClaimedRange, type Disagreement } from "./disagreement.ts";
export { gradeMeaning, grades, isHarder, sourceRoles, type Grade, type SourceRole } from "./grades.ts";
export { pedigreeGsd95 } from "./pedigree.ts";
export {
  decideAbove,
  disagreementIndex,
  linearPoolMoments,
  logPoolNormal,
  type Moments,
  type Opinion,
} from "./pooling.ts";
export * from "./forecasts/index.ts";
export * from "./intake/index.ts";
export {
  checkLedger,
  ledgerChecks,
  type LedgerCheck,
  type LedgerClaim,
  type LedgerFinding,
  type LedgerSum,
} from "./checks/index.ts";
export * from "./rules/index.ts";
export { crpsNormal, type NormalForecast } from "./scores.ts";
export { supersededPath, supersessionsOn, type DatedClaim, type Supersession } from "./supersession.ts";
export { judge, verdicts, type Finding, type Verdict } from "./verdict.ts";

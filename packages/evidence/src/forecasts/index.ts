/** Statements held against what came: scores, reliability, and what they teach about the rule table. */
export {
  calibrateGrades,
  conventionWeight,
  shrunk,
  shrunkShare,
  type GradeCalibration,
  type ResolvedStatement,
} from "./calibration.ts";
export { brier, logScore, reliability, type ReliabilityBin, type ResolvedEvent } from "./events.ts";
export { crpsLognormal, crpsUniform, intervalScore, type LognormalForecast } from "./quantities.ts";

export { disagreements, type ClaimedRange, type Disagreement } from "./disagreement.ts";
export { gradeMeaning, grades, isHarder, sourceRoles, type Grade, type SourceRole } from "./grades.ts";
export { supersededPath, supersessionsOn, type DatedClaim, type Supersession } from "./supersession.ts";
export { judge, verdicts, type Finding, type Verdict } from "./verdict.ts";

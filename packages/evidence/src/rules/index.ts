/** From grades to widths. */
export { reasonMeaning, reasonNames, ruleTable, type GradeRule, type ReasonName, type RuleTable } from "./table.ts";
export { strengths, widthOf, type GradedClaim, type Reason, type Strength, type Width } from "./width.ts";

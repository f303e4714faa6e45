export { cleanText } from "./clean.ts";
export { findingsIn, type IntakeFinding, type ReadDocument } from "./find.ts";
export type { Bound } from "./hedges.ts";
export { slug, type ProposedGrade, type ProposedNames } from "./propose.ts";
export { quantitiesIn, type DateMention, type Quantity } from "./quantities.ts";
export { sentencesOf, type Line, type Sentence } from "./sentences.ts";
export type { Speaker } from "./speakers.ts";

export { meaningsOf, type DealMeanings } from "./meanings-of.ts";
export { meaning, meaningIds, meanings, type Meaning, type MeaningId, type StatedMeaning } from "./table.ts";
export { sameNumberTwice, type Twins } from "./twins.ts";

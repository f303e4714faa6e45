export { abilities, type Abilities } from "./abilities.ts";
export { searchLayouts, type FoundLayout, type LayoutSearch } from "./search.ts";
export type { OpenTraining } from "./space.ts";
export { trainingShortage } from "./shortage.ts";

/** What a model rests on, what breaks it, and what is worth finding out. */
export { InputSpace, probabilityOf, type Scores } from "./input-space.ts";
export type { Model, Progress } from "./model.ts";
export { programModel } from "./program-model.ts";

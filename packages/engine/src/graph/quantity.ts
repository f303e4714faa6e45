/** What comes of a definition: a quantity, or a problem. */
import type { Expression, FormulaProblem } from "../formula/index.ts";
import type { ValueType } from "./value.ts";

/** A definition, understood. */
export interface Quantity {
  readonly path: string;
  readonly expression: Expression;
  readonly type: ValueType;
  readonly series: boolean;
  readonly random: boolean;
  /** Index into the program's steps. */
  readonly step: number;
  /** Paths its formula names, in order of first mention. */
  readonly references: readonly string[];
  /** Names of the uncertain inputs written in its own formula. */
  readonly inputs: readonly string[];
}

export interface GraphProblem extends FormulaProblem {
  readonly path: string;
}

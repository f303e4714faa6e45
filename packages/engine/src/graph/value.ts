/** What a step of the program means: its type and unit. */
import type { Unit } from "../units/index.ts";

export type ValueType =
  | { readonly kind: "number"; readonly unit: Unit }
  | { readonly kind: "date" }
  | { readonly kind: "boolean" };

export interface Value {
  readonly step: number;
  readonly type: ValueType;
  readonly series: boolean;
  readonly random: boolean;
}

export interface NumberValue extends Value {
  readonly type: { readonly kind: "number"; readonly unit: Unit };
}

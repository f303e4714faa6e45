/** What is wrong with a formula, in words for its author. */
import type { FormulaProblem } from "../formula/index.ts";
import { formatUnit, multiplyUnits, type Unit } from "../units/index.ts";
import type { ValueType } from "./value.ts";

/** Ends the compilation of one formula; carries the message for its author. */
export class FormulaFailure extends Error {
  readonly problem: FormulaProblem;
  constructor(problem: FormulaProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** What commonly lies behind a mismatch. */
export function unitHint(from: Unit, to: Unit): string | undefined {
  const ratio = multiplyUnits(from, to, -1).unit;
  const text = formatUnit(ratio);
  if (text === "") return undefined;
  const [given, wanted] = [formatUnit(from), formatUnit(to)];
  const unit = given + wanted;
  if ((given === "" || wanted === "") && !unit.startsWith("1/")) {
    return `give the plain number its unit (5 ${unit}), or divide the other by it (x / (1 ${unit}))`;
  }
  const [base, another] = Object.keys(ratio.dimension);
  if (base !== "s" || another !== undefined) return `they differ by ${text}`;
  const [term, further] = ratio.terms;
  const per = term === undefined || further !== undefined ? "" : ` (per ${term.atom.symbol})`;
  return `they differ by time: a flow${per} is not a stock; multiply or divide by a duration`;
}

export function shown(type: ValueType): string {
  if (type.kind === "date") return "a date";
  if (type.kind === "boolean") return "true or false";
  const text = formatUnit(type.unit);
  return text === "" ? "a plain number" : text;
}

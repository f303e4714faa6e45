export { multipliers, parseFormula, type Parsed } from "./parse.ts";
export { printFormula } from "./print.ts";
export type { BinaryOperator, Expression, FormulaProblem, NumberLiteral, Place, UnaryOperator } from "./syntax.ts";

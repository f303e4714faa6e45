/** A tree back into formula text that parses to the same tree. */
import { formatDate } from "../calendar/civil-date.ts";
import { operatorPrecedence, precedence, type Expression } from "./syntax.ts";

/** The formula as text, with the fewest brackets. `parse(print(x))` equals x apart from places. */
export function printFormula(expression: Expression): string {
  return print(expression, 0);
}

function print(expression: Expression, floor: number): string {
  const [text, binding] = bare(expression);
  return binding < floor ? `(${text})` : text;
}

const tightest = precedence.power + 1;

function bare(expression: Expression): [text: string, binding: number] {
  switch (expression.kind) {
    case "number": {
      const { value, unit } = expression;
      if (unit === undefined) return [String(value), tightest];
      return [unit.startsWith("%") ? `${value}${unit}` : `${value} ${unit}`, tightest];
    }
    case "date":
      return [formatDate(expression.days), tightest];
    case "boolean":
      return [String(expression.value), tightest];
    case "name":
      return [expression.path, tightest];
    case "call":
      return [`${expression.name}(${expression.arguments.map((given) => print(given, 0)).join(", ")})`, tightest];
    case "weighted":
      return [`${print(expression.value, 0)} @ ${print(expression.weight, precedence.sum)}`, 0];
    case "unary": {
      const binding = expression.operator === "-" ? precedence.negate : precedence.not;
      return [`${expression.operator === "-" ? "-" : "not "}${print(expression.operand, binding)}`, binding];
    }
    case "binary": {
      const binding = operatorPrecedence(expression.operator);
      const power = expression.operator === "^";
      const left = print(expression.left, power ? binding + 1 : binding === precedence.compare ? binding + 1 : binding);
      const right = print(expression.right, power ? precedence.negate : binding + 1);
      return [`${left} ${expression.operator} ${right}`, binding];
    }
    case "interval": {
      const low = print(expression.low, precedence.to + 1);
      // Without the brackets a bare number would take on the unit of the other end.
      const complete = hasUnit(expression.low) === false && hasUnit(expression.high) === true;
      return [`${complete ? `(${low})` : low} to ${print(expression.high, precedence.to + 1)}`, precedence.to];
    }
    case "convert":
      return [`${print(expression.value, precedence.in)} in ${expression.unit}`, precedence.in];
  }
}

/** Whether a number, or minus a number, has a unit; undefined for anything else. */
function hasUnit(expression: Expression): boolean | undefined {
  const bare = expression.kind === "unary" && expression.operator === "-" ? expression.operand : expression;
  return bare.kind === "number" ? bare.unit !== undefined : undefined;
}

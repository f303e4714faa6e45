/** The names a formula mentions. */
import type { Expression, Place } from "../formula/index.ts";

export interface MentionedName {
  readonly path: string;
  readonly at: Place;
}

/** Every name as written, in order; repeated mentions repeat. */
export function namesIn(expression: Expression): MentionedName[] {
  const found: MentionedName[] = [];
  visit(expression, found);
  return found;
}

function visit(expression: Expression, found: MentionedName[]): void {
  if (expression.kind === "name") found.push({ path: expression.path, at: expression.at });
  for (const part of partsOf(expression)) visit(part, found);
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "call":
      return expression.arguments;
    case "weighted":
      return [expression.value, expression.weight];
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "interval":
      return [expression.low, expression.high];
    case "convert":
      return [expression.value];
    default:
      return [];
  }
}

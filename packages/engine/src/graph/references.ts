/** The names a formula mentions. */
import type { Expression, Place } from "../formula/index.ts";
import { functions } from "../functions/index.ts";
import type { Value } from "./value.ts";

export interface MentionedName {
  readonly path: string;
  readonly at: Place;
  /** Read a month late only, so that what it names may rest on this formula. */
  readonly late: boolean;
  /** Wanted with its values in every month while the formula is compiled. */
  readonly whole: boolean;
}

/** Every name as written, in order; repeated mentions repeat. */
export function namesIn(expression: Expression): MentionedName[] {
  const found: MentionedName[] = [];
  visit(expression, found, { late: false, whole: false });
  return found;
}

type Mention = Pick<MentionedName, "late" | "whole">;

function visit(expression: Expression, found: MentionedName[], mention: Mention): void {
  if (expression.kind === "name") found.push({ path: expression.path, at: expression.at, ...mention });
  const called = expression.kind === "call" ? functions.get(expression.name) : undefined;
  for (const [index, part] of partsOf(expression).entries()) {
    const whole = mention.whole || index === called?.whole;
    // What is wanted whole is not left for later.
    visit(part, found, { late: !whole && index === called?.late, whole });
  }
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

/** A value of the month before of a quantity that may not be compiled yet. */
export interface LateReading {
  readonly path: string;
  /** What was read; the quantity must have its type. */
  readonly value: Value;
  readonly start: Value;
  readonly at: Expression;
}

/** What the names of a formula stand for. */
export interface NamesInFormula {
  readonly values: ReadonlyMap<string, Value>;
  /** Paths by name, of those that are only read a month late. */
  readonly late: ReadonlyMap<string, string>;
}

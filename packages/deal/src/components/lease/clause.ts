/** A clause of a lease: the parameters that it adds, and the formulas that follow when they are given. */
import type { Component, Given, Output, Parameter, PartNames } from "../component.ts";

export interface Clause {
  readonly parameters: readonly Parameter[];
  /** What is wrong with the clause as it was given. */
  readonly check?: Component["check"];
  /** Nothing, or next to nothing, where the clause was not given. */
  outputs(given: Given, tiers: PartNames): readonly Output[];
}

/** Whether anything of a clause was given: `prepayment` for `prepayment.amount`. */
export function hasClause(given: Given, name: string): boolean {
  return [...given.keys()].some((key) => key.startsWith(`${name}.`));
}

/** The check that a clause which was given has what it cannot do without. */
export function needs(name: string, keys: readonly string[], example: string): NonNullable<Component["check"]> {
  return (given) => {
    const lacking = hasClause(given, name) ? keys.find((key) => !given.has(`${name}.${key}`)) : undefined;
    if (lacking === undefined) return undefined;
    return { message: `\`${name}\` has no \`${lacking}\``, expected: `\`${name}: { ${example} }\`` };
  };
}

/** The parameter where it was given, else what stands for it. */
export function orElse(given: Given, name: string, fallback: string): string {
  return given.has(name) ? name : fallback;
}

/** 1 in the month that holds a date, 0 in others. */
export function inMonthOf(date: string): string {
  return `if(elapsed(${date}) > 0 month and elapsed(${date}) <= 1 month, 1, 0)`;
}

/** Puts published cases to functions and compares leaf by leaf. */

import type { Case, Inputs } from "./case.contract.ts";

/** What a function says to a case: a number (NaN for no answer), text, or lists and objects of such. */
export type Answer = number | string | boolean | undefined | readonly Answer[] | { readonly [name: string]: Answer };

/** What answers a case, by the function's name. */
export type Answers = Readonly<Record<string, (inputs: Inputs) => Answer>>;

/** How one case came out; `unknown` where no function of that name is at hand. */
export interface Outcome {
  readonly verdict: "passed" | "failed" | "unknown";
  /** Of a failure, what is wrong. */
  readonly why?: string;
}

/** Puts one case to the function it names. */
export function checkCase(row: Case, answers: Answers): Outcome {
  const answer = Object.hasOwn(answers, row.function) ? answers[row.function] : undefined;
  if (answer === undefined) return { verdict: "unknown" };
  try {
    const why = firstDifference(answer(row.inputs), row.expected, row.tolerance, "");
    return why === undefined ? { verdict: "passed" } : { verdict: "failed", why };
  } catch (error) {
    return { verdict: "failed", why: error instanceof Error ? error.message : String(error) };
  }
}

/** The first leaf that is not as expected, in words. Of an object, only what is expected is looked at. */
function firstDifference(got: Answer, expected: unknown, tolerance: number, at: string): string | undefined {
  if (Array.isArray(expected)) {
    if (!isList(got) || got.length !== expected.length)
      return `${at}got ${shown(got)}, expected a list of ${expected.length}`;
    return first(expected.map((wanted, i) => firstDifference(got[i], wanted, tolerance, `${at}[${i}] `)));
  }
  if (typeof expected === "object" && expected !== null) {
    if (typeof got !== "object" || isList(got)) return `${at}got ${shown(got)}, expected an object`;
    return first(
      Object.entries(expected).map(([name, wanted]) =>
        Object.hasOwn(got, name)
          ? firstDifference(got[name], wanted, tolerance, `${at}${name} `)
          : `${at}${name} is missing; there is ${Object.keys(got).join(", ")}`,
      ),
    );
  }
  return agrees(got, expected, tolerance)
    ? undefined
    : `${at}got ${shown(got)}, expected ${JSON.stringify(expected)} ± ${tolerance}`;
}

function agrees(got: Answer, expected: unknown, tolerance: number): boolean {
  if (expected === null) return got === undefined || Number.isNaN(got);
  if (typeof expected === "number") return typeof got === "number" && Math.abs(got - expected) <= tolerance;
  return got === expected;
}

function first(differences: readonly (string | undefined)[]): string | undefined {
  return differences.find((each) => each !== undefined);
}

function isList(got: Answer): got is readonly Answer[] {
  return Array.isArray(got);
}

function shown(got: Answer): string {
  return typeof got === "object" ? JSON.stringify(got) : String(got);
}

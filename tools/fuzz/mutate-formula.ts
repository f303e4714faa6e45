/** Mutations that write invented formulas into a deal. */
import { formula, plainFormula } from "./invent-formula.ts";
import type { Chance } from "./random.ts";
import { spliced } from "./splice.ts";

/** One more figure in the model, whose units fit. */
export function addFigure(text: string, chance: Chance): string {
  return text.replace(/\nmodel:(?: \{)?/, (start) => {
    const written = `extra-${chance.below(1000)}: "${plainFormula(chance, 1 + chance.below(4))}"`;
    return start.endsWith("{") ? `${start} ${written},` : `${start}\n  ${written}`;
  });
}

/** Any formula in place of a value. */
export function replaceValue(text: string, chance: Chance): string {
  const values = valuesOf(text);
  if (values.length === 0) return text;
  const { at, text: value } = chance.pick(values);
  const written = formula(chance, 1 + chance.below(5));
  return spliced(text, at, value.length, chance.next() < 0.3 ? JSON.stringify(written) : written);
}

/** The text after `key: ` of lines and flow maps. */
function valuesOf(text: string): { at: number; text: string }[] {
  return [...text.matchAll(/: ([^{[\n,}\]]+)/g)].map((match) => ({ at: match.index + 2, text: match[1] ?? "" }));
}

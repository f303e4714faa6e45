/** Mutations that write invented formulas into a deal. */
import { formula, plainFormula, recurrence } from "./invent-formula.ts";
import type { Chance } from "./random.ts";
import { spliced } from "./splice.ts";

/** One more figure in the model, whose units fit. */
export function addFigure(text: string, chance: Chance): string {
  return withFigures(text, [[`extra-${chance.below(1000)}`, plainFormula(chance, 1 + chance.below(4))]]);
}

/** Figures in the model that rest on themselves a month earlier. */
export function addRecurrence(text: string, chance: Chance): string {
  return withFigures(text, recurrence(chance));
}

/** One more test, whose units fit. */
export function addTest(text: string, chance: Chance): string {
  const side = (): string => plainFormula(chance, 1 + chance.below(3));
  const test = `${side()} ${chance.pick(["<", ">=", "=="])} ${side()}`;
  return text.replace(
    /\nthesis:/,
    (start) => `${start}\n  extra-${chance.below(1000)}: { says: It holds., holds_if: "${test}" }`,
  );
}

/** One more choice, whose units may fit. */
export function addOption(text: string, chance: Chance): string {
  return text.replace(
    /options: \{/,
    (start) => `${start} extra-${chance.below(1000)}: "${plainFormula(chance, 1 + chance.below(3))}",`,
  );
}

function withFigures(text: string, figures: ReturnType<typeof recurrence>): string {
  return text.replace(/\nmodel:(?: \{)?/, (start) => {
    const written = figures.map(([name, is]) => `${name}: "${is}"`);
    return start.endsWith("{") ? `${start} ${written.join(", ")},` : `${start}\n  ${written.join("\n  ")}`;
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

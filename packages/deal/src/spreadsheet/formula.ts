/** A spreadsheet formula before anyone knows where its lines stand: text with references in it, and the means to compose one. */

/**
 * Which cells of a line a reference means. `here` is the same month, `before` and `after` its neighbours, `all` every month,
 * `so-far` the first month to this one; a line with one value has `here` only.
 */
export type Reach = "here" | "before" | "after" | "all" | "so-far" | "first" | "last";

export interface Reference {
  readonly line: string;
  readonly reach: Reach;
}
/** Text and references in turn, without the leading `=`. */
export type Formula = readonly (string | Reference)[];

/** How tightly the outermost operator binds, by Excel's table. There a sign binds more tightly than a power. */
export const binding = { comparison: 1, sum: 3, product: 4, power: 5, sign: 6, atom: 9 } as const;
type Binding = (typeof binding)[keyof typeof binding];

/** A formula with what its user must know. */
export interface Term {
  readonly formula: Formula;
  readonly binding: Binding;
  /** A truth value of the spreadsheet, which is no number until someone makes it one. */
  readonly kind: "number" | "date" | "logical";
  /** Whether it has a value for each month. */
  readonly series: boolean;
  /** Functions and parentheses inside one another. */
  readonly depth: number;
  /** Characters at most, once references have their addresses. */
  readonly length: number;
}

/** What stands for an infinite value: a spreadsheet has none. */
export const infinite = 1e300;
/** Serial number of 1970-01-01 in the spreadsheet's calendar, the one of 1900. */
export const dateOffset = 25_569;
/** `'Monthly'!$AAA$10000:$AAA$10000`. */
const longestAddress = 32;

export function constant(value: number): Term {
  const text = numberText(value);
  return {
    formula: [text],
    binding: text.startsWith("-") ? binding.sign : binding.atom,
    kind: "number",
    series: false,
    depth: 0,
    length: text.length,
  };
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return "NA()";
  if (!Number.isFinite(value)) return value > 0 ? "1E+300" : "-1E+300";
  return String(value).replace("e", "E");
}

export function dateConstant(days: number): Term {
  return { ...constant(days + dateOffset), kind: "date" };
}

/** @param series whether the reference gives a value for each month */
export function refer(line: string, reach: Reach, series: boolean, kind: Term["kind"] = "number"): Term {
  return { formula: [{ line, reach }], binding: binding.atom, kind, series, depth: 0, length: longestAddress };
}

/** Whether it may stand anywhere, any number of times, without parentheses and without costing the reader anything. */
export function isAtomic({ formula, kind }: Term): boolean {
  return formula.length === 1 && kind !== "logical";
}

/** A number in place of a truth value. */
export function asNumber(term: Term): Term {
  return term.kind === "logical" ? write`IF(${term},1,0)` : term;
}

/** A truth value in place of 1 or 0. */
export function asTest(term: Term): Term {
  return term.kind === "logical" ? term : logical(infix(term, "=", constant(1), binding.comparison));
}

export function logical(term: Term): Term {
  return { ...term, kind: "logical" };
}

export function dated(term: Term): Term {
  return { ...term, kind: "date" };
}

/** `a + b`, with the parentheses that it needs. */
export function infix(a: Term, operator: string, b: Term, level: Binding): Term {
  const isPower = level === binding.power;
  const left = enclosed(a, isPower ? a.binding < binding.atom : a.binding < level);
  // To the right of - and / equal binding is not enough; after an operator a sign is ugly to read.
  const loose = b.binding < level || (b.binding === level && operator !== "+" && operator !== "*");
  return joined([left, text(operator), enclosed(b, loose || isPower || b.binding === binding.sign)], level);
}

export function negative(a: Term): Term {
  return joined([text("-"), enclosed(a, a.binding < binding.atom)], binding.sign);
}

/**
 * A formula from a template. What stands alone between parentheses and commas is put there as it is, all else in
 * parentheses of its own. The whole counts as an atom, so the template is one call.
 */
export function write(parts: TemplateStringsArray, ...terms: readonly Term[]): Term {
  return fill(parts, terms, binding.atom);
}

/** The same for a template that is a sum of calls. */
export function writeSum(parts: TemplateStringsArray, ...terms: readonly Term[]): Term {
  return fill(parts, terms, binding.sum);
}

/** The same for one that is a product or a quotient. */
export function writeProduct(parts: TemplateStringsArray, ...terms: readonly Term[]): Term {
  return fill(parts, terms, binding.product);
}

/** `NAME(a,b,...)`. */
export function call(name: string, ...terms: readonly Term[]): Term {
  const listed = terms.flatMap((term, index) => (index === 0 ? [term] : [text(","), term]));
  return joined([text(`${name}(`), ...listed, text(")")], binding.atom, 1);
}

function fill(parts: readonly string[], terms: readonly Term[], level: Binding): Term {
  const filled = terms.flatMap((term, index) => {
    const before = parts[index] ?? "";
    const after = parts[index + 1] ?? "";
    const alone = /[(,]$/.test(before) && /^[),]/.test(after);
    return [enclosed(term, !alone && term.binding < binding.atom), text(after)];
  });
  return joined([text(parts[0] ?? ""), ...filled], level, deepestPart(parts));
}

/** Parentheses of a template inside one another. */
function deepestPart(parts: readonly string[]): number {
  let [depth, deepest] = [0, 0];
  for (const character of parts.join("")) {
    if (character === "(") deepest = Math.max(deepest, ++depth);
    if (character === ")") depth--;
  }
  return deepest;
}

function enclosed(term: Term, needed: boolean): Term {
  return needed ? { ...joined([text("("), term, text(")")], binding.atom, 1), kind: term.kind } : term;
}

function text(value: string): Term {
  return { formula: [value], binding: binding.atom, kind: "number", series: false, depth: 0, length: value.length };
}

/** @param deeper whether a function or a parenthesis goes around it */
function joined(terms: readonly Term[], level: Binding, deeper = 0): Term {
  const pieces: (string | Reference)[] = [];
  for (const piece of terms.flatMap(({ formula }) => formula)) {
    const last = pieces.at(-1);
    if (typeof piece === "string" && typeof last === "string") pieces[pieces.length - 1] = last + piece;
    else pieces.push(piece);
  }
  return {
    formula: pieces,
    binding: level,
    kind: "number",
    series: terms.some((term) => term.series),
    depth: deeper + Math.max(...terms.map((term) => term.depth)),
    length: terms.reduce((sum, term) => sum + term.length, 0),
  };
}

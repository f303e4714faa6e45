/**
 * A claim as an input: what it says, made as unsure as its grade and reasons are. Numbers are widened on the scale of their
 * logarithm, shares on that of their logit, dates by days; what a claim computes from other claims has their errors and no more.
 */
import { functions, namesIn, parseFormula, type Expression, type UnitRegistry } from "@underwatt/engine";
import { ruleTable, widthOf, type Reason, type RuleTable, type Strength, type Width } from "@underwatt/evidence";
import type { BookClaim } from "../claim-book.ts";
import type { DealDocument } from "../schema/deal.ts";

/** How claims are read: not widened, or by a table. */
export interface Reading {
  readonly strength: Strength;
  readonly table: RuleTable;
}

/** The reading that a deal asks for, unless the one who runs it says another. */
export function readingOf({ evidence }: DealDocument, asked: Strength | undefined): Reading {
  const { grades = {}, reasons = {}, wrong_by: wrongBy, wrong_by_days: wrongByDays } = evidence ?? {};
  const table: RuleTable = {
    version: evidence?.rules ?? ruleTable.version,
    grades: { ...ruleTable.grades, ...grades },
    reasons: { ...ruleTable.reasons, ...reasons },
    rounding: ruleTable.rounding,
    wrongBy: wrongBy ?? ruleTable.wrongBy,
    wrongByDays: wrongByDays ?? ruleTable.wrongByDays,
  };
  return { strength: asked ?? (evidence === undefined ? "off" : "on"), table };
}

/** How a claim was widened, for people. */
export interface Widening {
  readonly scale: Scale;
  readonly width: Width;
  readonly reasons: readonly Reason[];
}

/** The formulas of a widened claim: its value, which names the others, and those others by name under the claim. */
export interface Widened extends Widening {
  readonly value: string;
  readonly parts: readonly { readonly name: string; readonly formula: string; readonly says: string }[];
}

/**
 * Widens a claim, or leaves it: a text, a truth value, what names other figures.
 * @param reasons that hold for it on the day
 */
export function widen(
  claim: BookClaim,
  reasons: readonly Reason[],
  { strength, table }: Reading,
  units: UnitRegistry,
): Widened | undefined {
  if (strength === "off" || claim.value === undefined) return undefined;
  const text = String(claim.value);
  const parsed = parseFormula(text, units);
  if ("problem" in parsed || namesOther(parsed.expression, units)) return undefined;
  const scale = scaleOf(parsed.expression);
  if (scale === undefined) return undefined;
  const isInterval = claim.bounds !== undefined || statesInterval(parsed.expression);
  const states = scale === "days" ? "date" : isInterval ? "interval" : "point";
  const width = widthOf({ grade: claim.grade, states, reasons }, table, strength);
  return { scale, width, reasons, ...formulas(claim, text, scale, width, isInterval) };
}

/** A number is off by a factor, a share by one of its odds, a date by days. */
export type Scale = "factor" | "logit" | "days";

function formulas(
  { id, prior }: BookClaim,
  text: string,
  scale: Scale,
  { sigma, stretch, wrong, wrongSigma }: Width,
  isInterval: boolean,
): Pick<Widened, "value" | "parts"> {
  const path = `claims.${id}`;
  const unit = scale === "days" ? " day" : "";
  const normals = [
    [sigma, 1 - wrong],
    [wrongSigma, prior === undefined ? wrong : 0],
  ] as const;
  const error = mixed(normals, ([sd]) => `normal(0${unit}, ${tidy(sd)}${unit})`);
  const stated = { name: "stated", formula: text, says: "as stated" };
  const parts = [
    ...(isInterval ? [stated] : []),
    { name: "error", formula: error, says: "how far it may be off, by its grade" },
    ...(prior === undefined
      ? []
      : [
          { name: "prior", formula: String(prior), says: "what it would be if the claim were about something else" },
          {
            name: "wrong",
            formula: `uniform(0, 1) < ${tidy(wrong)}`,
            says: "whether the claim is about something else",
          },
        ]),
  ];
  const value = off(isInterval ? `${path}.stated` : `(${text})`, `${path}.error`, scale, isInterval ? stretch : 1);
  return { value: prior === undefined ? value : `if(${path}.wrong, ${path}.prior, ${value})`, parts };
}

/** The value off by an error on its scale, an interval stretched about its median. */
function off(value: string, error: string, scale: Scale, stretch: number): string {
  const middle = `central(${value})`;
  switch (scale) {
    case "days":
      return `${value} + ${error}`;
    case "factor":
      return stretch === 1
        ? `${value} * exp(${error})`
        : `${middle} * (${value} / ${middle}) ^ ${tidy(stretch)} * exp(${error})`;
    case "logit": {
      const logit = (x: string): string => `ln(${x} / (1 - ${x}))`;
      const stretched =
        stretch === 1 ? logit(value) : `${logit(middle)} + ${tidy(stretch)} * (${logit(value)} - ${logit(middle)})`;
      return `1 / (1 + exp(0 - (${stretched}) - ${error})) in %`;
    }
  }
}

/** A mixture of what has a weight; one alone is no mixture. */
function mixed(
  parts: readonly (readonly [sd: number, weight: number])[],
  written: (part: readonly [sd: number, weight: number]) => string,
): string {
  const held = parts.filter(([, weight]) => weight > 0);
  const all = held.reduce((sum, [, weight]) => sum + weight, 0);
  const [first] = held;
  if (first !== undefined && held.length === 1) return written(first);
  return `mixture(${held.map((part) => `${written(part)} @ ${tidy((100 * part[1]) / all)} %`).join(", ")})`;
}

/** Digits enough for a spread, few enough to read. */
function tidy(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** On which scale a literal value is widened; undefined for what is no quantity. */
function scaleOf(expression: Expression): Scale | undefined {
  switch (expression.kind) {
    case "date":
      return "days";
    case "boolean":
      return undefined;
    case "number":
      return isShare(expression) ? "logit" : "factor";
    case "interval":
      return isShare(expression.low) && isShare(expression.high) ? "logit" : "factor";
    case "binary":
      return ["+", "-", "*", "/", "^"].includes(expression.operator) ? "factor" : undefined;
    case "convert":
      return scaleOf(expression.value);
    default:
      return "factor";
  }
}

/** A percentage strictly between nothing and all. */
function isShare(expression: Expression): boolean {
  return expression.kind === "number" && expression.unit === "%" && expression.value > 0 && expression.value < 100;
}

function statesInterval(expression: Expression): boolean {
  return expression.kind === "interval" || (expression.kind === "convert" && statesInterval(expression.value));
}

/** A name that is no unit stands for another figure. */
function namesOther(expression: Expression, units: UnitRegistry): boolean {
  return namesIn(expression).some(({ path }) => !units.has(path));
}

/** Names that a formula has inside a distribution, whose parameters must be certain. */
export function namesInDistributions(expression: Expression): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (part: Expression, inside: boolean): void => {
    if (inside) for (const { path } of namesIn(part)) found.add(path);
    else if (part.kind === "interval") [part.low, part.high].forEach((end) => visit(end, true));
    else if (part.kind === "call") {
      const isDistribution = functions.get(part.name)?.kind === "distribution";
      for (const argument of part.arguments) visit(argument, isDistribution);
    } else if (part.kind === "binary") [part.left, part.right].forEach((side) => visit(side, false));
    else if (part.kind === "unary") visit(part.operand, false);
    else if (part.kind === "weighted" || part.kind === "convert") visit(part.value, false);
  };
  visit(expression, false);
  return found;
}

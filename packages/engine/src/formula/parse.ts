/** Formula text into a tree: precedence climbing over the tokens, with units read where a number stands. */
import type { UnitRegistry } from "../units/index.ts";
import { nearest } from "../text/nearest.ts";
import {
  operatorPrecedence,
  precedence,
  type BinaryOperator,
  type Expression,
  type FormulaProblem,
  type NumberLiteral,
  type Place,
} from "./syntax.ts";
import { tokenize, type Token } from "./tokens.ts";

/** Deal-makers' multipliers, as exponents of ten. */
export const multipliers: Readonly<Record<string, number>> = { thousand: 3, million: 6, billion: 9, trillion: 12 };

const binaryOperators: readonly string[] = ["or", "and", "<", "<=", ">", ">=", "==", "!=", "+", "-", "*", "/", "^"];
const reserved = new Set(["in", "to", "or", "and", "not", "true", "false", ...Object.keys(multipliers)]);
/** Deeper than any formula of a person; keeps hostile text from exhausting the stack. */
const maxDepth = 200;

export type Parsed = { readonly expression: Expression } | { readonly problem: FormulaProblem };

/**
 * Parses one formula.
 * @param text the formula as written
 * @param units decides what is a unit after a number
 * @returns the tree, or the first problem with its place in the text
 */
export function parseFormula(text: string, units: UnitRegistry): Parsed {
  if (text.trim() === "") {
    return { problem: { message: "the formula is empty", at: { start: 0, end: text.length }, expected: "a formula" } };
  }
  const tokens = tokenize(text);
  if (!Array.isArray(tokens)) return { problem: tokens };
  const parser = new Parser(tokens, units);
  try {
    return { expression: parser.whole() };
  } catch (error) {
    if (error instanceof SyntaxProblem) return { problem: error.problem };
    throw error;
  }
}

/** Carries a problem up through the recursion; never leaves this file. */
class SyntaxProblem extends Error {
  readonly problem: FormulaProblem;
  constructor(problem: FormulaProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

class Parser {
  private readonly tokens: readonly Token[];
  private readonly units: UnitRegistry;
  /** How numbers, and numbers after a minus, were written: their digits, and the exponent of their multiplier. */
  private readonly written = new Map<Expression, { digits: string; exponent?: number }>();
  private next = 0;
  private depth = 0;

  constructor(tokens: readonly Token[], units: UnitRegistry) {
    this.tokens = tokens;
    this.units = units;
  }

  whole(): Expression {
    const expression = this.expression(0);
    const token = this.peek();
    if (token.kind !== "end") this.failAt(token, "an operator or the end");
    return expression;
  }

  /** Everything that binds at least as tightly as `floor`. */
  private expression(floor: number): Expression {
    if (++this.depth > maxDepth) this.fail("the formula is nested too deeply", this.peek().at, "a simpler formula");
    let left = this.prefix();
    for (;;) {
      const token = this.peek();
      const word = token.text;
      if (word === "in" && floor <= precedence.in) left = this.convert(left);
      else if (word === "to" && floor <= precedence.to) left = this.interval(left);
      else if (isBinary(word) && operatorPrecedence(word) >= floor) left = this.binary(left, word);
      else break;
    }
    this.depth--;
    return left;
  }

  private binary(left: Expression, operator: BinaryOperator): Expression {
    this.take();
    const binding = operatorPrecedence(operator);
    // Powers group to the right; comparisons do not chain; the rest group to the left.
    const right = this.expression(operator === "^" ? precedence.negate : binding + 1);
    const again = this.peek();
    if (binding === precedence.compare && isBinary(again.text) && operatorPrecedence(again.text) === binding) {
      this.fail("comparisons do not chain", again.at, "two comparisons joined by `and`");
    }
    return { kind: "binary", operator, left, right, at: span(left, right) };
  }

  private interval(low: Expression): Expression {
    this.take();
    const high = this.expression(precedence.to + 1);
    if (this.peek().text === "to") this.fail("an interval has two ends", this.peek().at, "`low to high`");
    return { kind: "interval", low: this.inherit(low, high), high, at: span(low, high) };
  }

  /** In `5 to 6 billion USD` the multiplier and the unit are written once, after the second end. */
  private inherit(low: Expression, high: Expression): Expression {
    const bare = low.kind === "unary" && low.operator === "-" ? low.operand : low;
    const last = high.kind === "unary" && high.operator === "-" ? high.operand : high;
    // An end in brackets is complete: it was not written here.
    const [first, second] = [this.written.get(low), this.written.get(high)];
    if (bare.kind !== "number" || last.kind !== "number" || first === undefined || second === undefined) return low;
    if (bare.unit !== undefined) return low;
    const exponent = first.exponent ?? second.exponent;
    const number: NumberLiteral = {
      kind: "number",
      value: this.decimal(first.digits, exponent, bare.at),
      ...(last.unit === undefined ? {} : { unit: last.unit }),
      at: bare.at,
    };
    return low.kind === "unary" ? { ...low, operand: number } : number;
  }

  private convert(value: Expression): Expression {
    this.take();
    const first = this.peek();
    const unit = this.unitText(true);
    if (unit === undefined) this.fail("`in` needs a unit", first.at, "a unit such as USD/yr");
    const after = this.peek();
    if (isBinary(after.text) || after.text === "to") {
      const hint = "a unit has no spaces (USD/GPU/h); to go on calculating: (x in GW) + y";
      this.fail(`unexpected "${after.text}" after the unit`, after.at, "`in` comes last", hint);
    }
    const at = { start: first.at.start, end: this.previous().at.end };
    return { kind: "convert", value, unit, unitAt: at, at: { start: value.at.start, end: at.end } };
  }

  private prefix(): Expression {
    const token = this.peek();
    if (token.text === "-" || token.text === "not") {
      this.take();
      const operand = this.expression(token.text === "-" ? precedence.negate : precedence.not);
      const at = { start: token.at.start, end: operand.at.end };
      const expression: Expression = { kind: "unary", operator: token.text, operand, at };
      const digits = this.written.get(operand);
      if (digits !== undefined && token.text === "-") this.written.set(expression, digits);
      return expression;
    }
    if (token.text === "(") return this.group();
    if (token.kind === "number") return this.number();
    if (token.kind === "date") {
      this.take();
      return { kind: "date", days: token.value, at: token.at };
    }
    if (token.kind === "word") return this.word();
    return this.failAt(token, "a number, a name, a function or a bracket");
  }

  private group(): Expression {
    const open = this.take();
    const inner = this.expression(0);
    const close = this.peek();
    if (close.kind === "end") this.fail("this bracket is not closed", open.at, "`)`");
    if (close.text !== ")") this.failAt(close, "an operator or `)`");
    this.take();
    return { ...inner, at: { start: open.at.start, end: close.at.end } };
  }

  private word(): Expression {
    const token = this.take();
    if (token.text === "true" || token.text === "false") {
      return { kind: "boolean", value: token.text === "true", at: token.at };
    }
    if (reserved.has(token.text)) this.fail(`unexpected "${token.text}"`, token.at, "a value before it");
    if (this.peek().text === "(" && !this.peek().spaced) return this.call(token);
    return { kind: "name", path: token.text, at: token.at };
  }

  private call(name: Token): Expression {
    const open = this.take();
    const given: Expression[] = [];
    let more = this.peek().text !== ")";
    while (more) {
      if (this.peek().kind === "end") this.fail("this bracket is not closed", open.at, "an argument and `)`");
      given.push(this.argument());
      more = this.peek().text === ",";
      if (more) this.take();
    }
    const close = this.peek();
    if (close.kind === "end") this.fail("this bracket is not closed", open.at, "`)`");
    if (close.text !== ")") this.failAt(close, "`,` or `)`");
    this.take();
    const at = { start: name.at.start, end: close.at.end };
    return { kind: "call", name: name.text, nameAt: name.at, arguments: given, at };
  }

  private argument(): Expression {
    const value = this.expression(0);
    if (this.peek().text !== "@") return value;
    this.take();
    const weight = this.expression(precedence.sum);
    return { kind: "weighted", value, weight, at: span(value, weight) };
  }

  /** `1.25 billion USD/month`. The multiplier becomes part of the decimal text, so 2.47 billion is exactly 2.47e9. */
  private number(): NumberLiteral {
    const token = this.take();
    if (/^0\d/.test(token.text) && !token.spaced && this.tokens[this.next - 2]?.text === ",") {
      this.fail(
        "a comma separates arguments",
        token.at,
        "a number of its own",
        "thousands have no comma: 220_000 or 220000",
      );
    }
    const digits = token.text.replaceAll("_", "");
    const exponent = exponentOfMultiplier(this.peek().text);
    if (exponent !== undefined) this.take();
    const unit = this.unitText(false);
    const at = { start: token.at.start, end: this.previous().at.end };
    const value = this.decimal(digits, exponent, at);
    const literal: NumberLiteral =
      unit === undefined ? { kind: "number", value, at } : { kind: "number", value, unit, at };
    this.written.set(literal, exponent === undefined ? { digits } : { digits, exponent });
    return literal;
  }

  private decimal(digits: string, exponent: number | undefined, at: Place): number {
    const [mantissa, own = "0"] = digits.split(/[eE]/);
    const value = exponent === undefined ? Number(digits) : Number(`${mantissa}e${Number(own) + exponent}`);
    return Number.isFinite(value) ? value : this.fail("this number is too large", at, "a number below 1.8e308");
  }

  /**
   * The unit at this place, if there is one. After a number the word must be a unit; a tight `/` or `*` goes on only
   * with another unit, so that `8760 h*rate` still multiplies.
   */
  private unitText(required: boolean): string | undefined {
    const first = this.peek();
    if (first.text === "%") {
      this.take();
      return `%${this.unitTail()}`;
    }
    if (first.kind === "number" && first.text === "1" && required && this.peek(1).text === "/") {
      this.take();
      return `1${this.unitTail()}`;
    }
    if (first.kind !== "word" || reserved.has(first.text)) return undefined;
    if (!this.units.has(first.text)) {
      if (this.peek(1).text === "(") this.fail("an operator is missing before the function", first.at, "`*`, `+`, ...");
      if (first.text.includes(".")) this.fail("an operator is missing before the name", first.at, "`*`, `+`, ...");
      const { problem, hint } = this.units.unknown(first.text);
      this.fail(problem, first.at, "a unit such as USD, GPU or h after the number", hint);
    }
    this.take();
    return first.text + this.unitPowerText() + this.unitTail();
  }

  private unitTail(): string {
    let text = "";
    for (;;) {
      const sign = this.peek();
      const atom = this.peek(1);
      const tight = !sign.spaced && !atom.spaced && (sign.text === "/" || sign.text === "*");
      if (!tight || atom.kind !== "word" || !this.units.has(atom.text)) return text;
      this.take();
      this.take();
      text += sign.text + atom.text + this.unitPowerText();
    }
  }

  private unitPowerText(): string {
    const sign = this.peek();
    if (sign.text !== "^" || sign.spaced) return "";
    const negative = this.peek(1).text === "-";
    const digits = this.peek(negative ? 2 : 1);
    if (digits.kind !== "number" || digits.spaced) return "";
    for (let count = negative ? 3 : 2; count > 0; count--) this.take();
    return `^${negative ? "-" : ""}${digits.text}`;
  }

  private unexpected(token: Token): string {
    if (token.kind === "end") return "the formula ends too early";
    if (token.text === "=") return 'unexpected "="; equality is written ==';
    if (token.kind === "word" && this.next > 0) {
      const operator = nearest(token.text, ["and", "or", "in", "to"]);
      return `unexpected "${token.text}"${operator === undefined ? "" : ` (did you mean "${operator}"?)`}`;
    }
    return `unexpected "${token.text}"`;
  }

  private failAt(token: Token, expected: string): never {
    this.fail(this.unexpected(token), token.at, expected, this.hintAt(token));
  }

  /** What commonly lies behind a token at a place where nothing of its kind can stand. */
  private hintAt(token: Token): string | undefined {
    const before = this.previous();
    if (token.text === "(" && before.kind === "word") return "a function has no space before its bracket";
    if (token.text === "*" && this.next > 0 && before.text === "*") return "a power is written ^";
    if (token.text !== "," || before.kind !== "number") return undefined;
    const groups: string[] = [];
    for (let ahead = 1; /^\d{3}(?:\.\d+)?$/.test(this.peek(ahead).text) && !this.peek(ahead).spaced; ahead += 2) {
      groups.push(this.peek(ahead).text);
      if (this.peek(ahead + 1).text !== ",") break;
    }
    if (groups.length === 0) return undefined;
    return `thousands have no comma: ${[before.text, ...groups].join("_")} or ${[before.text, ...groups].join("")}`;
  }

  private peek(ahead = 0): Token {
    const token = this.tokens[Math.min(this.next + ahead, this.tokens.length - 1)];
    if (token === undefined) throw new Error("the token list has no end");
    return token;
  }

  private take(): Token {
    const token = this.peek();
    if (this.next < this.tokens.length - 1) this.next++;
    return token;
  }

  private previous(): Token {
    return this.tokens[this.next - 1] ?? this.peek();
  }

  private fail(message: string, at: Place, expected: string, hint?: string): never {
    throw new SyntaxProblem(hint === undefined ? { message, at, expected } : { message, at, expected, hint });
  }
}

function isBinary(text: string): text is BinaryOperator {
  return binaryOperators.includes(text);
}

function exponentOfMultiplier(word: string): number | undefined {
  return Object.hasOwn(multipliers, word) ? multipliers[word] : undefined;
}

function span(left: Expression, right: Expression): Place {
  return { start: left.at.start, end: right.at.end };
}

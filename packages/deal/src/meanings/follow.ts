/** Follows meanings through one formula: which its value has, and where it takes two different ones for one. */
import { functions, printFormula, type Expression, type Place } from "@underwatt/engine";
import { divide, isPrice, isQuantity, multiply, named, plain, same, type Factors } from "./factors.ts";

/** Something in a formula that has a meaning. */
export interface Operand {
  /** The path of a name, or the formula of another operand. */
  readonly label: string;
  readonly meaning: Factors;
}

/** Two quantities that a formula treats as one. */
export interface Mixture {
  readonly operands: readonly [Operand, Operand];
  readonly at: Place;
}

/** What a name in a formula stands for, as messages call it, and its meaning if it has one. */
export type ReadName = (name: string) => { readonly label: string; readonly meaning: Factors | undefined };

export interface Followed {
  /** Undefined where it is not known: an untagged factor may be anything. */
  readonly meaning: Factors | undefined;
  readonly mixtures: readonly Mixture[];
}

/**
 * Units, extremes, choices, means over months and multiples by a plain number keep a meaning; products and quotients multiply;
 * anything untagged, the complement `1 - x` and all other functions lose it.
 */
export function follow(expression: Expression, read: ReadName): Followed {
  const following = new Following(read);
  const meaning = following.of(expression);
  return { meaning, mixtures: following.mixtures };
}

/** Functions whose arguments must be of one meaning, which the value has; and those that keep that of their first. */
const joining: ReadonlySet<string> = new Set(["min", "max", "clamp", "previous"]);
const keeping: ReadonlySet<string> = new Set(["mean", "first", "last", "at", "lag", "abs", "round", "floor", "ceil"]);
const comparisons: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "==", "!="]);

interface Found {
  readonly part: Expression;
  readonly meaning: Factors | undefined;
}

class Following {
  readonly mixtures: Mixture[] = [];
  private readonly read: ReadName;

  constructor(read: ReadName) {
    this.read = read;
  }

  of(expression: Expression): Factors | undefined {
    switch (expression.kind) {
      case "number":
        return expression.unit === undefined || expression.unit === "%" ? plain : undefined;
      case "name":
        return this.read(expression.path).meaning;
      case "convert":
        return this.of(expression.value);
      case "unary":
        return expression.operator === "-" ? this.of(expression.operand) : this.lost([expression.operand]);
      case "interval":
        return drawn(this.joined([expression.low, expression.high], expression));
      case "weighted":
        return this.lost([expression.value, expression.weight]);
      case "binary":
        return this.binary(expression);
      case "call":
        return this.call(expression);
      default:
        return undefined;
    }
  }

  private binary(whole: Expression & { kind: "binary" }): Factors | undefined {
    const { operator, left, right } = whole;
    if (operator === "*") {
      const [a, b] = [this.of(left), this.of(right)];
      if (a === undefined || b === undefined) return rescaled(a, right) ?? rescaled(b, left);
      return multiply(a, b);
    }
    if (operator === "/") return this.ratio(left, right, whole);
    if (operator === "+") return this.joined([left, right], whole);
    if (operator === "-") {
      const [whence, what] = [this.found(left), this.found(right)];
      const difference = this.join([whence, what], whole);
      // What is missing to a whole is another quantity: idle is not busy.
      return whence.meaning?.size === 0 && difference?.size !== 0 ? undefined : difference;
    }
    if (comparisons.has(operator)) this.joined([left, right], whole);
    else this.lost([left, right]);
    return undefined;
  }

  private ratio(left: Expression, right: Expression, whole: Expression): Factors | undefined {
    const [a, b] = [this.of(left), this.of(right)];
    if (a === undefined || b === undefined) return rescaled(a, right);
    const quotient = divide(a, b);
    const isConversion =
      quotient.size === 0 ||
      isPrice(a) !== isPrice(b) ||
      [quotient, multiply(plain, quotient, -1)].some((each) => named(each));
    if (isConversion || !isQuantity(a) || !isQuantity(b)) return quotient;
    this.mix([this.operand(left, a), this.operand(right, b)], whole);
    return undefined;
  }

  private call(whole: Expression & { kind: "call" }): Factors | undefined {
    const { name, arguments: given } = whole;
    if (joining.has(name) || (name === "sum" && given.length > 1)) return this.joined(given, whole);
    const [first, ...others] = given;
    if (name === "if" && first !== undefined) {
      this.of(first);
      return this.joined(others, whole);
    }
    if (keeping.has(name) && first !== undefined) {
      this.lost(others);
      return this.of(first);
    }
    if (functions.get(name)?.kind !== "distribution") return this.lost(given);
    this.lost(given.flatMap((each) => (each.kind === "weighted" ? [each.weight] : [])));
    return drawn(
      this.joined(
        given.map((each) => (each.kind === "weighted" ? each.value : each)),
        whole,
      ),
    );
  }

  private joined(parts: readonly Expression[], whole: Expression): Factors | undefined {
    return this.join(
      parts.map((part) => this.found(part)),
      whole,
    );
  }

  private found(part: Expression): Found {
    return { part, meaning: this.of(part) };
  }

  /** The meaning that all have; plain numbers agree with any. Two different ones are a mixture. */
  private join(found: readonly Found[], whole: Expression): Factors | undefined {
    const known = found.flatMap(({ part, meaning }) =>
      meaning !== undefined && isQuantity(meaning) ? [this.operand(part, meaning)] : [],
    );
    const [first] = known;
    const other = known.find(({ meaning }) => first !== undefined && !same(meaning, first.meaning));
    if (first !== undefined && other !== undefined) {
      this.mix([first, other], whole);
      return undefined;
    }
    if (found.every(({ meaning }) => meaning?.size === 0)) return plain;
    const vague = found.some(({ meaning }) => meaning === undefined || (meaning.size > 0 && !isQuantity(meaning)));
    return vague ? undefined : first?.meaning;
  }

  /** Looks into parts whose meaning does not matter to the value. */
  private lost(parts: readonly Expression[]): undefined {
    for (const part of parts) this.of(part);
  }

  private operand(expression: Expression, meaning: Factors): Operand {
    return { label: expression.kind === "name" ? this.read(expression.path).label : brief(expression), meaning };
  }

  private mix(operands: Mixture["operands"], { at }: Expression): void {
    this.mixtures.push({ operands, at });
  }
}

/** A price times or over a written number with a unit, such as 730 h/month, is the same price on other terms. */
function rescaled(meaning: Factors | undefined, by: Expression): Factors | undefined {
  return meaning !== undefined && isPrice(meaning) && by.kind === "number" ? meaning : undefined;
}

/** A distribution of plain numbers is an uncertain factor, which may convert. */
function drawn(joined: Factors | undefined): Factors | undefined {
  return joined?.size === 0 ? undefined : joined;
}

const longest = 60;

function brief(expression: Expression): string {
  const text = printFormula(expression);
  return `"${text.length <= longest ? text : `${text.slice(0, longest)} ...`}"`;
}

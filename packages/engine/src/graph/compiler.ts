/** One formula into steps of the program: types, units, conversions. Where the unit algebra meets the operations. */
import type { Calendar } from "../calendar/calendar.ts";
import { DistributionError, type Distribution } from "../distributions/index.ts";
import { printFormula, type BinaryOperator, type Expression } from "../formula/index.ts";
import { functions, type Compiler } from "../functions/index.ts";
import { intervalOutcome } from "../functions/distributions.ts";
import { laterDate } from "../functions/time.ts";
import type { OperationName } from "../operations/operations.ts";
import { nearest } from "../text/nearest.ts";
import {
  conversion,
  formatUnit,
  isDimensionless,
  multiplyUnits,
  one,
  sameDimension,
  unitPower,
  type Unit,
  type UnitRegistry,
} from "../units/index.ts";
import { measurable, wholeIfNear } from "../units/unit.ts";
import { FormulaFailure, shown, unitHint } from "./failure.ts";
import type { LateReading, NamesInFormula } from "./references.ts";
import type { MedianCase } from "./median-case.ts";
import type { ProgramBuilder } from "./program.ts";
import type { NumberValue, Value, ValueType } from "./value.ts";

const booleanType: ValueType = { kind: "boolean" };
const dateType: ValueType = { kind: "date" };
const plainType: ValueType = { kind: "number", unit: one };

export class FormulaCompiler implements Compiler {
  readonly calendar: Calendar;
  /** Names of the inputs that this formula gave birth to. */
  readonly inputs: string[] = [];
  /** What this formula reads a month late, to be settled by `settle` when every formula is compiled. */
  readonly lateReadings: LateReading[] = [];
  private readonly path: string;
  private readonly names: NamesInFormula;
  private readonly units: UnitRegistry;
  private readonly builder: ProgramBuilder;
  private readonly medians: MedianCase;

  constructor(path: string, names: NamesInFormula, units: UnitRegistry, builder: ProgramBuilder, medians: MedianCase) {
    this.path = path;
    this.names = names;
    this.units = units;
    this.builder = builder;
    this.medians = medians;
    this.calendar = builder.calendar;
  }

  /** @throws FormulaFailure */
  compile(expression: Expression): Value {
    switch (expression.kind) {
      case "number":
        return this.constant(expression.value, {
          kind: "number",
          unit: this.unitAt(expression.unit ?? "", expression),
        });
      case "date":
        return this.constant(expression.days, dateType);
      case "boolean":
        return this.constant(expression.value ? 1 : 0, booleanType);
      case "name":
        return (
          this.names.values.get(expression.path) ??
          this.constant(1, { kind: "number", unit: this.unitAt(expression.path, expression) })
        );
      case "unary":
        return this.unary(expression.operator, expression.operand);
      case "binary":
        return this.binary(expression.operator, expression.left, expression.right, expression);
      case "convert":
        return this.inUnit(
          this.number(this.compile(expression.value), expression.value),
          this.unitAt(expression.unit, expression),
          expression,
        );
      case "interval":
        return this.input(expression, () => intervalOutcome(expression.low, expression.high, this));
      case "call":
        return this.call(expression);
      case "weighted":
        return this.fail(expression, "`@` belongs into discrete, mixture or metalog", "`discrete(a @ 40 %, b @ 60 %)`");
    }
  }

  certain(expression: Expression, unit?: Unit): { value: number; unit: Unit } {
    const number = this.number(this.compile(expression), expression);
    const converted = unit === undefined ? number : this.inUnit(number, unit, expression);
    const value = this.builder.certain(converted.step);
    if (value === undefined) {
      return this.fail(
        expression,
        "a distribution needs certain parameters",
        "a number, or a formula without uncertainty or months",
        "multiply two uncertain quantities instead: `price * (0.8 to 1.2)`; or take the base case: `central(price)`",
      );
    }
    return { value, unit: converted.type.unit };
  }

  distributionOf(name: Expression): { distribution: Distribution; unit: Unit } | undefined {
    const value = name.kind === "name" ? this.names.values.get(name.path) : undefined;
    const input = value === undefined ? undefined : this.builder.inputAt(value.step);
    return value?.type.kind === "number" && input !== undefined
      ? { distribution: input.distribution, unit: value.type.unit }
      : undefined;
  }

  apply(operation: OperationName, type: ValueType, ...args: readonly Value[]): Value {
    return this.valueOf(this.builder.apply(operation, ...args.map((value) => value.step)), type);
  }

  central(value: Value): Value {
    return this.valueOf(this.medians.stepOf(value.step), value.type);
  }

  monthStarts(): Value {
    return this.valueOf(this.builder.monthStarts(), dateType);
  }

  constant(value: number, type: ValueType): Value {
    return this.valueOf(this.builder.constant(value, type.kind === "date"), type);
  }

  /** This formula's value as a step of its own; as it is unless it is one certain value. */
  leaf(value: Value): Value {
    const certain = this.builder.certain(value.step);
    return certain === undefined ? value : this.valueOf(this.builder.leaf(this.path, certain), value.type);
  }

  /** This formula's value as another step than the one that has it already. */
  synonym(value: Value): Value {
    return this.valueOf(this.builder.synonym(this.path, value.step), value.type);
  }

  previous(of: Expression, start: Value): Value {
    const path = of.kind === "name" ? this.names.late.get(of.path) : undefined;
    if (path === undefined) {
      const next = this.alikeTo(start.type, this.compile(of), of);
      return this.valueOf(this.builder.previous(`${next.step}`, start.step, next.step), start.type);
    }
    const value = this.valueOf(this.builder.previous(`${path} ${shown(start.type)}`, start.step), start.type);
    this.lateReadings.push({ path, value, start, at: of });
    return value;
  }

  /**
   * Says what a late reading reads, now that it is known.
   * @throws FormulaFailure when it is of another kind than the reading's start
   */
  settle({ value, at }: LateReading, read: Value): void {
    this.builder.recur(value.step, this.alikeTo(value.type, read, at).step);
  }

  /** Leaves a late reading at its start for good, because what it reads is of no use. */
  forget({ value, start }: LateReading): void {
    this.builder.recur(value.step, start.step);
  }

  inUnit(value: NumberValue, unit: Unit, at: Expression): NumberValue {
    const type = { kind: "number", unit } as const;
    return { ...this.scale(value, this.factor(value.type.unit, unit, at), type), type };
  }

  factor(from: Unit, to: Unit, at: Expression): number {
    const factor = conversion(from, to);
    if (factor !== undefined) return factor;
    const wanted = shown({ kind: "number", unit: to });
    const expected = formatUnit(to) === "" ? wanted : `a value in ${wanted}`;
    return this.mismatch(at, `${shown({ kind: "number", unit: from })} is not ${wanted}`, expected, from, to);
  }

  number(value: Value, at: Expression): NumberValue {
    if (value.type.kind === "number") return { ...value, type: value.type };
    return this.fail(at, `this is ${shown(value.type)}, not a number`, "a number");
  }

  plain(value: Value, at: Expression): NumberValue {
    return this.inUnit(this.number(value, at), one, at);
  }

  date(value: Value, at: Expression): Value {
    if (value.type.kind === "date") return value;
    return this.fail(at, `this is ${shown(value.type)}, not a date`, "a date such as 2026-06-06");
  }

  boolean(value: Value, at: Expression): Value {
    if (value.type.kind === "boolean") return value;
    return this.fail(at, `this is ${shown(value.type)}, not true or false`, "a comparison such as `a >= b`");
  }

  series(value: Value, at: Expression): Value {
    if (value.series) return value;
    return this.fail(
      at,
      "this is one value, not a monthly series",
      "a series over the calendar",
      "`x * during(from, to)` makes one",
    );
  }

  scalar(value: Value, at: Expression): Value {
    if (!value.series) return value;
    return this.fail(
      at,
      "this is a monthly series, not one value",
      "one value",
      "sum, mean, first, last or at(...) reduce a series",
    );
  }

  alike(values: readonly Value[], at: readonly Expression[]): Value[] {
    const [first] = values;
    return values.map((value, index) => {
      const place = at[index];
      if (first === undefined || place === undefined) throw new Error("values and places differ in number");
      return this.alikeTo(first.type, value, place);
    });
  }

  private alikeTo(type: ValueType, value: Value, at: Expression): Value {
    if (type.kind === "number") return this.inUnit(this.number(value, at), type.unit, at);
    return type.kind === "date" ? this.date(value, at) : this.boolean(value, at);
  }

  unit(text: string): Unit {
    const unit = this.units.parse(text);
    if ("problem" in unit) throw new Error(`unit ${text}: ${unit.problem}`);
    return unit;
  }

  fail(at: Expression, message: string, expected?: string, hint?: string): never {
    throw new FormulaFailure({
      message,
      at: at.at,
      ...(expected === undefined ? {} : { expected }),
      ...(hint === undefined ? {} : { hint }),
    });
  }

  /** Units that do not fit, with what commonly lies behind it. */
  private mismatch(at: Expression, message: string, expected: string, from: Unit, to: Unit): never {
    const hint = unitHint(from, to);
    throw new FormulaFailure({ message, at: at.at, expected, units: true, ...(hint === undefined ? {} : { hint }) });
  }

  private unitAt(text: string, at: Expression): Unit {
    const unit = this.units.parse(text);
    return "problem" in unit ? this.fail(at, unit.problem, "a unit", unit.hint) : unit;
  }

  private valueOf(step: number, type: ValueType): Value {
    if (type.kind === "date") this.builder.markDate(step);
    const { series, random } = this.builder.step(step);
    return { step, type, series, random };
  }

  scale(value: Value, factor: number, type: ValueType): Value {
    if (factor === 1) return { ...value, type };
    // 70 % is 70 / 100 = 0.7; 70 * 0.01 is not.
    const divisor = wholeIfNear(1 / factor);
    return divisor === undefined
      ? this.apply("multiply", type, value, this.constant(factor, plainType))
      : this.apply("divide", type, value, this.constant(divisor, plainType));
  }

  private unary(operator: "-" | "not", operand: Expression): Value {
    const value = this.compile(operand);
    if (operator === "not") return this.apply("not", booleanType, this.boolean(value, operand));
    return this.apply("negate", value.type, this.number(value, operand));
  }

  private binary(operator: BinaryOperator, left: Expression, right: Expression, whole: Expression): Value {
    const [a, b] = [this.compile(left), this.compile(right)];
    switch (operator) {
      case "and":
      case "or":
        return this.apply(operator, booleanType, this.boolean(a, left), this.boolean(b, right));
      case "+":
      case "-":
        return this.sum(operator, a, b, left, right, whole);
      case "*":
      case "/":
        return this.product(operator, this.number(a, left), this.number(b, right), whole);
      case "^":
        return this.power(this.number(a, left), b, left, right);
      default:
        return this.compare(operator, a, b, right, whole);
    }
  }

  private sum(operator: "+" | "-", a: Value, b: Value, left: Expression, right: Expression, whole: Expression): Value {
    if (a.type.kind === "date" && b.type.kind === "date" && operator === "-") {
      return this.apply("subtract", { kind: "number", unit: this.unit("day") }, a, b);
    }
    if (a.type.kind === "date" && b.type.kind === "number") {
      const duration = this.number(b, right);
      return laterDate(a, operator === "+" ? duration : this.negative(duration), right, this);
    }
    if (b.type.kind === "date" && a.type.kind === "number" && operator === "+") {
      return laterDate(b, this.number(a, left), left, this);
    }
    const [first, second] = [this.number(a, left), this.number(b, right)];
    if (!sameDimension(first.type.unit.dimension, second.type.unit.dimension)) {
      return this.mismatch(
        whole,
        operator === "+"
          ? `cannot add ${shown(second.type)} to ${shown(first.type)}`
          : `cannot subtract ${shown(second.type)} from ${shown(first.type)}`,
        `both in the same kind of unit: \`${printFormula(left)}\` is ${shown(first.type)}, \`${printFormula(right)}\` is ${shown(second.type)}`,
        second.type.unit,
        first.type.unit,
      );
    }
    const added = this.inUnit(second, first.type.unit, right);
    return this.apply(operator === "+" ? "add" : "subtract", first.type, first, added);
  }

  private negative(value: NumberValue): NumberValue {
    return { ...this.apply("negate", value.type, value), type: value.type };
  }

  private product(operator: "*" | "/", a: NumberValue, b: NumberValue, whole: Expression): Value {
    const { unit, factor } = multiplyUnits(a.type.unit, b.type.unit, operator === "*" ? 1 : -1);
    if (!measurable(unit)) this.fail(whole, `the powers in ${formatUnit(unit)} are too high`, "a unit of measure");
    const type: ValueType = { kind: "number", unit };
    const raw = this.apply(operator === "*" ? "multiply" : "divide", type, a, b);
    return this.scale(raw, factor, type);
  }

  private power(base: NumberValue, exponent: Value, left: Expression, right: Expression): Value {
    const power = this.plain(exponent, right);
    if (isDimensionless(base.type.unit.dimension)) {
      return this.apply("power", plainType, this.plain(base, left), power);
    }
    const certain = this.builder.certain(power.step);
    if (certain === undefined) {
      return this.fail(right, `a power of ${shown(base.type)} needs a certain exponent`, "a number such as 2");
    }
    const { unit, factor } = unitPower(base.type.unit, certain);
    if (!Number.isFinite(certain) || !measurable(unit)) {
      this.fail(right, `${certain} is no power for ${shown(base.type)}`, "a number such as 2");
    }
    const type: ValueType = { kind: "number", unit };
    return this.scale(this.apply("power", type, base, power), factor, type);
  }

  private compare(operator: BinaryOperator, a: Value, b: Value, right: Expression, whole: Expression): Value {
    if (a.type.kind !== b.type.kind) {
      return this.fail(whole, `cannot compare ${shown(a.type)} with ${shown(b.type)}`, "two values of one kind");
    }
    let second = b;
    if (a.type.kind === "number") {
      const number = this.number(b, right);
      if (!sameDimension(a.type.unit.dimension, number.type.unit.dimension)) {
        return this.mismatch(
          whole,
          `cannot compare ${shown(a.type)} with ${shown(number.type)}`,
          "both sides in the same kind of unit",
          number.type.unit,
          a.type.unit,
        );
      }
      second = this.inUnit(number, a.type.unit, right);
    }
    if (operator === "<") return this.apply("less", booleanType, a, second);
    if (operator === "<=") return this.apply("lessOrEqual", booleanType, a, second);
    if (operator === ">") return this.apply("less", booleanType, second, a);
    if (operator === ">=") return this.apply("lessOrEqual", booleanType, second, a);
    return this.apply(operator === "==" ? "equal" : "notEqual", booleanType, a, second);
  }

  private call(expression: Expression & { kind: "call" }): Value {
    const called = functions.get(expression.name);
    if (called === undefined) {
      const cut = expression.name.lastIndexOf("-");
      const [before, after] = [expression.name.slice(0, cut), expression.name.slice(cut + 1)];
      const close = nearest(expression.name, functions.keys());
      const meant = close === undefined ? undefined : `did you mean ${close}?`;
      const hint = cut > 0 && functions.has(after) ? `a subtraction has spaces: ${before} - ${after}(...)` : meant;
      throw new FormulaFailure({
        message: `unknown function "${expression.name}"`,
        at: expression.nameAt,
        expected: "a function of the formula language",
        ...(hint === undefined ? {} : { hint }),
      });
    }
    const [least, most] = called.count;
    const given = expression.arguments;
    if (given.length < least || given.length > most) {
      this.fail(
        expression,
        `${called.name} does not take ${given.length} argument${given.length === 1 ? "" : "s"}`,
        called.signature,
      );
    }
    if (called.kind === "distribution") return this.input(expression, () => called.build(given, this));
    return called.build(given, this);
  }

  /** A distribution in this formula: the path's input, `path#2` for its second, and so on. */
  private input(at: Expression, make: () => { distribution: Distribution; unit: Unit }): Value {
    try {
      const { distribution, unit } = make();
      const name = this.inputs.length === 0 ? this.path : `${this.path}#${this.inputs.length + 1}`;
      this.inputs.push(name);
      return this.valueOf(this.builder.input(name, distribution, formatUnit(unit)), { kind: "number", unit });
    } catch (error) {
      if (error instanceof DistributionError)
        return this.fail(at, error.message, "parameters that make a distribution");
      throw error;
    }
  }
}

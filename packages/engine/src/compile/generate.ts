/**
 * Writes the WebAssembly of a plan. One function runs a block of samples, two at a time: scalars first, then all months in a
 * loop in which every series is a local variable, then what follows from whole series. Nothing but numbers goes into it.
 */
import { stepAt, type PreviousStep } from "../graph/program.ts";
import { operations, type OperationName } from "../operations/operations.ts";
import {
  after,
  call,
  f64,
  f64x2,
  i32,
  i64x2,
  ifThen,
  ModuleBuilder,
  parameter,
  repeatWhile,
  select,
  sequence,
  v128,
  type F64,
  type Local,
  type Scope,
  type Statement,
  type V128,
} from "../wasm/index.ts";
import { MathLibrary } from "../wasm/math/index.ts";
import { irrFunction } from "./irr.ts";
import type { Layout } from "./layout.ts";
import { isReduction, type Plan, type Scaled } from "./plan.ts";
import { larger, pointwise, smaller, type Operand } from "./pointwise.ts";

/** Name of the function a module exports: address of its memory, and bytes of a column that hold samples. */
export const runName = "run";

const one = f64x2.const(1);
const zero = f64x2.const(0);
const undefinedValue = f64x2.const(NaN);
/** A value that may be undefined. */
const unsure = (code: V128): Operand => ({ code, defined: false });

/** Operations without code of their own: the host computes them, sample by sample. */
function hostOperations(plan: Plan): OperationName[] {
  const found = new Set<OperationName>();
  for (const index of plan.order) {
    const step = stepAt(plan.program, index);
    if (step.kind !== "operation") continue;
    const { kind } = operations[step.operation];
    if (kind === "pointwise" && pointwise[step.operation] === undefined) found.add(step.operation);
    if (step.operation === "irr") found.add("irr");
    if (step.operation === "elapsed" && step.arguments.some((argument) => stepAt(plan.program, argument).series))
      found.add("elapsed");
  }
  return [...found].sort();
}

/** The module that computes a plan. */
export function generate(plan: Plan, layout: Layout): Uint8Array<ArrayBuffer> {
  const builder = new ModuleBuilder();
  const host = new Map<OperationName, number>();
  for (const name of hostOperations(plan)) {
    host.set(name, builder.callback(name, name === "irr" ? ["i32"] : ["f64", "f64"], "f64"));
  }
  const math = new MathLibrary(builder);
  const search = host.get("irr");
  const irr = search === undefined ? -1 : irrFunction(builder, math, layout.months, search);
  builder.function(
    ["i32", "i32"],
    "none",
    (scope) => new Generator({ plan, layout, scope, math, host, irr }).block(),
    runName,
  );
  return builder.bytes();
}

interface Parts {
  readonly plan: Plan;
  readonly layout: Layout;
  readonly scope: Scope;
  readonly math: MathLibrary;
  readonly host: ReadonlyMap<OperationName, number>;
  /** Index of the function that finds a rate of return. */
  readonly irr: number;
}

/** Code of one loop over the months. */
interface Loop {
  readonly before: Statement[];
  readonly body: Statement[];
  /** What carries values into the next month, written once every step has its variable: all is read, then overwritten. */
  readonly turn: (() => { readonly first: Statement; readonly then: Statement })[];
}

class Generator {
  private readonly parts: Parts;
  private readonly base = parameter("i32", 0);
  private readonly bytes = parameter("i32", 1);
  /** Place of the two samples: base + 8 · number. */
  private readonly at: Local<"i32">;
  private readonly offset: Local<"i32">;
  private readonly month: Local<"i32">;
  /** base + 8, 16 and 8 · stride · month. */
  private readonly byMonth: Local<"i32">;
  private readonly byPair: Local<"i32">;
  private readonly byBlock: Local<"i32">;
  private readonly values = new Map<number, Local<"v128">>();
  /** Steps whose variable is carried from one month into the next. */
  private readonly carried = new Set<number>();
  private readonly loops: Loop[];
  /** Value of a reduction, once its loop has run. */
  private readonly results = new Map<number, V128>();

  constructor(parts: Parts) {
    this.parts = parts;
    const { scope, plan } = parts;
    this.at = scope.local("i32");
    this.offset = scope.local("i32");
    this.month = scope.local("i32");
    this.byMonth = scope.local("i32");
    this.byPair = scope.local("i32");
    this.byBlock = scope.local("i32");
    this.loops = Array.from({ length: plan.loops }, () => ({ before: [], body: [], turn: [] }));
  }

  block(): Statement {
    const { plan, layout } = this.parts;
    const statements: Statement[] = plan.inputs.map((index, column) =>
      this.keep(index, v128.load(this.at.get, layout.inputs + column * layout.stride * 8)),
    );
    for (let loop = 0; loop <= plan.loops; loop++) {
      statements.push(...this.scalars(loop));
      if (loop < plan.loops) statements.push(this.months(loop));
    }
    statements.push(...this.scalarOutputs());
    return sequence(
      this.offset.set(i32.const(0)),
      repeatWhile(
        sequence(
          this.at.set(i32.add(this.base.get, this.offset.get)),
          ...statements,
          this.offset.set(i32.add(this.offset.get, i32.const(16))),
        ),
        i32.ltU(this.offset.get, this.bytes.get),
      ),
    );
  }

  /** What is known before a loop begins. */
  private scalars(loop: number): Statement[] {
    const { plan } = this.parts;
    return plan.order.flatMap((index) => {
      const step = stepAt(plan.program, index);
      if (step.kind !== "operation" || step.series || plan.loopOf.get(index) !== loop) return [];
      const value = isReduction(step) ? this.results.get(index) : this.pointwise(index, loop);
      return value === undefined ? [] : [this.keep(index, value)];
    });
  }

  private months(number: number): Statement {
    const { plan, layout } = this.parts;
    const loop = this.loops[number];
    if (loop === undefined) throw new Error(`there is no loop ${number}`);
    for (const index of plan.order) {
      const step = stepAt(plan.program, index);
      if (step.kind === "certain" || !step.series || plan.loopOf.get(index) !== number) continue;
      loop.body.push(
        step.kind === "previous" ? this.previous(index, step, loop, number) : this.series(index, loop, number),
      );
      const output = layout.outputs.get(index);
      if (output !== undefined) loop.body.push(v128.store(this.byBlock.get, this.operand(index, number).code, output));
      const kept = layout.kept.get(index);
      if (kept !== undefined) loop.body.push(v128.store(this.byPair.get, this.operand(index, number).code, kept));
    }
    if (number === 0) {
      for (const index of plan.kept) {
        if (stepAt(plan.program, index).kind !== "certain") continue;
        loop.body.push(v128.store(this.byPair.get, this.operand(index, 0).code, layout.kept.get(index)));
      }
    }
    for (const index of plan.order) {
      const step = stepAt(plan.program, index);
      if (isReduction(step) && plan.loopOf.get(index) === number + 1) this.reduction(index, loop, number);
    }
    const turns = loop.turn.map((write) => write());
    const next = (local: Local<"i32">, by: number): Statement => local.set(i32.add(local.get, i32.const(by)));
    return sequence(
      this.month.set(i32.const(0)),
      this.byMonth.set(this.base.get),
      this.byPair.set(this.base.get),
      this.byBlock.set(this.at.get),
      ...loop.before,
      repeatWhile(
        sequence(
          ...loop.body,
          ...turns.map(({ first }) => first),
          ...turns.map(({ then }) => then),
          next(this.byMonth, 8),
          next(this.byPair, 16),
          next(this.byBlock, layout.stride * 8),
          next(this.month, 1),
        ),
        i32.ltU(this.month.get, i32.const(layout.months)),
      ),
    );
  }

  private scalarOutputs(): Statement[] {
    const { plan, layout } = this.parts;
    return [...layout.outputs].flatMap(([index, offset]) =>
      stepAt(plan.program, index).series ? [] : [v128.store(this.at.get, this.operand(index, plan.loops).code, offset)],
    );
  }

  /** Gives a step's value a local variable. */
  private keep(index: number, value: V128): Statement {
    const local = this.parts.scope.local("v128");
    this.values.set(index, local);
    return local.set(value);
  }

  /** The value of a step inside a loop (a series in its month), or before it. */
  private operand(index: number, loop: number): Operand {
    const { plan, layout } = this.parts;
    const step = stepAt(plan.program, index);
    if (step.kind === "certain") {
      const code = v128.load64Splat(step.series ? this.byMonth.get : this.base.get, layout.certain.get(index));
      return { code, defined: !step.column.data.some((value) => Number.isNaN(value)) };
    }
    if (step.series && (plan.loopOf.get(index) ?? 0) < loop)
      return { code: v128.load(this.byPair.get, layout.kept.get(index)), defined: false };
    const local = this.values.get(index);
    if (local === undefined) throw new Error(`step ${index} is read before it is computed`);
    return { code: local.get, defined: false };
  }

  private argumentsOf(index: number): readonly number[] {
    const step = stepAt(this.parts.plan.program, index);
    return step.kind === "operation" ? step.arguments : [];
  }

  private operationAt(index: number): OperationName {
    const step = stepAt(this.parts.plan.program, index);
    if (step.kind !== "operation") throw new Error(`step ${index} is no operation`);
    return step.operation;
  }

  private pointwise(index: number, loop: number): V128 {
    const { math, plan, layout } = this.parts;
    const none: Operand = { code: zero, defined: true };
    const [a = none, b = none, c = none] = this.argumentsOf(index).map((argument) => this.operand(argument, loop));
    const { whole } = plan.forms.get(index) ?? {};
    if (whole !== undefined) return math.wholePower(a.code, whole);
    const name = this.operationAt(index);
    const emit = pointwise[name];
    return emit === undefined
      ? this.onHost(name, a.code, b.code)
      : emit({ math, one: v128.load64Splat(this.base.get, layout.one) }, a, b, c);
  }

  private onHost(name: OperationName, a: V128, b: V128): V128 {
    const index = this.parts.host.get(name);
    if (index === undefined) throw new Error(`there is no code for ${name}`);
    const lane = (number: 0 | 1): F64 => call(index, "f64", f64x2.lane(a, number), f64x2.lane(b, number));
    return f64x2.withLane(f64x2.splat(lane(0)), 1, lane(1));
  }

  private previous(index: number, { initial, next }: PreviousStep, loop: Loop, number: number): Statement {
    return this.delayed(index, this.operand(initial, number).code, next, loop, number);
  }

  /** The value of another step a month ago; that step may come later in the month. */
  private delayed(index: number, start: V128, source: number, loop: Loop, number: number): Statement {
    const local = this.parts.scope.local("v128");
    this.values.set(index, local);
    this.carried.add(index);
    loop.before.push(local.set(start));
    loop.turn.push(() => {
      const { code } = this.operand(source, number);
      if (!this.carried.has(source)) return { first: sequence(), then: local.set(code) };
      // Another value of the month before: it has to be read before it is overwritten.
      const held = this.parts.scope.local("v128");
      return { first: held.set(code), then: local.set(held.get) };
    });
    return sequence();
  }

  private series(index: number, loop: Loop, number: number): Statement {
    const { math, plan, layout, scope } = this.parts;
    const name = this.operationAt(index);
    const args = this.argumentsOf(index);
    const operand = (place: number): Operand => this.operand(args[place] ?? -1, number);
    const { progression, shift, scaled, since } = plan.forms.get(index) ?? {};
    if (scaled !== undefined) return this.scaled(index, scaled, loop, number);
    if (progression === true) return this.growing(index, name, operand, loop);
    if (since !== undefined) return this.growingSince(index, operand(0).code, this.operand(since, number).code, loop);
    const monthStart = v128.load64Splat(this.byMonth.get, layout.starts);
    const monthEnd = v128.load64Splat(this.byMonth.get, layout.starts + 8);
    switch (name) {
      case "during": {
        const end = f64x2.pmin(operand(1).code, monthEnd);
        const start = f64x2.pmax(operand(0).code, monthStart);
        return this.keep(index, f64x2.div(f64x2.pmax(f64x2.sub(end, start), zero), f64x2.sub(monthEnd, monthStart)));
      }
      case "ramp":
        return this.ramp(index, operand(0), operand(1), monthStart, monthEnd);
      case "elapsed":
        return this.elapsed(index, operand(0).code, monthStart, monthEnd, loop);
      case "escalate":
        return this.keep(
          index,
          math.power(f64x2.add(one, operand(0).code), f64x2.splat(f64.div(this.monthNumber(), f64.const(12)))),
        );
      case "yearly":
        return this.yearly(index, args, loop, number);
      case "cumulative": {
        const total = scope.local("v128");
        loop.before.push(total.set(zero));
        return this.keep(index, { ...total.tee(f64x2.add(total.get, operand(0).code)) });
      }
      case "lag":
        return this.lag(index, args, shift, loop, number);
      case "power": {
        const [base = -1] = args;
        const whole = plan.forms.get(index)?.whole !== undefined;
        if (!whole && !stepAt(plan.program, base).series)
          return this.powerOfScalar(index, operand(0), operand(1), loop);
        return this.keep(index, this.pointwise(index, number));
      }
      default:
        return this.keep(index, this.pointwise(index, number));
    }
  }

  /** A base known before the months: its logarithm is taken once. Where there is none, the power is computed in full. */
  private powerOfScalar(index: number, base: Operand, exponent: Operand, loop: Loop): Statement {
    const { math, scope } = this.parts;
    const [log, plain, value, other] = [
      scope.local("v128"),
      scope.local("v128"),
      scope.local("v128"),
      scope.local("i32"),
    ];
    loop.before.push(
      log.set(math.log(base.code)),
      plain.set(f64x2.lt(f64x2.abs(log.get), f64x2.const(Infinity))),
      other.set(i32.ne(i64x2.bitmask(plain.get), i32.const(3))),
    );
    return sequence(
      value.set(math.exp(f64x2.mul(exponent.code, log.get))),
      ifThen(other.get, value.set(v128.select(value.get, math.power(base.code, exponent.code), plain.get))),
      this.keep(index, value.get),
    );
  }

  private scaled(index: number, { series, times, over }: Scaled, loop: Loop, number: number): Statement {
    const factor = this.parts.scope.local("v128");
    const code = (step: number): V128 => this.operand(step, number).code;
    const product = times.reduce((all, step) => f64x2.mul(all, code(step)), one);
    loop.before.push(factor.set(over.reduce((all, step) => f64x2.div(all, code(step)), product)));
    return this.keep(index, f64x2.mul(code(series), factor.get));
  }

  /** A power whose exponent rises by equal steps, or rests: a product that grows month by month. */
  private growing(index: number, name: OperationName, operand: (place: number) => Operand, loop: Loop): Statement {
    const { math, layout, scope } = this.parts;
    const place = layout.progressions.get(index) ?? 0;
    const exponent = (byte: number): V128 => v128.load64Splat(this.base.get, place + byte);
    const [base, factor, local] = [scope.local("v128"), scope.local("v128"), scope.local("v128")];
    this.values.set(index, local);
    this.carried.add(index);
    const yearly = name === "escalate";
    loop.before.push(
      base.set(yearly ? f64x2.add(one, operand(0).code) : operand(0).code),
      factor.set(math.power(base.get, yearly ? f64x2.const(1 / 12) : exponent(8))),
      // An undefined base has an undefined power, the zeroth too.
      local.set(yearly ? v128.or(one, f64x2.ne(base.get, base.get)) : math.power(base.get, exponent(0))),
    );
    const rises = f64x2.ne(v128.load64Splat(this.byMonth.get, place + 16), zero);
    const factorNow = yearly ? factor.get : v128.select(factor.get, one, rises);
    loop.turn.push(() => ({ first: sequence(), then: local.set(f64x2.mul(local.get, factorNow)) }));
    return sequence();
  }

  /** A power whose exponent is the months since a date, part of a month in the first of them. */
  private growingSince(index: number, base: V128, date: V128, loop: Loop): Statement {
    const { math, layout, scope } = this.parts;
    const [value, entering] = [scope.local("v128"), scope.local("v128")];
    this.values.set(index, value);
    const early = f64x2.div(f64x2.sub(v128.load64Splat(this.base.get, layout.starts), date), f64x2.const(30.4375));
    // As if in the month before the first; of no account where the date is yet to come.
    loop.before.push(value.set(math.power(base, early)));
    const monthStart = v128.load64Splat(this.byMonth.get, layout.starts);
    const monthEnd = v128.load64Splat(this.byMonth.get, layout.starts + 8);
    const ahead = f64x2.ge(date, monthEnd);
    const part = f64x2.div(f64x2.sub(monthEnd, date), f64x2.sub(monthEnd, monthStart));
    const unknown = v128.or(f64x2.ne(base, base), f64x2.ne(date, date));
    return sequence(
      entering.set(v128.andNot(f64x2.gt(date, monthStart), ahead)),
      value.set(f64x2.mul(value.get, base)),
      ifThen(v128.anyTrue(entering.get), value.set(v128.select(math.power(base, part), value.get, entering.get))),
      value.set(v128.or(v128.select(one, value.get, ahead), unknown)),
    );
  }

  private monthNumber(): F64 {
    return f64.fromI32(this.month.get);
  }

  /** Mean over the month of a line from 0 at `from` to 1 at `to`, by its integral. */
  private ramp(index: number, from: Operand, to: Operand, monthStart: V128, monthEnd: V128): Statement {
    const { scope } = this.parts;
    const [begin, end, length] = [scope.local("v128"), scope.local("v128"), scope.local("v128")];
    const inside = scope.local("v128");
    const area = (day: V128): V128 => {
      const risen = inside.set(f64x2.pmin(f64x2.pmax(f64x2.sub(day, begin.get), zero), length.get));
      const rising = f64x2.div(f64x2.mul(inside.get, inside.get), f64x2.add(length.get, length.get));
      const full = f64x2.pmax(f64x2.sub(day, end.get), zero);
      // Where nothing has risen, the length may be zero or endless.
      return after(risen, f64x2.add(v128.andNot(rising, f64x2.eq(inside.get, zero)), full));
    };
    return sequence(
      begin.set(from.code),
      end.set(larger(unsure(begin.get), to)),
      length.set(f64x2.sub(end.get, begin.get)),
      this.keep(index, f64x2.div(f64x2.sub(area(monthEnd), area(monthStart)), f64x2.sub(monthEnd, monthStart))),
    );
  }

  /** Months since a date: part of the month in which it falls, one more with each that follows. */
  private elapsed(index: number, date: V128, monthStart: V128, monthEnd: V128, loop: Loop): Statement {
    const { scope, host } = this.parts;
    const series = this.argumentsOf(index).some((argument) => stepAt(this.parts.plan.program, argument).series);
    if (series && host.has("elapsed")) {
      return this.keep(index, this.onHost("elapsed", f64x2.splat(this.monthNumber()), date));
    }
    const [part, first] = [scope.local("v128"), scope.local("v128")];
    const early = f64x2.sub(v128.load64Splat(this.base.get, this.parts.layout.starts), date);
    loop.before.push(part.set(f64x2.add(one, f64x2.div(early, f64x2.const(30.4375)))), first.set(zero));
    const month = f64x2.splat(this.monthNumber());
    const ahead = f64x2.gt(date, monthStart);
    const inside = f64x2.div(f64x2.sub(monthEnd, date), f64x2.sub(monthEnd, monthStart));
    const since = f64x2.add(f64x2.sub(month, first.get), part.get);
    const value = v128.andNot(since, f64x2.ge(date, monthEnd));
    return sequence(
      part.set(v128.select(inside, part.get, ahead)),
      first.set(v128.select(month, first.get, ahead)),
      this.keep(index, v128.or(value, f64x2.ne(date, date))),
    );
  }

  /** Each year's value is put into its months before the loop. */
  private yearly(index: number, args: readonly number[], loop: Loop, number: number): Statement {
    const { layout } = this.parts;
    const place = layout.yearly.get(index) ?? 0;
    for (const [year, argument] of args.entries()) {
      loop.before.push(v128.store(this.base.get, this.operand(argument, number).code, place + 16 * year));
    }
    const month = this.month.get;
    // month / 12 for every month there can be: 43691 / 2^19 is 1 / 12 to six digits.
    const year = i32.shrU(i32.mul(month, i32.const(43_691)), i32.const(19));
    const held = select(i32.ltU(year, i32.const(args.length)), year, i32.const(args.length - 1));
    return this.keep(index, v128.load(i32.add(this.base.get, i32.shl(held, i32.const(4))), place));
  }

  private lag(
    index: number,
    args: readonly number[],
    shift: number | undefined,
    loop: Loop,
    number: number,
  ): Statement {
    const { layout, scope } = this.parts;
    const [series = -1, months = -1] = args;
    if (shift === 0) return this.keep(index, this.operand(series, number).code);
    if (shift === 1) return this.delayed(index, zero, series, loop, number);
    const local = scope.local("v128");
    this.values.set(index, local);
    const kept = layout.kept.get(series) ?? 0;
    if (shift !== undefined) {
      const from = i32.sub(this.byPair.get, i32.const(16 * shift));
      return sequence(
        local.set(zero),
        ifThen(i32.geU(this.month.get, i32.const(shift)), local.set(v128.load(from, kept))),
      );
    }
    return sequence(local.set(undefinedValue), ...this.lagLanes(local, this.operand(months, number).code, kept));
  }

  /** A shift of its own for each sample, which may lead ahead. */
  private lagLanes(local: Local<"v128">, months: V128, kept: number): Statement[] {
    const { layout } = this.parts;
    return ([0, 1] as const).map((lane) => {
      const shift = f64x2.lane(months, lane);
      const month = f64.sub(this.monthNumber(), f64.floor(f64.add(shift, f64.const(0.5))));
      const inside = i32.and(f64.ge(month, f64.const(0)), f64.lt(month, f64.const(layout.months)));
      const place = i32.add(this.base.get, i32.shl(i32.truncSatF64U(month), i32.const(4)));
      const found = v128.load64Lane(place, local.get, lane, kept + 8 * lane);
      return ifThen(
        f64.eq(shift, shift),
        ifThen(inside, local.set(found), local.set(f64x2.withLane(local.get, lane, f64.const(0)))),
      );
    });
  }

  /** What a reduction gathers in each month; its value is read once the loop has run. */
  private reduction(index: number, loop: Loop, number: number): void {
    const { scope, math, layout, irr } = this.parts;
    const args = this.argumentsOf(index);
    const series = this.operand(args[0] ?? -1, number).code;
    const scalar = (): V128 => this.operand(args[1] ?? -1, number).code;
    const gather = (start: V128, next: (now: V128) => V128): V128 => {
      const held = scope.local("v128");
      loop.before.push(held.set(start));
      loop.body.push(held.set(next(held.get)));
      return held.get;
    };
    const name = this.operationAt(index);
    switch (name) {
      case "sum":
        this.results.set(
          index,
          gather(zero, (now) => f64x2.add(now, series)),
        );
        break;
      case "mean": {
        const sum = gather(zero, (now) => f64x2.add(now, series));
        this.results.set(index, f64x2.div(sum, f64x2.const(layout.months)));
        break;
      }
      case "least":
        this.results.set(
          index,
          gather(f64x2.const(Number.POSITIVE_INFINITY), (now) => smaller(unsure(now), unsure(series))),
        );
        break;
      case "greatest":
        this.results.set(
          index,
          gather(f64x2.const(Number.NEGATIVE_INFINITY), (now) => larger(unsure(now), unsure(series))),
        );
        break;
      case "first": {
        const held = scope.local("v128");
        loop.body.push(ifThen(i32.eqz(this.month.get), held.set(series)));
        this.results.set(index, held.get);
        break;
      }
      case "last":
        this.results.set(
          index,
          gather(zero, () => series),
        );
        break;
      case "at": {
        const begun = f64x2.le(v128.load64Splat(this.byMonth.get, layout.starts), scalar());
        this.results.set(
          index,
          gather(undefinedValue, (now) => v128.select(series, now, begun)),
        );
        break;
      }
      case "npv": {
        const [factor, discount] = [scope.local("v128"), scope.local("v128")];
        const growth = f64x2.add(one, scalar());
        loop.before.push(
          factor.set(math.power(growth, f64x2.const(-1 / 12))),
          // No rate of -100 % or below discounts anything.
          discount.set(v128.select(one, undefinedValue, f64x2.gt(growth, zero))),
        );
        this.results.set(
          index,
          gather(zero, (now) => f64x2.add(now, f64x2.mul(series, discount.get))),
        );
        loop.body.push(discount.set(f64x2.mul(discount.get, factor.get)));
        break;
      }
      case "irr": {
        const kept = layout.kept.get(args[0] ?? -1) ?? 0;
        const monthly = call(irr, "v128", i32.add(this.base.get, i32.const(kept)));
        const held = scope.local("v128");
        const yearly = f64x2.sub(math.wholePower(f64x2.add(one, held.get), 12), one);
        this.results.set(index, after(held.set(monthly), yearly));
        break;
      }
      case "payback":
        this.payback(index, series, loop);
        break;
      default:
        throw new Error(`there is no code for ${name}`);
    }
  }

  /** As cash-flow/payback.ts: interpolated inside the month in which the total comes back to zero. */
  private payback(index: number, cash: V128, loop: Loop): void {
    const { scope } = this.parts;
    const [before, total, out, paid, back] = [
      scope.local("v128"),
      scope.local("v128"),
      scope.local("v128"),
      scope.local("v128"),
      scope.local("v128"),
    ];
    loop.before.push(total.set(zero), out.set(zero), paid.set(f64x2.const(Number.POSITIVE_INFINITY)), back.set(zero));
    const lastMonth = f64x2.splat(f64.sub(this.monthNumber(), f64.const(1)));
    const when = f64x2.sub(lastMonth, f64x2.div(before.get, f64x2.sub(total.get, before.get)));
    loop.body.push(
      before.set(total.get),
      total.set(f64x2.add(total.get, cash)),
      // The first time only.
      back.set(
        v128.and(
          v128.andNot(out.get, f64x2.lt(paid.get, f64x2.const(Number.POSITIVE_INFINITY))),
          f64x2.ge(total.get, zero),
        ),
      ),
      paid.set(v128.select(when, paid.get, back.get)),
      out.set(v128.or(out.get, f64x2.lt(total.get, zero))),
    );
    const value = v128.select(paid.get, zero, out.get);
    this.results.set(index, v128.or(value, f64x2.ne(total.get, total.get)));
  }
}

/** Code of the steps that have a value in every month: what runs inside the loop over the months. */
import { stepAt, type PreviousStep } from "../graph/program.ts";
import type { OperationName } from "../operations/operations.ts";
import {
  after,
  f64,
  f64x2,
  i32,
  i64x2,
  ifThen,
  select,
  sequence,
  v128,
  type Local,
  type Statement,
  type V128,
} from "../wasm/index.ts";
import { one, undefinedValue, unsure, zero, type Frame, type Loop } from "./frame.ts";
import type { Scaled } from "./plan.ts";
import { larger, type Operand } from "./pointwise.ts";
import { ofSeveralMonths, presentValue } from "./ranges.ts";

/**
 * Gives a step's value in this month a variable.
 * @param number of the loop that computes it
 */
export function series(frame: Frame, index: number, loop: Loop, number: number): Statement {
  const { math, plan, layout, scope } = frame.parts;
  const name = frame.operationAt(index);
  const args = frame.argumentsOf(index);
  const operand = (place: number): Operand => frame.operand(args[place] ?? -1, number);
  const { progression, shift, scaled, since } = plan.forms.get(index) ?? {};
  if (scaled !== undefined) return product(frame, index, scaled, loop, number);
  if (progression === true) return growing(frame, index, name, operand, loop);
  if (since !== undefined) return growingSince(frame, index, operand(0).code, frame.operand(since, number).code, loop);
  const monthStart = v128.load64Splat(frame.byMonth.get, layout.starts);
  const monthEnd = v128.load64Splat(frame.byMonth.get, layout.starts + 8);
  switch (name) {
    case "during": {
      const end = f64x2.pmin(operand(1).code, monthEnd);
      const start = f64x2.pmax(operand(0).code, monthStart);
      return frame.keep(index, f64x2.div(f64x2.pmax(f64x2.sub(end, start), zero), f64x2.sub(monthEnd, monthStart)));
    }
    case "ramp":
      return ramp(frame, index, operand(0), operand(1), monthStart, monthEnd);
    case "elapsed":
      return elapsed(frame, index, operand(0).code, monthStart, monthEnd, loop);
    case "escalate":
      return frame.keep(
        index,
        math.power(f64x2.add(one, operand(0).code), f64x2.splat(f64.div(frame.monthNumber(), f64.const(12)))),
      );
    case "yearly":
      return yearly(frame, index, args, loop, number);
    case "cumulative": {
      const total = scope.local("v128");
      loop.before.push(total.set(zero));
      return frame.keep(index, total.tee(f64x2.add(total.get, operand(0).code)));
    }
    case "lag":
      return lag(frame, index, args, shift, loop, number);
    case "behind":
    case "ahead":
      return ofSeveralMonths(frame, index, args, name === "behind" ? -1 : 1, loop, number);
    case "presentValue":
      return presentValue(frame, index, args, loop, number);
    case "power": {
      const [base = -1] = args;
      const whole = plan.forms.get(index)?.whole !== undefined;
      if (!whole && !stepAt(plan.program, base).series)
        return powerOfScalar(frame, index, operand(0), operand(1), loop);
      return frame.keep(index, frame.pointwise(index, number));
    }
    default:
      return frame.keep(index, frame.pointwise(index, number));
  }
}

export function previous(
  frame: Frame,
  index: number,
  { initial, next }: PreviousStep,
  loop: Loop,
  number: number,
): Statement {
  return delayed(frame, index, frame.operand(initial, number).code, next, loop, number);
}

/** The value of another step a month ago; that step may come later in the month. */
function delayed(frame: Frame, index: number, start: V128, source: number, loop: Loop, number: number): Statement {
  const local = frame.parts.scope.local("v128");
  frame.values.set(index, local);
  frame.carried.add(index);
  loop.before.push(local.set(start));
  loop.turn.push(() => {
    const { code } = frame.operand(source, number);
    if (!frame.carried.has(source)) return { first: sequence(), then: local.set(code) };
    // Another value of the month before: it has to be read before it is overwritten.
    const held = frame.parts.scope.local("v128");
    return { first: held.set(code), then: local.set(held.get) };
  });
  return sequence();
}

/** A base known before the months: its logarithm is taken once. Where there is none, the power is computed in full. */
function powerOfScalar(frame: Frame, index: number, base: Operand, exponent: Operand, loop: Loop): Statement {
  const { math, scope } = frame.parts;
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
    frame.keep(index, value.get),
  );
}

/** A series times scalars that are put together before the months. */
function product(frame: Frame, index: number, { series, times, over }: Scaled, loop: Loop, number: number): Statement {
  const factor = frame.parts.scope.local("v128");
  const code = (step: number): V128 => frame.operand(step, number).code;
  const above = times.reduce((all, step) => f64x2.mul(all, code(step)), one);
  loop.before.push(factor.set(over.reduce((all, step) => f64x2.div(all, code(step)), above)));
  return frame.keep(index, f64x2.mul(code(series), factor.get));
}

/** A power whose exponent rises by equal steps, or rests: a product that grows month by month. */
function growing(
  frame: Frame,
  index: number,
  name: OperationName,
  operand: (place: number) => Operand,
  loop: Loop,
): Statement {
  const { math, layout, scope } = frame.parts;
  const place = layout.progressions.get(index) ?? 0;
  const exponent = (byte: number): V128 => v128.load64Splat(frame.base.get, place + byte);
  const [base, factor, local] = [scope.local("v128"), scope.local("v128"), scope.local("v128")];
  frame.values.set(index, local);
  frame.carried.add(index);
  const yearly = name === "escalate";
  loop.before.push(
    base.set(yearly ? f64x2.add(one, operand(0).code) : operand(0).code),
    factor.set(math.power(base.get, yearly ? f64x2.const(1 / 12) : exponent(8))),
    // An undefined base has an undefined power, the zeroth too.
    local.set(yearly ? v128.or(one, f64x2.ne(base.get, base.get)) : math.power(base.get, exponent(0))),
  );
  const rises = f64x2.ne(v128.load64Splat(frame.byMonth.get, place + 16), zero);
  const factorNow = yearly ? factor.get : v128.select(factor.get, one, rises);
  loop.turn.push(() => ({ first: sequence(), then: local.set(f64x2.mul(local.get, factorNow)) }));
  return sequence();
}

/** A power whose exponent is the months since a date, part of a month in the first of them. */
function growingSince(frame: Frame, index: number, base: V128, date: V128, loop: Loop): Statement {
  const { math, layout, scope } = frame.parts;
  const [value, entering] = [scope.local("v128"), scope.local("v128")];
  frame.values.set(index, value);
  const early = f64x2.div(f64x2.sub(v128.load64Splat(frame.base.get, layout.starts), date), f64x2.const(30.4375));
  // As if in the month before the first; of no account where the date is yet to come.
  loop.before.push(value.set(math.power(base, early)));
  const monthStart = v128.load64Splat(frame.byMonth.get, layout.starts);
  const monthEnd = v128.load64Splat(frame.byMonth.get, layout.starts + 8);
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

/** Mean over the month of a line from 0 at `from` to 1 at `to`, by its integral. */
function ramp(frame: Frame, index: number, from: Operand, to: Operand, monthStart: V128, monthEnd: V128): Statement {
  const { scope } = frame.parts;
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
    frame.keep(index, f64x2.div(f64x2.sub(area(monthEnd), area(monthStart)), f64x2.sub(monthEnd, monthStart))),
  );
}

/** Months since a date: part of the month in which it falls, one more with each that follows. */
function elapsed(frame: Frame, index: number, date: V128, monthStart: V128, monthEnd: V128, loop: Loop): Statement {
  const { scope, host } = frame.parts;
  const series = frame.argumentsOf(index).some((argument) => stepAt(frame.parts.plan.program, argument).series);
  if (series && host.has("elapsed")) {
    return frame.keep(index, frame.onHost("elapsed", f64x2.splat(frame.monthNumber()), date));
  }
  const [part, first] = [scope.local("v128"), scope.local("v128")];
  const early = f64x2.sub(v128.load64Splat(frame.base.get, frame.parts.layout.starts), date);
  loop.before.push(part.set(f64x2.add(one, f64x2.div(early, f64x2.const(30.4375)))), first.set(zero));
  const month = f64x2.splat(frame.monthNumber());
  const ahead = f64x2.gt(date, monthStart);
  const inside = f64x2.div(f64x2.sub(monthEnd, date), f64x2.sub(monthEnd, monthStart));
  const since = f64x2.add(f64x2.sub(month, first.get), part.get);
  const value = v128.andNot(since, f64x2.ge(date, monthEnd));
  return sequence(
    part.set(v128.select(inside, part.get, ahead)),
    first.set(v128.select(month, first.get, ahead)),
    frame.keep(index, v128.or(value, f64x2.ne(date, date))),
  );
}

/** Each year's value is put into its months before the loop. */
function yearly(frame: Frame, index: number, args: readonly number[], loop: Loop, number: number): Statement {
  const { layout } = frame.parts;
  const place = layout.yearly.get(index) ?? 0;
  for (const [year, argument] of args.entries()) {
    loop.before.push(v128.store(frame.base.get, frame.operand(argument, number).code, place + 16 * year));
  }
  const month = frame.month.get;
  // month / 12 for every month there can be: 43691 / 2^19 is 1 / 12 to six digits.
  const year = i32.shrU(i32.mul(month, i32.const(43_691)), i32.const(19));
  const held = select(i32.ltU(year, i32.const(args.length)), year, i32.const(args.length - 1));
  return frame.keep(index, v128.load(i32.add(frame.base.get, i32.shl(held, i32.const(4))), place));
}

function lag(
  frame: Frame,
  index: number,
  args: readonly number[],
  shift: number | undefined,
  loop: Loop,
  number: number,
): Statement {
  const { layout, scope } = frame.parts;
  const [series = -1, months = -1] = args;
  if (shift === 0) return frame.keep(index, frame.operand(series, number).code);
  if (shift === 1) return delayed(frame, index, zero, series, loop, number);
  const local = scope.local("v128");
  frame.values.set(index, local);
  const kept = layout.kept.get(series) ?? 0;
  if (shift !== undefined) {
    const from = i32.sub(frame.byPair.get, i32.const(16 * shift));
    return sequence(
      local.set(zero),
      ifThen(i32.geU(frame.month.get, i32.const(shift)), local.set(v128.load(from, kept))),
    );
  }
  return sequence(local.set(undefinedValue), ...lagLanes(frame, local, frame.operand(months, number).code, kept));
}

/** A shift of its own for each sample, which may lead ahead. */
function lagLanes(frame: Frame, local: Local<"v128">, months: V128, kept: number): Statement[] {
  const { layout } = frame.parts;
  return ([0, 1] as const).map((lane) => {
    const shift = f64x2.lane(months, lane);
    const month = f64.sub(frame.monthNumber(), f64.floor(f64.add(shift, f64.const(0.5))));
    const inside = i32.and(f64.ge(month, f64.const(0)), f64.lt(month, f64.const(layout.months)));
    const place = i32.add(frame.base.get, i32.shl(i32.truncSatF64U(month), i32.const(4)));
    const found = v128.load64Lane(place, local.get, lane, kept + 8 * lane);
    return ifThen(
      f64.eq(shift, shift),
      ifThen(inside, local.set(found), local.set(f64x2.withLane(local.get, lane, f64.const(0)))),
    );
  });
}

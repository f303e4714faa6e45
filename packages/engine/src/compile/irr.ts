/** The internal rate of return of two samples at once; the method, and its reasons, are those of cash-flow/irr.ts. */
import {
  after,
  call,
  f64x2,
  i32,
  i64x2,
  ifThen,
  parameter,
  repeatWhile,
  sequence,
  v128,
  type I32,
  type Local,
  type ModuleBuilder,
  type Statement,
  type V128,
} from "../wasm/index.ts";
import type { MathLibrary } from "../wasm/math/index.ts";

/** Bytes from one month to the next: two samples side by side. */
const pairBytes = 16;
const mostSteps = 100;
/** Newton squares its error, times some tens of months: after a step of this size what is left is rounding. */
const closeEnough = 1e-8;
/** Rates below -1 + 2e-16 do not exist as doubles. */
const farthest = 36;

const zero = f64x2.const(0);
const one = f64x2.const(1);
const signBit = f64x2.const(-0);
const infinity = f64x2.const(Infinity);

const signOf = (value: V128): V128 => v128.or(v128.and(value, signBit), one);

/** Runs over the months from one end to the other: `from` is the first address, `by` the bytes to the next. */
function overMonths(at: Local<"i32">, from: I32, by: I32, months: number, body: Statement): Statement {
  const beyond = i32.add(from, i32.mul(by, i32.const(months)));
  return sequence(at.set(from), repeatWhile(sequence(body, at.set(i32.add(at.get, by))), i32.ne(at.get, beyond)));
}

/** The same, two months at a time; the body moves on from the first of them. */
function overPairs(at: Local<"i32">, from: I32, by: I32, pairs: number, body: Statement): Statement {
  const beyond = i32.add(from, i32.mul(by, i32.const(2 * pairs)));
  return sequence(at.set(from), repeatWhile(sequence(body, at.set(i32.add(at.get, by))), i32.ne(at.get, beyond)));
}

/** As `cumulativeSignChanges`, of the running total's running total, from either end. */
function signChangesFunction(builder: ModuleBuilder, months: number): number {
  return builder.function(["i32", "i32"], "v128", (scope) => {
    const [from, by] = [parameter("i32", 0), parameter("i32", 1)];
    const at = scope.local("i32");
    const [once, twice, last, changes] = [
      scope.local("v128"),
      scope.local("v128"),
      scope.local("v128"),
      scope.local("v128"),
    ];
    const countWhere = (turned: V128): Statement => changes.set(f64x2.add(changes.get, v128.and(turned, one)));
    const month = sequence(
      once.set(f64x2.add(once.get, v128.load(at.get))),
      twice.set(f64x2.add(twice.get, once.get)),
      countWhere(f64x2.lt(f64x2.mul(twice.get, last.get), zero)),
      last.set(v128.select(last.get, signOf(twice.get), f64x2.eq(twice.get, zero))),
    );
    return after(
      sequence(
        ...[once, twice, last, changes].map((each) => each.set(zero)),
        overMonths(at, from.get, by.get, months, month),
        countWhere(f64x2.lt(f64x2.mul(once.get, last.get), zero)),
      ),
      changes.get,
    );
  });
}

/**
 * The logarithm of the only growth factor above 1 (backwards: of its reciprocal), by Newton's method on
 * ln(receipts / outlays). Lanes outside the mask are not waited for.
 *
 * With the present value p and the value q of all flows without their signs, receipts are (q + p) / 2 and outlays
 * (q - p) / 2. Two months at a time a polynomial's value v and slope s, both in the discount factor f, become
 * v f² + (a f + b) and s f² + (2 v f + a): as much work as month by month, and half of the waiting.
 */
function onlyRootFunction(builder: ModuleBuilder, math: MathLibrary, months: number): number {
  return builder.function(["i32", "i32", "v128"], "v128", (scope) => {
    const [from, by, active] = [parameter("i32", 0), parameter("i32", 1), parameter("v128", 2)];
    const [at, step, start] = [scope.local("i32"), scope.local("i32"), scope.local("i32")];
    const local = (): Local<"v128"> => scope.local("v128");
    const [a, b, y, low, high, first] = [local(), local(), local(), local(), local(), local()];
    const [factor, double, square] = [local(), local(), local()];
    const [value, slope, size, growth] = [local(), local(), local(), local()];
    const [height, newton, close] = [local(), local(), local()];
    const twice = (total: Local<"v128">, rise: Local<"v128">, far: V128, near: V128): Statement[] => [
      rise.set(f64x2.add(f64x2.mul(rise.get, square.get), f64x2.add(f64x2.mul(total.get, double.get), far))),
      total.set(f64x2.add(f64x2.mul(total.get, square.get), f64x2.add(f64x2.mul(far, factor.get), near))),
    ];
    const pair = sequence(
      a.set(v128.load(at.get)),
      at.set(i32.add(at.get, by.get)),
      b.set(v128.load(at.get)),
      ...twice(value, slope, a.get, b.get),
      ...twice(size, growth, f64x2.abs(a.get), f64x2.abs(b.get)),
    );
    // The month that has no partner goes first.
    const single = months % 2 === 1;
    const evaluate = sequence(
      factor.set(math.exp(f64x2.neg(y.get))),
      double.set(f64x2.add(factor.get, factor.get)),
      square.set(f64x2.mul(factor.get, factor.get)),
      value.set(single ? v128.load(from.get) : zero),
      size.set(f64x2.abs(value.get)),
      slope.set(zero),
      growth.set(zero),
      start.set(single ? i32.add(from.get, by.get) : from.get),
      months < 2 ? sequence() : overPairs(at, start.get, by.get, Math.floor(months / 2), pair),
    );
    const [plus, minus] = [f64x2.add(size.get, value.get), f64x2.sub(size.get, value.get)];
    const fall = f64x2.mul(
      factor.get,
      f64x2.sub(f64x2.div(f64x2.add(growth.get, slope.get), plus), f64x2.div(f64x2.sub(growth.get, slope.get), minus)),
    );
    const sameSide = f64x2.gt(f64x2.mul(height.get, first.get), zero);
    const within = v128.and(f64x2.gt(newton.get, low.get), f64x2.lt(newton.get, high.get));
    const halved = v128.select(
      f64x2.add(f64x2.add(low.get, low.get), f64x2.const(0.1)),
      f64x2.mul(f64x2.add(low.get, high.get), f64x2.const(0.5)),
      f64x2.eq(high.get, infinity),
    );
    const improve = sequence(
      evaluate,
      height.set(math.log(f64x2.div(plus, minus))),
      ifThen(i32.eqz(step.get), first.set(signOf(height.get))),
      active.set(v128.andNot(active.get, f64x2.eq(height.get, zero))),
      low.set(v128.select(y.get, low.get, sameSide)),
      high.set(v128.select(high.get, y.get, sameSide)),
      newton.set(f64x2.add(y.get, f64x2.div(height.get, fall))),
      close.set(f64x2.lt(f64x2.abs(f64x2.sub(newton.get, y.get)), f64x2.const(closeEnough))),
      newton.set(v128.select(newton.get, halved, v128.or(close.get, within))),
      y.set(v128.select(newton.get, y.get, active.get)),
      active.set(v128.andNot(active.get, close.get)),
      step.set(i32.add(step.get, i32.const(1))),
    );
    return after(
      sequence(
        y.set(zero),
        low.set(zero),
        high.set(infinity),
        step.set(i32.const(0)),
        repeatWhile(improve, i32.and(v128.anyTrue(active.get), i32.ltU(step.get, i32.const(mostSteps)))),
      ),
      y.get,
    );
  });
}

/**
 * Adds the function to a module: address of the first month in, rates a month out.
 * @param search callback for a sample with several roots to choose from: address of its first month in
 * @returns index of the function
 */
export function irrFunction(builder: ModuleBuilder, math: MathLibrary, months: number, search: number): number {
  const signChanges = signChangesFunction(builder, months);
  const onlyRoot = onlyRootFunction(builder, math, months);
  return builder.function(["i32"], "v128", (scope) => {
    const first = parameter("i32", 0);
    const at = scope.local("i32");
    const local = (): Local<"v128"> => scope.local("v128");
    const [flow, total, receives, pays, possible] = [local(), local(), local(), local(), local()];
    const [forwards, solved, backwards, rate] = [local(), local(), local(), local()];
    const last = i32.add(first.get, i32.const((months - 1) * pairBytes));
    const ahead = i32.const(pairBytes);
    const back = i32.const(-pairBytes);
    const look = sequence(
      ...[total, receives, pays].map((each) => each.set(zero)),
      overMonths(
        at,
        first.get,
        ahead,
        months,
        sequence(
          flow.set(v128.load(at.get)),
          receives.set(v128.or(receives.get, f64x2.gt(flow.get, zero))),
          pays.set(v128.or(pays.get, f64x2.lt(flow.get, zero))),
          total.set(f64x2.add(total.get, flow.get)),
        ),
      ),
      // An undefined or infinite flow makes the total so.
      possible.set(v128.and(v128.and(receives.get, pays.get), f64x2.lt(f64x2.abs(total.get), infinity))),
    );
    const singly = v128.and(possible.get, f64x2.ne(total.get, zero));
    const positive = sequence(
      forwards.set(call(signChanges, "v128", first.get, ahead)),
      solved.set(v128.and(singly, f64x2.eq(forwards.get, one))),
      rate.set(f64x2.const(NaN)),
      ifThen(
        v128.anyTrue(solved.get),
        rate.set(v128.select(math.expm1(call(onlyRoot, "v128", last, back, solved.get)), rate.get, solved.get)),
      ),
    );
    const log = flow;
    const negative = sequence(
      backwards.set(v128.and(singly, f64x2.eq(forwards.get, zero))),
      ifThen(
        v128.anyTrue(backwards.get),
        sequence(
          backwards.set(v128.and(backwards.get, f64x2.eq(call(signChanges, "v128", last, back), one))),
          log.set(call(onlyRoot, "v128", first.get, ahead, backwards.get)),
          backwards.set(v128.and(backwards.get, f64x2.le(log.get, f64x2.const(farthest)))),
          rate.set(v128.select(math.expm1(f64x2.neg(log.get)), rate.get, backwards.get)),
        ),
      ),
    );
    // What Newton's method may not answer goes to the full search, sample by sample.
    const open = v128.andNot(possible.get, f64x2.eq(rate.get, rate.get));
    const searchLane = (lane: 0 | 1): Statement =>
      ifThen(
        i32.and(i64x2.bitmask(solved.get), i32.const(1 << lane)),
        rate.set(f64x2.withLane(rate.get, lane, call(search, "f64", i32.add(first.get, i32.const(8 * lane))))),
      );
    return after(
      sequence(
        look,
        positive,
        negative,
        solved.set(open),
        ifThen(v128.anyTrue(solved.get), sequence(searchLane(0), searchLane(1))),
      ),
      rate.get,
    );
  });
}

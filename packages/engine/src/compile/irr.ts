/** The internal rate of return of two samples at once; the method, and its reasons, are those of cash-flow/irr.ts. */
import {
  call,
  f64x2,
  i32,
  i64x2,
  ifThen,
  parameter,
  repeatWhile,
  sequence,
  after,
  v128,
  type ModuleBuilder,
  type V128,
} from "../wasm/index.ts";
import type { MathLibrary } from "../wasm/math/index.ts";

/** Bytes from one month to the next: two samples side by side. */
const stride = 16;
const mostSteps = 100;
const closeEnough = 1e-9;

const zero = f64x2.const(0);
const one = f64x2.const(1);
const signBit = f64x2.const(-0);

/**
 * Adds the function to a module: address of the first month in, rates a month out.
 * @param search callback for a sample with several roots, or none but negative ones: address of its first month in
 * @returns index of the function
 */
export function irrFunction(builder: ModuleBuilder, math: MathLibrary, months: number, search: number): number {
  return builder.function(["i32"], "v128", (scope) => {
    const flows = parameter("i32", 0);
    const local = (): ReturnType<typeof scope.local<"v128">> => scope.local("v128");
    const [at, step] = [scope.local("i32"), scope.local("i32")];
    const [x, total, twice, last, changes] = [local(), local(), local(), local(), local()];
    const [receivesAny, paysAny, solvable, searched, active] = [local(), local(), local(), local(), local()];
    const [y, low, high, first, factor] = [local(), local(), local(), local(), local()];
    const [receipts, outlays, receiptsSlope, outlaysSlope] = [local(), local(), local(), local()];
    const [height, newton, close, rate] = [local(), local(), local(), local()];
    const end = i32.add(flows.get, i32.const(months * stride));
    const signOf = (value: V128): V128 => v128.or(v128.and(value, signBit), one);
    const countWhere = (mask: V128): V128 => f64x2.add(changes.get, v128.and(mask, one));

    const look = sequence(
      at.set(flows.get),
      ...[total, twice, last, changes, receivesAny, paysAny].map((each) => each.set(zero)),
      repeatWhile(
        sequence(
          x.set(v128.load(at.get)),
          receivesAny.set(v128.or(receivesAny.get, f64x2.gt(x.get, zero))),
          paysAny.set(v128.or(paysAny.get, f64x2.lt(x.get, zero))),
          total.set(f64x2.add(total.get, x.get)),
          twice.set(f64x2.add(twice.get, total.get)),
          changes.set(countWhere(f64x2.lt(f64x2.mul(twice.get, last.get), zero))),
          last.set(v128.select(last.get, signOf(twice.get), f64x2.eq(twice.get, zero))),
          at.set(i32.add(at.get, i32.const(stride))),
        ),
        i32.ltU(at.get, end),
      ),
      changes.set(countWhere(f64x2.lt(f64x2.mul(total.get, last.get), zero))),
      // Whether a root may be there at all; an undefined or infinite flow makes the total so.
      searched.set(
        v128.and(
          v128.and(receivesAny.get, paysAny.get),
          f64x2.lt(f64x2.abs(total.get), f64x2.const(Number.POSITIVE_INFINITY)),
        ),
      ),
      solvable.set(v128.and(searched.get, v128.and(f64x2.ne(total.get, zero), f64x2.eq(changes.get, one)))),
    );

    const value = sequence(
      factor.set(math.exp(f64x2.neg(y.get))),
      ...[receipts, outlays, receiptsSlope, outlaysSlope].map((each) => each.set(zero)),
      at.set(end),
      repeatWhile(
        sequence(
          at.set(i32.sub(at.get, i32.const(stride))),
          x.set(v128.load(at.get)),
          receiptsSlope.set(f64x2.add(f64x2.mul(receiptsSlope.get, factor.get), receipts.get)),
          outlaysSlope.set(f64x2.add(f64x2.mul(outlaysSlope.get, factor.get), outlays.get)),
          receipts.set(f64x2.add(f64x2.mul(receipts.get, factor.get), f64x2.pmax(zero, x.get))),
          outlays.set(f64x2.sub(f64x2.mul(outlays.get, factor.get), f64x2.pmin(zero, x.get))),
        ),
        i32.ltU(flows.get, at.get),
      ),
      height.set(math.log(f64x2.div(receipts.get, outlays.get))),
    );
    const same = f64x2.gt(f64x2.mul(height.get, first.get), zero);
    const slope = f64x2.mul(
      factor.get,
      f64x2.sub(f64x2.div(receiptsSlope.get, receipts.get), f64x2.div(outlaysSlope.get, outlays.get)),
    );
    const halved = v128.select(
      f64x2.add(f64x2.add(low.get, low.get), f64x2.const(0.1)),
      f64x2.mul(f64x2.add(low.get, high.get), f64x2.const(0.5)),
      f64x2.eq(high.get, f64x2.const(Number.POSITIVE_INFINITY)),
    );
    const within = v128.and(f64x2.gt(newton.get, low.get), f64x2.lt(newton.get, high.get));
    const solve = sequence(
      y.set(zero),
      low.set(zero),
      high.set(f64x2.const(Number.POSITIVE_INFINITY)),
      active.set(solvable.get),
      step.set(i32.const(0)),
      repeatWhile(
        sequence(
          value,
          ifThen(i32.eqz(step.get), first.set(signOf(height.get))),
          active.set(v128.andNot(active.get, f64x2.eq(height.get, zero))),
          low.set(v128.select(y.get, low.get, same)),
          high.set(v128.select(high.get, y.get, same)),
          newton.set(f64x2.add(y.get, f64x2.div(height.get, slope))),
          close.set(f64x2.lt(f64x2.abs(f64x2.sub(newton.get, y.get)), f64x2.const(closeEnough))),
          newton.set(v128.select(newton.get, halved, v128.or(close.get, within))),
          y.set(v128.select(newton.get, y.get, active.get)),
          active.set(v128.andNot(active.get, close.get)),
          step.set(i32.add(step.get, i32.const(1))),
        ),
        i32.and(v128.anyTrue(active.get), i32.ltU(step.get, i32.const(mostSteps))),
      ),
      rate.set(math.expm1(y.get)),
    );

    // Whatever Newton's method may not answer goes to the full search, sample by sample.
    const open = v128.andNot(searched.get, v128.and(solvable.get, f64x2.eq(rate.get, rate.get)));
    const searchLane = (lane: 0 | 1): ReturnType<typeof rate.set> =>
      ifThen(
        i32.and(i64x2.bitmask(close.get), i32.const(1 << lane)),
        rate.set(f64x2.withLane(rate.get, lane, call(search, "f64", i32.add(flows.get, i32.const(8 * lane))))),
      );
    return after(
      sequence(
        look,
        ifThen(v128.anyTrue(solvable.get), solve),
        rate.set(v128.select(rate.get, f64x2.const(NaN), solvable.get)),
        close.set(open),
        ifThen(v128.anyTrue(close.get), sequence(searchLane(0), searchLane(1))),
      ),
      rate.get,
    );
  });
}

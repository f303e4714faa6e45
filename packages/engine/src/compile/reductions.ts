/** Code of the steps that make one number of a whole series: what they gather month by month, and what it comes to. */
import { after, call, f64, f64x2, i32, ifThen, v128, type F64, type V128 } from "../wasm/index.ts";
import { one, undefinedValue, unsure, zero, type Frame, type Loop } from "./frame.ts";
import { larger, smaller } from "./pointwise.ts";

/** What a reduction gathers in each month; its value is read once the loop has run. */
export function reduction(frame: Frame, index: number, loop: Loop, number: number): void {
  const { scope, math, layout, irr } = frame.parts;
  const args = frame.argumentsOf(index);
  const series = frame.operand(args[0] ?? -1, number).code;
  const scalar = (): V128 => frame.operand(args[1] ?? -1, number).code;
  const gather = (start: V128, next: (now: V128) => V128): V128 => {
    const held = scope.local("v128");
    loop.before.push(held.set(start));
    loop.body.push(held.set(next(held.get)));
    return held.get;
  };
  const name = frame.operationAt(index);
  switch (name) {
    case "sum":
      frame.results.set(
        index,
        gather(zero, (now) => f64x2.add(now, series)),
      );
      break;
    case "mean": {
      const sum = gather(zero, (now) => f64x2.add(now, series));
      frame.results.set(index, f64x2.div(sum, f64x2.const(layout.months)));
      break;
    }
    case "least":
      frame.results.set(
        index,
        gather(f64x2.const(Number.POSITIVE_INFINITY), (now) => smaller(unsure(now), unsure(series))),
      );
      break;
    case "greatest":
      frame.results.set(
        index,
        gather(f64x2.const(Number.NEGATIVE_INFINITY), (now) => larger(unsure(now), unsure(series))),
      );
      break;
    case "first": {
      const held = scope.local("v128");
      loop.body.push(ifThen(i32.eqz(frame.month.get), held.set(series)));
      frame.results.set(index, held.get);
      break;
    }
    case "last":
      frame.results.set(
        index,
        gather(zero, () => series),
      );
      break;
    case "at": {
      const begun = f64x2.le(v128.load64Splat(frame.byMonth.get, layout.starts), scalar());
      frame.results.set(
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
      frame.results.set(
        index,
        gather(zero, (now) => f64x2.add(now, f64x2.mul(series, discount.get))),
      );
      loop.body.push(discount.set(f64x2.mul(discount.get, factor.get)));
      break;
    }
    case "irr": {
      const kept = layout.kept.get(args[0] ?? -1) ?? 0;
      const monthly = call(irr, "v128", i32.add(frame.base.get, i32.const(kept)));
      const held = scope.local("v128");
      const yearly = f64x2.sub(math.wholePower(f64x2.add(one, held.get), 12), one);
      frame.results.set(index, after(held.set(monthly), yearly));
      break;
    }
    case "irrCount": {
      const count = frame.parts.host.get(name) ?? -1;
      const kept = layout.kept.get(args[0] ?? -1) ?? 0;
      const lane = (place: number): F64 => call(count, "f64", i32.add(frame.base.get, i32.const(kept + 8 * place)));
      const held = scope.local("v128");
      frame.results.set(index, after(held.set(f64x2.withLane(f64x2.splat(lane(0)), 1, lane(1))), held.get));
      break;
    }
    case "payback":
      payback(frame, index, series, loop);
      break;
    default:
      throw new Error(`there is no code for ${name}`);
  }
}

/** As cash-flow/payback.ts: interpolated inside the month in which the total comes back to zero. */
function payback(frame: Frame, index: number, cash: V128, loop: Loop): void {
  const { scope } = frame.parts;
  const [before, total, out, paid, back] = [
    scope.local("v128"),
    scope.local("v128"),
    scope.local("v128"),
    scope.local("v128"),
    scope.local("v128"),
  ];
  loop.before.push(total.set(zero), out.set(zero), paid.set(f64x2.const(Number.POSITIVE_INFINITY)), back.set(zero));
  const lastMonth = f64x2.splat(f64.sub(frame.monthNumber(), f64.const(1)));
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
  frame.results.set(index, v128.or(value, f64x2.ne(total.get, total.get)));
}

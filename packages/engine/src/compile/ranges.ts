/** Code of the steps whose value in a month is made of a range of other months, read from where they are kept. */
import { stepAt } from "../graph/program.ts";
import { f64x2, i32, ifThen, repeatWhile, sequence, v128, type Statement } from "../wasm/index.ts";
import { one, undefinedValue, zero, type Frame, type Loop } from "./frame.ts";

/** Bytes from one kept month to the next: a pair of samples. */
const pairBytes = 16;

/**
 * The total of so many months, a number of its own for each sample.
 * @param direction -1: this month and those before it; 1: those after it
 * @param number of the loop that computes it
 */
export function ofSeveralMonths(
  frame: Frame,
  index: number,
  [series = -1, months = -1]: readonly number[],
  direction: 1 | -1,
  loop: Loop,
  number: number,
): Statement {
  const { layout, scope, math } = frame.parts;
  const kept = layout.kept.get(series) ?? 0;
  const [count, total, place] = [scope.local("v128"), scope.local("v128"), scope.local("v128")];
  const [left, at] = [scope.local("i32"), scope.local("i32")];
  loop.before.push(count.set(math.round(frame.operand(months, number).code)));
  const isWanted = f64x2.lt(place.get, count.get);
  const add = sequence(
    total.set(f64x2.add(total.get, v128.and(v128.load(at.get, kept), isWanted))),
    place.set(f64x2.add(place.get, one)),
    at.set(i32.add(at.get, i32.const(pairBytes * direction))),
    left.set(i32.sub(left.get, i32.const(1))),
  );
  const month = frame.month.get;
  const isLeft = i32.and(v128.anyTrue(isWanted), i32.ne(left.get, i32.const(0)));
  const isBack = direction < 0;
  return sequence(
    total.set(zero),
    place.set(zero),
    at.set(isBack ? frame.byPair.get : i32.add(frame.byPair.get, i32.const(pairBytes))),
    left.set(isBack ? i32.add(month, i32.const(1)) : i32.sub(i32.const(layout.months - 1), month)),
    ifThen(isLeft, repeatWhile(add, isLeft)),
    frame.keep(index, v128.or(total.get, f64x2.ne(count.get, count.get))),
  );
}

/** Worth of the cash from each month on: back from the last month, before the months are gone through. */
export function presentValue(
  frame: Frame,
  index: number,
  [cash = -1, growth = -1]: readonly number[],
  loop: Loop,
  number: number,
): Statement {
  const { plan, layout, scope } = frame.parts;
  const keptAt = (step: number): number => layout.kept.get(step) ?? 0;
  const [worth, factor] = [scope.local("v128"), scope.local("v128")];
  const [at, left] = [scope.local("i32"), scope.local("i32")];
  const isSeries = stepAt(plan.program, growth).series;
  const inMonth = isSeries ? v128.load(at.get, keptAt(growth)) : frame.operand(growth, number).code;
  const passed = f64x2.div(f64x2.add(v128.load(at.get, keptAt(cash)), worth.get), factor.get);
  loop.before.push(
    worth.set(zero),
    at.set(i32.add(frame.base.get, i32.const(pairBytes * (layout.months - 1)))),
    left.set(i32.const(layout.months)),
    repeatWhile(
      sequence(
        factor.set(inMonth),
        worth.set(v128.select(passed, undefinedValue, f64x2.gt(factor.get, zero))),
        v128.store(at.get, worth.get, keptAt(index)),
        at.set(i32.sub(at.get, i32.const(pairBytes))),
        left.set(i32.sub(left.get, i32.const(1))),
      ),
      i32.ne(left.get, i32.const(0)),
    ),
  );
  return frame.keep(index, v128.load(frame.byPair.get, keptAt(index)));
}

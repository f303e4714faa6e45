import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeCalendar } from "../calendar/calendar.ts";
import { parseDate } from "../calendar/civil-date.ts";
import { applyInMonth, applyOperation, givesSeries } from "./apply.ts";
import { operations, type OperationName } from "./operations.ts";

const months = 5;
const calendar = makeCalendar(parseDate("2026-05") ?? NaN, months);

const isName = (name: string): name is OperationName => Object.hasOwn(operations, name);
const names = Object.keys(operations).filter(isName);

const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(NaN));
const values = (count: number): fc.Arbitrary<Float64Array> =>
  fc.array(number, { minLength: count, maxLength: count }).map((list) => Float64Array.from(list));
const anySeries = values(months);
const anyScalar = values(1);
const either = fc.oneof(anySeries, anyScalar);

const inMonth = (argument: Float64Array, month: number): number => argument[argument.length === 1 ? 0 : month] ?? NaN;

describe("value by value", () => {
  const truth: readonly [OperationName, (a: number, b: number, c: number) => number][] = [
    ["add", (a, b) => a + b],
    ["subtract", (a, b) => a - b],
    ["multiply", (a, b) => a * b],
    ["divide", (a, b) => a / b],
    ["power", (a, b) => (Number.isNaN(a) ? NaN : a ** b)],
    ["smaller", (a, b) => Math.min(a, b)],
    ["larger", (a, b) => Math.max(a, b)],
    ["less", (a, b) => (Number.isNaN(a + b) ? NaN : Number(a < b))],
    ["lessOrEqual", (a, b) => (Number.isNaN(a + b) ? NaN : Number(a <= b))],
    ["equal", (a, b) => (Number.isNaN(a + b) ? NaN : Number(a === b))],
    ["notEqual", (a, b) => (Number.isNaN(a + b) ? NaN : Number(a !== b))],
    ["choose", (a, b, c) => (Number.isNaN(a) ? NaN : a === 1 ? b : c)],
  ];

  test.each(truth)("%s works month by month, and a scalar holds in every month", (name, by) => {
    fc.assert(
      fc.property(either, either, either, (a, b, c) => {
        const found = applyOperation(name, [a, b, c], true, calendar);
        for (let month = 0; month < months; month++) {
          const expected = by(inMonth(a, month), inMonth(b, month), inMonth(c, month));
          expect((found[month] ?? 0) + 0).toBe(expected + 0);
        }
      }),
    );
  });
});

/** Arguments that the operation can take: a series first where it needs one. */
function argumentsOf(name: OperationName, [series, ...rest]: readonly [Float64Array, Float64Array, Float64Array]) {
  const { kind } = operations[name];
  return kind === "pointwise" || kind === "monthly" ? [series.slice(0, 1), ...rest] : [series, ...rest];
}

test("every operation gives the shape it says and leaves its arguments alone", () => {
  fc.assert(
    fc.property(anySeries, anyScalar, anyScalar, (...given) => {
      for (const name of names) {
        const args = argumentsOf(name, given);
        const before = args.map((argument) => [...argument]);
        const series = givesSeries(name, false);
        expect(applyOperation(name, args, series, calendar), name).toHaveLength(series ? months : 1);
        expect(
          args.map((argument) => [...argument]),
          name,
        ).toEqual(before);
      }
    }),
    { numRuns: 20 },
  );
});

test("one month of an operation is that month of the whole, whatever comes later", () => {
  fc.assert(
    fc.property(
      anySeries,
      anySeries,
      fc.nat(months - 1),
      fc.integer({ min: 0, max: 6 }),
      (series, other, month, lag) => {
        const changed = Float64Array.from(series, (value, index) => (index > month ? (other[index] ?? NaN) : value));
        for (const name of names) {
          const operation = operations[name];
          if (operation.kind === "reduction") continue;
          if (operation.kind === "rewrite" && !operation.looksBack([lag, 2])) continue;
          const args = [series, Float64Array.of(lag), Float64Array.of(2)];
          const whole = applyOperation(name, args, true, calendar);
          const [, ...rest] = args;
          expect(applyInMonth(name, [changed, ...rest], month, calendar), name).toBe(whole[month]);
        }
      },
    ),
  );
});

test("a rewrite that says that it looks back does, and one that looks ahead says so", () => {
  expect(operations.cumulative.looksBack()).toBe(true);
  expect([0, 1, 7.4, -0.4].map((shift) => operations.lag.looksBack([shift]))).toEqual([true, true, true, true]);
  expect([-1, -0.6, NaN].map((shift) => operations.lag.looksBack([shift]))).toEqual([false, false, false]);
  expect(operations.behind.looksBack()).toBe(true);
  expect([operations.ahead.looksBack(), operations.presentValue.looksBack()]).toEqual([false, false]);
});

test("reductions see all months", () => {
  fc.assert(
    fc.property(anySeries, (series) => {
      const own = [...series];
      const total = own.reduce((sum, value) => sum + value, 0);
      const found = (name: OperationName): number => applyOperation(name, [series], false, calendar)[0] ?? NaN;
      expect(found("sum")).toBe(total);
      expect(found("mean")).toBe(total / months);
      expect(found("least") + 0).toBe(Math.min(...own) + 0);
      expect(found("greatest") + 0).toBe(Math.max(...own) + 0);
      expect(found("first")).toBe(own[0]);
      expect(found("last")).toBe(own.at(-1));
      expect(applyOperation("cumulative", [series], true, calendar).at(-1)).toBe(total);
    }),
  );
});

test("monthsBetween is the inverse of addMonths", () => {
  const days = fc.double({ min: 18_000, max: 24_000, noNaN: true });
  fc.assert(
    fc.property(days, days, (from, to) => {
      const apply = (name: OperationName, ...args: number[]): number =>
        applyOperation(
          name,
          args.map((value) => Float64Array.of(value)),
          false,
          calendar,
        )[0] ?? NaN;
      const between = apply("monthsBetween", from, to);
      expect(apply("addMonths", from, between)).toBeCloseTo(to, 6);
      expect(Math.sign(between)).toBe(Math.sign(to - from));
    }),
    { numRuns: 500 },
  );
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeCalendar } from "../calendar/calendar.ts";
import { parseDate } from "../calendar/civil-date.ts";
import { makeColumn, type Column } from "./column.ts";
import { givesSeries } from "./apply.ts";
import { kernelOf } from "./kernels.ts";
import { operations, type OperationName } from "./operations.ts";

const months = 5;
const samples = 3;
const calendar = makeCalendar(parseDate("2026-05") ?? NaN, months);

const isName = (name: string): name is OperationName => Object.hasOwn(operations, name);
const names = Object.keys(operations).filter(isName);

/** A column of one or all months and one or all samples. */
const anyColumn = fc
  .record({ m: fc.constantFrom(1, months), s: fc.constantFrom(1, samples) })
  .chain(({ m, s }) =>
    fc
      .array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(NaN)), { minLength: m * s, maxLength: m * s })
      .map((values): Column => ({ data: Float64Array.from(values), months: m, samples: s })),
  );

function valueAt(column: Column, month: number, sample: number): number {
  const row = column.months === 1 ? 0 : month;
  return column.data[row * column.samples + (column.samples === 1 ? 0 : sample)] ?? NaN;
}

/** Runs an operation into a column full of rubbish, as a reused one is. */
function run(name: OperationName, args: readonly Column[], rows: number): Column {
  const out = makeColumn(rows, samples);
  out.data.fill(12_345.678);
  kernelOf(name, args.length)(args, out, calendar);
  return out;
}

describe("broadcasting", () => {
  const elementwise: readonly [OperationName, (a: number, b: number, c: number) => number][] = [
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

  test.each(elementwise)("%s works month by month and sample by sample", (name, by) => {
    fc.assert(
      fc.property(anyColumn, anyColumn, anyColumn, (a, b, c) => {
        const out = run(name, [a, b, c], months);
        for (let month = 0; month < months; month++) {
          for (let sample = 0; sample < samples; sample++) {
            const expected = by(valueAt(a, month, sample), valueAt(b, month, sample), valueAt(c, month, sample));
            expect(valueAt(out, month, sample) + 0).toBe(expected + 0);
          }
        }
      }),
    );
  });
});

test("every operation writes every place of its result and leaves its arguments alone", () => {
  const series = (): Column => ({
    data: Float64Array.from({ length: months * samples }, (_, i) => ((i * 7) % 5) - 2),
    months,
    samples,
  });
  const scalar = (): Column => ({ data: Float64Array.of(1, 2, 3), months: 1, samples });
  for (const name of names) {
    const args = operations[name].kind === "monthly" ? [scalar(), scalar(), scalar()] : [series(), scalar(), scalar()];
    const kernel = kernelOf(name, args.length);
    const before = args.map((column) => [...column.data]);
    const rows = givesSeries(name, true) ? months : 1;
    const [one, other] = [makeColumn(rows, samples), makeColumn(rows, samples)];
    one.data.fill(12_345.678);
    other.data.fill(-98_765.432);
    kernel(args, one, calendar);
    kernel(args, other, calendar);
    expect([...one.data], name).toEqual([...other.data]);
    expect(
      args.map((column) => [...column.data]),
      name,
    ).toEqual(before);
  }
});

test("reductions see each sample's own months", () => {
  fc.assert(
    fc.property(anyColumn, (series) => {
      for (let sample = 0; sample < samples; sample++) {
        const own = Array.from({ length: months }, (_, month) => valueAt(series, month, sample));
        const total = own.reduce((sum, value) => sum + value, 0);
        const found = (name: OperationName): number => run(name, [series], 1).data[sample] ?? NaN;
        expect(found("sum")).toBe(total);
        expect(found("mean")).toBe(total / months);
        expect(found("least") + 0).toBe(Math.min(...own) + 0);
        expect(found("greatest") + 0).toBe(Math.max(...own) + 0);
        expect(found("first")).toBe(own[0]);
        expect(found("last")).toBe(own.at(-1));
        expect(valueAt(run("cumulative", [series], months), months - 1, sample)).toBe(total);
      }
    }),
  );
});

test("monthsBetween is the inverse of addMonths", () => {
  const days = fc.double({ min: 18_000, max: 24_000, noNaN: true });
  fc.assert(
    fc.property(days, days, (from, to) => {
      const column = (value: number): Column => ({ data: Float64Array.of(value), months: 1, samples: 1 });
      const between = run("monthsBetween", [column(from), column(to)], 1).data[0] ?? NaN;
      expect(run("addMonths", [column(from), column(between)], 1).data[0]).toBeCloseTo(to, 6);
      expect(Math.sign(between)).toBe(Math.sign(to - from));
    }),
    { numRuns: 500 },
  );
});

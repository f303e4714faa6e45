import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plain } from "../columns.fixture.ts";
import type { RequestColumns } from "../requests.ts";
import { brief, csv, read, some } from "./reading.fixture.ts";
import { traceReader } from "./trace-reader.ts";

describe("order", () => {
  test("rows a little late are put in order, those of one moment stay as they stand", () => {
    const reading = read(csv("10,1,1", "5,2,1", "10,3,1", "7,4,1"), { lateness: 5, refusedShare: 1 });
    expect(brief(reading)).toEqual([
      [5, 2, 1],
      [7, 4, 1],
      [10, 1, 1],
      [10, 3, 1],
    ]);
    expect(reading.report.mended.sorted).toBe(2);
  });

  test("rows too late are refused", () => {
    const { report } = read(csv("10,1,1", "4.9,2,1"), { lateness: 5, refusedShare: 1 });
    expect(report.refused).toEqual({
      "time: too far behind a later row (over 5 s); sort the trace by time": { count: 1, firstLines: [3] },
    });
  });

  test("a clock's times count from the earliest request, not the first row", () => {
    const reading = read(csv("2024-01-01 00:00:05,1,1", "2024-01-01 00:00:04,2,2"));
    expect(brief(reading)).toEqual([
      [0, 2, 2],
      [1, 1, 1],
    ]);
  });

  test("any order within the lateness gives the sorted trace, blocks and tiers along", () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 300_000 }), fc.integer({ min: 1, max: 9 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(rows, (rows) => {
        const lines = rows.map(
          ([ms, tokens], i) =>
            `{"timestamp": ${ms}, "input_length": ${tokens}, "output_length": 1, "hash_ids": [${i}, ${tokens}]}`,
        );
        const expected = rows
          .map(([ms, tokens], i) => ({
            arrival: ms / 1000,
            input: tokens,
            output: 1,
            tier: undefined,
            blocks: [i, tokens],
          }))
          .sort((a, b) => a.arrival - b.arrival);
        expect(read(lines.join("\n")).requests).toEqual(expected);
      }),
    );
  });

  test("more requests than are held back come out in order, as early as can be", () => {
    const reader = traceReader({ lateness: 2 });
    reader.push("arrival,input,output\n");
    const columns: RequestColumns[] = [];
    const count = 300_000;
    // Ten by ten in reverse, so that what is given out ends in the midst of ten.
    const reversed = (row: number): number => row - (row % 10) + 9 - (row % 10);
    for (let from = 0; from < count; from += 10_000) {
      const rows = Array.from({ length: 10_000 }, (_, i) => `${reversed(from + i) / 100},${1 + ((from + i) % 500)},1`);
      columns.push(...some(reader.push(`${rows.join("\n")}\n`)));
    }
    expect(columns.length).toBeGreaterThan(1);
    columns.push(...some(reader.finish()));
    let row = 0;
    let inOrder = true;
    for (const { count, arrival, input } of columns)
      for (let i = 0; i < count; i++, row++)
        inOrder &&= arrival[i] === row / 100 && input[i] === 1 + (reversed(row) % 500);
    expect({ row, inOrder }).toEqual({ row: count, inOrder: true });
    expect(reader.report()).toMatchObject({ kept: count, mended: { sorted: 0.9 * count }, refused: {} });
  });

  test("more requests at one moment than are held back still come out, and an earlier one after them is refused", () => {
    const reader = traceReader({ lateness: 1e6 });
    reader.push("arrival,input,output\n");
    const rows = 200_000;
    const first = reader.push("9,1,1\n".repeat(rows));
    const rest = (reader.push("8,1,1\n9,1,1\n"), reader.finish());
    expect(first?.count ?? 0).toBeGreaterThan(60_000);
    expect((first?.count ?? 0) + (rest?.count ?? 0)).toBe(rows + 1);
    expect(Object.values(reader.report().refused)).toEqual([{ count: 1, firstLines: [rows + 2] }]);
  });
});

describe("a whole trace", () => {
  test("is refused when too many of its rows are", () => {
    const rows = Array.from({ length: 100 }, (_, i) => (i % 10 === 0 ? `${i},-5,1` : `${i},5,1`));
    expect(read(csv(...rows), {}).refusal).toBe(
      "the trace is refused: 10 of 100 rows (10 %) cannot be used, more than the 5 % borne: prompt tokens: negative (10 rows, first in lines 2; 12; 22; 32; 42)",
    );
    expect(read(csv(...rows), { refusedShare: 0.1 }).refusal).toBeUndefined();
  });

  test("is refused before its end once a thousand rows show it", () => {
    const reader = traceReader();
    reader.push("arrival,input,output\n");
    expect(() => reader.push("0,0,0\n".repeat(1000))).toThrow("1,000 of 1,000 rows (100 %)");
  });

  test("of nothing but failures says so", () => {
    expect(read(csv("0,1,0", "1,1,0")).refusal).toBe("no request of the trace is left: 2 without an answer token");
  });

  test("does not keep a line without an end", () => {
    const reader = traceReader({ refusedShare: 1 });
    reader.push("arrival,input,output\n0,1,1\n");
    for (let i = 0; i < 200; i++) reader.push("9".repeat(100_000));
    reader.push("\n1,2,3\n");
    expect(plain(some(reader.finish())).map(({ arrival }) => arrival)).toEqual([0, 1]);
    expect(reader.report().refused).toEqual({
      "row: longer than 1,048,576 characters": { count: 1, firstLines: [3] },
    });
  });

  test("options that cannot be are refused", () => {
    expect(() => traceReader({ lateness: -1 })).toThrow("the lateness to bear must be seconds, zero or more, got -1");
    expect(() => traceReader({ refusedShare: 2 })).toThrow("the share of rows to refuse must be from 0 to 1, got 2");
  });
});

describe("however the text is cut into pieces", () => {
  const field = fc.oneof(
    { weight: 6, arbitrary: fc.nat(400).map(String) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("", "-1", "NaN", '"7"', '"', " 8 ", "1.5", "é", "2024-01-01 00:00:00", "😀"),
    },
  );
  const csvRow = fc.array(field, { minLength: 3, maxLength: 3 }).map((fields) => fields.join(","));
  const jsonRow = fc.oneof(
    fc.constantFrom("{", "null", '{"timestamp": 1}'),
    fc
      .tuple(fc.nat(4000), fc.integer({ min: -1, max: 99 }), fc.nat(3), fc.array(fc.nat(9), { maxLength: 3 }))
      .map(([timestamp, input_length, output_length, hash_ids]) =>
        JSON.stringify({ timestamp, input_length, output_length, hash_ids }),
      ),
  );
  const end = fc.constantFrom("\n", "\r\n", "\n\n", " \n");
  const lines = (row: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.array(fc.tuple(row, end)).map((rows) => rows.map(([row, end]) => row + end).join(""));
  const trace = fc.oneof(
    lines(csvRow).map((rows) => `\ufefftimestamp,prompt_tokens,completion_tokens,\r\n${rows}`),
    lines(jsonRow),
    fc.string(),
  );

  test("requests, report and refusal are the same", () => {
    fc.assert(
      fc.property(trace, fc.array(fc.nat(60)), fc.constantFrom(1, 0.2), (text, lengths, refusedShare) => {
        const pieces: string[] = [];
        let from = 0;
        for (const length of lengths) {
          pieces.push(text.slice(from, from + length));
          from += length;
        }
        pieces.push(text.slice(from));
        const options = { lateness: 100, refusedShare };
        const whole = read(text, options);
        expect(read(pieces, options)).toEqual(whole);
        expect(read(text.split(""), options)).toEqual(whole);
        const refused = Object.values(whole.report.refused).reduce((sum, { count }) => sum + count, 0);
        expect(whole.report.rows).toBe(whole.report.kept + whole.report.mended.failed + refused);
        expect(whole.requests.every(({ arrival }, i) => arrival >= (whole.requests[i - 1]?.arrival ?? 0))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

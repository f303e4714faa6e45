import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnsAt, pieces, plain } from "../columns.fixture.ts";
import type { RequestColumns } from "../requests.ts";
import { replay } from "./replay.ts";

const times = (requests: Iterable<RequestColumns>): number[] => plain(requests).map(({ arrival }) => arrival);

describe("a replay", () => {
  const trace = columnsAt([1, 2, 2, 5]);

  test("as recorded is the trace", () => {
    expect(plain(replay([trace]))).toEqual(plain([trace]));
  });

  test("twice as fast halves all times", () => {
    expect(times(replay([trace], { speed: 2 }))).toEqual([0.5, 1, 1, 2.5]);
  });

  test("begins again a mean gap after its last request", () => {
    // Span 4 s, three gaps: a period of 4 + 4/3.
    const period = 16 / 3;
    const expected = [1, 2, 2, 5].flatMap((time) => [time, time + period, time + 2 * period]).sort((a, b) => a - b);
    times(replay([trace], { loop: true, count: 12 })).forEach((time, i) =>
      expect(time).toBeCloseTo(expected[i] ?? NaN, 12),
    );
  });

  test("ends where its bounds say, however the trace is cut, and its long-run rate is the trace's times the speed", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(gaps, fc.constantFrom(0.5, 1, 4), fc.integer({ min: 1, max: 7 }), (gaps, speed, size) => {
        const total = gaps.reduce((sum, gap) => sum + gap, 0);
        fc.pre(total > 0);
        let time = 0;
        const trace = columnsAt([0, ...gaps].map((gap) => (time += gap)));
        const until = 500;
        const all = times(replay([trace], { loop: true, speed, until }));
        expect(times(replay(pieces(trace, size), { loop: true, speed, until }))).toEqual(all);
        expect(times(replay([trace], { loop: true, speed, count: 30 }))).toEqual(
          times(replay([trace], { loop: true, speed, until: 1e9, count: 1000 })).slice(0, 30),
        );
        expect(all.every((time, i) => time < until && time >= (all[i - 1] ?? 0))).toBe(true);
        // A period brings all requests of the trace; a part of one at most all of them.
        const rate = (gaps.length * speed) / total;
        expect(Math.abs(all.length - rate * until)).toBeLessThanOrEqual(gaps.length + 1.5);
      }),
    );
  });

  test("names the blocks of every round anew", () => {
    const blocks = Int32Array.of(0, 1, 0, 2);
    const prefix = { blockTokens: 16, start: Int32Array.of(0, 2, 4), blocks };
    const rows = plain(replay([{ ...columnsAt([0, 1]), prefix }], { loop: true, count: 5 }));
    expect(rows.map((row) => row.blocks)).toEqual([
      [0, 1],
      [0, 2],
      [3, 4],
      [3, 5],
      [6, 7],
    ]);
  });

  test.each([
    [[trace], { speed: 0 }, "the speed of a replay must be a positive number, got 0"],
    [[trace], { loop: true }, "traffic that does not end by itself needs a number of requests or a time to end at"],
    [[columnsAt([3, 3])], { loop: true, count: 9 }, "a trace whose requests all come at one moment cannot repeat"],
    [[], { loop: true, count: 9 }, "must be held in memory (an array of columns) and have requests"],
    [[trace].values(), { loop: true, count: 9 }, "must be held in memory (an array of columns) and have requests"],
  ])("of %j with %j is refused", (trace, options, message) => {
    expect(() => [...replay(trace, options)]).toThrow(message);
  });
});

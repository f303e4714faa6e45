import fc from "fast-check";
import { expect, test } from "vitest";
import { TimeBins } from "./time-bins.ts";

test("loses no amount, however long the time grows", () => {
  const span = fc.tuple(fc.double({ min: 0, max: 1e5, noNaN: true }), fc.double({ min: 0, max: 500, noNaN: true }));
  fc.assert(
    fc.property(fc.array(span, { minLength: 1 }), (spans) => {
      const bins = new TimeBins(3);
      let end = 0;
      for (const [from, seconds] of spans) {
        bins.add(0, from, 1);
        bins.spread(1, from, from + seconds, Float64Array.of(seconds, 2 * seconds));
        end = Math.max(end, from + seconds);
      }
      const sum = (channel: number) => bins.channel(channel, end + bins.width).reduce((total, each) => total + each, 0);
      const total = spans.reduce((all, [, seconds]) => all + seconds, 0);
      expect(sum(0)).toBe(spans.length);
      expect(sum(1)).toBeCloseTo(total, 6);
      expect(sum(2)).toBeCloseTo(2 * total, 6);
      expect(bins.channel(0, end).length).toBeLessThanOrEqual(256);
    }),
  );
});

test("puts an amount where its time is", () => {
  const bins = new TimeBins(1);
  bins.add(0, 1000, 0);
  expect(bins.width).toBe(4);
  bins.spread(0, 6, 14, Float64Array.of(8));
  bins.add(0, 16, 5);
  expect([...bins.channel(0, 20)]).toEqual([0, 2, 4, 2, 5]);
});

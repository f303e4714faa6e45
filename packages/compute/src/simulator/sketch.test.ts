import fc from "fast-check";
import { expect, test } from "vitest";
import { TimeSketch } from "./sketch.ts";

const times = fc.array(fc.oneof(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), fc.constant(0.025)), {
  minLength: 1,
  maxLength: 200,
});

test("gives percentiles within 0.2 % of the values at their ranks, mean and maximum exactly", () => {
  fc.assert(
    fc.property(times, fc.array(times), (first, others) => {
      const sketch = new TimeSketch();
      for (const time of first) sketch.add(time);
      for (const each of others) {
        const other = new TimeSketch();
        for (const time of each) other.add(time);
        sketch.merge(other);
      }
      const sorted = [...first, ...others.flat()].sort((a, b) => a - b);
      const shares = [0, 0.01, 0.5, 0.9, 0.99, 1];
      for (const [i, found] of sketch.quantiles(shares).entries()) {
        const exact = sorted[Math.max(1, Math.ceil((shares[i] ?? 0) * sorted.length)) - 1] ?? NaN;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(0.002 * exact);
      }
      expect(sketch.count).toBe(sorted.length);
      expect(sketch.max).toBe(sorted.at(-1));
      expect(sketch.mean * sorted.length).toBeCloseTo(
        sorted.reduce((sum, time) => sum + time, 0),
        3,
      );
    }),
  );
});

test("knows nothing of nothing, and keeps what is too short or too long at its ends", () => {
  expect(new TimeSketch().quantiles([0.5])).toEqual([NaN]);
  expect(new TimeSketch().max).toBeNaN();
  const sketch = new TimeSketch();
  for (const time of [0, 1e-9, 1e12]) sketch.add(time);
  const [low = NaN, high = NaN] = sketch.quantiles([0.5, 1]);
  expect(low).toBeLessThan(1e-6);
  expect(high).toBeGreaterThan(2 ** 23);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { irrCount } from "./irr-count.ts";
import { irrRoots } from "./irr-roots.ts";

test.each([
  [[-100, 39, 59, 55, 20], 1],
  [[-100, 100, 0, -7], 2],
  [[1, 2, 3], 0],
  [[0, 0], 0],
  [[-1600, 10_000, -10_000], 2],
  [[-100, NaN], NaN],
])("%j has %d", (flows, count) => {
  expect(irrCount(flows)).toBe(count);
});

test("is the number of roots that the full search finds", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 12 }), (flows) => {
      expect(irrCount(flows)).toBe(irrRoots(flows).roots.length);
    }),
  );
});

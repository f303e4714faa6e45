import fc from "fast-check";
import { expect, test } from "vitest";
import { coordinateOf, coordinatesOf, largestNet } from "./coordinate.ts";

test("lies within the table and depends on the name alone", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      const { dimension } = coordinateOf(name);
      expect(dimension).toBeGreaterThanOrEqual(0);
      expect(dimension).toBeLessThan(1024);
      expect(coordinateOf(name)).toEqual(coordinateOf(name));
    }),
  );
});

test("spreads names over the dimensions", () => {
  const used = new Set(Array.from({ length: 5000 }, (_, k) => coordinateOf(`input-${k}`).dimension));
  // 1024 * (1 - exp(-5000 / 1024)) = 1016 are expected.
  expect(used.size).toBeGreaterThan(1000);
});

test("a net owns the first dimensions in its order, and moves nobody else", () => {
  const [a, b, c] = coordinatesOf(["a", "b", "c"], ["c", "gone", "a"]);
  expect(a).toEqual({ name: "a", dimension: 2, inNet: true });
  expect(b).toEqual(coordinateOf("b"));
  expect(c).toEqual({ name: "c", dimension: 0, inNet: true });
});

test("a net is refused where it is too large or names one twice", () => {
  const names = Array.from({ length: largestNet + 1 }, (_, k) => `input-${k}`);
  expect(() => coordinatesOf([], names)).toThrow(RangeError);
  expect(coordinatesOf(names, names.slice(1)).filter(({ inNet }) => inNet)).toHaveLength(largestNet);
  expect(() => coordinatesOf(["a"], ["a", "a"])).toThrow(RangeError);
});

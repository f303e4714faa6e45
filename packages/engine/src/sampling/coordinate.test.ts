import fc from "fast-check";
import { expect, test } from "vitest";
import { coordinateOf } from "./coordinate.ts";

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

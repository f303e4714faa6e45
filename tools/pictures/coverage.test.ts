import { expect, test } from "vitest";
import { coverage, type Judged } from "./coverage.ts";

/** Eleven ratios, of which the tenths at each end are 0.6 and 1.4. */
const spread = Array.from({ length: 11 }, (_, i) => 0.5 + i / 10);
const fold = (name: string, kind: string, ratios: readonly number[]): Judged[] =>
  ratios.map((ratio) => ({ fold: name, kind, ratio }));

test("a fold is judged by the others' errors, not by its own", () => {
  const found = [...fold("a", "dense", spread), ...fold("b", "dense", [0.55, 0.7, 1.3, 1.45])];
  // Of b, 0.7 and 1.3 lie within a's 0.6 to 1.4; of a, 0.6 to 1.4 within b's 0.595 to 1.405.
  expect(coverage(found)).toBeCloseTo(11 / 15, 12);
});

test("kinds have intervals of their own", () => {
  const wide = spread.map((ratio) => 10 * ratio);
  const found = [
    ...fold("a", "dense", spread),
    ...fold("b", "dense", spread),
    ...fold("a", "experts", wide),
    ...fold("b", "experts", wide),
  ];
  // Nine of eleven each, the ends of the interval included.
  expect(coverage(found)).toBeCloseTo(9 / 11, 12);
});

import { expect, it } from "vitest";
import { choiceThresholds } from "./choice-thresholds.ts";

const spread = (from: number, to: number): Float64Array =>
  Float64Array.from({ length: 1000 }, (_, i) => from + ((i + 0.5) / 1000) * (to - from));
const twice = (score: number): number => 2 * score;
/** Gains of x - 1/4 and of 5/2 x - 1 over the first option, between knots at 0 and 1. */
const fits = [undefined, [-0.25, 1], [-1, 2.5]];

it("finds every change, also two between the same knots", () => {
  const axis = { position: spread(0, 1), knots: Float64Array.of(0, 1), atoms: undefined };
  expect(choiceThresholds(axis, fits, twice)).toEqual([
    { at: expect.closeTo(0.5, 12), below: 0, above: 1 },
    { at: expect.closeTo(1, 12), below: 1, above: 2 },
  ]);
});

it("passes over stretches that hardly any sample falls into", () => {
  const axis = { position: spread(0.245, 1), knots: Float64Array.of(0, 1), atoms: undefined };
  expect(choiceThresholds(axis, fits, twice).map(({ above }) => above)).toEqual([2]);
  // A ripple of another option in the midst of one stretch leaves no trace.
  const wave = [undefined, [-1, 0, 1.001, 0, 3]];
  const knots = Float64Array.of(0, 0.25, 0.5, 0.75, 1);
  const found = choiceThresholds({ position: spread(0, 1), knots, atoms: undefined }, wave, twice);
  expect(found).toEqual([{ at: expect.closeTo(2 * (0.75 + 0.25 / 3), 12), below: 0, above: 1 }]);
});

it("of a fact with few values names the first on the upper side", () => {
  const axis = { position: spread(0, 1), knots: Float64Array.of(0.1, 0.2, 0.7), atoms: Float64Array.of(10, 20, 70) };
  expect(choiceThresholds(axis, [undefined, [-1, -1, 2]], twice)).toEqual([{ at: 70, below: 0, above: 1 }]);
  expect(choiceThresholds(axis, [undefined, [-1, 2, -1]], twice)).toEqual([
    { at: 20, below: 0, above: 1 },
    { at: 70, below: 1, above: 0 },
  ]);
});

import { expect, test } from "vitest";
import { solveLinear } from "./linear.ts";

test("solves a system that needs its rows exchanged", () => {
  const solution = solveLinear(
    [
      [0, 2, 1],
      [1, -2, -3],
      [-1, 1, 2],
    ],
    [-8, 0, 3],
  );
  expect(solution).toEqual([expect.closeTo(-4, 12), expect.closeTo(-5, 12), expect.closeTo(2, 12)]);
});

test("says that a singular matrix has no solution", () => {
  expect(
    solveLinear(
      [
        [1, 2],
        [2, 4],
      ],
      [1, 2],
    ),
  ).toBeUndefined();
});

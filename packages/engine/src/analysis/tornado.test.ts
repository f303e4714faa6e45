import { expect, it } from "vitest";
import { modelOf, normal } from "./analysis.fixture.ts";
import { tornado } from "./tornado.ts";

const z90 = 1.2815515655446004;

it("swings each input from its P10 to its P90, the others at their medians, largest first", async () => {
  const model = modelOf(
    { small: normal(1, 0.1), idle: normal(5, 1), large: normal(2, 1) },
    (small = 0, _ = 0, large = 0) => [small * large, -large],
  );
  const [product, opposite] = await tornado(model);
  expect(product?.atMedians).toBe(2);
  expect(product?.swings.map(({ input }) => input)).toEqual([2, 0, 1]);
  expect(product?.swings[0]).toEqual({
    input: 2,
    from: expect.closeTo(2 - z90, 12),
    to: expect.closeTo(2 + z90, 12),
    atP10: expect.closeTo(2 - z90, 12),
    atP90: expect.closeTo(2 + z90, 12),
    swing: expect.closeTo(2 * z90, 12),
  });
  expect(product?.swings[2]?.swing).toBe(0);
  expect(opposite?.swings[0]).toMatchObject({ input: 2, swing: expect.closeTo(2 * z90, 12) });
  expect(opposite?.swings[0]?.atP90).toBeLessThan(opposite?.swings[0]?.atP10 ?? -Infinity);
  expect(model.asked.points).toBe(7);
});

it("does not see what inputs do only together", async () => {
  const [interaction] = await tornado(modelOf({ a: normal(0, 1), b: normal(0, 1) }, (a = 0, b = 0) => [a * b]));
  expect(interaction?.swings.map(({ swing }) => swing)).toEqual([0, 0]);
});

it("puts undefined swings last and infinite ones first", async () => {
  const { swings } = (
    await tornado(
      modelOf({ a: normal(0, 1), b: normal(0, 1), c: normal(0, 1) }, (a = 0, b = 0, c = 0) => [
        (a > 1 ? NaN : 0) + (b > 1 ? Infinity : 0) + c,
      ]),
    )
  )[0] ?? { swings: [] };
  expect(swings.map(({ input }) => input)).toEqual([1, 2, 0]);
});

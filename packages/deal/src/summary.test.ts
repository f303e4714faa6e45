import { expect, it } from "vitest";
import { resultSchema } from "./result.ts";
import { figureOf, head, result } from "./small-deal.contract.ts";

const deal = `${head}
assumptions:
  price: { is: "normal(10 USD, 2 USD)", because: test }
  slip: { is: "normal(30 day, 10 day)", because: test }
model:
  twice: 2 * price
  paid: price * step(2026-08-01)
  day: 2026-06-01 + slip
  dear: price > 10 USD
  sure: 3 USD
  never: if(price > 10 USD, 1 yr, 1 yr / 0)
`;
const found = await result(deal, { samples: 4096 });

it("gives every statistic of an uncertain figure its standard error", () => {
  const { errors, se } = figureOf(found, "model.twice");
  const of = figureOf(found, "assumptions.price").errors;
  expect(errors?.degrees).toBe(15);
  expect(errors?.mean).toBe(se);
  for (const name of ["p5", "p10", "p50", "p90", "p95", "mean"] as const) {
    const [twice, once] = [errors?.[name], of?.[name]];
    if (typeof twice !== "number" || typeof once !== "number") throw new Error(`${name} has no error`);
    expect(twice / once).toBeCloseTo(2, 9);
    expect(twice).toBeGreaterThan(0);
    // Plain draws would have 4 × 1.5 / √4096 = 0.09 at the worst of these; even ones have less.
    expect(twice).toBeLessThan(0.13);
  }
});

it("gives none where nothing varies, one a month for a series, days for a date, the chance's for a test", () => {
  expect(figureOf(found, "model.sure").errors).toBeUndefined();
  const { errors: paid, p90 } = figureOf(found, "model.paid");
  expect(Array.isArray(paid?.p90) && Array.isArray(p90) && paid.p90.length === p90.length).toBe(true);
  expect(Array.isArray(paid?.p90) ? paid.p90.slice(0, 2) : []).toEqual([0, 0]);
  const { errors: day } = figureOf(found, "model.day");
  expect(Number(day?.p50)).toBeLessThan(1);
  const { errors: dear, se } = figureOf(found, "model.dear");
  expect(dear).toEqual({ degrees: 15, p5: se, p10: se, p50: se, p90: se, p95: se, mean: se });
});

it("says that an error cannot be seen, and fits the documented schema", async () => {
  expect(figureOf(found, "model.never").errors?.p95).toBeNull();
  expect(resultSchema.parse(found)).toEqual(found);
  const few = figureOf(await result(deal, { samples: 16 }), "model.twice");
  expect(few.errors).toMatchObject({ degrees: 0, p50: null, mean: null });
});

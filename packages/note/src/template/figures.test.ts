import { expect, it } from "vitest";
import { result, uncertain } from "../fixture.ts";
import { FigureTable } from "./figures.ts";

it("brings errors to the unit along with the numbers they belong to", () => {
  const errors = { degrees: 15, p5: 3e6, p10: [2e6, null], p50: 1e6, p90: 2e6, p95: 3e6, mean: 1e6 };
  const figure = uncertain([1e9, 2e9, 3e9, 4e9, 5e9], 1e6, "USD", { errors });
  const shown = new FigureTable(result).inUnit(figure, "USD");
  expect(shown).toEqual(figure);
  const power = uncertain([1000, 2000, 3000, 4000, 5000], 10, "MW", { errors: { ...errors, p50: 30 } });
  expect(new FigureTable(result).inUnit(power, "GW")).toMatchObject({
    unit: "GW",
    p50: 3,
    se: 0.01,
    errors: { degrees: 15, p50: 0.03, p10: [2000, null] },
  });
});

import { parseDate } from "@underwatt/engine";
import { describe, expect, it } from "vitest";
import { figureOf, head, mistakesIn, prepared, result, shippedCatalog } from "../small-deal.contract.ts";
import { dealUnits } from "../units.ts";
import { comparablesIn } from "./comparables.ts";

const always = parseDate("2030-01-01") ?? 0;
const all = comparablesIn(shippedCatalog, dealUnits(), "USD", always);

describe("the comparables of the catalogue", () => {
  it.each([...shippedCatalog.prices])(
    "%s: known sources and accelerator, oldest first, all of them prices",
    (id, series) => {
      const { accelerator, figures } = series;
      if (accelerator !== undefined) expect(shippedCatalog.accelerators.has(accelerator)).toBe(true);
      const days = Object.values(figures).map(({ on }) => on);
      expect([...days].sort()).toEqual(days);
      for (const [key, { from }] of Object.entries(figures)) {
        expect(Object.keys(shippedCatalog.sources), from).toContain(from);
        const found = all[`catalog.${id}.${key}`]?.figures ?? {};
        expect(Object.keys(found).length, key).toBeGreaterThan(0);
        for (const { low, high } of Object.values(found)) {
          expect(low ?? NaN).toBeGreaterThan(0);
          expect(high ?? NaN).toBeGreaterThanOrEqual(low ?? NaN);
        }
      }
    },
  );

  it("have both ends of a range in each denominator", () => {
    const found = all["catalog.h100-marketplace.m2025-06"]?.figures;
    expect(found?.["per-gpu-hour"]).toEqual({ unit: "USD/GPU/h", low: 2.2, high: 2.4 });
    expect(found?.["per-gpu-month"]?.high).toBeCloseTo(2.4 * 730, 9);
    expect(found?.["per-h100e-hour"]).toMatchObject({ unit: "USD/H100e/h", low: 2.2 });
  });

  it("are of that day or an earlier one, and in the deal's money", () => {
    const then = comparablesIn(shippedCatalog, dealUnits(), "USD", parseDate("2026-03-31") ?? 0);
    expect(Object.keys(then)).toContain("catalog.h100-one-year.m2026-03");
    expect(Object.keys(then)).not.toContain("catalog.h100-one-year.m2026-06");
    expect(comparablesIn(shippedCatalog, dealUnits(), "EUR", always)).toEqual({});
  });
});

describe("a comparable in a deal", () => {
  it("is a figure with its source, and costs nothing where none is named", async () => {
    const named = await result(`${head}model:\n  x: catalog.h100-one-year.m2026-03 * 2\n`);
    expect(figureOf(named, "model.x")).toMatchObject({ value: 4.7, unit: "USD/GPU/h", grades: { reported: 1 } });
    expect(named.claims["catalog.h100-one-year.m2026-03"]?.sources).toEqual(["neighborhood-h100"]);
    const paths = [...prepared(`${head}model:\n  x: 1\n`).graph.quantities.keys()];
    expect(paths.filter((path) => path.startsWith("catalog.h100-"))).toEqual([]);
  });

  it("may be set", async () => {
    const set = new Map([["catalog.h100-one-year.m2026-03", "3 USD/GPU/h"]]);
    const found = await result(`${head}model:\n  x: catalog.h100-one-year.m2026-03\n`, { set });
    expect(figureOf(found, "model.x").value).toBe(3);
  });

  it("that the series has not is a mistake, told once with what it has", () => {
    const [first, ...others] = mistakesIn(`${head}model:\n  x: catalog.h100-one-year.m2026-04\n  y: x\n`);
    expect(first).toMatchObject({ message: "there is no catalog.h100-one-year.m2026-04", line: 6 });
    expect(first?.expected).toContain("m2025-10, m2026-03, m2026-06");
    expect(others).toEqual([]);
  });
});

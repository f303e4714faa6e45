import { expect, it } from "vitest";
import { cfads, cfadsSeries } from "./cfads.ts";

it("Corality, Application of CFADS in project finance, 2009", () => {
  const tax = { rate: 0.2, deductions: ["opex", "capex"] } as const;
  expect(Math.round(cfads({ revenue: 73_265, opex: 26_468, capex: 12_500 }, tax))).toBe(27_438);
});

it("takes everything off that is cash, and taxes what it is told to", () => {
  const amounts = { revenue: 100, credits: 5, opex: 20, energy: 15, workingCapital: -3, capex: 10, depreciation: 30 };
  expect(cfads(amounts)).toBe(53);
  expect(cfads(amounts, { rate: 0.5, deductions: ["credits", "opex", "energy", "depreciation"] })).toBe(38);
  expect(cfads({ ...amounts, interest: 40 }, { rate: 0.5, deductions: ["opex", "depreciation", "interest"] })).toBe(48);
});

it("is negative where it costs more than it earns, and a loss pays no tax", () => {
  expect(cfads({ revenue: 10, opex: 30 }, { rate: 0.3, deductions: ["opex"] })).toBe(-20);
});

it("of a series is that of its periods", () => {
  const tax = { rate: 0.25, deductions: ["opex"] } as const;
  expect(cfadsSeries({ revenue: [100, 50], opex: Float64Array.of(60, 70) }, tax)).toEqual([30, -20]);
  expect(cfadsSeries({}, tax)).toEqual([]);
  expect(() => cfadsSeries({ revenue: [100, 50], opex: [60] })).toThrow(
    "opex has 1 periods where another amount has 2",
  );
});

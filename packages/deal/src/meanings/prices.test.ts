import { describe, expect, it } from "vitest";
import { head, prepared } from "../small-deal.contract.ts";

const prices = `fleets:
  mixed:
    pools: { a: { accelerator: nvidia-h100-sxm, count: 1 GPU }, b: { accelerator: nvidia-h200-sxm, count: 1 GPU } }
  plain: { pools: { a: { accelerator: nvidia-h100-sxm, count: 1 GPU } } }
assumptions:
  busy: { is: 80 %, because: Test., means: occupancy }
prices:
  year: { is: 2.60 USD/GPU/h, basis: one-year, accelerator: nvidia-h100-sxm, occupancy: busy }
  other-year: { is: 2.35 USD/GPU/h, basis: one-year, fleet: plain }
  spot: { is: 2.40 USD/GPU/h, basis: spot, accelerator: nvidia-h100-sxm }
  newer: { is: 4.00 USD/GPU/h, basis: one-year, accelerator: nvidia-b200-sxm }
  mix: { is: 3.00 USD/GPU/h, basis: one-year, fleet: mixed }
  bare: { is: 3.10 USD/GPU/h }
  unknown: { is: 3.20 USD/GPU/h, basis: one-year }
  month: { is: 1500 USD/GPU/month, basis: one-year, accelerator: nvidia-h100-sxm }
  short: { is: 1500 USD/GPU/month, basis: one-year, accelerator: nvidia-h100-sxm, hours: 720 h/month }
  thirty: { is: 1500 USD/GPU/month, basis: one-year, accelerator: nvidia-h100-sxm, hours: 8640 h/yr }
`;

const perHour = (name: string): string => `prices.${name}.per-gpu-hour`;

/** Warnings of a model of one formula `x`, each without its path. */
function cautions(formula: string, more = ""): string[] {
  const deal = `${head}${prices}${more}model:\n  x: ${formula}\n`;
  return prepared(deal, { asOf: "2026-06-30" }).cautions.map(({ message }) => message);
}

const apart = (left: string, right: string): string => `x: ${left}, ${right}: they are prices of different things`;
const year = `${perHour("year")} is the one-year price of nvidia-h100-sxm`;

describe("prices of different things", () => {
  it.each([
    [`${perHour("year")} - ${perHour("spot")}`, `${perHour("spot")} the spot price of nvidia-h100-sxm`],
    [`${perHour("year")} / ${perHour("newer")}`, `${perHour("newer")} the one-year price of nvidia-b200-sxm`],
    [`(${perHour("year")} + ${perHour("mix")}) / 2`, `${perHour("mix")} the one-year price of the mix of mixed`],
    [`${perHour("year")} >= ${perHour("spot")}`, `${perHour("spot")} the spot price of nvidia-h100-sxm`],
    [`"min(${perHour("year")}, ${perHour("spot")})"`, `${perHour("spot")} the spot price of nvidia-h100-sxm`],
    [`${perHour("year")} to ${perHour("newer")}`, `${perHour("newer")} the one-year price of nvidia-b200-sxm`],
    [`${perHour("year")} / catalog.h100-spot.m2026-06`, "catalog.h100-spot.m2026-06 the spot price of nvidia-h100-sxm"],
  ])("%s", (formula, right) => {
    expect(cautions(formula)).toEqual([`model.${apart(year, right)}`]);
  });

  it("are told with the length of their month where that differs", () => {
    expect(cautions(`${perHour("month")} - ${perHour("short")}`)).toEqual([
      `model.${apart(
        `${perHour("month")} is the one-year price of nvidia-h100-sxm in months of 730 h`,
        `${perHour("short")} the one-year price of nvidia-h100-sxm in months of 720 h`,
      )}`,
    ]);
  });

  it("are those of a sold hour and of an available one", () => {
    expect(cautions(`${perHour("year")} - prices.year.per-available-gpu-hour`)).toEqual([
      `model.${apart(
        year,
        "prices.year.per-available-gpu-hour the one-year price of nvidia-h100-sxm times the share of accelerators in use",
      )}`,
    ]);
  });

  it("are found through formulas that only convert units or rename", () => {
    const model = `${perHour("year")} * 730 h/month in USD/GPU/month
  y: model.x / (730 h/month)
  z: 2 * y - ${perHour("spot")}`;
    expect(cautions(model)).toEqual([
      `model.z: "2 * y" is the one-year price of nvidia-h100-sxm, ${perHour("spot")} the spot price of nvidia-h100-sxm: they are prices of different things`,
    ]);
  });

  it("are found where one price is written as another", () => {
    const more = `  again: { is: ${perHour("year")}, basis: spot }\n`;
    expect(cautions("1", more)).toEqual([
      `prices.again.is: this is the spot price, ${perHour("year")} the one-year price of nvidia-h100-sxm: they are prices of different things`,
    ]);
  });
});

describe("no warning", () => {
  it.each([
    ["one basis and generation", `${perHour("year")} / ${perHour("other-year")}`],
    ["of a comparable of the same", `${perHour("year")} / catalog.h100-one-year.m2026-03`],
    ["where a basis is not stated", `${perHour("year")} - ${perHour("bare")}`],
    ["where a generation is not stated", `${perHour("year")} - ${perHour("unknown")}`],
    ["per H100 equivalent", "prices.year.per-h100e-hour - prices.newer.per-h100e-hour"],
    ["per month where only hours have another length", "prices.month.per-gpu-month - prices.short.per-gpu-month"],
    ["months of 720 h and years of 8,640", `${perHour("short")} - ${perHour("thirty")}`],
    ["once it is money", `${perHour("year")} * (1 GPU) * (1 h) * assumptions.busy - 1 USD`],
    ["of a share that a price is divided by", `${perHour("year")} / assumptions.busy`],
    ["of occupancy as the ratio of its two prices", `prices.year.per-available-gpu-hour / ${perHour("year")}`],
    ["where the comparison is meant", `{ is: ${perHour("year")} - ${perHour("spot")}, means: other }`],
  ])("%s", (_, formula) => {
    expect(cautions(formula)).toEqual([]);
  });
});

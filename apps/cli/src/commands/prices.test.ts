import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { defaultOptions, pricesSchema, type Prices } from "@underwatt/deal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitCodes, Stop } from "../exit.ts";
import { shownWidth } from "../terminal/table.ts";
import { prices } from "./prices.ts";

const head = `deal: small
as_of: 2026-05-09
calendar: { start: 2026-06, months: 12 }
currency: USD
`;
const priced = `${head}sources:
  s: { publisher: P, date: 2026-05-01, role: press }
  t: { publisher: Q, date: 2026-06-01, role: filing }
claims:
  fee: { is: 1.25 billion USD/month, grade: disclosed, from: t }
assumptions:
  busy: { is: 80 %, because: Test. }
fleets:
  mixed:
    power: 300 MW
    pools: { a: { accelerator: nvidia-h100-sxm, count: 150000 GPU }, b: { accelerator: nvidia-h200-sxm, count: 70000 GPU } }
prices:
  broker: { is: 2.60 USD/GPU/h, basis: one-year, accelerator: nvidia-h100-sxm, on: 2026-05-08 }
  walk-in: { is: 3 to 4 USD/GPU/h, basis: on-demand, accelerator: nvidia-h100-sxm }
  block: { is: 3 USD/GPU/h, basis: block, accelerator: nvidia-b200-sxm }
  filed: { is: claims.fee, gpus: 325000 GPU, basis: multi-year, on: 2026-06-01 }
  ark: { is: 15 billion USD/GW/yr, fleet: mixed }
  bare: { is: 920 million USD/month }
contracts:
  lease:
    kind: lease
    lessor: A
    lessee: B
    fleet: mixed
    price: 2.50 USD/GPU/h
    term: { from: 2026-06-06, months: 36 month }
model:
  mixed-up: { is: prices.broker.per-gpu-hour - prices.walk-in.per-gpu-hour, says: Not one thing }
`;
const options = { ...defaultOptions, samples: 4096 };
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "underwatt-prices-"));
  writeFileSync(join(folder, "deal.yaml"), priced);
  writeFileSync(join(folder, "none.yaml"), head);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function asked(asOf: string): Promise<Prices> {
  const [text = ""] = await prices(folder, { options: { ...options, asOf }, json: true }, 120);
  return pricesSchema.parse(JSON.parse(text));
}

describe("underwatt prices", () => {
  it("sets a price beside the nearest comparable of its own basis and generation, by its age", async () => {
    const may = await asked("2026-05-09");
    expect(may.prices["prices.broker"]?.beside).toEqual([
      { path: "catalog.h100-one-year.m2026-03", days: 38, low: 2.6 / 2.35, high: 2.6 / 2.35 },
    ]);
    // Of 31 March and 26 June the former is nearer to 8 May, also once both are known.
    expect((await asked("2026-07-01")).prices["prices.broker"]?.beside.map(({ path }) => path)).toEqual([
      "catalog.h100-one-year.m2026-03",
    ]);
  });

  it("knows no comparable of a later day", async () => {
    const known = Object.entries((await asked("2026-05-09")).comparables);
    expect(known.length).toBeGreaterThan(5);
    for (const [path, { on }] of known) expect((on ?? "") <= "2026-05-09", path).toBe(true);
    expect(Object.keys((await asked("2026-07-01")).comparables).length).toBeGreaterThan(known.length);
  });

  it("sets a price of no day beside what is nearest to the day asked for, over all of its range", async () => {
    const { "prices.walk-in": walkIn } = (await asked("2026-05-11")).prices;
    // Three series of the same day, of asks from 1.99 to 5.
    expect(walkIn?.beside.map(({ path, days }) => [path, days])).toEqual([
      ["catalog.h100-hyperscaler.m2026-05", 1],
      ["catalog.h100-marketplace.m2026-05", 1],
      ["catalog.h100-specialty.m2026-05", 1],
    ]);
    const [first] = walkIn?.beside ?? [];
    const median = Math.sqrt(3 * 4);
    expect((first?.low ?? NaN) / (median / 5)).toBeCloseTo(1, 2);
    expect((first?.high ?? NaN) / (median / 3.5)).toBeCloseTo(1, 2);
  });

  it("says why a price stands alone", async () => {
    const { prices: found } = await asked("2026-06-02");
    expect(Object.fromEntries(Object.entries(found).map(([path, { alone }]) => [path, alone]))).toEqual({
      "prices.broker": undefined,
      "prices.walk-in": undefined,
      "prices.block": "the catalogue has no block price of nvidia-b200-sxm by 2026-06-02",
      "prices.filed": "compared with nothing, since its generation is not stated",
      "prices.ark": "compared with nothing, since its basis is not stated",
      "prices.bare": "compared with nothing, since its basis is not stated",
      "contracts.lease": "the catalogue has no multi-year price of the mix of mixed by 2026-06-02",
    });
  });

  it("leaves out what waits for evidence, and what nothing leads to, with the reason", async () => {
    const may = await asked("2026-05-09");
    expect(may.left_out).toEqual({ "prices.filed": ["fee"] });
    expect(may.prices["prices.filed"]).toBeUndefined();
    expect(may.prices["prices.bare"]?.figures).toEqual({});
    expect(new Set(Object.values(may.prices["prices.bare"]?.underived ?? {}))).toEqual(
      new Set(["it is a fee without a count: give `gpus:`, or a `fleet:`"]),
    );
    const filed = (await asked("2026-06-02")).prices["prices.filed"];
    expect(filed?.figures["per-gpu-hour"]?.value).toBeCloseTo(1.25e9 / 325e3 / 730, 9);
    expect(Object.keys(filed?.underived ?? {})).toEqual(["per-kw-month", "per-gw-year", "per-h100e-hour"]);
  });

  it("brings comparables to the same denominators where they can be", async () => {
    const { comparables } = await asked("2026-07-01");
    expect(comparables["catalog.spacex-google.m2026-06"]?.figures["per-gpu-hour"]?.low).toBeCloseTo(
      920e6 / 110e3 / 730,
      9,
    );
    expect(comparables["catalog.b200-silicon-data.m2026-06"]?.figures["per-h100e-hour"]?.low).toBeLessThan(5.3 / 2);
    const oracle = comparables["catalog.oracle-openai.m2025-09"];
    expect(oracle?.figures["per-gw-year"]?.low).toBeCloseTo(300e9 / 5 / 4.5, 0);
    expect(oracle?.underived["per-gpu-hour"]).toContain("no power per accelerator");
  });

  it("shows all of it on lines that fit", async () => {
    for (const width of [60, 80, 100, 120]) {
      const lines = await prices(folder, { options: { ...options, asOf: "2026-06-02" } }, width);
      for (const line of lines) expect(shownWidth(line), line).toBeLessThanOrEqual(width);
    }
    const text = (await prices(folder, { options }, 120)).map((line) => stripVTControlCharacters(line)).join("\n");
    expect(text).toMatch(/broker +2026-05-08 +730 +2\.6 +1,898 +2\.6\n/);
    expect(text).toMatch(/ark +730 +2\.335 +1,705 +1,250 +15 /);
    expect(text).toMatch(
      /broker +nvidia-h100-sxm +2026-05-08 +2\.6 +1\.106 times catalog\.h100-one-year\.m2026-03, 38 days/,
    );
    expect(text).toContain("prices.filed is left out: it rests on fee, not known by 2026-05-09");
    expect(text).toContain("warning: model.mixed-up: prices.broker.per-gpu-hour is the one-year price");
  });

  it("says that a deal has no prices", async () => {
    const asking = prices(join(folder, "none.yaml"), { options }, 80);
    await expect(asking).rejects.toThrow(Stop);
    await expect(asking).rejects.toMatchObject({ code: exitCodes.mistakes });
    await expect(asking).rejects.toThrow("the deal has no prices");
  });
});

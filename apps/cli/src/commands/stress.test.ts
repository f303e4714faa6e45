import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultOptions, stressSchema } from "@underwatt/deal";
import { afterAll, describe, expect, it } from "vitest";
import { stressTables } from "../terminal/stress-tables.ts";
import { chance, percentile, shareOf, supported } from "../terminal/stress-text.ts";
import { shownWidth } from "../terminal/table.ts";
import { stress, type StressFlags } from "./stress.ts";

const folder = mkdtempSync(join(tmpdir(), "underwatt-stress-"));
afterAll(() => rmSync(folder, { recursive: true }));
const deal = join(folder, "deal.yaml");
writeFileSync(
  deal,
  `deal: small
as_of: 2026-05-09
calendar: { start: 2026-06, months: 12 }
currency: USD
assumptions:
  price: { is: 2 to 4 million USD/yr, says: Price, because: test }
  cost: { is: 1 million USD/yr * (1 to 2.5), says: Cost, because: test }
  clause: { is: "discrete(0 @ 25 %, 1 @ 75 %)", says: Whether the clause holds, because: test }
  slip: { is: 5 to 50 day, says: Slip, because: test }
model:
  margin: { is: price - cost, says: Margin, key: yes }
  ready: { is: 2026-06-01 + slip, says: Day of delivery, key: yes }
thesis:
  pays: { says: The price covers the cost., holds_if: price >= cost }
  far: { says: The price stays below the sky., holds_if: price < 1 billion USD/yr }
  clause-pays: { says: Pays with the clause., holds_if: clause == 1 and price > cost }
  clause-only: { says: The clause holds., holds_if: clause == 1 }
  certain: { says: Two is more than one., holds_if: 2 > 1 }
breakers:
  late: { says: Delivery slips past July., trips_if: ready > 2026-07-01, then: Rent moves out. }
`,
);
const options = { ...defaultOptions, samples: 512 };
const text = async (tests: readonly string[], flags: Partial<StressFlags> = {}, width = 120): Promise<string> =>
  (await stress(deal, tests, { options, ...flags }, width)).join("\n");

describe("on the screen", () => {
  it("says for each thesis its chance, its margin, what tips it and its nearest failure", async () => {
    const lines = await text([]);
    expect(lines).toMatch(
      /fails in \d\.?\d* % \[\d\.?\d* to \d\.?\d*\]; at the medians it holds by 1\.25 million USD\/yr/,
    );
    expect(lines).toMatch(
      /nearest point where it fails: 1\.67 standard deviations away; a plane there leaves 4\.8 % beyond/,
    );
    expect(lines).toMatch(/price, USD\/yr\s+2\.83 million USD\/yr\s+> 1\.58 million \(P0\.3\)/);
    expect(lines).toMatch(/clause = 0\s+25 % likely\s+fails\s+holds in 0 %/);
    expect(lines).toContain("fails in no sample, at most 0.59 %");
    expect(lines).toContain("it nowhere fails within 6 standard deviations of the medians");
    expect(lines).toContain("it is only yes or no, so there is no distance to it");
    expect(lines).toContain("holds, for certain: nothing uncertain reaches it");
    expect(lines).toMatch(/clause\s+0 to 1\s+fails\s+0\.\d+\s+█/);
    expect(lines).toContain("* an uncertain part of that figure's formula");
  });

  it("says when a breaker trips and where it stays clear", async () => {
    expect(await text(["late"])).toMatch(
      /trips in 18\.\d % \[1\d\.\d to 1\d\.\d\]; at the medians it is clear by 14\.2 days[\s\S]*clear if[\s\S]*< 30 \(P8\d\)/,
    );
  });

  it("answers questions beside the tests", async () => {
    expect(await text([], { figure: "margin", at: "1 million USD/yr" })).toMatch(
      /model\.margin > 1 million USD\/yr[\s\S]*> 2\.58 million \(P33\)/,
    );
    expect(await text(["pays"], { grid: ["price", "cost"] })).toMatch(
      /chance that it is true, by 512 samples; across: cost/,
    );
    expect(await text([], { figure: "ready", grid: ["slip", "slip"] }).catch(String)).toMatch("two different inputs");
    const supposed = await text(["pays"], { suppose: new Map([["price", "2 million USD/yr"]]) });
    expect(supposed).toMatch(/Supposing price = 2 million USD\/yr \(P5\)/);
    expect(supposed).toMatch(/margin\s+1\.\d \[0\.\d to 2\.\d\] million USD\/yr\s+\d\d0,000 \[/);
  });

  it("fits any width from 60 to 160 columns", async () => {
    const questions: [readonly string[], Partial<StressFlags>][] = [
      [[], {}],
      [["late"], {}],
      [[], { figure: "margin", at: "1 million USD/yr" }],
      [["pays"], { grid: ["price", "cost"] }],
      [[], { suppose: new Map([["price", "2 million USD/yr"]]) }],
    ];
    for (const [tests, flags] of questions) {
      const result = stressSchema.parse(JSON.parse(await text(tests, { ...flags, json: true })));
      for (const width of [60, 80, 99, 100, 160])
        for (const line of stressTables(result, width)) expect(shownWidth(line), line).toBeLessThanOrEqual(width);
    }
  });
});

it("says what to do where there is no thesis, and counts a single sample as one", async () => {
  const bare = join(folder, "bare.yaml");
  writeFileSync(
    bare,
    "deal: bare\nas_of: 2026-05-09\ncalendar: { start: 2026-06, months: 2 }\ncurrency: USD\nmodel: { a: 1 to 2 }\n",
  );
  const lines = await stress(bare, [], { options: { ...options, samples: 1 } }, 80);
  expect(lines.join("\n")).toContain("there is no thesis to stress; name a test, or a figure with --figure and --at");
  expect(lines.join("\n")).toContain("1 sample ·");
});

it("as JSON it is the documented form", async () => {
  const result = stressSchema.parse(JSON.parse(await text(["pays", "late"], { json: true })));
  expect(result).toMatchObject({ schema: "underwatt/stress@1", deal: "small", run: { samples: 512 } });
  expect(Object.keys(result.tests)).toEqual(["thesis.pays", "breakers.late"]);
});

it.each([
  [["pay"], {}, 'there is no test "pay"; did you mean pays?'],
  [[], { figure: "margin" }, "--figure needs --at"],
  [[], { at: "1 USD" }, "--at needs --figure"],
  [[], { figure: "margin", at: "3 day" }, "expected a value in USD/yr"],
  [[], { grid: ["price"] }, "--grid takes two uncertain inputs"],
])("%s %j is refused in words", async (tests, flags, message) => {
  await expect(text(tests, flags)).rejects.toThrow(message);
});

it("chances stand with their intervals, and with the digits that these support", () => {
  const interval = (value: number, reach: number) => ({
    value,
    se: reach / 2,
    low: value - reach,
    high: value + reach,
  });
  expect(chance(interval(0.477, 0.01))).toBe("48 % [47 to 49]");
  expect(chance(interval(0.3, 0.06))).toBe("30 % [24 to 36]");
  expect(chance(interval(0.0004, 0.0005))).toBe("0.04 % [0.00 to 0.09]");
  expect(chance({ value: 0, se: 0, low: 0, high: 0.003 })).toBe("no sample, at most 0.3 %");
  expect(chance({ value: 0.5, se: null, low: null, high: null })).toBe("50 % [unseen]");
  expect(chance({ value: null, se: null, low: null, high: null })).toBe("undefined");
});

it("numbers carry no digit that their error does not support, and chances never round to certainty", () => {
  expect(supported(24.4567, 0.05)).toBe(24.46);
  expect(supported(24.4567, 3)).toBe(24);
  expect(supported(24.4567, 0)).toBe(24.46);
  expect([0.5, 0.977, 0.0004, 0.9999].map(percentile)).toEqual(["P50", "P97.7", "below P0.1", "above P99.9"]);
  expect([0.476, 0.0003, 1e-9, 0, 1, -0.063, 0.9985].map(shareOf)).toEqual([
    "48 %",
    "0.03 %",
    "under 0.0001 %",
    "0 %",
    "100 %",
    "-6.3 %",
    "99.85 %",
  ]);
});

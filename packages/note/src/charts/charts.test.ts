import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { certain, result, uncertain } from "../fixture.ts";
import { makeNote } from "../view/make-note.ts";
import { drawChart } from "./index.ts";
import { monthTicks } from "./month-ticks.ts";
import { linearScale } from "./scale.ts";

const ticks = (values: number[]): string[] => linearScale(values, [0, 700]).ticks.map(({ text }) => text);

describe("linearScale", () => {
  it.each([
    [
      [0, 6],
      ["0", "1", "2", "3", "4", "5", "6"],
    ],
    [
      [3.1, 4.3],
      ["3.0", "3.2", "3.4", "3.6", "3.8", "4.0", "4.2", "4.4"],
    ],
    [
      [5, 12],
      ["0", "2", "4", "6", "8", "10", "12"],
    ],
    [
      [0, 1.5],
      ["0", "0.25", "0.50", "0.75", "1.00", "1.25", "1.50"],
    ],
    [
      [-3, 2],
      ["-3", "-2", "-1", "0", "1", "2"],
    ],
    [
      [100000, 1200000],
      ["0", "200,000", "400,000", "600,000", "800,000", "1,000,000", "1,200,000"],
    ],
  ])("%j has ticks %j", (values, texts) => {
    expect(ticks(values).map((text) => (Number(text) === 0 ? "0" : text))).toEqual(texts);
  });

  it("covers all values with few, evenly set ticks", () => {
    const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
        const scale = linearScale(values, [10, 700]);
        for (const one of values) {
          expect(scale.at(one)).toBeGreaterThanOrEqual(9.9);
          expect(scale.at(one)).toBeLessThanOrEqual(700.1);
        }
        expect(scale.ticks.length).toBeGreaterThan(1);
        expect(scale.ticks.length).toBeLessThan(11);
        expect(scale.ticks[0]?.at).toBe(10);
        expect(scale.ticks.at(-1)?.at).toBe(700);
      }),
    );
  });
});

describe("monthTicks", () => {
  const calendar = (months: number): string[] =>
    Array.from(
      { length: months },
      (_, index) => `${2026 + Math.floor((index + 4) / 12)}-${String(((index + 4) % 12) + 1).padStart(2, "0")}`,
    );

  it("names at most ten round months", () => {
    expect(monthTicks(calendar(3)).map(({ text }) => text)).toEqual(["2026-05", "2026-06", "2026-07"]);
    expect(monthTicks(calendar(36)).map(({ text }) => text)).toEqual([
      "2026-07",
      "2027-01",
      "2027-07",
      "2028-01",
      "2028-07",
      "2029-01",
    ]);
    expect(monthTicks(calendar(96)).map(({ text }) => text)[0]).toBe("2027");
    for (const months of [1, 9, 10, 60, 120, 360, 600]) expect(monthTicks(calendar(months)).length).toBeLessThan(11);
  });
});

describe("drawChart", () => {
  const draw = (figures: typeof result.figures, text: string): string => {
    const [block] = makeNote({ result: { ...result, figures }, template: text }).note.blocks;
    return block?.kind === "chart" ? drawChart(block, "c").text : "";
  };

  it("breaks a line where there is no value, and shows a lone month as a dot", () => {
    const series = result.months.map((_, index) => (index === 5 || (index > 9 && index < 20) ? index : null));
    const svg = draw({ a: { ...certain(0, "USD"), series } }, "{{chart a}}");
    const line = /class="line c0 dash0" d="([^"]*)"/.exec(svg)?.[1] ?? "";
    expect(line.split("M")).toHaveLength(3);
    expect(line).toMatch(/^M[\d. ]+h0M/);
  });

  it("puts the points of an interval in order on the axis", () => {
    const svg = draw({ a: uncertain([1, 2, 3, 5, 8], 0.01, "USD") }, "{{chart a}}");
    const at = (pattern: RegExp): number[] => (pattern.exec(svg) ?? []).slice(1).map(Number);
    const [p5 = 0, p95 = 0] = at(/class="whisker" x1="([\d.]+)" x2="([\d.]+)"/);
    const [p10 = 0, p90 = 0] = at(/class="middle" x1="([\d.]+)" x2="([\d.]+)"/);
    const [p50 = 0] = at(/class="dot" cx="([\d.]+)"/);
    expect([p5, p10, p50, p90, p95]).toEqual([p5, p10, p50, p90, p95].toSorted((a, b) => a - b));
    // The axis is linear: 1 to 2 is a seventh of 1 to 8.
    expect((p95 - p5) / (p10 - p5)).toBeCloseTo(7, 1);
  });

  it("hangs each loss where the one before ended, and stands the rest on zero, by means", () => {
    const figures = {
      a: certain(50, "%"),
      b: { ...uncertain([1, 2, 20, 30, 40], 0.01, "%"), mean: 30 },
      c: certain(20, "%"),
    };
    const svg = draw(figures, "{{chart waterfall a b c}}");
    const bars = [...svg.matchAll(/class="bar" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)].map(([, x, length]) => [
      Number(x),
      Number(x) + Number(length),
    ]);
    const [[aLow = 0, aHigh = 0] = [], [bLow = 0, bHigh = 0] = [], [cLow = 0, cHigh = 0] = []] = bars;
    const zero = Number(/class="zero" x1="([\d.]+)"/.exec(svg)?.[1]);
    expect(bHigh).toBeCloseTo(aLow, 0);
    expect(cHigh).toBeCloseTo(bLow, 0);
    expect(cLow).toBeCloseTo(zero, 0);
    expect((aHigh - aLow) / (aHigh - zero)).toBeCloseTo(0.5, 2);
    expect((bHigh - bLow) / (aHigh - zero)).toBeCloseTo(0.3, 2);
  });

  it("never draws a place that is no number", () => {
    const value = fc.double({ min: -1e14, max: 1e14, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(value, fc.constant(null)), { minLength: 36, maxLength: 36 }),
        value,
        (series, single) => {
          const figures = {
            a: { ...certain(0, "USD"), series },
            b: certain(single, "USD"),
            c: uncertain([single, single, single, single, single], 0, "USD"),
          };
          for (const text of ["{{chart a}}", "{{chart b b}}", "{{chart b c}}", "{{chart waterfall b c}}"]) {
            const svg = draw(figures, text);
            expect(svg).toContain("</svg>");
            expect(svg).not.toMatch(/NaN|Infinity|undefined/);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

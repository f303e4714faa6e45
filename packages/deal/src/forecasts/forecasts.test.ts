import { describe, expect, it } from "vitest";
import { readDeal } from "../read/read-deal.ts";
import { head, mistakesIn, shippedCatalog } from "../small-deal.contract.ts";
import { forecasts } from "./forecasts.ts";
import type { Forecasts } from "./forecasts-result.ts";

const evidence = `sources:
  note: { publisher: A broker, date: 2026-05-08, role: analyst }
  filing: { publisher: A company, date: 2026-06-01, role: filing }
claims:
  rate: { is: 2 USD/GPU/h, grade: estimate, from: note }
  range: { is: 1 to 4 USD/GPU/h, grade: estimate, from: note }
  start: { is: 2026-06-01, grade: estimate, from: note }
  share: { is: 20 %, grade: estimate, from: note }
  filed-rate: { is: 4 USD/GPU/h, grade: disclosed, from: filing, supersedes: rate }
  filed-start: { is: 2026-07-01, grade: disclosed, from: filing }
  filed-share: { is: 0.5, grade: disclosed, from: filing }
  filed-bad: { is: 4 USD, grade: disclosed, from: filing }
`;

function register(written: string, asOf = "2026-11-28"): Forecasts {
  const text = `${head}${evidence}forecasts:\n${written}`;
  const { deal } = readDeal("deal.yaml", (name) => (name === "deal.yaml" ? text : undefined));
  if (deal === undefined) throw new Error("the deal cannot be read");
  const found = forecasts(deal, shippedCatalog, asOf);
  if ("diagnostics" in found) throw new Error(found.diagnostics.map(({ message }) => message).join("; "));
  return found;
}

const point = "  x: { says: A rate., author: A, claim: rate, due: 2026-06-30, resolution: { claim: filed-rate } }\n";
const at95 = 1.959963984540054;

describe("a quantity", () => {
  it("is open, then overdue, then known, by the day that is asked about", () => {
    const unanswered = "  x: { says: A rate., author: A, claim: rate, due: 2026-05-20 }\n";
    expect(register(point, "2026-05-07").forecasts).toEqual({});
    expect(register(point, "2026-05-31").forecasts["x"]).toMatchObject({ state: "open", made_on: "2026-05-08" });
    expect(register(point, "2026-05-31").forecasts["x"]?.scores).toBeUndefined();
    expect(register(point, "2026-06-01").forecasts["x"]).toMatchObject({ state: "resolved", said: 2 });
    expect(register(unanswered).forecasts["x"]?.state).toBe("overdue");
    expect(register("  x: { says: A rate., author: A, claim: rate }\n").forecasts["x"]?.state).toBe("undated");
  });

  it("is off in widths of its grade: a point of an estimate by 1.5 and rounding, at 95 %", () => {
    const { scores } = register(point).forecasts["x"] ?? {};
    const sigma = Math.hypot(Math.log(1.5), Math.log(1.01)) / at95;
    expect(scores?.factor).toBe(2);
    expect(scores?.z).toBeCloseTo(Math.log(2) / sigma, 12);
  });

  it("keeps what was printed, though the filing has replaced it", () => {
    expect(register(point).forecasts["x"]).toMatchObject({ said: 2, came: { value: 4, on: "2026-06-01" } });
  });

  it("with an interval has the interval's own width, stretched, and a level of its own", () => {
    const stated = "claim: range, resolution: { claim: filed-rate }";
    const z = (more: string): number =>
      register(`  x: { says: A., author: A, ${stated}${more} }\n`).forecasts["x"]?.scores?.z ?? NaN;
    const sigmaAt = (quantile: number): number =>
      Math.hypot((1.6 * Math.log(4)) / (2 * quantile), Math.log(1.01) / at95);
    expect(z("")).toBeCloseTo(Math.log(2) / sigmaAt(1.6448536269514722), 9);
    expect(z(", level: 0.5")).toBeCloseTo(Math.log(2) / sigmaAt(0.6744897501960817), 9);
  });

  it("of a date is off by days, of a share by its odds, whatever the unit of what came", () => {
    const found = register(`  d: { says: A., author: A, claim: start, resolution: { claim: filed-start } }
  s: { says: A., author: A, claim: share, resolution: { claim: filed-share } }
`).forecasts;
    expect(found["d"]?.scores?.days).toBe(30);
    expect(found["d"]?.scores?.z).toBeCloseTo((30 * at95) / 60, 12);
    expect(found["s"]).toMatchObject({ said: 20, unit: "%", came: { value: 50 } });
    const sigma = Math.hypot(Math.log(1.5), Math.log(1.01)) / at95;
    expect(found["s"]?.scores?.z).toBeCloseTo(Math.log(4) / sigma, 12);
  });
});

describe("events", () => {
  const event = (more: string): string => `  x: { says: A., author: A, made_on: 2026-05-01, event: Rain., ${more} }\n`;

  it("with a probability have a Brier score, and no say on grades", () => {
    const found = register(event("probability: 60 %, resolution: { claim: filed-rate, happened: yes }"));
    expect(found.forecasts["x"]?.scores?.brier).toBeCloseTo(0.16, 12);
    expect(found.authors["A"]?.brier).toBeCloseTo(0.16, 12);
    expect(found.calibration).toEqual({});
    expect(found.reliability).toMatchObject([{ count: 1, came: 1 }]);
  });

  it("without one that do not happen count as wrong", () => {
    const found = register(event("resolution: { claim: filed-rate, happened: no }"));
    expect(found.calibration.forecast).toMatchObject({ answers: 1, wrong: 1, alike: 0, spread: null });
  });
});

it("what came of another scope is wrong and widens nothing; echoes have one voice; few are said to be few", () => {
  const other = "resolution: { claim: filed-rate, scope_change: Two sites. }";
  const found = register(`  a: { says: A., author: A, claim: rate, ${other} }
  b: { says: B., author: B, claim: range, ${other} }
`);
  expect(found.calibration.estimate).toMatchObject({ statements: 2, answers: 1, wrong: 1, alike: 0, enough: false });
  expect(found.calibration.estimate?.proposed.stretch).toBe(1.6);
  expect(found.calibration.estimate?.proposed.wrong).toBeCloseTo(3 / 11, 12);
  expect(found.cautions.join()).toContain("too few");
});

describe("mistakes are told at their place", () => {
  it.each([
    ["says: A., author: A, claim: rat", 'there is no claim "rat"'],
    ["says: A., author: A, is: 2 GPU", "nobody can tell when"],
    ["says: A., author: A, made_on: 2026-05-01", "says nothing"],
    ["says: A., author: A, claim: rate, probability: 50 %", "a probability is of an event"],
    ["says: A., author: A, claim: rate, event: Rain., resolution: { claim: filed-rate }", "whether the event came"],
    ["says: A., author: A, claim: rate, due: 2026-05-01", "due before it was said"],
  ])("%s", (written, message) => {
    const found = mistakesIn(`${head}${evidence}forecasts:\n  x: { ${written} }\n`);
    expect(found.map((each) => each.message).join()).toContain(message);
    expect(found[0]?.line).toBeGreaterThan(10);
  });

  it("no value, and no number", () => {
    const said = (is: string): string => `  x: { says: A., author: A, made_on: 2026-05-01, is: ${is} }\n`;
    expect(() => register(said("0 GPU / (0 GPU)"))).toThrow("it has no value");
    expect(() => register(said("2 > 1"))).toThrow("expected a quantity or a date");
    expect(() => register(said("2 * (1 GPU to 2 GPU)"))).toThrow("expected a value or an interval");
  });

  it("money against a rate", () => {
    expect(() => register("  x: { says: A., author: A, claim: rate, resolution: { claim: filed-bad } }\n")).toThrow(
      "cannot be held against what was said: it is in USD",
    );
  });
});

import { describe, expect, test } from "vitest";
import { makeCalendar } from "../calendar/calendar.ts";
import { calendar, day, evaluated, graphOf, problemsOf, quantity, valueOf } from "../graph/graph.fixture.ts";
import { functions } from "./index.ts";

/** The calendar runs from May 2026 to April 2028. */
const series = (formula: string, others: Readonly<Record<string, string>> = {}): number[] =>
  evaluated(formula, others).values;
const daysIn = (month: number): number => (calendar.starts[month + 1] ?? NaN) - (calendar.starts[month] ?? NaN);
const weighted = (values: readonly number[]): number =>
  values.reduce((total, value, month) => total + value * daysIn(month), 0);

describe("series of time", () => {
  test("during holds each month's share of days", () => {
    const values = series("during(2026-06-16, 2026-08-11)");
    expect(values.slice(0, 5)).toEqual([0, 15 / 30, 1, 10 / 31, 0]);
    expect(weighted(values)).toBeCloseTo(day("2026-08-11") - day("2026-06-16"), 9);
    expect(series("during(2026-08-11, 2026-06-16)")).toEqual(Array.from({ length: 24 }, () => 0));
    expect(series("during(2020-01-01, 2040-01-01)")).toEqual(Array.from({ length: 24 }, () => 1));
    expect(weighted(series("during(2026-06-10, 2026-06-13)"))).toBeCloseTo(3, 12);
  });

  test("step is during without an end", () => {
    expect(series("step(2026-06-16)")).toEqual(series("during(2026-06-16, 2100-01-01)"));
    expect(series("step(2030-01-01)").every((value) => value === 0)).toBe(true);
  });

  test("the area under a ramp is exact", () => {
    const end = day("2028-05-01");
    for (const [from, to] of [
      ["2026-06-16", "2026-09-16"],
      ["2026-06-06", "2027-06-06"],
      ["2026-07-01", "2026-07-11"],
    ] as const) {
      const values = series(`ramp(${from}, (${to} - ${from}))`);
      const area = (day(to) - day(from)) / 2 + (end - day(to));
      expect(weighted(values)).toBeCloseTo(area, 9);
      expect(values.every((value, month) => value >= (values[month - 1] ?? 0) && value <= 1)).toBe(true);
    }
    // A line from 0 to 1 over 31 days is 1/2 on average.
    expect(series("ramp(2026-07-01, 31 day)").slice(1, 4)).toEqual([0, 0.5, 1]);
    expect(series("ramp(2026-07-01, 1 month)")).toEqual(series("ramp(2026-07-01, 31 day)"));
    expect(series("ramp(2020-01-01, 1 month)").every((value) => value === 1)).toBe(true);
  });

  test("a ramp of no or negative length is a step", () => {
    expect(series("ramp(2026-06-16, 0 day)")).toEqual(series("step(2026-06-16)"));
    expect(series("ramp(2026-06-16, -40 day)")).toEqual(series("step(2026-06-16)"));
  });

  test("elapsed counts months to each month's end", () => {
    const values = series("elapsed(2026-06-16)");
    expect(values[0]).toBe(0);
    expect(values[1]).toBe(0.5);
    expect(values.slice(2, 5)).toEqual([1.5, 2.5, 3.5]);
    expect(series("elapsed(2026-05-01)").slice(0, 3)).toEqual([1, 2, 3]);
    expect(series("elapsed(2026-04-01)")[0]).toBeCloseTo(2, 1);
    expect(series("elapsed(2030-01-01)").every((value) => value === 0)).toBe(true);
    expect(evaluated("elapsed(2026-06-16)").unit).toBe("month");
  });

  test("escalate grows by the rate each year", () => {
    for (const rate of ["6 %", "6 %/yr", "0.06", "600 bp", "0.5 %/month"]) {
      const values = series(`escalate(${rate})`);
      for (const [month, value] of values.entries()) expect(value).toBeCloseTo(1.06 ** (month / 12), 12);
    }
  });

  test("yearly holds its last value", () => {
    expect(series("yearly(1 USD, 2 kUSD)")).toEqual([
      ...Array.from({ length: 12 }, () => 1),
      ...Array.from({ length: 12 }, () => 2000),
    ]);
    expect(series("yearly(7)")).toEqual(Array.from({ length: 24 }, () => 7));
  });
});

describe("shaping and reducing", () => {
  const others = { "m.s": "elapsed(2026-05-01) / month" }; // 1, 2, 3, ...

  test.each([
    ["sum(s)", 300],
    ["mean(s)", 12.5],
    ["min(s)", 1],
    ["max(s)", 24],
    ["first(s)", 1],
    ["last(s)", 24],
    ["at(s, 2026-05-01)", 1],
    ["at(s, 2026-05-31)", 1],
    ["at(s, 2026-06-01)", 2],
    ["at(s, 2028-04-30)", 24],
    ["at(s, 2040-01-01)", 24],
    ["at(s, 2026-04-30)", NaN],
    ["sum(lag(s, 2))", 253],
    ["last(cumulative(s))", 300],
    ["sum(cumulative(s))", (24 * 25 * 26) / 6],
    ["sum(min(s, 5))", 10 + 5 * 20],
    ["sum(max(s, 20))", 20 * 20 + 21 + 22 + 23 + 24],
    ["sum(clamp(s, 5, 20))", 5 * 5 + (210 - 15) + 4 * 20],
    ["sum(if(s > 12, s, 0))", 300 - 78],
    ["sum(sum(s, s))", 600],
  ])("%s", (formula, expected) => {
    const value = valueOf(formula, others);
    if (Number.isNaN(expected)) expect(value).toBeNaN();
    else expect(value).toBeCloseTo(expected, 9);
  });

  test("lag moves later, and earlier when negative", () => {
    expect(series("lag(s, 2)", others).slice(0, 4)).toEqual([0, 0, 1, 2]);
    expect(series("lag(s, 1 quarter)", others).slice(0, 5)).toEqual([0, 0, 0, 1, 2]);
    expect(series("lag(s, -1)", others).slice(-2)).toEqual([24, 0]);
    expect(series("lag(s, 0 / 0)", others).every(Number.isNaN)).toBe(true);
  });
});

describe("arithmetic functions", () => {
  test.each([
    ["abs(-5 USD)", 5, "USD"],
    ["round(2.5 USD)", 3, "USD"],
    ["floor(-2.5)", -3, ""],
    ["ceil(2.1 GPU)", 3, "GPU"],
    ["exp(1)", Math.E, ""],
    ["ln(exp(2))", 2, ""],
    ["exp(100 %)", Math.E, ""],
    ["min(3 kUSD, 5 USD)", 0.005, "kUSD"],
    ["sum(1 USD, 1 kUSD, 1 MUSD)", 1_001_001, "USD"],
    ["clamp(5, 1, 3)", 3, ""],
    ["clamp(-5, 1, 3)", 1, ""],
  ])("%s", (formula, value, unit) => {
    const found = evaluated(formula);
    expect(found.values[0]).toBeCloseTo(value, 12);
    expect(found.unit).toBe(unit);
  });
});

describe("value of cash", () => {
  /** An outlay in the first month and a level receipt in each of the others. */
  const cash = { "m.cash": "100 USD * step(2026-06-01) - 1000 USD * during(2026-05-01, 2026-06-01)" };
  const flows = [-1000, ...Array.from({ length: 23 }, () => 100)];

  test("npv is the sum of discounted flows, the first as it is", () => {
    const expected = flows.reduce((total, flow, month) => total + flow / 1.08 ** (month / 12), 0);
    for (const rate of ["8 %", "8 %/yr", "0.08"]) expect(valueOf(`npv(${rate}, cash)`, cash)).toBeCloseTo(expected, 9);
    expect(valueOf("npv(0, cash)", cash)).toBe(1300);
    expect(evaluated("npv(8 %, cash)", cash).unit).toBe("USD");
    expect(valueOf("npv(-150 %, cash)", cash)).toBeNaN();
  });

  test("irr of a level annuity meets the annuity formula", () => {
    const { values, unit } = evaluated("irr(cash)", cash);
    expect(unit).toBe("%");
    const monthly = (1 + (values[0] ?? NaN) / 100) ** (1 / 12) - 1;
    expect((100 * (1 - (1 + monthly) ** -23)) / monthly).toBeCloseTo(1000, 8);
  });

  test("irr of one payment after a year is the yearly rate", () => {
    const once = { "m.cash": "112 USD * during(2027-05-01, 2027-06-01) - 100 USD * during(2026-05-01, 2026-06-01)" };
    expect(valueOf("irr(cash)", once)).toBeCloseTo(12, 10);
  });

  test("payback is interpolated", () => {
    expect(evaluated("payback(cash)", cash)).toEqual({ values: [10], unit: "month" });
    expect(valueOf("payback(cash - 50 USD * during(2026-05-01, 2026-06-01))", cash)).toBe(10.5);
    expect(valueOf("payback(-cash)", { "m.cash": "1 USD * during(2026-05-01, 2026-06-01)" })).toBe(Infinity);
    expect(valueOf("payback(cash)", { "m.cash": "1 USD * during(2026-05-01, 2026-06-01)" })).toBe(0);
    expect(valueOf("payback(during(2026-05-01, 2026-06-01) - 5)")).toBe(Infinity);
  });

  test("an undefined rate stays undefined through whatever follows", () => {
    const none = { "m.r": "irr(step(2020-01-01) * 5 USD)" };
    for (const formula of [
      "r",
      "r > 5 %",
      "r <= 5 %",
      "r == r",
      "not (r > 5 %)",
      "if(r > 5 %, 1, 2)",
      "max(r, 5 %)",
      "r * 0",
      "r ^ 0",
      "npv(r, step(2020-01-01))",
    ]) {
      expect(valueOf(formula, none), formula).toBeNaN();
    }
    for (const formula of [
      "escalate(r)",
      "ramp(2026-06-01 + r * day, 1 month)",
      "ramp(2026-08-01, r * month)",
      "during(2026-08-01, 2026-09-01 + r * day)",
      "step(2026-08-01 + r * month)",
      "elapsed(2026-08-01 + r * day)",
      "lag(step(2026-06-01), r)",
    ]) {
      expect(series(formula, none).every(Number.isNaN), formula).toBe(true);
    }
    expect(valueOf("defined(r)", none)).toBe(0);
    expect(valueOf("r > 5 % or true", none)).toBe(1);
    expect(valueOf("r > 5 % and false", none)).toBe(0);
    expect(valueOf("if(defined(r), r, 0 %)", none)).toBe(0);
  });

  test("a longer calendar changes nothing before its end", () => {
    const [short, long] = [12, 36].map(
      (months) =>
        evaluated("ramp(2026-06-16, 3 month) * escalate(3 %)", {}, makeCalendar(day("2026-05"), months)).values,
    );
    expect(long?.slice(0, 12)).toEqual(short);
  });
});

describe("distributions in formulas", () => {
  const drawn = (formula: string): { median: number; family: string; unit: string; mean: number } => {
    const graph = graphOf({ x: formula });
    const { type } = quantity(graph, "x");
    const [input] = graph.program.inputs;
    if (input === undefined || type.kind !== "number") throw new Error(`${formula} is no input`);
    const { distribution } = input;
    const unit = evaluated(formula).unit;
    return { median: distribution.quantile(0.5), mean: distribution.mean, family: distribution.family, unit };
  };

  test.each([
    ["4 to 9 USD", "lognormal", 6, "USD"],
    ["-4 to 8 USD", "normal", 2, "USD"],
    ["20 to 80 %", "logit-normal", 50, "%"],
    ["0 to 80 %", "normal", 40, "%"],
    ["20 to 125 %", "lognormal", 50, "%"],
    ["0.2 to 0.8", "lognormal", 0.4, ""],
    ["40 h/yr to 90 h/yr", "lognormal", 60, "h/yr"],
    ["normal(10 USD, 2 kUSD)", "normal", 10, "USD"],
    ["lognormal(10 USD, 0.5)", "lognormal", 10, "USD"],
    ["logitnormal(70 %, 1)", "logit-normal", 0.7, ""],
    ["uniform(1 yr, 24 month)", "uniform", 1.5, "yr"],
    ["triangular(0, 5, 10)", "triangular", 5, ""],
    ["pert(0 USD, 5 USD, 10 USD)", "pert", 5, "USD"],
    ["pert(0, 5, 10, 8)", "pert", 5, ""],
    ["beta(2, 2)", "beta", 0.5, ""],
    ["beta(2, 2, 10 USD, 20 USD)", "beta", 15, "USD"],
    ["discrete(1 USD @ 30 %, 2 kUSD @ 70 %)", "discrete", 2000, "USD"],
    ["metalog(10 USD @ 10 %, 20 USD @ 50 %, 40 USD @ 90 %)", "metalog", 20, "USD"],
    ["metalog-above(0 USD, 10 USD @ 10 %, 20 USD @ 50 %, 40 USD @ 90 %)", "metalog", 20, "USD"],
    ["metalog-between(0, 1, 0.1 @ 10 %, 0.3 @ 50 %, 0.6 @ 90 %)", "metalog", 0.3, ""],
  ])("%s", (formula, family, median, unit) => {
    const found = drawn(formula);
    expect(found.median).toBeCloseTo(median, 9);
    expect(found.family.toLowerCase()).toContain(family.replaceAll("-", ""));
    expect(found.unit).toBe(unit);
  });

  test("a mixture draws anew from the distribution that a name stands for", () => {
    const graph = graphOf({ "m.a": "uniform(1 USD, 3 USD)", "m.b": "4 kUSD", "m.mix": "mixture(a @ 50 %, b @ 50 %)" });
    const { inputs } = graph.program;
    expect(graph.problems).toEqual([]);
    expect(inputs.map((input) => input.name).toSorted()).toEqual(["m.a", "m.mix"]);
    expect(inputs.find((input) => input.name === "m.mix")?.distribution.mean).toBeCloseTo(2001, 9);
    expect(problemsOf("mixture(c @ 100 %)", { "m.a": "1 to 2", "m.c": "a * 2" })[0]?.message).toContain("certain");
  });

  test("the outcomes of a mixture come to the first one's unit", () => {
    expect(drawn("mixture(20 to 80 % @ 50 %, beta(2, 2) @ 50 %)")).toMatchObject({ unit: "%" });
    expect(drawn("mixture(20 to 80 % @ 50 %, beta(2, 2) @ 50 %)").median).toBeCloseTo(50, 6);
    expect(drawn("mixture(beta(2, 2) @ 50 %, 20 to 80 % @ 50 %)").median).toBeCloseTo(0.5, 8);
    expect(drawn("mixture(1 USD @ 50 %, normal(3 kUSD, 1 USD) @ 50 %)").mean).toBeCloseTo(1500.5, 9);
    expect(drawn("mixture(2 kUSD @ 25 %, 4000 USD @ 75 %)").mean).toBeCloseTo(3.5, 12);
    expect(problemsOf("mixture(1 USD @ 50 %, 2 to 3 GPU @ 50 %)")[0]).toMatchObject({
      message: "GPU is not USD",
      units: true,
    });
  });

  test.each([
    ["6 to 5 USD"],
    ["5 to 5"],
    ["normal(1, -1)"],
    ["lognormal(-1, 1)"],
    ["uniform(2, 1)"],
    ["triangular(0, 20, 10)"],
    ["beta(0, 1)"],
    ["beta(1, 1, 5)"],
    ["discrete(1 @ 50 %, 2 @ 40 %)"],
    ["discrete(1, 2)"],
    ["mixture(1 to 2 @ 150 %)"],
    ["metalog(10 @ 10 %, 5 @ 50 %)"],
    ["normal(0 / 0, 1)"],
    ["1 to 1 / 0"],
  ])("%s is refused with a message at its place", (formula) => {
    const [found, ...more] = problemsOf(formula);
    expect(more).toEqual([]);
    expect(found?.message).toMatch(/\w/);
    expect(found?.at.end).toBeLessThanOrEqual(formula.length);
  });
});

test("every function has words for its reader and a signature that begins with its name", () => {
  for (const [name, entry] of functions) {
    expect(entry.name).toBe(name);
    expect(entry.signature.startsWith(`${name}(`)).toBe(true);
    expect(entry.meaning).not.toBe("");
    expect(entry.count[0]).toBeLessThanOrEqual(entry.count[1]);
  }
});

describe("shapes of values", () => {
  test("monthly holds one value in each month, and leaves a series as it is", () => {
    expect(series("monthly(3 USD)")).toEqual(Array.from({ length: 24 }, () => 3));
    expect(series("monthly(2 * step(2026-07-01))")).toEqual(series("2 * step(2026-07-01)"));
  });

  test("if without an else is undefined where the test fails", () => {
    expect(series("if(step(2026-07-01) > 0, 5)").slice(0, 3)).toEqual([NaN, NaN, 5]);
  });
});

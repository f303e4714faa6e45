import { describe, expect, test } from "vitest";
import { buildGraph, typeName, type Definition } from "./graph.ts";
import {
  calendar,
  definitions,
  evaluated,
  graphOf,
  onlyProblem,
  parsed,
  problemsOf,
  quantity,
  units,
} from "./graph.fixture.ts";

describe("names", () => {
  test("are looked for as written, then beside the formula and outwards", () => {
    const graph = buildGraph(
      [
        ...definitions({ "a.b.x": "1", "a.x": "2", x: "3", "a.y": "5", "a.b.y.z": "7", top: "11" }),
        { path: "a.b.sum", expression: parsed("y + y.z + top + a.x + x") },
      ],
      units,
      calendar,
    );
    expect(graph.problems).toEqual([]);
    expect(quantity(graph, "a.b.sum").references).toEqual(["a.y", "a.b.y.z", "top", "a.x", "x"]);
  });

  test("are looked for where the definition says, in that order", () => {
    const graph = buildGraph(
      [
        ...definitions({ "a.x": "1", "z.x": "2", "a.y": "3", "q.y": "4", "q.x": "5" }),
        { path: "a.sum", expression: parsed("x + y"), searches: ["z", "q"] },
      ],
      units,
      calendar,
    );
    expect(quantity(graph, "a.sum").references).toEqual(["z.x", "q.y"]);
  });

  test("an alias comes before everything", () => {
    const aliases = new Map([["claims.x", "claims.x.printed"]]);
    const graph = buildGraph(
      [
        ...definitions({ "claims.x": "1", "claims.x.printed": "2" }),
        { path: "d", expression: parsed("claims.x"), aliases },
      ],
      units,
      calendar,
    );
    expect(quantity(graph, "d").references).toEqual(["claims.x.printed"]);
  });

  test("a path hides a unit; otherwise a bare unit is one of it", () => {
    expect(evaluated("12 * month")).toEqual({ values: [12], unit: "month" });
    expect(evaluated("x / GPU", { "m.x": "6 GPU" })).toEqual({ values: [6], unit: "" });
    expect(evaluated("12 * month", { "m.month": "3 USD" })).toEqual({ values: [36], unit: "USD" });
  });

  test.each([
    ["anual-rent * 2", "anual-rent", "did you mean annual-rent?"],
    ["model.annual-rnt", "model.annual-rnt", "did you mean model.annual-rent?"],
    ["2 * annual-rent-loss", "annual-rent-loss", "a subtraction has spaces: annual-rent - loss"],
    ["annual-rent-5", "annual-rent-5", "a subtraction has spaces: annual-rent - 5"],
    ["2.60 USD/GPU/foo", "foo", undefined],
    ["mnoth * 3", "mnoth", "did you mean month?"],
    ["constructor", "constructor", undefined],
    ["__proto__", "__proto__", undefined],
  ])("%s", (formula, name, hint) => {
    const found = buildGraph(
      [
        ...definitions({ "model.annual-rent": "5 USD", "model.loss": "2 USD" }),
        { path: "model.x", expression: parsed(formula) },
      ],
      units,
      calendar,
    ).problems;
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ path: "model.x", message: `unknown name "${name}"` });
    expect(found[0]?.hint).toBe(hint);
    expect(formula.slice(found[0]?.at.start, found[0]?.at.end)).toBe(name);
  });

  test("a function after a hyphen is a subtraction without spaces", () => {
    expect(onlyProblem("a-max(1, 2)")).toMatchObject({
      message: 'unknown function "a-max"',
      hint: "a subtraction has spaces: a - max(...)",
    });
    expect(onlyProblem("mxa(1, 2)")).toMatchObject({
      message: 'unknown function "mxa"',
      at: "mxa",
      hint: "did you mean max?",
    });
  });
});

describe("circles", () => {
  test("a formula that names itself", () => {
    expect(onlyProblem("under-test + 1")).toMatchObject({
      message: "this formula depends on itself: m.under-test -> m.under-test",
      at: "under-test + 1",
    });
  });

  test("are named by their path, once each; what hangs on them is silent", () => {
    const graph = graphOf({ a: "b + 1", b: "c + 1", c: "a + 1", "on-it": "a * 2", free: "3", self: "self" });
    expect(graph.problems.map((found) => found.message)).toEqual([
      "this formula depends on itself: a -> b -> c -> a",
      "this formula depends on itself: self -> self",
    ]);
    expect([...graph.quantities.keys()]).toEqual(["free"]);
  });

  test("are found behind a name that is absent", () => {
    const graph = buildGraph(definitions({ a: "gone + b", b: "a" }), units, calendar, new Set(["gone"]));
    expect(graph.problems.map((found) => found.message)).toEqual(["this formula depends on itself: a -> b -> a"]);
  });

  test("a chain of thousands is none", () => {
    const chain = Object.fromEntries(
      Array.from({ length: 5000 }, (_, i) => [`x${i}`, i === 0 ? "1" : `x${i - 1} + 1`]),
    );
    const graph = graphOf(chain);
    expect(graph.problems).toEqual([]);
    expect(graph.quantities.size).toBe(5000);
  });
});

describe("problems", () => {
  test("are found all at once, and what only rests on a broken formula is silent", () => {
    const graph = graphOf({
      a: "1 USD + 1 GPU",
      b: "nothing-such",
      c: "a + b",
      d: "c * 2",
      e: "if(1, 2, 3)",
      good: "5",
    });
    expect(new Map(graph.problems.map(({ path, message }) => [path, message]))).toEqual(
      new Map([
        ["a", "cannot add GPU to USD"],
        ["b", 'unknown name "nothing-such"'],
        ["e", "this is a plain number, not true or false"],
      ]),
    );
    expect([...graph.quantities.keys()]).toEqual(["good"]);
    expect([...graph.missing.keys()].sort()).toEqual(["c", "d"]);
  });

  test("every unknown name of one formula is reported", () => {
    expect(problemsOf("zip + zap + zip").map((found) => found.at)).toEqual([
      { start: 0, end: 3 },
      { start: 6, end: 9 },
      { start: 12, end: 15 },
    ]);
  });

  test("absent paths are missing, not wrong", () => {
    const graph = buildGraph(
      definitions({ a: "claims.x * 2", b: "a + claims.y" }),
      units,
      calendar,
      new Set(["claims.x", "claims.y"]),
    );
    expect(graph.problems).toEqual([]);
    expect(graph.missing.get("a")).toEqual(new Set(["claims.x"]));
    expect(graph.missing.get("b")).toEqual(new Set(["claims.x", "claims.y"]));
  });
});

describe("units that do not fit", () => {
  const plainHint = (unit: string): string =>
    `give the plain number its unit (5 ${unit}), or divide the other by it (x / (1 ${unit}))`;
  const others = { "m.rent": "5 USD/yr", "m.price": "3 USD", "m.count": "7 GPU", "m.equivalents": "7 H100e" };

  test.each([
    [
      "rent + price",
      "rent + price",
      "cannot add USD to USD/yr",
      "they differ by time: a flow (per yr) is not a stock; multiply or divide by a duration",
    ],
    ["2 * (rent - count)", "(rent - count)", "cannot subtract GPU from USD/yr", "they differ by GPU*yr/USD"],
    ["count + equivalents", "count + equivalents", "cannot add H100e to GPU", "they differ by H100e/GPU"],
    ["count > 5", "count > 5", "cannot compare GPU with a plain number", plainHint("GPU")],
    [
      "rent in USD",
      "rent in USD",
      "USD/yr is not USD",
      "they differ by time: a flow (per yr) is not a stock; multiply or divide by a duration",
    ],
    [
      "5 kWh + 3 kW",
      "5 kWh + 3 kW",
      "cannot add kW to kWh",
      "they differ by time: a flow is not a stock; multiply or divide by a duration",
    ],
    ["max(price, count)", "count", "GPU is not USD", "they differ by GPU/USD"],
    ["price + 0", "price + 0", "cannot add a plain number to USD", plainHint("USD")],
    ["exp(price)", "price", "USD is not a plain number", plainHint("USD")],
    ["2 ^ price", "price", "USD is not a plain number", plainHint("USD")],
    ["price * count in GPU", "price * count in GPU", "USD*GPU is not GPU", "they differ by USD"],
    ["5 USD to 6 GPU", "6 GPU", "GPU is not USD", "they differ by GPU/USD"],
    ["2026-06-06 + price", "price", "USD is not day", "they differ by USD/day"],
  ])("%s", (formula, at, message, hint) => {
    expect(onlyProblem(formula, others)).toMatchObject({ at, message, hint, units: true });
  });

  test("both sides are shown", () => {
    expect(onlyProblem("rent * 2 + price", others).expected).toBe(
      "both in the same kind of unit: `rent * 2` is USD/yr, `price` is USD",
    );
  });

  test.each([
    ["2026-06-06 + 2026-06-07", "2026-06-06", "this is a date, not a number"],
    ["2026-06-06 * 2", "2026-06-06", "this is a date, not a number"],
    ["-2026-06-06", "2026-06-06", "this is a date, not a number"],
    ["5 - 2026-06-06", "2026-06-06", "this is a date, not a number"],
    ["2026-06-06 > 5", "2026-06-06 > 5", "cannot compare a date with a plain number"],
    ["true + 1", "true", "this is true or false, not a number"],
    ["5 and true", "5", "this is a plain number, not true or false"],
    ["not 5", "5", "this is a plain number, not true or false"],
    ["if(true, 5, 2026-06-06)", "2026-06-06", "this is a date, not a number"],
    ["max(5 @ 40 %, 2)", "5 @ 40 %", "`@` belongs into discrete, mixture or metalog"],
    ["step(5)", "5", "this is a plain number, not a date"],
    ["sum(5)", "5", "this is one value, not a monthly series"],
    ["sum(step(2026-06-01) > 0)", "step(2026-06-01) > 0", "this is true or false, not a number"],
    ["mean(step(2026-06-01) > 0)", "step(2026-06-01) > 0", "this is true or false, not a number"],
    ["at(step(2026-06-01), 5)", "5", "this is a plain number, not a date"],
    ["abs()", "abs()", "abs does not take 0 arguments"],
    ["abs(1, 2)", "abs(1, 2)", "abs does not take 2 arguments"],
    ["(2 m) ^ (1 to 2)", "(1 to 2)", "a power of m needs a certain exponent"],
    ["(2 m) ^ (1 / 0)", "(1 / 0)", "Infinity is no power for m"],
    ["(2 yr) ^ 90", "90", "90 is no power for yr"],
    ["(2 yr) ^ 30 * (2 h) ^ 30", "(2 yr) ^ 30 * (2 h) ^ 30", "the powers in yr^60 are too high"],
  ])("%s", (formula, at, message) => {
    expect(onlyProblem(formula)).toMatchObject({ at, message });
  });
});

describe("units that fit", () => {
  test.each([
    ["2.60 USD/GPU/h * 220000 GPU * 8760 h/yr", 5_010_720_000, "USD/yr"],
    ["2.60 USD/GPU/h * 220000 GPU * 8760 h/yr in USD/yr", 5_010_720_000, "USD/yr"],
    ["8760 h/yr * 2.60 USD/GPU/h * 220000 GPU in USD/yr", 5_010_720_000, "USD/yr"],
    ["2190 h in month", 3, "month"],
    ["8760 h in yr", 1, "yr"],
    ["49 h in yr", 49 / 8760, "yr"],
    ["300 MW / 220000 GPU in kW/GPU", (300 / 220_000) * 1000, "kW/GPU"],
    ["300 MW * 1 yr in MWh", 2_628_000, "MWh"],
    ["70 % * 10 USD", 7, "USD"],
    ["57 % * 100 USD", 57, "USD"],
    ["70 % in bp", 7000, "bp"],
    ["70 % + 0.1", 80, "%"],
    ["0.1 + 70 %", 0.1 + 0.7, ""],
    ["1 - 7 %", 1 - 0.07, ""],
    ["50 % ^ 2", 0.25, ""],
    ["1 / 50 %", 2, ""],
    ["5 bp * 200 %", 0.001, ""],
    ["2 * 40 %", 80, "%"],
    ["1 MUSD + 1 USD", 1.000001, "MUSD"],
    ["3 month - 730 h", 2, "month"],
    ["1 yr > 11 month", 1, "true/false"],
    ["1 MW == 1000 kW", 1, "true/false"],
    ["2 MW * 3 h / (6 MWh)", 1, ""],
    ["(3 m) ^ 2", 9, "m^2"],
    ["sqrt(9 m^2)", 3, "m"],
    ["sqrt(25 %)", 0.5, ""],
    ["(2 USD/yr) ^ -1", 0.5, "yr/USD"],
    ["2 ^ 3 ^ 2", 512, ""],
    ["-2 ^ 2", -4, ""],
  ])("%s", (formula, value, unit) => {
    expect(evaluated(formula)).toEqual({ values: [value], unit });
  });
});

describe("expectations", () => {
  function expecting(formula: string, expects: NonNullable<Definition["expects"]>): ReturnType<typeof buildGraph> {
    return buildGraph([{ path: "x", expression: parsed(formula), expects }], units, calendar);
  }

  test("bring a number to the unit", () => {
    const graph = expecting("3 MW", { kind: { unit: "kW" }, series: false });
    const { step, type } = quantity(graph, "x");
    expect(typeName(type)).toBe("kW");
    expect(graph.program.steps[step]).toMatchObject({ kind: "certain", column: { data: Float64Array.of(3000) } });
  });

  test.each([
    ["3 USD", { unit: "kW" }, false, "USD is not kW"],
    ["2026-06-06", { unit: "kW" }, false, "this is a date, not a number"],
    ["3 USD", "date", false, "this is USD, not a date"],
    ["3 USD", "boolean", false, "this is USD, not true or false"],
    ["step(2026-06)", { unit: "" }, false, "this is a monthly series, not one value"],
    ["step(2026-06)", { unit: "" }, true, undefined],
    ["2026-06-06", "date", false, undefined],
    ["1 < 2", "boolean", false, undefined],
    ["70 %", { unit: "" }, false, undefined],
  ] as const)("%s as %j", (formula, kind, series, message) => {
    expect(expecting(formula, { kind, series }).problems[0]?.message).toBe(message);
  });
});

describe("the program", () => {
  test("what is certain is computed while building", () => {
    const graph = graphOf({ a: "2 + 3", b: "a * 2 to a * 3", c: "a * 7", d: "sum(step(2026-06-01) * a)" });
    expect(["a", "c", "d"].map((path) => graph.program.steps[quantity(graph, path).step]?.kind)).toEqual([
      "certain",
      "certain",
      "certain",
    ]);
    expect(["a", "b", "c", "d"].map((path) => quantity(graph, path).random)).toEqual([false, true, false, false]);
    expect(["a", "b", "c", "d"].map((path) => quantity(graph, path).series)).toEqual([false, false, false, false]);
  });

  test("equal formulas are one step", () => {
    const graph = graphOf({ x: "1 to 2 USD", a: "x * 3 + 1 USD", b: "x * 3 + 1 USD", c: "x * 3" });
    expect(quantity(graph, "a").step).toBe(quantity(graph, "b").step);
    expect(graph.program.steps.filter((step) => step.kind === "operation")).toHaveLength(2);
  });

  test("every interval is an input of its own, named by its path", () => {
    const graph = graphOf({ "m.a": "(1 to 2) * (1 to 2)", "m.b": "1 to 2", "m.c": "m.b + m.b" });
    expect(graph.program.inputs.map((input) => input.name).sort()).toEqual(["m.a", "m.a#2", "m.b"]);
    expect(quantity(graph, "m.a").inputs).toEqual(["m.a", "m.a#2"]);
    expect(quantity(graph, "m.c").inputs).toEqual([]);
  });

  test.each([
    "normal(1 to 2, 1)",
    "1 to (2 to 3)",
    "normal(x, 1)",
    "discrete(x @ 100 %)",
    "pert(1, 2, 3, x)",
    "1 to sum(1 to 2)",
  ])("%s needs certain parameters", (formula) => {
    const [found] = problemsOf(formula, { "m.x": "1 to 2" });
    expect(found?.message).toMatch(
      /^(?:a distribution needs certain parameters|this is one value, not a monthly series)$/,
    );
  });

  test("a series is no parameter either", () => {
    expect(onlyProblem("normal(step(2026-06), 1)").message).toBe("a distribution needs certain parameters");
  });
});

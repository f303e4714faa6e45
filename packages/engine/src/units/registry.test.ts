import { describe, expect, test } from "vitest";
import { allPrefixes, UnitRegistry } from "./registry.ts";
import { standardUnits } from "./standard.ts";
import { conversion, formatUnit } from "./unit.ts";

const registry = new UnitRegistry(standardUnits);

describe("the table", () => {
  test("knows every row, alias and prefix", () => {
    for (const row of standardUnits) {
      for (const spelling of [
        row.symbol,
        ...(row.aliases ?? []),
        ...(row.prefixes ?? []).map((prefix) => prefix + row.symbol),
      ]) {
        expect(registry.has(spelling), spelling).toBe(true);
      }
    }
  });

  test("an alias is its unit, and is shown by its symbol", () => {
    for (const { symbol, aliases = [] } of standardUnits) {
      for (const alias of aliases) expect(registry.atom(alias)).toEqual(registry.atom(symbol));
    }
    const hours = registry.parse("USD/hours");
    expect("problem" in hours ? hours : formatUnit(hours)).toBe("USD/h");
  });

  test("prefixes are powers of ten, once each", () => {
    const watt = registry.atom("W")?.scale ?? NaN;
    for (const [index, exponent] of [-9, -6, -3, 3, 6, 9, 12, 15, 18].entries()) {
      expect((registry.atom(`${allPrefixes[index]}W`)?.scale ?? NaN) / watt / 10 ** exponent).toBeCloseTo(1, 14);
    }
    expect(registry.has("kMW")).toBe(false);
    expect(registry.has("kyr")).toBe(false);
  });

  test.each([
    [
      "a double symbol",
      [
        { symbol: "x", meaning: "" },
        { symbol: "x", meaning: "" },
      ],
      "unit x is defined twice",
    ],
    [
      "an alias taken",
      [
        { symbol: "x", meaning: "" },
        { symbol: "y", aliases: ["x"], meaning: "" },
      ],
      "unit x is defined twice",
    ],
    [
      "a prefixed name taken",
      [
        { symbol: "kx", meaning: "" },
        { symbol: "x", prefixes: ["k"], meaning: "" },
      ],
      "unit kx is defined twice",
    ],
    ["an unknown base", [{ symbol: "x", of: "nothing", meaning: "" }], 'unit x: unknown unit "nothing"'],
    [
      "a base below it",
      [
        { symbol: "x", of: "y", meaning: "" },
        { symbol: "y", meaning: "" },
      ],
      'unit x: unknown unit "y"',
    ],
    ["a symbol of two words", [{ symbol: "big box", meaning: "" }], "unit big box is not one word"],
    ["an operator in a symbol", [{ symbol: "a/b", meaning: "" }], "unit a/b is not one word"],
  ] as const)("refuses %s", (_, rows, message) => {
    expect(() => new UnitRegistry(rows)).toThrow(message);
  });

  test("grows by a deal's own things without touching the original", () => {
    const more = registry.with([{ symbol: "satellite", aliases: ["satellites"], meaning: "counted" }]);
    expect(more.has("satellites")).toBe(true);
    expect(registry.has("satellite")).toBe(false);
    expect(() => more.with([{ symbol: "USD", meaning: "again" }])).toThrow("defined twice");
  });
});

describe("unit text", () => {
  test("multiplication after a division goes up again", () => {
    const [left, right] = [registry.parse("USD/h*W"), registry.parse("USD*W/h")];
    if ("problem" in left || "problem" in right) throw new Error("these are units");
    expect(conversion(left, right)).toBe(1);
  });

  test.each([
    ["GWs", "GWs", "did you mean GW?"],
    ["USd", "USd", "did you mean USD?"],
    ["USD/mnth", "mnth", "did you mean month?"],
    ["zebras", "zebras", "declare counted things under `units:`"],
    ["USD GPU", "USD GPU", "declare counted things under `units:`"],
    ["h^x", "h^x", undefined],
  ])("%s is unknown", (text, part, hint) => {
    const result = registry.parse(text);
    expect(result).toMatchObject({ problem: `unknown unit "${part}"`, part });
    if (hint !== undefined) expect(result).toMatchObject({ hint });
  });

  test.each(["USD/", "*h", "USD//h", "/"])("%s lacks a unit", (text) => {
    expect(registry.parse(text)).toMatchObject({ problem: `a unit is missing in "${text}"` });
  });

  test.each(["h^999", "yr^-99", "EJ^9/nJ^9*yr^30"])("%s has no size a number could hold", (text) => {
    expect(registry.parse(text)).toMatchObject({ problem: `the power in "${text}" is too high` });
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { combine, isDimensionless, sameDimension, type Dimension } from "./dimension.ts";
import { conversion, formatUnit, makeUnit, multiplyUnits, one, sameUnit, unitPower, type Unit } from "./unit.ts";
import { UnitRegistry } from "./registry.ts";
import { standardUnits } from "./standard.ts";

const registry = new UnitRegistry([
  ...standardUnits,
  { symbol: "GPU", aliases: ["GPUs"], meaning: "accelerator" },
  { symbol: "H100e", meaning: "equivalent" },
]);

function unit(text: string): Unit {
  const found = registry.parse(text);
  if ("problem" in found) throw new Error(found.problem);
  return found;
}

const symbols = ["USD", "GPU", "H100e", "h", "yr", "month", "W", "kW", "MWh", "J", "GB", "bit", "%", "bp", "s"];
const anyUnit = fc
  .array(fc.tuple(fc.constantFrom(...symbols), fc.integer({ min: -2, max: 2 })), { maxLength: 4 })
  .map((terms) =>
    makeUnit(
      terms.flatMap(([symbol, power]) => {
        const atom = registry.atom(symbol);
        return atom === undefined ? [] : [{ atom, power }];
      }),
    ),
  );

/** What a product says: 1 `left` times 1 `right` is `factor` of `unit`. In base quantities the two sides must agree. */
function agrees(product: { unit: Unit; factor: number }, scale: number, dimension: Dimension): void {
  expect(sameDimension(product.unit.dimension, dimension)).toBe(true);
  expect((product.factor * product.unit.scale) / scale).toBeCloseTo(1, 12);
}

describe("conversions", () => {
  test.each([
    ["yr", "h", 8760],
    ["month", "h", 730],
    ["yr", "month", 12],
    ["yr", "day", 365],
    ["quarter", "h", 2190],
    ["week", "day", 7],
    ["MW", "kW", 1000],
    ["GW", "W", 1e9],
    ["EW", "W", 1e18],
    ["MWh", "kWh", 1000],
    ["MWh", "MW*h", 1],
    ["GWh", "J", 3.6e12],
    ["W*s", "J", 1],
    ["kg*m^2/s^3", "W", 1],
    ["GB", "bit", 8e9],
    ["GiB", "B", 1_073_741_824],
    ["MB/s", "Mbit/s", 8],
    ["t", "kg", 1000],
    ["m^3", "L", 1000],
    ["kUSD", "USD", 1000],
    ["1/s", "Hz", 1],
    ["%", "bp", 100],
    ["", "%", 100],
  ])("1 %s is exactly so many %s", (from, to, factor) => {
    expect(conversion(unit(from), unit(to))).toBe(factor);
    expect(conversion(unit(to), unit(from))).toBe(1 / factor);
  });

  test.each([
    ["GPU", "H100e"],
    ["USD", "USD/yr"],
    ["USD", "EUR"],
    ["W", "Wh"],
    ["GPU", ""],
    ["USD/GPU/h", "USD/H100e/h"],
    ["m", "m^2"],
    ["B", "W"],
  ])("%s never becomes %s", (from, to) => {
    expect(conversion(unit(from), unit(to))).toBeUndefined();
    expect(conversion(unit(to), unit(from))).toBeUndefined();
  });

  test("are transitive and invertible", () => {
    const energies = fc.constantFrom("J", "kJ", "Wh", "MWh", "GW*h", "kW*month", "W*yr", "N*m").map(unit);
    fc.assert(
      fc.property(energies, energies, energies, (a, b, c) => {
        const [ab, bc, ac, ba] = [conversion(a, b), conversion(b, c), conversion(a, c), conversion(b, a)];
        expect(((ab ?? NaN) * (bc ?? NaN)) / (ac ?? NaN)).toBeCloseTo(1, 14);
        expect((ab ?? NaN) * (ba ?? NaN)).toBeCloseTo(1, 14);
      }),
    );
  });
});

describe("products", () => {
  test("cancel like with like and keep what the author wrote", () => {
    const perHour = multiplyUnits(unit("USD/GPU/h"), unit("GPU"));
    expect([formatUnit(perHour.unit), perHour.factor]).toEqual(["USD/h", 1]);
    const perYear = multiplyUnits(perHour.unit, unit("h/yr"));
    expect([formatUnit(perYear.unit), perYear.factor]).toEqual(["USD/yr", 1]);
  });

  test.each([
    ["USD/yr", "yr", "USD", 1],
    ["USD/h", "yr", "USD", 8760],
    ["USD/month", "yr", "USD", 12],
    ["MW", "h", "MW*h", 1],
    ["kWh/yr", "yr/h", "kWh/h", 1],
    ["%", "USD", "USD", 0.01],
    ["%", "%", "", 0.0001],
    ["%", "", "%", 1],
    ["%/month", "month", "%", 1],
    ["bp", "%", "", 0.000001],
    ["W/GPU", "GPU", "W", 1],
    ["h/yr", "h/yr", "", 1 / 8760 ** 2],
    ["GPU", "GPU", "GPU^2", 1],
  ])("%s times %s is %s", (left, right, expected, factor) => {
    const product = multiplyUnits(unit(left), unit(right));
    expect(formatUnit(product.unit)).toBe(expected);
    expect(product.factor).toBeCloseTo(factor, 15);
  });

  test("MW * h / MWh is a plain number", () => {
    expect(multiplyUnits(unit("MW*h"), unit("MWh"), -1)).toEqual({ unit: one, factor: 1 });
    expect(multiplyUnits(unit("GW*h"), unit("MWh"), -1)).toEqual({ unit: one, factor: 1000 });
    expect(multiplyUnits(unit("kWh"), unit("J"), -1)).toEqual({ unit: one, factor: 3_600_000 });
    expect(multiplyUnits(unit("Wh"), unit("GW*h"), -1)).toEqual({ unit: one, factor: 1e-9 });
    expect(multiplyUnits(unit("USD/MWh"), unit("MW*h"))).toEqual({ unit: unit("USD"), factor: 1 });
  });

  test("say what the base quantities say, in whatever order", () => {
    fc.assert(
      fc.property(anyUnit, anyUnit, anyUnit, (x, y, z) => {
        const scale = x.scale * y.scale * z.scale;
        const dimension = combine(combine(x.dimension, y.dimension), z.dimension);
        const xy = multiplyUnits(x, y);
        const yz = multiplyUnits(y, z);
        const left = multiplyUnits(xy.unit, z);
        const right = multiplyUnits(x, yz.unit);
        agrees({ unit: left.unit, factor: left.factor * xy.factor }, scale, dimension);
        agrees({ unit: right.unit, factor: right.factor * yz.factor }, scale, dimension);
        agrees(multiplyUnits(y, x), x.scale * y.scale, combine(x.dimension, y.dimension));
      }),
      { numRuns: 500 },
    );
  });

  test("x * y / y is x", () => {
    fc.assert(
      fc.property(anyUnit, anyUnit, (x, y) => {
        const product = multiplyUnits(x, y);
        const back = multiplyUnits(product.unit, y, -1);
        agrees({ unit: back.unit, factor: product.factor * back.factor }, x.scale, x.dimension);
      }),
      { numRuns: 500 },
    );
  });

  test("x / x is a plain number", () => {
    fc.assert(
      fc.property(anyUnit, (x) => {
        const { unit: quotient, factor } = multiplyUnits(x, x, -1);
        expect(isDimensionless(quotient.dimension)).toBe(true);
        expect(factor * quotient.scale).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe("powers", () => {
  test("x^a * x^b is x^(a + b), and (x^a)^b is x^(a b)", () => {
    const power = fc.constantFrom(-1, -0.5, 0, 0.1, 0.2, 0.5, 1 / 3, 1);
    fc.assert(
      fc.property(anyUnit, power, power, (x, a, b) => {
        const [xa, xb, xab] = [unitPower(x, a), unitPower(x, b), unitPower(x, a + b)];
        const product = multiplyUnits(xa.unit, xb.unit);
        agrees(
          { unit: product.unit, factor: product.factor * xa.factor * xb.factor },
          xab.unit.scale * xab.factor,
          xab.unit.dimension,
        );
        const nested = unitPower(xa.unit, b);
        const direct = unitPower(x, a * b);
        agrees(
          { unit: nested.unit, factor: nested.factor * xa.factor ** b },
          direct.unit.scale * direct.factor,
          direct.unit.dimension,
        );
      }),
      { numRuns: 500 },
    );
  });

  test("are free of rounding", () => {
    const tenth = unitPower(unit("USD"), 0.1).unit;
    const fifth = unitPower(unit("USD"), 0.2).unit;
    expect(formatUnit(multiplyUnits(tenth, fifth).unit)).toBe("USD^0.3");
    expect(formatUnit(unitPower(unit("USD/GPU"), 0).unit)).toBe("");
    expect(formatUnit(unitPower(unit("m/s"), 3).unit)).toBe("m^3/s^3");
    expect(formatUnit(unitPower(unit("m/s"), -2).unit)).toBe("s^2/m^2");
    expect(formatUnit(unitPower(unit("W/m^2"), 0.5).unit)).toBe("W^0.5/m");
  });
});

describe("dimensions", () => {
  test("equality is an equivalence", () => {
    fc.assert(
      fc.property(anyUnit, anyUnit, anyUnit, (x, y, z) => {
        const [a, b, c] = [x.dimension, y.dimension, z.dimension];
        expect(sameDimension(a, a)).toBe(true);
        expect(sameDimension(a, b)).toBe(sameDimension(b, a));
        if (sameDimension(a, b) && sameDimension(b, c)) expect(sameDimension(a, c)).toBe(true);
        expect(sameDimension(combine(a, b), combine(b, a))).toBe(true);
        expect(isDimensionless(combine(a, a, -1))).toBe(true);
      }),
    );
  });

  test("are not confused by the names every object has", () => {
    const odd = new UnitRegistry([
      { symbol: "constructor", meaning: "a counted thing" },
      { symbol: "__proto__", meaning: "another" },
      { symbol: "toString", meaning: "a third" },
    ]);
    const [a, b] = [odd.parse("constructor/__proto__"), odd.parse("toString")];
    if ("problem" in a || "problem" in b) throw new Error("these are units");
    expect(conversion(a, b)).toBeUndefined();
    expect(conversion(a, a)).toBe(1);
    expect(isDimensionless(multiplyUnits(a, a, -1).unit.dimension)).toBe(true);
    expect(Object.keys(a.dimension)).toEqual(["constructor", "__proto__"]);
  });
});

test("text survives parse and format", () => {
  const texts = ["", "USD/GPU/h", "W/m^2", "1/month", "GW*yr", "%", "%/month", "kg*m/s^2", "USD^0.5", "1/GPU/h^2"];
  for (const text of texts) expect(formatUnit(unit(text))).toBe(text);
  fc.assert(
    fc.property(anyUnit, (x) => {
      const again = unit(formatUnit(x));
      expect(sameUnit(again, x)).toBe(true);
      expect(sameDimension(again.dimension, x.dimension)).toBe(true);
    }),
  );
});

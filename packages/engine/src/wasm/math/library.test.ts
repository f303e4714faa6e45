import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { readReferenceTable } from "../../numeric/reference-table.contract.ts";
import { f64x2 } from "../code.ts";
import { ModuleBuilder } from "../module.ts";
import { apply, doublesApart, unitOf, type Applied } from "./apply.contract.ts";
import { MathLibrary } from "./library.ts";

interface Case {
  readonly name: string;
  readonly ours: Applied;
  readonly host: (x: number, y: number) => number;
  /** Stated greatest error in units of the last place. */
  readonly error: number;
}
const cases: readonly Case[] = [
  { name: "exp", ours: apply((library, x) => library.exp(x)), host: Math.exp, error: 0.8 },
  { name: "log", ours: apply((library, x) => library.log(x)), host: Math.log, error: 0.85 },
  { name: "expm1", ours: apply((library, x) => library.expm1(x)), host: Math.expm1, error: 0.95 },
  { name: "log1p", ours: apply((library, x) => library.log1p(x)), host: Math.log1p, error: 0.85 },
  {
    name: "power",
    ours: apply((library, x, y) => library.power(x, y)),
    host: (x, y) => (Number.isNaN(x) ? Number.NaN : x ** y),
    error: 0.85,
  },
];
const round = apply((library, x) => library.round(x));
const everything: readonly Case[] = [...cases, { name: "round", ours: round, host: Math.round, error: 0 }];

const common = [Number.NaN, 0, Infinity, 1, 2, 0.5, 3, 2.5, 1.5, 4, 40, 745.2, 746, 710, 709.8, 1023, 1074, 1e10];
const extreme = [5e-324, 3.5e-323, 2.2250738585072014e-308, 1.7976931348623157e308, 1e300, 1e-300, 2 ** 70, 2 ** 1023];
const close = [0.9999999999999999, 1.0000000000000002, 0.49999999999999994, 1e-17];
const large = [2 ** 53 - 1, 2 ** 53, 2 ** 53 + 2, 2 ** 52 + 1, 2 ** 51 + 0.5];
const special = [...common, ...extreme, ...close, ...large].flatMap((x) => [x, -x]);
const bits = (numbers: readonly number[]): BigInt64Array => new BigInt64Array(Float64Array.from(numbers).buffer);

describe.for(cases)("$name", ({ name, ours, error }) => {
  it("is as near to mpmath's as it says", () => {
    const table = readReferenceTable(new URL(`${name}.reference.csv`, import.meta.url));
    const results = ours(
      table.map(([x = 0]) => x),
      name === "power" ? table.map(([, y = 0]) => y) : [],
    );
    for (const [i, row] of table.entries()) {
      const [value = 0, beyond = 0] = row.slice(-2);
      const errors = Math.abs(((results[i] ?? 0) - value) / unitOf(value) - beyond);
      expect(errors, `${name} of ${row.join()}`).toBeLessThan(error);
    }
  });
});

describe.for(everything)("$name", ({ name, ours, host, error }) => {
  // The host's own error is below 1.
  const apart = Math.ceil(error) * 2;

  it("is the host's, but for its last digit", () => {
    const near = fc.double({ min: -20, max: 20, noNaN: true });
    const pair = fc.tuple(fc.oneof(fc.double(), near), fc.oneof(fc.double(), near));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 200 }), (pairs) => {
        const results = ours(
          pairs.map(([x]) => x),
          pairs.map(([, y]) => y),
        );
        for (const [i, [x, y]] of pairs.entries()) {
          const distance = doublesApart(results[i] ?? 0, host(x, y));
          expect(distance, `${name} of ${String(x)}, ${String(y)}`).toBeLessThanOrEqual(apart);
        }
      }),
    );
  });

  it("is the host's at the ends of what a double holds", () => {
    for (const y of special) {
      const results = ours(
        special,
        special.map(() => y),
      );
      for (const [i, x] of special.entries()) {
        const [expected, actual = 0] = [host(x, y), results[i]];
        const exact = !Number.isFinite(expected) || expected === 0 || Math.abs(expected) === 1;
        const label = `${name} of ${String(x)}, ${String(y)}: ${String(actual)}`;
        expect(doublesApart(actual, expected), label).toBeLessThanOrEqual(exact ? 0 : apart);
      }
    }
  });

  it("does the same in one lane whatever the other holds", () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(...special), fc.double({ min: -3, max: 3, noNaN: true }));
    fc.assert(
      fc.property(number, number, number, number, (x, y, otherX, otherY) => {
        const [both] = bits(ours([x, x], [y, y]));
        expect(bits(ours([x, otherX], [y, otherY]))[0]).toBe(both);
        expect(bits(ours([otherX, x], [otherY, y]))[1]).toBe(both);
      }),
    );
  });
});

test("powers are exact where the result is a double", () => {
  const power = apply((library, x, y) => library.power(x, y));
  const pairs = Array.from({ length: 400 }, (_, i) => i / 8).flatMap((x) =>
    Array.from({ length: 33 }, (_, n): [number, number] => [x, n]),
  );
  const exact = pairs.filter(([x, n]) => {
    // Odd part of (8 x)^n within 53 bits.
    let odd = BigInt(x * 8) ** BigInt(n);
    while (odd !== 0n && odd % 2n === 0n) odd /= 2n;
    return odd < 2n ** 53n;
  });
  expect(exact.length).toBeGreaterThan(2_000);
  const results = power(
    exact.map(([x]) => x),
    exact.map(([, n]) => n),
  );
  // Products in integers of 8 x, which are exact.
  expect(results).toEqual(exact.map(([x, n]) => Number(BigInt(x * 8) ** BigInt(n)) / 8 ** n));
  const exponents = Array.from({ length: 2098 }, (_, i) => i - 1074);
  expect(
    power(
      exponents.map(() => 2),
      exponents,
    ),
  ).toEqual(exponents.map((n) => 2 ** n));
});

describe("wholePower", () => {
  const exponents = Array.from({ length: 129 }, (_, i) => i - 64);
  const powers = new Map(exponents.map((n) => [n, apply((library, x) => library.wholePower(x, n), 64)]));

  it("is the power, but for a rounding with each multiplication", () => {
    const base = fc.double({ min: 0.001, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...exponents), base, fc.boolean(), (n, size, negative) => {
        const x = negative ? -size : size;
        const [actual = 0] = powers.get(n)?.([x]) ?? [];
        expect(Math.abs(actual / x ** n - 1)).toBeLessThanOrEqual((Math.abs(n) + 2) * 2 ** -53);
      }),
    );
  });

  it("is the host's for 0, infinity and 1, and undefined for undefined", () => {
    const bases = [0, -0, Infinity, -Infinity, 1, -1, Number.NaN];
    for (const n of exponents) {
      const expected = bases.map((x) => (Number.isNaN(x) ? x : x ** n));
      expect(powers.get(n)?.(bases)).toEqual(expected);
    }
  });

  it.each([0.5, 65, -65, Number.NaN])("has no exponent %d", (n) => {
    expect(() => new MathLibrary(new ModuleBuilder()).wholePower(f64x2.const(1), n)).toThrow(RangeError);
  });
});

test("every machine computes these bits", () => {
  // A fixed spread of arguments: the fractions of multiples of the golden ratio.
  const x = Array.from({ length: 10_000 }, (_, i) => ((i * 0.6180339887498949) % 1) * 40);
  const y = x.map((value, i) => ((i * 0.7548776662466927) % 1) * 20 - 10 - value / 100);
  const digests = everything.map(({ name, ours }) => {
    const words = new Int32Array(Float64Array.from(ours(x, y)).buffer);
    return [name, words.reduce((digest, word) => Math.imul(digest ^ word, 0x0100_0193), 0)];
  });
  expect(digests).toEqual([
    ["exp", 1899856313],
    ["log", -1437041307],
    ["expm1", -391402672],
    ["log1p", 45482350],
    ["power", 967035603],
    ["round", -842825728],
  ]);
});

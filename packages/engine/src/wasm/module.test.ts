import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signed, unsigned } from "./bytes.ts";
import { call, f64, f64x2, i32, ifThen, repeatWhile, sequence, v128 } from "./code.ts";
import { compileModule, instantiate, Memory } from "./host.ts";
import { ModuleBuilder, parameter } from "./module.ts";

describe("numbers in seven-bit groups", () => {
  it("are the specification's", () => {
    expect(unsigned(624485)).toEqual([0xe5, 0x8e, 0x26]);
    expect(signed(-123456)).toEqual([0xc0, 0xbb, 0x78]);
    expect(unsigned(0)).toEqual([0]);
    expect(signed(64)).toEqual([0xc0, 0]);
  });
});

it("a module adds two vectors in memory, element by element", () => {
  const builder = new ModuleBuilder();
  builder.function(
    ["i32", "i32", "i32", "i32"],
    "none",
    (scope) => {
      const [a, b, out, count] = [0, 1, 2, 3].map((place) => parameter("i32", place));
      if (a === undefined || b === undefined || out === undefined || count === undefined) throw new Error("four");
      const i = scope.local("i32");
      const at = (base: typeof a) => i32.add(base.get, i32.shl(i.get, i32.const(3)));
      return repeatWhile(
        sequence(
          v128.store(at(out), f64x2.add(v128.load(at(a)), v128.load(at(b)))),
          i.set(i32.add(i.get, i32.const(2))),
        ),
        i32.ltU(i.get, count.get),
      );
    },
    "add",
  );
  const memory = new Memory();
  const [a, b, out] = [memory.reserve(10_000), memory.reserve(10_000), memory.reserve(10_000)];
  const run = instantiate(compileModule(builder.bytes()), memory)("add");
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.double(), fc.double()), { minLength: 1, maxLength: 100 }), (pairs) => {
      for (const [i, [x, y]] of pairs.entries()) {
        memory.doubles(a, pairs.length)[i] = x;
        memory.doubles(b, pairs.length)[i] = y;
      }
      run(a, b, out, pairs.length);
      expect([...memory.doubles(out, pairs.length)]).toEqual(pairs.map(([x, y]) => x + y));
    }),
  );
});

it("functions call each other and the host", () => {
  const builder = new ModuleBuilder();
  const log = builder.callback("log", ["f64"], "f64");
  const square = builder.function(["f64"], "f64", () => f64.mul(parameter("f64", 0).get, parameter("f64", 0).get));
  builder.function(
    ["f64"],
    "f64",
    (scope) => {
      const x = parameter("f64", 0);
      const y = scope.local("f64");
      return {
        type: "f64",
        bytes: [
          ...ifThen(f64.lt(x.get, f64.const(0)), y.set(f64.const(-1)), y.set(call(log, "f64", x.get))).bytes,
          ...call(square, "f64", y.get).bytes,
        ],
      };
    },
    "f",
  );
  const f = instantiate(compileModule(builder.bytes()), new Memory(), { log: Math.log })("f");
  expect(f(Math.E)).toBeCloseTo(1, 15);
  expect(f(-3)).toBe(1);
});

it("memory grows as it is handed out, and keeps what it held", () => {
  const memory = new Memory();
  const small = memory.reserve(4);
  memory.doubles(small, 4).set([1, 2, 3, 4]);
  const large = memory.reserve(1_000_000);
  expect([...memory.doubles(small, 4)]).toEqual([1, 2, 3, 4]);
  expect(large % 64).toBe(0);
  expect(memory.doubles(large, 1_000_000)).toHaveLength(1_000_000);
});

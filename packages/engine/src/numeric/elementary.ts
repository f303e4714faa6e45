/**
 * Elementary functions with the same bits in every browser and every version of Node; those of the host's `Math` differ in
 * their last digits. They are the compiled code's own functions (wasm/math), one number at a time.
 */
import { compileModule, f64x2, instantiate, Memory, ModuleBuilder, parameter, type V128 } from "../wasm/index.ts";
import { MathLibrary } from "../wasm/math/index.ts";

const exported = makeModule();

/** As Math.exp, to 0.8 units in the last place; so are those that follow. */
export const exp: (x: number) => number = exported("exp");
/** As Math.log. */
export const log: (x: number) => number = exported("log");
/** As Math.expm1. */
export const expm1: (x: number) => number = exported("expm1");
/** As Math.log1p. */
export const log1p: (x: number) => number = exported("log1p");
/** As base ** exponent, but NaN ** 0 is NaN. */
export const power: (base: number, exponent: number) => number = exported("power");

/** As Math.tanh. */
export function tanh(x: number): number {
  const fall = expm1(-2 * Math.abs(x));
  return x < 0 ? fall / (2 + fall) : -fall / (2 + fall);
}

/** Coefficients of sin x / x in x², from the highest down: enough for a right angle. */
const sineTerms = Array.from({ length: 12 }, (_, place) => 11 - place).map((k) => {
  let term = 1;
  for (let factor = 2; factor <= 2 * k + 1; factor++) term /= factor;
  return k % 2 === 0 ? term : -term;
});

/** As Math.sin, for angles of at most a right angle to either side; Taylor's series. */
export function sine(x: number): number {
  const square = x * x;
  return x * sineTerms.reduce((sum, term) => sum * square + term, 0);
}

function makeModule(): (name: string) => (...numbers: number[]) => number {
  const builder = new ModuleBuilder();
  const math = new MathLibrary(builder);
  const [first, second] = [f64x2.splat(parameter("f64", 0).get), f64x2.splat(parameter("f64", 1).get)];
  const one = (name: string, of: (x: V128) => V128): void => {
    builder.function(["f64"], "f64", () => f64x2.lane(of(first), 0), name);
  };
  one("exp", (x) => math.exp(x));
  one("log", (x) => math.log(x));
  one("expm1", (x) => math.expm1(x));
  one("log1p", (x) => math.log1p(x));
  builder.function(["f64", "f64"], "f64", () => f64x2.lane(math.power(first, second), 0), "power");
  return instantiate(compileModule(builder.bytes()), new Memory());
}

import { call, type V128, type ValueType } from "../code.ts";
import { parameter, type ModuleBuilder } from "../module.ts";
import { exp, expm1 } from "./exponential.ts";
import { Lines } from "./lines.ts";
import { log, log1p } from "./logarithm.ts";
import { anyPower, power } from "./power.ts";
import { round, wholePower } from "./rounding.ts";

const greatestWholePower = 64;

/**
 * Elementary functions on two doubles at once, for a module under construction: each method gives code that calls a function
 * of the module, which is added when first needed. Only basic operations of IEEE 754 are used, and no relaxed or fused ones,
 * so every machine computes the same bits, but those of a NaN; a lane's result never depends on the other lane.
 *
 * Greatest errors found against mpmath, in units of the last place: exp 0.77, log 0.82, expm1 0.91, log1p 0.82, power 0.80
 * (what is exact in a double comes out exact). Sources of the methods: the modules of this folder.
 */
export class MathLibrary {
  private readonly builder: ModuleBuilder;
  private readonly indices = new Map<string, number>();

  constructor(builder: ModuleBuilder) {
    this.builder = builder;
  }

  /** As Math.exp. */
  exp(x: V128): V128 {
    return this.one("exp", x, exp);
  }

  /** As Math.log, the natural logarithm. */
  log(x: V128): V128 {
    return this.one("log", x, log);
  }

  /** exp(x) - 1 without loss near 0, as Math.expm1. */
  expm1(x: V128): V128 {
    return this.one("expm1", x, (lines, a) => expm1(lines, a, (b) => this.exp(b)));
  }

  /** log(1 + x) without loss near 0, as Math.log1p. */
  log1p(x: V128): V128 {
    return this.one("log1p", x, log1p);
  }

  /** base ** exponent, but NaN ** 0 is NaN. */
  power(base: V128, exponent: V128): V128 {
    return this.two("power", base, exponent, (lines, x, y) =>
      power(lines, x, y, (a, b) => this.two("any power", a, b, (inner, x, y) => inner.give(anyPower(inner, x, y)))),
    );
  }

  /**
   * base ** n for a whole number |n| <= 64, by repeated multiplication; for negative n one over that, hence 0 where the
   * result is below about 5.6e-309. NaN ** 0 is NaN.
   */
  wholePower(base: V128, n: number): V128 {
    if (!Number.isInteger(n) || Math.abs(n) > greatestWholePower) throw new RangeError(`no whole power ${String(n)}`);
    return this.one(`power ${String(n)}`, base, (lines, x) => wholePower(lines, x, n));
  }

  /** To the nearest whole number, halves up, as Math.round. */
  round(x: V128): V128 {
    return this.one("round", x, round);
  }

  private one(name: string, x: V128, body: (lines: Lines, x: V128) => V128): V128 {
    const index = this.index(name, ["v128"], (lines) => body(lines, parameter("v128", 0).get));
    return call(index, "v128", x);
  }

  private two(name: string, x: V128, y: V128, body: (lines: Lines, x: V128, y: V128) => V128): V128 {
    const index = this.index(name, ["v128", "v128"], (lines) =>
      body(lines, parameter("v128", 0).get, parameter("v128", 1).get),
    );
    return call(index, "v128", x, y);
  }

  private index(name: string, parameters: readonly ValueType[], body: (lines: Lines) => V128): number {
    const found = this.indices.get(name);
    if (found !== undefined) return found;
    const index = this.builder.function(parameters, "v128", (scope) => body(new Lines(scope)));
    this.indices.set(name, index);
    return index;
  }
}

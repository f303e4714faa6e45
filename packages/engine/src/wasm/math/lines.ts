import { after, f64x2, i32, i64x2, ifThen, sequence, type Statement, type V128 } from "../code.ts";
import { constant } from "./constant.ts";
import type { Scope } from "../module.ts";

/** The lines of a function on two doubles, each computed once and in the order they are written. */
export class Lines {
  private readonly scope: Scope;
  private readonly statements: Statement[] = [];

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** Computes a value here; what comes back reads it, as often as it is used. */
  line(value: V128): V128 {
    const local = this.scope.local("v128");
    this.statements.push(local.set(value));
    return local.get;
  }

  /** The lines, then what the function gives. */
  give(value: V128): V128 {
    return after(sequence(...this.statements), value);
  }

  /**
   * The lines, then `usual`; or `patched` in its place unless both lanes of the mask `ordinary` are set. To keep the lanes
   * independent, `patched` has to give an ordinary lane what `usual` gives it. A branch, since nearly all calls go one way.
   * @param patched gets the lines of its branch and a reader of `usual`
   */
  giveWhere(ordinary: V128, usual: V128, patched: (inner: Lines, usual: V128) => V128): V128 {
    const result = this.scope.local("v128");
    this.statements.push(result.set(usual));
    const inner = new Lines(this.scope);
    const patch = result.set(inner.give(patched(inner, result.get)));
    this.statements.push(ifThen(i32.ne(i64x2.bitmask(ordinary), i32.const(3)), patch));
    return this.give(result.get);
  }

  /**
   * A polynomial by Estrin's scheme, which leaves a processor independent work.
   * Source: G. Estrin, "Organization of computer systems: the fixed plus variable structure computer", 1960.
   * @param coefficients lowest first
   */
  polynomial(coefficients: readonly number[], x: V128): V128 {
    const powers = [x];
    const sum = (from: number, to: number): V128 => {
      if (to - from === 1) return constant(coefficients[from] ?? 0);
      // Halves of about the same depth; no power of x is made for a term or two alone.
      const level = 31 - Math.clz32(((to - from) * 2) / 3);
      const split = from + 2 ** level;
      return f64x2.add(sum(from, split), f64x2.mul(this.power(powers, level), sum(split, to)));
    };
    return this.line(sum(0, coefficients.length));
  }

  /** x to the power 2^level, made by squaring when first needed. */
  private power(powers: V128[], level: number): V128 {
    const found = powers[level];
    if (found !== undefined) return found;
    const root = this.power(powers, level - 1);
    const square = this.line(f64x2.mul(root, root));
    powers.push(square);
    return square;
  }
}

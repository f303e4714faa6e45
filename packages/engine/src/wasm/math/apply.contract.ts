/** For tests of functions on two doubles: runs them over arrays of any length. */
import { i32, repeatWhile, sequence, v128, type V128 } from "../code.ts";
import { compileModule, instantiate, Memory } from "../host.ts";
import { ModuleBuilder, parameter } from "../module.ts";
import { MathLibrary } from "./library.ts";

/** Element by element; in memory lane 0 holds the first of two. */
export type Applied = (x: readonly number[], y?: readonly number[]) => number[];

/** A loop over arrays in a memory of `capacity` elements each: x, y and the results. */
export class Loop {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly out: Float64Array;
  /** Runs over the first `count` elements, an even number. */
  readonly run: (count: number) => void;

  constructor(capacity: number, make: (library: MathLibrary, x: V128, y: V128) => V128) {
    const builder = new ModuleBuilder();
    const library = new MathLibrary(builder);
    const memory = new Memory();
    const [x, y, out] = [memory.reserve(capacity), memory.reserve(capacity), memory.reserve(capacity)];
    const end = parameter("i32", 0);
    builder.function(
      ["i32"],
      "none",
      (scope) => {
        const at = scope.local("i32");
        const value = make(library, v128.load(at.get, x), v128.load(at.get, y));
        return repeatWhile(
          sequence(v128.store(at.get, value, out), at.set(i32.add(at.get, i32.const(16)))),
          i32.ltU(at.get, end.get),
        );
      },
      "loop",
    );
    const loop = instantiate(compileModule(builder.bytes()), memory)("loop");
    this.run = (count) => {
      loop(count * 8);
    };
    this.x = memory.doubles(x, capacity);
    this.y = memory.doubles(y, capacity);
    this.out = memory.doubles(out, capacity);
  }
}

/** A function of the library as one on arrays; an odd element at the end is paired with 1. */
export function apply(make: (library: MathLibrary, x: V128, y: V128) => V128, capacity = 20_000): Applied {
  const loop = new Loop(capacity, make);
  return (x, y = []) => {
    if (x.length > capacity) throw new RangeError(`room for ${String(capacity)}`);
    const even = Math.max(2, x.length + (x.length % 2));
    loop.x.fill(1, 0, even).set(x);
    loop.y.fill(1, 0, even).set(y);
    loop.run(even);
    return [...loop.out.subarray(0, x.length)];
  };
}

/** How many doubles lie from one number to another of the same sign; 0 for two NaN. */
export function doublesApart(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  const [i = 0n, j = 0n] = new BigInt64Array(Float64Array.of(a, b).buffer);
  const unlike = Number.isNaN(a) || Number.isNaN(b) || i < 0n !== j < 0n;
  return unlike ? Infinity : Math.abs(Number(i - j));
}

/** The unit in the last place of a finite number. */
export function unitOf(x: number): number {
  const [bits = 0n] = new BigInt64Array(Float64Array.of(Math.abs(x)).buffer);
  const next = new Float64Array(BigInt64Array.of(bits + 1n).buffer);
  return x === 0 ? 2 ** -1074 : (next[0] ?? 0) - Math.abs(x);
}

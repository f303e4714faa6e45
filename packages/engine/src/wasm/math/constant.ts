import { f64, f64x2, i64x2, type V128 } from "../code.ts";

/** A double in both lanes. As a splat it takes fewer bytes and steps than as a vector. */
export function constant(value: number): V128 {
  return f64x2.splat(f64.const(value));
}

/** The same 64 bits in both lanes, lower and upper half. */
export function bits(low: number, high: number): V128 {
  const [value = 0] = new Float64Array(Int32Array.of(low, high).buffer);
  // Through a double, a NaN would not keep its bits.
  return Number.isNaN(value) ? i64x2.const(low, high) : constant(value);
}

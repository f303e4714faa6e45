/** Sobol points to uniforms, four at a time. */
import {
  i8x16,
  i32,
  i32x4,
  f64x2,
  ifThen,
  repeatWhile,
  sequence,
  v128,
  type I32,
  type Local,
  type Scope,
  type Statement,
  type V128,
} from "../wasm/index.ts";
import { Held, next, pointer } from "./kernel.ts";
import { reverseBits } from "./owen.ts";

/**
 * Seeds of the order of four draws, each field four integers: how many points the draw lies behind the first of its
 * period, seed and multiplier.
 */
export const orderFields = ["behind", "order", "orderFactor"] as const;
/** And of their digits: the point so far, seed and multiplier. */
export const digitFields = ["base", "digits", "digitsFactor"] as const;
/** Bytes of four draws' seeds, of either kind. */
export const quadBytes = 16 * 3;

/**
 * order(out, end, quads, quadsEnd, quad, point, points): where in a dimension's points by byte the draws of out..end find
 * theirs, as offsets in bytes, four at a time. `quads` are the order's seeds of a period, of which `quad` is the first
 * one wanted; the period holds `points` points of each replicate from number `point` on.
 */
export function order(scope: Scope): Statement {
  const [out, end, quads, quadsEnd, quad, point, points] = [
    pointer(0),
    pointer(1),
    pointer(2),
    pointer(3),
    pointer(4),
    pointer(5),
    pointer(6),
  ] as const;
  const hold = new Held(scope);
  const x = scope.local("v128");
  const field = (name: (typeof orderFields)[number]): V128 => v128.load(quad.get, 16 * orderFields.indexOf(name));
  const reverse = reversal(hold, scope, x);
  const owen = scrambling(hold, x);
  const lowByte = hold.value(i32x4.const(0x3fc));
  const loop = repeatWhile(
    sequence(
      x.set(i32x4.add(i32x4.splat(point.get), field("behind"))),
      reverse,
      owen(field("order"), field("orderFactor")),
      // The reversed index has its low byte at the top; times four it is an offset.
      v128.store(out.get, v128.and(i32x4.shrU(x.get, i32.const(22)), lowByte)),
      quad.set(i32.add(quad.get, i32.const(quadBytes))),
      ifThen(i32.eq(quad.get, quadsEnd.get), sequence(quad.set(quads.get), point.set(i32.add(point.get, points.get)))),
    ),
    i32.ltU(next(out, 16), end.get),
  );
  return sequence(hold.statements(), loop);
}

/**
 * uniforms(out, end, offsets, bytes, quads, quadsEnd, quad): draws into out..end, four at a time. `offsets` are as
 * `order` made them, `bytes` the dimension's points by the reversed low byte of the index, `quads` the digits' seeds.
 */
export function uniforms(scope: Scope): Statement {
  const [out, end, offsets, bytes, quads, quadsEnd, quad] = [
    pointer(0),
    pointer(1),
    pointer(2),
    pointer(3),
    pointer(4),
    pointer(5),
    pointer(6),
  ] as const;
  const hold = new Held(scope);
  const x = scope.local("v128");
  const field = (name: (typeof digitFields)[number]): V128 => v128.load(quad.get, 16 * digitFields.indexOf(name));
  const entry = (lane: 0 | 1 | 2 | 3): I32 => i32.add(i32.load(offsets.get, 4 * lane), bytes.get);
  const reverse = reversal(hold, scope, x);
  const owen = scrambling(hold, x);
  // Put below these bits, 32 more are 2^-32 each in a double from 2^20 on.
  const above = hold.value(i32x4.const(0x41300000));
  const shift = hold.value(f64x2.const(2 ** 20 - 2 ** -33));
  const store = (first: number, offset: number): Statement => {
    const bits = v128.shuffle(x.get, above, [...word(first), ...word(16), ...word(first + 4), ...word(16)]);
    return v128.store(out.get, f64x2.sub(bits, shift), offset);
  };
  const loop = repeatWhile(
    sequence(
      x.set(v128.load32Zero(entry(0))),
      x.set(v128.load32Lane(entry(1), x.get, 1)),
      x.set(v128.load32Lane(entry(2), x.get, 2)),
      x.set(v128.load32Lane(entry(3), x.get, 3)),
      x.set(v128.xor(x.get, field("base"))),
      owen(field("digits"), field("digitsFactor")),
      reverse,
      store(0, 0),
      store(8, 16),
      offsets.set(i32.add(offsets.get, i32.const(16))),
      quad.set(i32.add(quad.get, i32.const(quadBytes))),
      ifThen(i32.eq(quad.get, quadsEnd.get), quad.set(quads.get)),
    ),
    i32.ltU(next(out, 32), end.get),
  );
  return sequence(hold.statements(), loop);
}

/** Four byte indices from one on. */
function word(from: number): number[] {
  return Array.from({ length: 4 }, (_, i) => from + i);
}

/** Puts the bits of each of four integers into the opposite order: bytes by place, halves of bytes by value. */
function reversal(hold: Held, scope: Scope, x: Local<"v128">): Statement {
  const low = scope.local("v128");
  const halves = Uint8Array.from({ length: 16 }, (_, i) => reverseBits(i) >>> 28);
  const bytes = hold.value(i8x16.const([3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12]));
  const mask = hold.value(i32x4.const(0x0f0f0f0f));
  const [ofHigh, ofLow] = [
    hold.value(i8x16.const([...halves])),
    hold.value(i8x16.const([...halves].map((h) => h << 4))),
  ];
  return sequence(
    x.set(i8x16.swizzle(x.get, bytes)),
    low.set(i8x16.swizzle(ofLow, v128.and(x.get, mask))),
    x.set(v128.or(low.get, i8x16.swizzle(ofHigh, v128.and(i32x4.shrU(x.get, i32.const(4)), mask)))),
  );
}

/** `scrambleReversed` of owen.ts, on four integers. */
function scrambling(hold: Held, x: Local<"v128">): (seed: V128, factor: V128) => Statement {
  const fold = (by: number): Statement => {
    const factor = hold.value(i32x4.const(by));
    return x.set(v128.xor(x.get, i32x4.mul(x.get, factor)));
  };
  const [first, second, third] = [fold(0x3d20adea), fold(0x05526c56), fold(0x53a22864)];
  return (seed, factor) => sequence(first, x.set(i32x4.mul(i32x4.add(x.get, seed), factor)), second, third);
}

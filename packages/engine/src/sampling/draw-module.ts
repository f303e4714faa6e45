/**
 * The inner loops of drawing, as WebAssembly: Sobol points to uniforms four at a time, uniforms to scores and scores to
 * values two at a time. `draw-machine.ts` says what is where in memory.
 */
import {
  compileModule,
  f64x2,
  i32,
  i32x4,
  i64x2,
  ifThen,
  ModuleBuilder,
  parameter,
  repeatWhile,
  sequence,
  v128,
  type CompiledModule,
  type Code,
  type I32,
  type Local,
  type Scope,
  type Statement,
  type V128,
} from "../wasm/index.ts";
import { farthestScore, placeCount, placesPerScore, quantileTerms } from "./quantile-table.ts";
import { leastScoreExponent, scoreCellBits, scoreTerms } from "./score-table.ts";

/**
 * Four draws' seeds, each field four integers: how many points the draw lies behind the first of its period, seed and
 * multiplier of the order, the point so far, seed and multiplier of the digits.
 */
export const seedFields = ["behind", "order", "orderFactor", "base", "digits", "digitsFactor"] as const;
export const quadBytes = 16 * seedFields.length;

const doubleBytes = 8;
const scoreCellBytes = scoreTerms * doubleBytes;
/** Bits of a double below those that name its cell. */
const belowCell = 52 - scoreCellBits;
/** The cell of the smallest draw, by its bits. */
const firstScoreCell = (1023 + leastScoreExponent) * 2 ** scoreCellBits;

let compiled: CompiledModule | undefined;

/** The module, compiled once. */
export function drawModule(): CompiledModule {
  if (compiled === undefined) {
    const builder = new ModuleBuilder();
    builder.function(["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"], "none", uniforms, "uniforms");
    builder.function(["i32", "i32", "i32", "i32"], "none", scores, "scores");
    builder.function(["i32", "i32", "i32", "i32", "f64", "f64"], "i32", values, "values");
    compiled = compileModule(builder.bytes());
  }
  return compiled;
}

/**
 * uniforms(out, end, bytes, quads, quadsEnd, quad, point, points): draws into out..end, four at a time. `bytes` are the
 * dimension's points by the reversed low byte of the index, `quads` the seeds of a period, of which `quad` is the
 * first one wanted; the period holds `points` points of each replicate from number `point` on.
 */
function uniforms(scope: Scope): Statement {
  const [out, end, bytes, quads, quadsEnd, quad, point, points] = [
    parameter("i32", 0),
    parameter("i32", 1),
    parameter("i32", 2),
    parameter("i32", 3),
    parameter("i32", 4),
    parameter("i32", 5),
    parameter("i32", 6),
    parameter("i32", 7),
  ] as const;
  const x = scope.local("v128");
  const found = scope.local("v128");
  const field = (name: (typeof seedFields)[number]): V128 => v128.load(quad.get, 16 * seedFields.indexOf(name));
  const entry = (lane: 0 | 1 | 2 | 3): Statement =>
    found.set(v128.load32Lane(i32.add(bytes.get, i32x4.lane(x.get, lane)), found.get, lane));
  /** The top bit turned makes the unsigned integer a signed one less 2^31, which is put back as a double. */
  const toDoubles = (signed: V128): V128 =>
    f64x2.mul(f64x2.add(f64x2.fromLowI32(signed), f64x2.const(2 ** 31 + 0.5)), f64x2.const(2 ** -32));
  return repeatWhile(
    sequence(
      x.set(i32x4.add(i32x4.splat(point.get), field("behind"))),
      reverse(x),
      owen(x, field("order"), field("orderFactor")),
      // The reversed index has its low byte at the top; times four it is an offset.
      x.set(v128.and(i32x4.shrU(x.get, i32.const(22)), i32x4.const(0x3fc))),
      found.set(i32x4.const(0)),
      entry(0),
      entry(1),
      entry(2),
      entry(3),
      x.set(v128.xor(found.get, field("base"))),
      owen(x, field("digits"), field("digitsFactor")),
      reverse(x),
      x.set(v128.xor(x.get, i32x4.const(0x80000000))),
      v128.store(out.get, toDoubles(x.get)),
      v128.store(out.get, toDoubles(v128.shuffle(x.get, x.get, [8, 9, 10, 11, 12, 13, 14, 15, ...half(0)])), 16),
      quad.set(i32.add(quad.get, i32.const(quadBytes))),
      ifThen(i32.eq(quad.get, quadsEnd.get), sequence(quad.set(quads.get), point.set(i32.add(point.get, points.get)))),
    ),
    i32.ltU(next(out, 32), end.get),
  );
}

/** scores(uniforms, scores, end, table): each uniform's score; `end` is that of the scores. */
function scores(scope: Scope): Statement {
  const [from, out, end, table] = [
    parameter("i32", 0),
    parameter("i32", 1),
    parameter("i32", 2),
    parameter("i32", 3),
  ] as const;
  const u = scope.local("v128");
  const tail = scope.local("v128");
  const t = scope.local("v128");
  const cell = scope.local("v128");
  const sum = pairSum(scope);
  const cellAddress = (lane: 0 | 2): I32 =>
    i32.add(
      i32.mul(i32x4.lane(cell.get, lane), i32.const(scoreCellBytes)),
      i32.sub(table.get, i32.const(firstScoreCell * scoreCellBytes)),
    );
  // The middle of the cell has the cell's bits, then a one, then zeros.
  const middle = v128.or(
    v128.and(tail.get, i64x2.const(0, -1 << (belowCell - 32))),
    i64x2.const(0, 1 << (belowCell - 33)),
  );
  return repeatWhile(
    sequence(
      u.set(v128.load(from.get)),
      tail.set(f64x2.pmin(u.get, f64x2.sub(f64x2.const(1), u.get))),
      cell.set(i64x2.shrU(tail.get, i32.const(belowCell))),
      t.set(f64x2.sub(tail.get, middle)),
      sum.set(cellAddress(0), cellAddress(2), t, scoreTerms),
      // The table holds the lower tail; above one half the sign is turned.
      v128.store(
        out.get,
        v128.xor(sum.get(t), v128.and(f64x2.gt(u.get, f64x2.const(0.5)), i64x2.const(0, 0x80000000))),
      ),
      from.set(i32.add(from.get, i32.const(16))),
    ),
    i32.ltU(next(out, 16), end.get),
  );
}

/**
 * values(scores, out, end, places, low, high): each score's quantile, held within low..high; `places` are addresses of
 * records. The result is not 0 if some are undefined, for the caller to compute.
 */
function values(scope: Scope): Code<"i32"> {
  const [from, out, end, places] = [
    parameter("i32", 0),
    parameter("i32", 1),
    parameter("i32", 2),
    parameter("i32", 3),
  ] as const;
  const low = parameter("f64", 4);
  const high = parameter("f64", 5);
  const z = scope.local("v128");
  const t = scope.local("v128");
  const missing = scope.local("v128");
  const [one, other] = [scope.local("i32"), scope.local("i32")];
  const sum = pairSum(scope);
  const recordOf = (lane: 0 | 1): I32 => i32.load(i32.add(places.get, i32.shl(i32x4.lane(t.get, lane), i32.const(2))));
  const loop = repeatWhile(
    sequence(
      z.set(v128.load(from.get)),
      t.set(
        i32x4.truncSatF64S(
          f64x2.pmax(
            f64x2.pmin(
              f64x2.add(
                f64x2.mul(f64x2.add(z.get, f64x2.const(farthestScore)), f64x2.const(placesPerScore)),
                f64x2.const(1),
              ),
              f64x2.const(placeCount - 1),
            ),
            f64x2.const(0),
          ),
        ),
      ),
      one.set(recordOf(0)),
      other.set(recordOf(1)),
      t.set(f64x2.sub(z.get, v128.load64Lane(other.get, v128.load64Splat(one.get), 1))),
      sum.set(i32.add(one.get, i32.const(16)), i32.add(other.get, i32.const(16)), t, quantileTerms),
      // Minimum and maximum that keep what is undefined.
      t.set(f64x2.pmax(f64x2.pmin(sum.get(t), f64x2.splat(high.get)), f64x2.splat(low.get))),
      missing.set(v128.or(missing.get, f64x2.ne(t.get, t.get))),
      v128.store(out.get, t.get),
      from.set(i32.add(from.get, i32.const(16))),
    ),
    i32.ltU(next(out, 16), end.get),
  );
  const anyMissing = v128.anyTrue(missing.get);
  return { type: "i32", bytes: [...loop.bytes, ...anyMissing.bytes] };
}

/** Moves a pointer on and leaves it. */
function next(pointer: Local<"i32">, bytes: number): I32 {
  return pointer.tee(i32.add(pointer.get, i32.const(bytes)));
}

/** Eight byte indices of one half of a vector, or of a second one from 16 on. */
function half(from: number): number[] {
  return Array.from({ length: 8 }, (_, i) => from + i);
}

/**
 * Two polynomials at two places, each by coefficients of its own. Even and odd powers are summed side by side, so that no
 * coefficient has to be put beside another's.
 */
function pairSum(scope: Scope): {
  set(one: I32, other: I32, t: Local<"v128">, terms: number): Statement;
  get(t: Local<"v128">): V128;
} {
  const [first, second] = [scope.local("i32"), scope.local("i32")];
  const [a, b] = [scope.local("v128"), scope.local("v128")];
  const [squareA, squareB] = [scope.local("v128"), scope.local("v128")];
  return {
    set(one, other, t, terms) {
      const steps: Statement[] = [];
      for (let power = terms - 4; power >= 0; power -= 2) {
        steps.push(
          a.set(f64x2.add(f64x2.mul(a.get, squareA.get), v128.load(first.get, doubleBytes * power))),
          b.set(f64x2.add(f64x2.mul(b.get, squareB.get), v128.load(second.get, doubleBytes * power))),
        );
      }
      return sequence(
        first.set(one),
        second.set(other),
        squareB.set(f64x2.mul(t.get, t.get)),
        squareA.set(v128.shuffle(squareB.get, squareB.get, [...half(0), ...half(0)])),
        squareB.set(v128.shuffle(squareB.get, squareB.get, [...half(8), ...half(8)])),
        a.set(v128.load(first.get, doubleBytes * (terms - 2))),
        b.set(v128.load(second.get, doubleBytes * (terms - 2))),
        ...steps,
      );
    },
    get: (t) =>
      f64x2.add(
        v128.shuffle(a.get, b.get, [...half(0), ...half(16)]),
        f64x2.mul(t.get, v128.shuffle(a.get, b.get, [...half(8), ...half(24)])),
      ),
  };
}

/** The bits of each of four integers in the opposite order. */
function reverse(x: Local<"v128">): Statement {
  const swap = (by: number, mask: number): Statement =>
    x.set(
      v128.or(
        v128.and(i32x4.shrU(x.get, i32.const(by)), i32x4.const(mask)),
        i32x4.shl(v128.and(x.get, i32x4.const(mask)), i32.const(by)),
      ),
    );
  const bytes = [3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12];
  return sequence(
    x.set(v128.shuffle(x.get, x.get, bytes)),
    swap(4, 0x0f0f0f0f),
    swap(2, 0x33333333),
    swap(1, 0x55555555),
  );
}

/** `scrambleReversed` of owen.ts, on four integers. */
function owen(x: Local<"v128">, seed: V128, factor: V128): Statement {
  const fold = (by: number): Statement => x.set(v128.xor(x.get, i32x4.mul(x.get, i32x4.const(by))));
  return sequence(
    fold(0x3d20adea),
    x.set(i32x4.mul(i32x4.add(x.get, seed), factor)),
    fold(0x05526c56),
    fold(0x53a22864),
  );
}

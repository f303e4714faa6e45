/** Uniforms to values, or to scores and these to values, two at a time. */
import {
  after,
  f64,
  f64x2,
  i32,
  i32x4,
  i64x2,
  parameter,
  repeatWhile,
  sequence,
  v128,
  type Code,
  type I32,
  type Local,
  type Scope,
  type Statement,
  type V128,
} from "../wasm/index.ts";
import { cellsPerSide, drawCellBits, drawTerms, leastDrawExponent } from "./draw-layout.ts";
import { Held, next, pointer } from "./kernel.ts";
import { farthestScore, placeCount, placesPerScore, quantileTerms } from "./quantile-table.ts";
import { leastScoreExponent, scoreCellBits, scoreTerms } from "./score-table.ts";

const doubleBytes = 8;
const scoreCellBytes = scoreTerms * doubleBytes;
/** Bits of a double below those that name its cell. */
const belowCell = 52 - scoreCellBits;
/** The cell of the smallest draw, by its bits. */
const firstScoreCell = (1023 + leastScoreExponent) * 2 ** scoreCellBits;
/** The cell below that of the outermost octave's edge. */
const firstDrawCell = (1023 + leastDrawExponent) * 2 ** drawCellBits - 1;
const drawCellBytes = drawTerms * doubleBytes;

/**
 * drawn(uniforms, out, end, table, low, high): each uniform's value by a table of `draw-table.ts`, held within low..high.
 * The result is not 0 if some are undefined, for the caller to compute.
 */
export function drawn(scope: Scope): Code<"i32"> {
  const [from, out, end, table] = [pointer(0), pointer(1), pointer(2), pointer(3)] as const;
  const hold = new Held(scope);
  const low = hold.value(f64x2.splat(parameter("f64", 4).get));
  const high = hold.value(f64x2.splat(parameter("f64", 5).get));
  const one = hold.value(f64x2.const(1));
  const half = hold.value(f64x2.const(0.5));
  const least = hold.value(f64x2.const(2 ** leastDrawExponent * (1 - 2 ** -10)));
  const upper = hold.value(i64x2.const(cellsPerSide, 0));
  const edge = hold.value(i64x2.const(0, -1 << (52 - drawCellBits - 32)));
  const u = scope.local("v128");
  const tail = scope.local("v128");
  const t = scope.local("v128");
  const cell = scope.local("v128");
  const missing = scope.local("v128");
  const sum = pairSum(scope);
  const record = (lane: 0 | 2): I32 =>
    i32.add(i32.mul(i32x4.lane(cell.get, lane), i32.const(drawCellBytes)), table.get);
  const loop = repeatWhile(
    sequence(
      u.set(v128.load(from.get)),
      tail.set(f64x2.pmax(f64x2.pmin(u.get, f64x2.sub(one, u.get)), least)),
      cell.set(i64x2.add(i64x2.shrU(tail.get, i32.const(52 - drawCellBits)), v128.and(f64x2.gt(u.get, half), upper))),
      // The lower edge of the cell has the cell's bits, then zeros.
      t.set(f64x2.sub(tail.get, v128.and(tail.get, edge))),
      sum.set(record(0), record(2), t, drawTerms),
      // Minimum and maximum that keep what is undefined.
      t.set(f64x2.pmax(f64x2.pmin(sum.get(t), high), low)),
      missing.set(v128.or(missing.get, f64x2.ne(t.get, t.get))),
      v128.store(out.get, t.get),
      from.set(i32.add(from.get, i32.const(16))),
    ),
    i32.ltU(next(out, 16), end.get),
  );
  const start = table.set(i32.sub(table.get, i32.const(firstDrawCell * drawCellBytes)));
  return after(sequence(hold.statements(), start, loop), v128.anyTrue(missing.get));
}

/** line(uniforms, out, end, low, high): the values of a uniform input, from the nearer end as its quantile has them. */
export function line(scope: Scope): Statement {
  const [from, out, end] = [pointer(0), pointer(1), pointer(2)] as const;
  const hold = new Held(scope);
  const [lowest, highest] = [parameter("f64", 3).get, parameter("f64", 4).get];
  const low = hold.value(f64x2.splat(lowest));
  const high = hold.value(f64x2.splat(highest));
  const width = hold.value(f64x2.splat(f64.sub(highest, lowest)));
  const one = hold.value(f64x2.const(1));
  const half = hold.value(f64x2.const(0.5));
  const u = scope.local("v128");
  const loop = repeatWhile(
    sequence(
      u.set(v128.load(from.get)),
      v128.store(
        out.get,
        v128.select(
          f64x2.add(low, f64x2.mul(u.get, width)),
          f64x2.sub(high, f64x2.mul(f64x2.sub(one, u.get), width)),
          f64x2.lt(u.get, half),
        ),
      ),
      from.set(i32.add(from.get, i32.const(16))),
    ),
    i32.ltU(next(out, 16), end.get),
  );
  return sequence(hold.statements(), loop);
}

/** scores(uniforms, scores, end, table): each uniform's score; `end` is that of the scores. */
export function scores(scope: Scope): Statement {
  const [from, out, end, table] = [pointer(0), pointer(1), pointer(2), pointer(3)] as const;
  const hold = new Held(scope);
  const one = hold.value(f64x2.const(1));
  const half = hold.value(f64x2.const(0.5));
  const sign = hold.value(i64x2.const(0, 0x80000000));
  const cellMask = hold.value(i64x2.const(0, -1 << (belowCell - 32)));
  const cellHalf = hold.value(i64x2.const(0, 1 << (belowCell - 33)));
  const u = scope.local("v128");
  const tail = scope.local("v128");
  const t = scope.local("v128");
  const cell = scope.local("v128");
  const sum = pairSum(scope);
  const cellAddress = (lane: 0 | 2): I32 =>
    i32.add(i32.mul(i32x4.lane(cell.get, lane), i32.const(scoreCellBytes)), table.get);
  const loop = repeatWhile(
    sequence(
      u.set(v128.load(from.get)),
      tail.set(f64x2.pmin(u.get, f64x2.sub(one, u.get))),
      cell.set(i64x2.shrU(tail.get, i32.const(belowCell))),
      // The middle of the cell has the cell's bits, then a one, then zeros.
      t.set(f64x2.sub(tail.get, v128.or(v128.and(tail.get, cellMask), cellHalf))),
      sum.set(cellAddress(0), cellAddress(2), t, scoreTerms),
      // The table holds the lower tail; above one half the sign is turned.
      v128.store(out.get, v128.xor(sum.get(t), v128.and(f64x2.gt(u.get, half), sign))),
      from.set(i32.add(from.get, i32.const(16))),
    ),
    i32.ltU(next(out, 16), end.get),
  );
  const start = table.set(i32.sub(table.get, i32.const(firstScoreCell * scoreCellBytes)));
  return sequence(hold.statements(), start, loop);
}

/**
 * values(scores, out, end, places, low, high): each score's quantile, held within low..high; `places` are addresses of
 * records. The result is not 0 if some are undefined, for the caller to compute.
 */
export function values(scope: Scope): Code<"i32"> {
  const [from, out, end, places] = [pointer(0), pointer(1), pointer(2), pointer(3)] as const;
  const hold = new Held(scope);
  const low = hold.value(f64x2.splat(parameter("f64", 4).get));
  const high = hold.value(f64x2.splat(parameter("f64", 5).get));
  const farthest = hold.value(f64x2.const(farthestScore));
  const perScore = hold.value(f64x2.const(placesPerScore));
  const first = hold.value(f64x2.const(1));
  const last = hold.value(f64x2.const(placeCount - 1));
  const z = scope.local("v128");
  const t = scope.local("v128");
  const missing = scope.local("v128");
  const [one, other] = [scope.local("i32"), scope.local("i32")];
  const sum = pairSum(scope);
  const recordOf = (lane: 0 | 1): I32 => i32.load(i32.add(places.get, i32.shl(i32x4.lane(t.get, lane), i32.const(2))));
  const place = f64x2.add(f64x2.mul(f64x2.add(z.get, farthest), perScore), first);
  const loop = repeatWhile(
    sequence(
      z.set(v128.load(from.get)),
      t.set(i32x4.truncSatF64S(f64x2.pmax(f64x2.pmin(place, last), f64x2.const(0)))),
      one.set(recordOf(0)),
      other.set(recordOf(1)),
      t.set(f64x2.sub(z.get, v128.load64Lane(other.get, v128.load64Splat(one.get), 1))),
      sum.set(i32.add(one.get, i32.const(16)), i32.add(other.get, i32.const(16)), t, quantileTerms),
      // Minimum and maximum that keep what is undefined.
      t.set(f64x2.pmax(f64x2.pmin(sum.get(t), high), low)),
      missing.set(v128.or(missing.get, f64x2.ne(t.get, t.get))),
      v128.store(out.get, t.get),
      from.set(i32.add(from.get, i32.const(16))),
    ),
    i32.ltU(next(out, 16), end.get),
  );
  return after(sequence(hold.statements(), loop), v128.anyTrue(missing.get));
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

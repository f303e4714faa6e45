/**
 * Instructions of WebAssembly as expressions: `f64x2.add(a, b)` is code that leaves the sum. Only numbers go in, so no text
 * can ever reach what is generated. Types of the values are checked by the compiler.
 *
 * Opcodes: WebAssembly core specification 2.0, sections 5.4 (instructions) and 5.4.8 (vectors).
 */
import { append, double, signed, unsigned } from "./bytes.ts";

export type ValueType = "i32" | "f64" | "v128";
/** Code that leaves one value of a type, or none. */
export interface Code<T extends ValueType | "none"> {
  readonly type: T;
  readonly bytes: readonly number[];
}
export type I32 = Code<"i32">;
export type F64 = Code<"f64">;
/** Two doubles, four 32-bit integers or two 64-bit ones, as its instructions read it. */
export type V128 = Code<"v128">;
export type Statement = Code<"none">;

function code<T extends ValueType | "none">(type: T, ...parts: readonly (readonly number[])[]): Code<T> {
  const bytes: number[] = [];
  for (const part of parts) append(bytes, part);
  return { type, bytes };
}

type Operands = readonly Code<ValueType>[];
const bytesOf = (operands: Operands): (readonly number[])[] => operands.map((operand) => operand.bytes);
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];

const binary =
  <A extends ValueType, R extends ValueType>(result: R, opcode: readonly number[]) =>
  (a: Code<A>, b: Code<A>): Code<R> =>
    code(result, a.bytes, b.bytes, opcode);
const unary =
  <A extends ValueType, R extends ValueType>(result: R, opcode: readonly number[]) =>
  (a: Code<A>): Code<R> =>
    code(result, a.bytes, opcode);
const i32Binary = (opcode: number): ((a: I32, b: I32) => I32) => binary<"i32", "i32">("i32", [opcode]);
const f64Binary = (opcode: number): ((a: F64, b: F64) => F64) => binary<"f64", "f64">("f64", [opcode]);
const f64Compare = (opcode: number): ((a: F64, b: F64) => I32) => binary<"f64", "i32">("i32", [opcode]);
const f64Unary = (opcode: number): ((a: F64) => F64) => unary<"f64", "f64">("f64", [opcode]);
const vBinary = (opcode: number): ((a: V128, b: V128) => V128) => binary<"v128", "v128">("v128", simd(opcode));
const vUnary = (opcode: number): ((a: V128) => V128) => unary<"v128", "v128">("v128", simd(opcode));
const vTest = (opcode: number): ((a: V128) => I32) => unary<"v128", "i32">("i32", simd(opcode));
const shift =
  (opcode: number) =>
  (a: V128, by: I32): V128 =>
    code("v128", a.bytes, by.bytes, simd(opcode));

/** Address is in bytes; memory is not required to be aligned. */
const load =
  <T extends ValueType>(type: T, opcode: readonly number[]) =>
  (address: I32, offset = 0): Code<T> =>
    code(type, address.bytes, opcode, [0], unsigned(offset));
const store =
  <T extends ValueType>(opcode: readonly number[]) =>
  (address: I32, value: Code<T>, offset = 0): Statement =>
    code("none", address.bytes, value.bytes, opcode, [0], unsigned(offset));

export const i32 = {
  const: (value: number): I32 => code("i32", [0x41], signed(value)),
  load: load("i32", [0x28]),
  store: store<"i32">([0x36]),
  eqz: unary<"i32", "i32">("i32", [0x45]),
  eq: i32Binary(0x46),
  ne: i32Binary(0x47),
  ltS: i32Binary(0x48),
  ltU: i32Binary(0x49),
  gtS: i32Binary(0x4a),
  geU: i32Binary(0x4f),
  clz: unary<"i32", "i32">("i32", [0x67]),
  add: i32Binary(0x6a),
  sub: i32Binary(0x6b),
  mul: i32Binary(0x6c),
  and: i32Binary(0x71),
  or: i32Binary(0x72),
  xor: i32Binary(0x73),
  shl: i32Binary(0x74),
  shrS: i32Binary(0x75),
  shrU: i32Binary(0x76),
  truncSatF64U: unary<"f64", "i32">("i32", [0xfc, 3]),
};

export const f64 = {
  const: (value: number): F64 => code("f64", [0x44], double(value)),
  load: load("f64", [0x2b]),
  store: store<"f64">([0x39]),
  eq: f64Compare(0x61),
  ne: f64Compare(0x62),
  lt: f64Compare(0x63),
  gt: f64Compare(0x64),
  le: f64Compare(0x65),
  ge: f64Compare(0x66),
  abs: f64Unary(0x99),
  neg: f64Unary(0x9a),
  ceil: f64Unary(0x9b),
  floor: f64Unary(0x9c),
  trunc: f64Unary(0x9d),
  nearest: f64Unary(0x9e),
  sqrt: f64Unary(0x9f),
  add: f64Binary(0xa0),
  sub: f64Binary(0xa1),
  mul: f64Binary(0xa2),
  div: f64Binary(0xa3),
  min: f64Binary(0xa4),
  max: f64Binary(0xa5),
  fromI32: unary<"i32", "f64">("f64", [0xb7]),
  fromU32: unary<"i32", "f64">("f64", [0xb8]),
};

export const v128 = {
  load: load("v128", simd(0)),
  /** Eight bytes into both halves. */
  load64Splat: load("v128", simd(10)),
  store: store<"v128">(simd(11)),
  /** Eight bytes into one half, the other as it was. */
  load64Lane: (address: I32, into: V128, lane: 0 | 1, offset = 0): V128 =>
    code("v128", address.bytes, into.bytes, simd(87), [0], unsigned(offset), [lane]),
  /** Four bytes into the first lane, zeros into the others. */
  load32Zero: load("v128", simd(92)),
  load32Lane: (address: I32, into: V128, lane: 0 | 1 | 2 | 3, offset = 0): V128 =>
    code("v128", address.bytes, into.bytes, simd(86), [0], unsigned(offset), [lane]),
  /** Sixteen byte indices into the bytes of a, then b. */
  shuffle: (a: V128, b: V128, lanes: readonly number[]): V128 => code("v128", a.bytes, b.bytes, simd(13), lanes),
  not: vUnary(77),
  and: vBinary(78),
  /** a and not b. */
  andNot: vBinary(79),
  or: vBinary(80),
  xor: vBinary(81),
  /** Bits of `a` where `mask` has ones, of `b` elsewhere. */
  select: (a: V128, b: V128, mask: V128): V128 => code("v128", a.bytes, b.bytes, mask.bytes, simd(82)),
  anyTrue: vTest(83),
};

export const f64x2 = {
  const: (a: number, b = a): V128 => code("v128", simd(12), double(a), double(b)),
  splat: unary<"f64", "v128">("v128", simd(20)),
  lane: (a: V128, lane: 0 | 1): F64 => code("f64", a.bytes, simd(33), [lane]),
  withLane: (a: V128, lane: 0 | 1, value: F64): V128 => code("v128", a.bytes, value.bytes, simd(34), [lane]),
  eq: vBinary(71),
  ne: vBinary(72),
  lt: vBinary(73),
  gt: vBinary(74),
  le: vBinary(75),
  ge: vBinary(76),
  ceil: vUnary(116),
  floor: vUnary(117),
  trunc: vUnary(122),
  /** To the nearest whole number, halves to even. */
  nearest: vUnary(148),
  abs: vUnary(236),
  neg: vUnary(237),
  sqrt: vUnary(239),
  add: vBinary(240),
  sub: vBinary(241),
  mul: vBinary(242),
  div: vBinary(243),
  /** Undefined if either is. */
  min: vBinary(244),
  max: vBinary(245),
  /** b < a ? b : a; one machine instruction, undefined only where `a` is. */
  pmin: vBinary(246),
  /** a < b ? b : a. */
  pmax: vBinary(247),
  /** The low two 32-bit integers as doubles. */
  fromLowI32: vUnary(254),
  fromLowU32: vUnary(255),
};

export const i8x16 = {
  /** Sixteen bytes. */
  const: (bytes: readonly number[]): V128 => code("v128", simd(12), bytes),
  /** The bytes of `a` that the bytes of `places` number; 0 where that is above 15. */
  swizzle: (a: V128, places: V128): V128 => code("v128", a.bytes, places.bytes, simd(14)),
};

export const i32x4 = {
  const: (a: number, b = a, c = a, d = a): V128 =>
    code("v128", simd(12), [...new Uint8Array(Int32Array.of(a, b, c, d).buffer)]),
  splat: unary<"i32", "v128">("v128", simd(17)),
  lane: (a: V128, lane: 0 | 1 | 2 | 3): I32 => code("i32", a.bytes, simd(27), [lane]),
  withLane: (a: V128, lane: 0 | 1 | 2 | 3, value: I32): V128 => code("v128", a.bytes, value.bytes, simd(28), [lane]),
  eq: vBinary(55),
  shl: shift(171),
  shrS: shift(172),
  shrU: shift(173),
  add: vBinary(174),
  sub: vBinary(177),
  mul: vBinary(181),
  truncSatF64S: vUnary(252),
  truncSatF64U: vUnary(253),
};

export const i64x2 = {
  /** Low and high 32 bits, the same in both lanes. */
  const: (low: number, high: number): V128 => i32x4.const(low, high, low, high),
  extendLowU: vUnary(201),
  shl: shift(203),
  shrS: shift(204),
  shrU: shift(205),
  add: vBinary(206),
  sub: vBinary(209),
  eq: vBinary(214),
  allTrue: vTest(195),
  bitmask: vTest(196),
};

/** Calls function number `index` of the module. */
export function call<R extends ValueType | "none">(index: number, result: R, ...operands: Operands): Code<R> {
  return code(result, ...bytesOf(operands), [0x10], unsigned(index));
}

/** Statements one after another. */
export function sequence(...statements: readonly Statement[]): Statement {
  return code("none", ...statements.map((statement) => statement.bytes));
}

/** Statements, then a value. */
export function after<T extends ValueType>(statements: Statement, value: Code<T>): Code<T> {
  return code(value.type, statements.bytes, value.bytes);
}

/** Runs `body` as long as it ends with a condition that holds; at least once. */
export function repeatWhile(body: Statement, condition: I32): Statement {
  return code("none", [0x03, 0x40], body.bytes, condition.bytes, [0x0d, 0, 0x0b]);
}

export function ifThen(condition: I32, then: Statement, otherwise?: Statement): Statement {
  const rest = otherwise === undefined ? [] : [0x05, ...otherwise.bytes];
  return code("none", condition.bytes, [0x04, 0x40], then.bytes, rest, [0x0b]);
}

/** One of two values, both computed. */
export function select<T extends "i32" | "f64">(condition: I32, yes: Code<T>, no: Code<T>): Code<T> {
  return code(yes.type, yes.bytes, no.bytes, condition.bytes, [0x1b]);
}

const typeBytes: Readonly<Record<ValueType, number>> = { i32: 0x7f, f64: 0x7c, v128: 0x7b };

export function typeByte(type: ValueType): number {
  return typeBytes[type];
}

/** A local variable of a function. */
export interface Local<T extends ValueType> {
  readonly type: T;
  readonly get: Code<T>;
  set(value: Code<T>): Statement;
  /** Sets and leaves the value. */
  tee(value: Code<T>): Code<T>;
}

export function makeLocal<T extends ValueType>(type: T, index: number): Local<T> {
  const at = unsigned(index);
  return {
    type,
    get: code(type, [0x20], at),
    set: (value) => code("none", value.bytes, [0x21], at),
    tee: (value) => code(type, value.bytes, [0x22], at),
  };
}

/** How a kind of kernel is found in the measured tables, and on which nodes its grid is told. */
import type { KernelTimes, Law } from "@underwatt/compute";

export type Row = Readonly<Record<string, unknown>>;

export interface Measured<Shape> {
  /** What has a grid of its own: a format, a head size. */
  readonly variant: string;
  readonly shape: Shape;
  readonly seconds: number;
}

export interface Kind<Shape> {
  readonly name: string;
  readonly law: Law<Shape>;
  readonly nodes: readonly (readonly number[])[];
  /** Folder and file of the tables. */
  readonly folder: string;
  readonly file: string;
  /** Points below which a table tells too little. */
  readonly fewest?: number;
  /** @param times of what was distilled before, of the same accelerator and engine */
  readonly read: (rows: readonly Row[], times: KernelTimes) => readonly Measured<Shape>[];
}

/** Reads a table in which a row is a measured point by itself. */
export function rowByRow<Shape>(
  read: (row: Row) => Measured<Shape> | undefined,
): (rows: readonly Row[]) => Measured<Shape>[] {
  return (rows) => rows.flatMap((row) => read(row) ?? []);
}

export function numberOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "number") return value;
  throw new Error(`a row has no number in the column ${column}: ${JSON.stringify(Object.keys(row))}`);
}

export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === "string") return value;
  throw new Error(`a row has no text in the column ${column}: ${JSON.stringify(Object.keys(row))}`);
}

/** Seconds of a row: tables are in milliseconds. */
export function secondsOf(row: Row): number {
  return numberOf(row, "latency") / 1e3;
}

export function bytesOfCache(row: Row): 1 | 2 {
  return textOf(row, "kv_cache_dtype") === "bfloat16" ? 2 : 1;
}

/** The tables' names of formats. */
export const formats = {
  bfloat16: "bf16",
  fp8: "fp8",
  fp8_block: "fp8-block",
  nvfp4: "nvfp4",
  int4_wo: "int4",
  w4a16_mxfp4: "mxfp4",
  w4a8_mxfp4_mxfp8: "mxfp4-mxfp8",
} as const;

export function formatOf(row: Row, column: string): (typeof formats)[keyof typeof formats] | undefined {
  const name = textOf(row, column);
  return Object.entries(formats).find(([theirs]) => theirs === name)?.[1];
}

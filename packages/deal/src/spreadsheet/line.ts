/** Lines of a workbook: an input, a figure, or a row of months, whatever sheet and row they come to stand in. */
import type { Figure } from "../result.ts";
import type { Formula } from "./formula.ts";

/** Why a value is pasted although something decides it: a model's answer, the median of a distribution, what a search found. */
export interface Pasted {
  readonly kind: "answer" | "median" | "search";
  readonly why: string;
}

/** What a line computes. Values are as a spreadsheet has them: dates are serial numbers, true is 1. */
export interface Line {
  readonly id: string;
  /** Pasted values, one value by formula, or one formula for every month. */
  readonly part: "input" | "figure" | "month";
  readonly kind: "number" | "date" | "boolean";
  /** Of a working, the figure that it belongs to. */
  readonly path: string;
  /** What a working is; a figure's line has none. */
  readonly working?: string;
  /** Absent where the value is pasted. */
  readonly formula?: Formula;
  /** What stands before the first month, where a formula reads the month before. */
  readonly opening?: Formula;
  /** What stands after the last month, where a formula reads the month after. */
  readonly closing?: Formula;
  /** Pasted value. */
  readonly value?: number;
  readonly pasted?: Pasted;
}

/** Where a line comes from, for people. */
export interface Provenance {
  readonly says: string;
  readonly because: string;
  readonly of: Figure["kind"] | "calendar";
  /** Unit; empty for a plain number. */
  readonly unit: string;
  /** The formula in the deal's language. */
  readonly written: string;
  /** Claims and catalogue figures that it rests on. */
  readonly claims: readonly string[];
  /** Sources of those. */
  readonly sources: readonly string[];
  readonly key: boolean;
  /** Of an uncertain input: its family, and the points that it stays under with 5, 50 and 95 percent. */
  readonly spread?: { readonly family: string; readonly points: readonly [number, number, number] };
}

export interface WorkbookLine extends Line, Provenance {
  /** What we compute in the median case, one value or one a month; a working has none. */
  readonly expected?: readonly number[];
}

/** The two parties' cash of a contract, by line. */
export interface ContractViews {
  readonly contract: string;
  readonly views: readonly [string, string];
}

export interface Spreadsheet {
  /** First days of the months and the day after the last one, as serial numbers. */
  readonly starts: readonly number[];
  /** In the order in which people read them: workings stand before the figure that needs them. */
  readonly lines: readonly WorkbookLine[];
  readonly contracts: readonly ContractViews[];
}

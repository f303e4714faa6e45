/** Columns of samples into the figures of a result. */
import {
  formatDate,
  parseDate,
  summarise,
  typeName,
  type Column,
  type Quantity,
  type Summary,
} from "@underwatt/engine";
import type { Cell, Figure } from "./result.ts";

/** The numbers of a figure: everything of it that comes from samples. */
export type Numbers = Pick<
  Figure,
  | "unit"
  | "uncertain"
  | "value"
  | "series"
  | "p5"
  | "p10"
  | "p50"
  | "p90"
  | "p95"
  | "mean"
  | "se"
  | "errors"
  | "undefined"
>;

/** The days that have a name of four digits for the year; any other is never. */
const [firstDay, lastDay] = [parseDate("0000-01-01") ?? 0, parseDate("9999-12-31") ?? 0];

const names = ["p5", "p10", "p50", "p90", "p95", "mean"] as const;
type Statistic = (typeof names)[number];

/** Summarises one quantity's column. A test's numbers are its probability; a date's are ISO days. */
export function summariseColumn(quantity: Quantity, column: Column, replicates: number): Numbers {
  const { type, random, series } = quantity;
  const months = Array.from({ length: column.months }, (_, month) => {
    const values = column.data.subarray(month * column.samples, (month + 1) * column.samples);
    return summarise(values, column.samples === 1 ? 1 : replicates);
  });
  const number = (value: number): Cell => (Number.isFinite(value) ? value : null);
  const cell = (value: number): Cell => {
    if (!Number.isFinite(value) || type.kind !== "date") return number(value);
    const day = Math.round(value);
    return day >= firstDay && day <= lastDay ? formatDate(day) : null;
  };
  const isTest = type.kind === "boolean";
  const value = (of: Summary, name: Statistic): Cell => cell(isTest ? of.mean : of[name]);
  const error = (of: Summary, name: Statistic): Cell => number(isTest || name === "mean" ? of.se : of.errors[name]);
  const lacking = Math.max(...months.map((month) => month.undefinedShare));
  const shape = <T>(of: (summary: Summary) => T): T | T[] => {
    const all = months.map(of);
    return !series && all[0] !== undefined ? all[0] : all;
  };
  const all = (of: (summary: Summary, name: Statistic) => Cell): Record<Statistic, Cell | Cell[]> => {
    const one = (name: Statistic): Cell | Cell[] => shape((summary) => of(summary, name));
    return { p5: one("p5"), p10: one("p10"), p50: one("p50"), p90: one("p90"), p95: one("p95"), mean: one("mean") };
  };
  const statistics = all(value);
  const median = statistics.p50;
  return {
    unit: isTest ? "probability" : typeName(type),
    uncertain: random,
    ...(lacking > 0 ? { undefined: lacking } : {}),
    ...(Array.isArray(median) ? { series: median } : { value: median }),
    ...statistics,
    se: shape((summary) => number(summary.se)),
    ...(random ? { errors: { degrees: replicates - 1, ...all(error) } } : {}),
  };
}

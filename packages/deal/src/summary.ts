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
  "unit" | "uncertain" | "value" | "series" | "p5" | "p10" | "p50" | "p90" | "p95" | "mean" | "se" | "undefined"
>;

/** The days that have a name of four digits for the year; any other is never. */
const [firstDay, lastDay] = [parseDate("0000-01-01") ?? 0, parseDate("9999-12-31") ?? 0];

const statistics = ["p5", "p10", "p50", "p90", "p95", "mean", "se"] as const;

/** Summarises one quantity's column. A test's numbers are its probability; a date's are ISO days. */
export function summariseColumn(quantity: Quantity, column: Column, replicates: number): Numbers {
  const { type } = quantity;
  const months = Array.from({ length: column.months }, (_, month) => {
    const values = column.data.subarray(month * column.samples, (month + 1) * column.samples);
    return summarise(values, column.samples === 1 ? 1 : replicates);
  });
  const [first] = months;
  if (first === undefined) throw new Error("a column has at least one month");
  const cell = (value: number, isSpread = false): Cell => {
    if (!Number.isFinite(value)) return null;
    if (type.kind !== "date" || isSpread) return value;
    const day = Math.round(value);
    return day >= firstDay && day <= lastDay ? formatDate(day) : null;
  };
  const pick = (of: Summary, name: (typeof statistics)[number]): Cell => {
    if (type.kind === "boolean" && name !== "se") return cell(of.mean);
    return cell(of[name], name === "se");
  };
  const unit = type.kind === "boolean" ? "probability" : typeName(type);
  const lacking = Math.max(...months.map((month) => month.undefinedShare));
  const common = { unit, uncertain: quantity.random, ...(lacking > 0 ? { undefined: lacking } : {}) };
  const stack = (name: (typeof statistics)[number]): Cell[] => months.map((month) => pick(month, name));
  if (quantity.series) {
    return {
      ...common,
      series: stack("p50"),
      p5: stack("p5"),
      p10: stack("p10"),
      p50: stack("p50"),
      p90: stack("p90"),
      p95: stack("p95"),
      mean: stack("mean"),
      se: stack("se"),
    };
  }
  const one = (name: (typeof statistics)[number]): Cell => pick(first, name);
  return {
    ...common,
    value: one("p50"),
    p5: one("p5"),
    p10: one("p10"),
    p50: one("p50"),
    p90: one("p90"),
    p95: one("p95"),
    mean: one("mean"),
    se: one("se"),
  };
}

/** The kinds of value that deal keys hold. */
import { parseDate } from "@underwatt/engine";
import { z } from "zod";

/** A formula as text, or a bare number or truth value, which are formulas too. */
export const formula = z
  .union([z.string().min(1).max(4000), z.number(), z.boolean()], {
    error: "expected a formula: a number with a unit, an interval, a name or an expression",
  })
  .meta({ title: "formula" });
export type FormulaText = z.infer<typeof formula>;

/** Letters, digits, hyphens: what a path segment may be. */
export const namePattern = /^[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*$/;

export const name = z.string().regex(namePattern, { error: "expected a name of letters, digits and single hyphens" });

/** A record keyed by names. */
export function named<T extends z.ZodType>(value: T): z.ZodRecord<typeof name, T> {
  return z.record(name, value);
}

/** `2026-05-09`, or `2026-05` where a month will do. */
export const date = z
  .string({ error: "expected a date such as 2026-05-09" })
  .regex(/^\d{4}-\d{2}(?:-\d{2})?$/, { error: "expected a date such as 2026-05-09", abort: true })
  .refine((text) => parseDate(text) !== undefined, { error: "expected a day that the calendar has" })
  .meta({ title: "date" });

export const text = z.string({ error: "expected text" });

/** One name or a list of them. */
export const oneOrMore = z.union([text, z.array(text).min(1)], { error: "expected a name or a list of names" });

/** `yes` and `no` are text in YAML 1.2; people write them all the same. */
export const flag = z
  .union([z.boolean(), z.enum(["yes", "no"])], { error: "expected yes or no" })
  .transform((value) => value === true || value === "yes");

/** Values of options, read from what was typed; what does not fit is refused with an example of what would. */
import { InvalidArgumentError } from "@commander-js/extra-typings";

export function count(text: string): number {
  const value = /^\d[\d_]*$/.test(text) ? Number(text.replaceAll("_", "")) : NaN;
  if (!Number.isInteger(value) || value < 1 || value > 100_000_000)
    throw new InvalidArgumentError("expected a whole number from 1 to 100,000,000");
  return value;
}

export function seedNumber(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isInteger(value) || value > 0xffffffff)
    throw new InvalidArgumentError("expected a whole number from 0 to 4294967295");
  return value;
}

export function share(text: string): number {
  const [, number, percent] = /^(\d*\.?\d+)\s*(%?)$/.exec(text) ?? [];
  const value = Number(number) / (percent === "%" ? 100 : 1);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError("expected a share such as 1% or 0.01");
  return value;
}

const spans = { s: 1, min: 60, h: 3600, day: 86_400 } as const;

/** Seconds of a longer time. */
export function timeSpan(text: string): number {
  const [, number, unit] = /^(\d*\.?\d+)\s*(s|min|h|day)$/.exec(text.trim()) ?? [];
  const value = Number(number) * (unit === "s" || unit === "min" || unit === "h" || unit === "day" ? spans[unit] : NaN);
  if (!(value > 0)) throw new InvalidArgumentError("expected a time such as 30min, 24h or 7day");
  return value;
}

/** Seconds. */
export function duration(text: string): number {
  const [, number, unit] = /^(\d*\.?\d+)\s*(ms|s)$/.exec(text.trim()) ?? [];
  const value = Number(number) * (unit === "ms" ? 1e-3 : 1);
  if (!(value > 0)) throw new InvalidArgumentError("expected a duration such as 40ms or 2s");
  return value;
}

export function setting(text: string, before: ReadonlyMap<string, string> | undefined): ReadonlyMap<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("expected path=value, such as claims.rate='1.60 USD/GPU/h'");
  return new Map([...(before ?? []), [text.slice(0, at).trim(), text.slice(at + 1).trim()]]);
}

/** An accelerator, and how many times as fast as it another one is. */
export function anchor(text: string): { readonly accelerator: string; readonly ratio: number } {
  const [, accelerator, number] = /^([^=]+)=(\d*\.?\d+)$/.exec(text.trim()) ?? [];
  const ratio = Number(number);
  if (accelerator === undefined || !(ratio > 0))
    throw new InvalidArgumentError("expected an accelerator and a ratio above 0, such as GB200=1.19");
  return { accelerator: accelerator.trim(), ratio };
}

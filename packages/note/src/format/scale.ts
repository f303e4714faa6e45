/** The words of large amounts. */
import { roundTo } from "./number.ts";

export interface Scale {
  readonly factor: number;
  /** Empty for ones. */
  readonly word: "" | "million" | "billion" | "trillion";
}

export const ones: Scale = { factor: 1, word: "" };

const scales: readonly Scale[] = [
  { factor: 1e12, word: "trillion" },
  { factor: 1e9, word: "billion" },
  { factor: 1e6, word: "million" },
];

/** The scale a deal-maker would say a value in; from a thousand trillion on, nobody does, and powers of ten are clearer. */
export function scaleOf(value: number): Scale {
  // Rounded first, or 999,999,600 would read 1,000 million.
  const size = Math.abs(Number.isFinite(value) ? roundTo(value, 4) : 0);
  if (size >= 1e15) return ones;
  return scales.find(({ factor }) => size >= factor) ?? ones;
}

/** `billion USD/yr`; either part may be empty. */
export function scaledUnit(scale: Scale, unit: string): string {
  return [scale.word, unit].filter((part) => part !== "").join(" ");
}

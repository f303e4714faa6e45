/** A value axis with round ticks. */
import { formatDecimals } from "../format/number.ts";

export interface LinearScale {
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  /** Position of a value, in pixels. */
  at(value: number): number;
}

/**
 * Covers all values, ends on ticks, and starts at zero when zero is not far.
 * @param pixels where the low and the high end stand
 * @param most ticks wanted
 */
export function linearScale(values: readonly number[], pixels: readonly [number, number], most = 6): LinearScale {
  const [low, high] = domain(values);
  const step = niceStep((high - low) / most);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  const at = (value: number): number => {
    const share = (value / step - first) / (last - first);
    return Math.round((pixels[0] + share * (pixels[1] - pixels[0])) * 10) / 10;
  };
  // 2.5 has a digit more than its power of ten.
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9) + (/^2\.?5/.test(step.toExponential()) ? 1 : 0));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => {
    const value = (first + index) * step;
    return { at: at(value), text: formatDecimals(value, decimals) };
  });
  return { ticks, at };
}

const smallest = 1e-290;

function domain(values: readonly number[]): [number, number] {
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (values.length === 0) return [0, 1];
  if (low > 0 && low < 0.5 * high) low = 0;
  if (high < 0 && high > 0.5 * low) high = 0;
  // A span too small for its place on the number line, or for the line itself, cannot be divided into steps.
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > Math.max(size * 1e-9, smallest)) return [low, high];
  const margin = size > smallest ? size * 0.1 : 1;
  return [low - margin, high + margin];
}

/** The next of 1, 2, 2.5, 5 times a power of ten. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 2.5, 5].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
}

/** What questions about open layouts have in common. */
import type { OperatingPoint, ServiceLevel } from "@underwatt/compute";

/** Width of the range of answer lengths over their mean, as in the benchmarks that the model was fitted to. */
export const usualSpread = 0.2;

/** Which limit no point keeps, and how close any comes. */
export function closest(
  points: readonly Pick<OperatingPoint, "estimate">[],
  { ttft = Infinity }: ServiceLevel,
): string {
  const least = (from: readonly Pick<OperatingPoint, "estimate">[], metric: "ttft" | "tpot"): string =>
    `${(1000 * from.reduce((low, { estimate }) => Math.min(low, estimate[metric].value), Infinity)).toPrecision(3)} ms`;
  const prompt = points.filter(({ estimate }) => estimate.ttft.value <= ttft);
  if (prompt.length === 0)
    return `no layout gives a first token in time; the fastest takes ${least(points, "ttft")} on average`;
  return `no layout keeps the time per output token; the fastest takes ${least(prompt, "tpot")} on average`;
}

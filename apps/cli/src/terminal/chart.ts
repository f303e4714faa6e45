/** Small charts in text. */

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const levels = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** A bar of `share` (0..1) of `width` cells. */
export function bar(share: number, width: number): string {
  const cells = Math.max(0, Math.min(1, share)) * width;
  const whole = Math.floor(cells);
  return "█".repeat(whole) + (eighths[Math.round((cells - whole) * 8) % 8] ?? "");
}

/** One character a value, from the smallest to the largest; a series longer than `width` is averaged. */
export function sparkline(values: readonly number[], width: number): string {
  const size = Math.max(1, Math.ceil(values.length / width));
  const points: number[] = [];
  for (let start = 0; start < values.length; start += size) {
    const part = values.slice(start, start + size);
    points.push(part.reduce((sum, value) => sum + value, 0) / part.length);
  }
  const low = Math.min(0, ...points);
  const high = Math.max(0, ...points);
  if (high === low) return (levels[0] ?? "").repeat(points.length);
  return points.map((value) => levels[Math.round(((value - low) / (high - low)) * (levels.length - 1))] ?? "").join("");
}

/** p5 to p95 as a thin line, p10 to p90 thick, the median a dot, on a scale from `low` to `high`. */
export function intervalBar(
  { p5, p10, p50, p90, p95 }: Readonly<Record<"p5" | "p10" | "p50" | "p90" | "p95", number>>,
  width: number,
): string {
  const [low, high] = [Math.min(p5, p50), Math.max(p95, p50)];
  if (!(high > low)) return "●";
  const cell = (value: number): number => Math.round(((value - low) / (high - low)) * (width - 1));
  const line = Array.from({ length: width }, () => " ");
  for (let at = cell(p5); at <= cell(p95); at++) line[at] = "─";
  for (let at = cell(p10); at <= cell(p90); at++) line[at] = "━";
  line[cell(p50)] = "●";
  return line.join("").trimEnd();
}

/** What stands above the tables of every analysis. */
import type { Result } from "@underwatt/deal";
import { faint, heading, style } from "./style.ts";
import { wrap } from "./table.ts";

/** The deal, how the run was made, and what it supposes. */
export function headLines(
  { title, as_of: day, run }: { title: string; as_of: string; run: Settings & { seed: number; samples?: number } },
  width: number,
): string[] {
  const samples = run.samples === undefined ? "" : ` · ${counted(run.samples, "sample")}`;
  return [
    ...wrap(title, width).map(heading),
    faint(`as of ${day}${samples} · seed ${run.seed}`),
    ...settingLines(run, width),
  ];
}

type Settings = Pick<Result["run"], "scenario" | "set">;

/** The scenario, and what was set by hand. */
export function settingLines({ scenario, set = {} }: Settings, width: number): string[] {
  const parts = [
    ...(scenario === undefined ? [] : [`scenario ${scenario}`]),
    ...Object.entries(set).map(([path, value]) => `${path} = ${value}`),
  ];
  return parts.length === 0 ? [] : wrap(parts.join("; "), width).map((line) => style("yellow", line));
}

/** What a table is of: its name on a line, and what it is below. */
export function titleLines(name: string, says: string | undefined, width: number): string[] {
  return [...wrap(name, width).map(heading), ...(says === undefined ? [] : wrap(says, width))];
}

export function warningLines(warnings: readonly string[], width: number): string[] {
  return warnings.flatMap((warning) => wrap(`warning: ${warning}`, width).map((line) => style("yellow", line)));
}

/** `1 sample`, `10,000 samples`. */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
}

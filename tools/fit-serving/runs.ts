/** The runs of a table of measurements that are to be fitted and scored. */
import { readFileSync } from "node:fs";
import { readRun, type MeasuredRun } from "@underwatt/compute";
import { acceleratorSpec, architectureOf } from "@underwatt/deal";
import { openCatalog } from "@underwatt/runtime";
import { parse } from "csv-parse/sync";

/** Rows marked as scored; those that cannot be expressed are listed on the way. */
export function scoredRuns(file: string): MeasuredRun[] {
  const rows: Record<string, string>[] = parse(readFileSync(file), { columns: true, bom: true });
  const { catalog } = openCatalog();
  const names = {
    accelerator: (name: string) => acceleratorSpec(name, catalog)?.accelerator,
    architecture: (name: string) => architectureOf(name, catalog),
  };
  const runs: MeasuredRun[] = [];
  for (const row of rows) {
    if (row["scored"] !== "1") continue;
    const reading = readRun(row, names);
    if ("run" in reading) runs.push(reading.run);
    else console.log(`left out: ${reading.id}: ${reading.reason}`);
  }
  return runs;
}

/** The runs of a table of training measurements that are to be fitted and scored. */
import { readFileSync } from "node:fs";
import {
  readTrainingRun,
  searchLayouts,
  softwareOf,
  stepOf,
  trainingStartingConstants,
  type MeasuredTraining,
} from "@underwatt/compute";
import { acceleratorSpec, architectureOf } from "@underwatt/deal";
import { openCatalog } from "@underwatt/runtime";
import { parse } from "csv-parse/sync";

/** Published systems that the fitted model is judged by: never fitted. */
const judges = [/Llama 3 Herd/, /MegaScale/, /DeepSeek-V3/, /PaLM/];

/** Runs with a measured speed; those that cannot be expressed are counted by reason. */
export function measuredRuns(file: string): MeasuredTraining[] {
  const rows: Record<string, string>[] = parse(readFileSync(file), { columns: true, bom: true });
  const { catalog } = openCatalog();
  const constants = trainingStartingConstants();
  const names = {
    accelerator: (name: string) => acceleratorSpec(name, catalog)?.accelerator,
    architecture: (name: string) => architectureOf(name, catalog),
    layOut: (open: Parameters<typeof searchLayouts>[0]) =>
      searchLayouts(open, (job) => stepOf(job, constants, softwareOf(open.accelerator, {})).seconds, 1).best[0]?.job,
  };
  const reasons = new Map<string, number>();
  const leave = (reason: string): void => void reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const runs: MeasuredTraining[] = [];
  for (const row of rows) {
    const reading = readTrainingRun(row, names);
    if (!("run" in reading)) leave(reading.reason);
    else if (Number.isNaN(reading.run.tokensPerSecond)) leave("no measured tokens a second");
    else if (judges.some((judge) => judge.test(reading.run.source))) leave("kept to judge by");
    else runs.push(reading.run);
  }
  for (const [reason, count] of reasons) console.log(`left out, ${count}: ${reason}`);
  return runs;
}

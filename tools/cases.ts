/**
 * `npm run cases -- FILE.csv`: puts every published case in the file to the function it names.
 * Exit 0 if none fails, 1 if one does, 2 if the file cannot be read.
 */

import { readFileSync } from "node:fs";
import { checkCase, financeAnswers, readCases, type Case } from "../packages/finance/src/cases.contract.ts";

process.exitCode = main(process.argv[2]);

function main(file: string | undefined): number {
  if (file === undefined) {
    console.error("usage: npm run cases -- FILE.csv");
    return 2;
  }
  let cases: Case[];
  try {
    cases = readCases(readFileSync(file, "utf8"));
  } catch (error) {
    console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  const count = { passed: 0, failed: 0, unknown: 0 };
  const skipped = new Set<string>();
  for (const row of cases) {
    const { verdict, got, why } = checkCase(row, financeAnswers);
    count[verdict]++;
    if (verdict === "unknown") skipped.add(row.function);
    if (verdict === "failed") {
      const what = why ?? `got ${String(got)}, expected ${JSON.stringify(row.expected)} ± ${String(row.tolerance)}`;
      console.log(`${row.id} ${row.function}: ${what} (${row.source})`);
    }
  }
  const names = skipped.size > 0 ? `: ${[...skipped].join(", ")}` : "";
  console.log(
    `${String(count.passed)} passed, ${String(count.failed)} failed, ${String(count.unknown)} not of this kind${names}`,
  );
  return count.failed > 0 ? 1 : 0;
}

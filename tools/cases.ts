/**
 * `npm run cases -- FILE.csv`: puts every published case in the file to the function it names. What can only be estimated
 * may differ by more than the case tolerates, as long as its own 99 % interval allows; such a case says so.
 * Exit 0 if none fails, 1 if one does, 2 if the file cannot be read.
 */

import { readFileSync } from "node:fs";
import { checkEstimate } from "./estimated-cases.ts";
import { checkCase, financeAnswers, readCases, type Case } from "../packages/finance/src/cases.contract.ts";

process.exitCode = await main(process.argv[2]);

async function main(file: string | undefined): Promise<number> {
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
    const { verdict, said } = await outcomeOf(row);
    count[verdict]++;
    if (verdict === "unknown") skipped.add(row.function);
    if (said !== undefined) console.log(`${row.id} ${row.function}: ${said} (${row.source})`);
  }
  const names = skipped.size > 0 ? `: ${[...skipped].join(", ")}` : "";
  console.log(
    `${String(count.passed)} passed, ${String(count.failed)} failed, ${String(count.unknown)} not of this kind${names}`,
  );
  return count.failed > 0 ? 1 : 0;
}

/** How a case came out, and what there is to say about it. */
async function outcomeOf(row: Case): Promise<{ verdict: "passed" | "failed" | "unknown"; said?: string }> {
  const wanted = `expected ${JSON.stringify(row.expected)} ± ${row.tolerance}`;
  const exact = checkCase(row, financeAnswers);
  if (exact.verdict === "failed")
    return { verdict: "failed", said: exact.why ?? `got ${String(exact.got)}, ${wanted}` };
  if (exact.verdict === "passed") return { verdict: "passed" };
  const { verdict, byInterval, got } = await checkEstimate(row);
  if (verdict === "failed") return { verdict, said: `got ${got}, ${wanted}` };
  return byInterval ? { verdict, said: `passed, judged by the 99 % interval: got ${got}, ${wanted}` } : { verdict };
}

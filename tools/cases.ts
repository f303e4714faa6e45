/**
 * `npm run cases -- FILE.csv`: puts every published case in the file to the function it names. What can only be estimated
 * may differ by more than the case tolerates, as long as its own 99 % interval allows; such cases are named at the end.
 * Prints a line for each case that fails or names a function we do not have, and a count.
 * Exit 0 if all pass, 1 if one does not, 2 if the file cannot be read.
 */

import { readFileSync } from "node:fs";
import { readCases, type Case } from "../packages/finance/src/cases/case.contract.ts";
import { checkCase, type Outcome } from "../packages/finance/src/cases/check.contract.ts";
import { financeAnswers } from "../packages/finance/src/cases/finance-answers.contract.ts";
import { distributionAnswers } from "./distribution-cases.ts";
import { checkEstimate } from "./estimated-cases.ts";

const exactAnswers = { ...financeAnswers, ...distributionAnswers };

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
  const byInterval: string[] = [];
  for (const row of cases) {
    const outcome = await outcomeOf(row);
    count[outcome.verdict]++;
    if (outcome.byInterval === true) byInterval.push(row.id);
    if (outcome.why !== undefined) console.log(`${row.id} ${row.function}: ${outcome.why} (${row.source})`);
  }
  if (byInterval.length > 0)
    console.log(`estimates, passed by their own 99 % interval rather than the tolerance: ${byInterval.join(", ")}`);
  const unknown = count.unknown > 0 ? `, ${String(count.unknown)} of functions we do not have` : "";
  console.log(`${String(count.passed)} passed, ${String(count.failed)} failed${unknown}, of ${String(cases.length)}`);
  return count.passed === cases.length ? 0 : 1;
}

/** How a case came out; why, unless it passed. */
async function outcomeOf(row: Case): Promise<Outcome & { byInterval?: boolean }> {
  const exact = checkCase(row, exactAnswers);
  if (exact.verdict !== "unknown") return exact;
  const { verdict, byInterval, got } = await checkEstimate(row);
  if (verdict === "unknown") return { verdict, why: "we have no function of this name: not checked" };
  if (verdict === "passed") return { verdict, byInterval };
  return { verdict, why: `got ${got}, expected ${JSON.stringify(row.expected)} ± ${row.tolerance}` };
}

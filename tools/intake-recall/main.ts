/**
 * `npm run intake:recall -- SEEDS LEDGER [DEAL]`: recall and precision of intake on a folder of documents, against a ledger of
 * claims that people took from them; with a deal that has these claims, how often they are known again. Definitions: docs/evidence.md, "Intake".
 */
import { fileURLToPath } from "node:url";
import { findDeal, openDeal } from "@underwatt/runtime";
import { judgementsFile, readJudgements, verdicts } from "./judgements.ts";
import { knownAgain, measure, type Recalled } from "./measure.ts";

const [seeds, ledger, deal] = process.argv.slice(2);
if (seeds === undefined || ledger === undefined) {
  console.error("usage: npm run intake:recall -- SEEDS LEDGER [DEAL]");
  process.exitCode = 2;
} else report(seeds, ledger, deal);

function report(folder: string, file: string, dealPath: string | undefined): void {
  const { recalled, findings } = measure(folder, file);
  const all = recalled.length;
  const same = recalled.filter(({ fit }) => fit === "same");
  const short = recalled.filter(({ fit }) => fit === "short");
  console.log(`recall: ${all} numeric claims, each in each document that prints it`);
  console.log(`  found with its unit            ${ratio(same.length, all)}`);
  console.log(`  found, unit without its "per"  ${ratio(short.length, all)}  ${names(short)}`);
  for (const [miss, missed] of Map.groupBy(
    recalled.filter(({ fit }) => fit === undefined),
    (each) => each.miss,
  ))
    console.log(`  missed, ${`${miss}`.padEnd(22)} ${ratio(missed.length, all)}  ${names(missed)}`);
  const printed = recalled.filter(({ miss }) => miss !== "a number in a list" && miss !== "not printed in digits");
  console.log(`  of those printed as quantities ${ratio(same.length, printed.length)} with the unit`);
  const agreeing = same.filter(({ gradeAgrees }) => gradeAgrees);
  console.log(`  proposed grade is the ledger's ${ratio(agreeing.length, same.length)}`);
  const judgements = readJudgements(fileURLToPath(judgementsFile));
  const judged = findings.flatMap(({ key }) => judgements.get(key) ?? []);
  console.log(`precision: ${findings.length} findings, ${judged.length} of them judged by hand`);
  for (const verdict of verdicts)
    console.log(`  ${verdict.padEnd(30)} ${ratio(judged.filter((each) => each === verdict).length, judged.length)}`);
  console.log(
    `  match a claim of the ledger    ${ratio(findings.filter(({ isInLedger }) => isInLedger).length, findings.length)}`,
  );
  for (const { key } of findings) if (!judgements.has(key)) console.log(`  not judged: ${key}`);
  const opened = dealPath === undefined ? undefined : openDeal(findDeal(dealPath)).deal;
  if (opened === undefined) return;
  const { known, named, claimed, wrong } = knownAgain(folder, findings, opened);
  console.log(`claims known again: ${known} findings fit a claim of the deal`);
  console.log(`  named among their duplicates   ${ratio(named, known)}`);
  console.log(`  duplicates that all miss       ${ratio(wrong.length, claimed)}`);
  for (const each of wrong) console.log(`    ${each}`);
}

function ratio(part: number, whole: number): string {
  return `${String(part).padStart(4)} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;
}

function names(recalled: readonly Recalled[]): string {
  return [...new Set(recalled.map(({ claim }) => claim.id))].join(", ");
}

/**
 * Our errors on training speed beside Calculon's, on the same runs:
 *
 *   npm run bench:training-calculon -- TABLE.csv PREDICTIONS.csv [MORE.csv]
 *
 * TABLE has the columns of docs/training.md. PREDICTIONS has ours, `id,prediction` in tokens/s per accelerator, as
 * `npm run fit:training -- TABLE.csv PREDICTIONS.csv` writes them: each run by a fit without its model on its chip. MORE has those of runs
 * that PREDICTIONS lacks since no fit uses them, as `underwatt validate training TABLE.csv --out MORE.csv` writes them. Calculon's were
 * recorded by run.py.
 */
import { join } from "node:path";
import { readCsvTable } from "@underwatt/runtime";

const [table, predictions, more] = process.argv.slice(2);
if (table === undefined || predictions === undefined) {
  console.error("usage: npm run bench:training-calculon -- TABLE.csv PREDICTIONS.csv [MORE.csv]");
  process.exit(2);
}

interface Pair {
  readonly kind: string;
  /** Absolute errors, shares of what was measured. */
  readonly ours: number;
  readonly calculon: number;
}

const recorded = readCsvTable(join(import.meta.dirname, "recorded.csv"), ["id", "class", "tokens_per_s_per_gpu"]).rows;
const measured = speedsOf(table, "tokens_per_s_per_gpu");
const predicted = new Map(
  [more, predictions].flatMap((file) => (file === undefined ? [] : [...speedsOf(file, "prediction")])),
);
const pairs: Pair[] = recorded.flatMap(({ cells }) => {
  const id = cells["id"] ?? "";
  const truth = measured.get(id);
  const our = predicted.get(id);
  if (truth === undefined || our === undefined) return [];
  const errorOf = (speed: number): number => Math.abs(speed / truth - 1);
  const calculon = errorOf(Number(cells["tokens_per_s_per_gpu"]));
  return [{ kind: cells["class"] ?? "", ours: errorOf(our), calculon }];
});
if (pairs.length < recorded.length)
  console.log(
    `${recorded.length - pairs.length} of ${recorded.length} recorded runs have no measured or no predicted speed here`,
  );

console.log(`${"errors, %".padEnd(30)} runs   ours median  mean   Calculon median  mean   ratio of medians  means`);
for (const kind of new Set(pairs.map((pair) => pair.kind)))
  report(
    kind,
    pairs.filter((pair) => pair.kind === kind),
  );
report(
  "all but further",
  pairs.filter(({ kind }) => !kind.endsWith("further")),
);
report("all", pairs);

function speedsOf(path: string, column: string): ReadonlyMap<string, number> {
  const { rows } = readCsvTable(path, ["id", column]);
  const speeds = rows.map(({ cells }): [string, number] => [cells["id"] ?? "", Number(cells[column])]);
  return new Map(speeds.filter(([, speed]) => speed > 0));
}

function report(name: string, found: readonly Pair[]): void {
  const ours = summary(found.map((pair) => pair.ours));
  const calculon = summary(found.map((pair) => pair.calculon));
  const cells = [
    percent(ours.median).padStart(14),
    percent(ours.mean).padStart(6),
    percent(calculon.median).padStart(17),
    percent(calculon.mean).padStart(6),
    (calculon.median / ours.median).toFixed(1).padStart(18),
    (calculon.mean / ours.mean).toFixed(1).padStart(6),
  ];
  console.log(`${name.padEnd(30)} ${String(found.length).padStart(4)}${cells.join("")}`);
}

function summary(errors: readonly number[]): { readonly median: number; readonly mean: number } {
  const sorted = errors.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
  return { median, mean: errors.reduce((sum, error) => sum + error, 0) / errors.length };
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

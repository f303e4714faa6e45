/**
 * How a large deal fares: 2,000 claims and 1,000 formulas, read, checked and run with 10,000 samples.
 * Peers in the same run: the bare YAML parser for reading, and the same arithmetic written by hand in JavaScript, one sample
 * after the other, for running. Medians of five.
 */
import { prepare, readDeal, runDeal, type DealText, type Prepared } from "@underwatt/deal";
import { openCatalog } from "@underwatt/runtime";
import { parse } from "yaml";

const claims = 2000;
const formulas = 1000;
const samples = 10_000;
const repeats = 5;

/** Every tenth formula is a series over 60 months; each sums three quantities before it. */
function largeDeal(): string {
  const lines = [
    "deal: large",
    "as_of: 2026-05-09",
    "calendar: { start: 2026-05, months: 60 }",
    "currency: USD",
    "sources: { s: { publisher: S, date: 2026-05-01, role: press } }",
    "claims:",
  ];
  for (let i = 0; i < claims; i++) {
    const value = i % 10 === 0 ? `${1 + (i % 7)} to ${9 + (i % 5)} USD/GPU/h` : `${1 + (i % 13)} USD/GPU/h`;
    lines.push(
      `  c${i}: { is: ${value}, grade: reported, from: s, about: a${i}, quantity: q${i}, says: Claim number ${i}. }`,
    );
  }
  lines.push("model:");
  for (let i = 0; i < formulas; i++) lines.push(`  f${i}: ${formula(i)}`);
  return lines.join("\n");
}

const claimAt = (i: number, part: number): number => (i * 7 + part * 611) % claims;

function formula(i: number): string {
  const parts = `claims.c${claimAt(i, 0)} * 0.5 + claims.c${claimAt(i, 1)} / 3 + claims.c${claimAt(i, 2)}`;
  const earlier = i === 0 ? "" : ` + f${i - 1} * 0.1`;
  return i % 10 === 9
    ? `(${parts}${earlier}) * during(2026-06-01, 2030-01-01)`
    : i % 10 === 0
      ? parts
      : `${parts}${earlier}`;
}

/** The same numbers by hand, for given draws of the uncertain claims; series formulas over 60 months too. */
function byHand(values: readonly Float64Array[]): number {
  let check = 0;
  const months = new Float64Array(60);
  for (let sample = 0; sample < samples; sample++) {
    let before = 0;
    for (let i = 0; i < formulas; i++) {
      const at = (part: number): number => values[claimAt(i, part)]?.[sample] ?? 0;
      const parts = at(0) * 0.5 + at(1) / 3 + at(2) + (i % 10 === 0 ? 0 : before * 0.1);
      if (i % 10 === 9) for (let month = 1; month < 44; month++) months[month] = parts;
      else before = parts;
    }
    check += before + (months[5] ?? 0);
  }
  return check;
}

function median(times: readonly number[]): number {
  return times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)] ?? NaN;
}

async function timed(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}

function opened(text: string): DealText {
  const { deal } = readDeal("deal.yaml", () => text);
  if (deal === undefined) throw new Error("the deal of the benchmark has mistakes");
  return deal;
}

function prepared(deal: DealText): Prepared {
  const preparation = prepare(deal, openCatalog().catalog, { samples, seed: 1 });
  if (!("prepared" in preparation)) throw new Error("the deal of the benchmark does not prepare");
  return preparation.prepared;
}

const text = largeDeal();
const deal = opened(text);
const ready = prepared(deal);
const values = Array.from({ length: claims }, (_, i) => {
  const step = ready.graph.quantities.get(`claims.c${i}`)?.step ?? 0;
  const input = ready.graph.program.steps[step];
  const column = new Float64Array(samples);
  return input?.kind === "certain" ? column.fill(input.column.data[0] ?? 0) : column.fill(5);
});

const rows = [
  ["read, with every place", await timed(() => opened(text)), "bare YAML parser", await timed(() => parse(text))],
  ["check: units, names, cycles", await timed(() => prepared(deal)), "", NaN],
  ["run and summarise", await timed(() => runDeal(ready)), "by hand, unsummarised", await timed(() => byHand(values))],
] as const;
for (const [what, ours, peer, theirs] of rows) {
  const ratio = Number.isNaN(theirs) ? "" : `  ${peer} ${theirs.toFixed(0)} ms, ratio ${(ours / theirs).toFixed(2)}`;
  console.log(`${what.padEnd(30)} ${ours.toFixed(0).padStart(6)} ms${ratio}`);
}
const whole = rows.reduce((sum, row) => sum + row[1], 0);
console.log(`${claims} claims, ${formulas} formulas, ${samples} samples: ${(whole / 1000).toFixed(2)} s in all`);

/** Runs the cases of a seed one after another and keeps one finding of each kind of fault. */
import type { Catalog, ServingBook } from "@underwatt/deal";
import { openCatalog, openServingBook, openTrainingBook } from "@underwatt/runtime";
import { caseAt, type Case } from "./case.ts";
import { kindOf, runCase } from "./run-case.ts";
import { shippedSeeds } from "./shipped-seeds.ts";
import { smaller } from "./shrink.ts";

/** The first case of a kind of fault, made smaller. */
export interface Finding {
  readonly index: number;
  readonly fault: string;
  readonly found: Case;
}

/** A case that took too long, as it was. */
export interface SlowCase {
  readonly index: number;
  readonly seconds: number;
  readonly found: Case;
}

/** What became of the cases. */
export interface Outcome {
  readonly cases: number;
  readonly ran: number;
  readonly refused: number;
  readonly findings: readonly Finding[];
  readonly slow: readonly SlowCase[];
  /** Where compiled and interpreted figures differ by rounding that grew or decided something. */
  readonly rounded: readonly string[];
}

/** A case of which any part takes longer than this is reported; the shipped deals are a hundred times as large. */
const slowSeconds = 2;
const slowSecondsShipped = 8;

/** A scenario of some small deals. */
const scenarios: ReadonlyMap<string, string> = new Map([
  ["lease", "cheap"],
  ["decided", "dear"],
]);

/** Answers at once: the small deals are about the language, and the shipped ones ask the model. */
export const quickBook: ServingBook = {
  hash: "quick",
  range: { input: [1, 9999], output: [1, 9999], perAccelerator: [1, 99] },
  answers: new Map(),
  solve: ({ input, output, slo: { tpot = 1 }, accelerator: { name } }) =>
    tpot < 0.001
      ? { unfit: "nothing is as fast" }
      : {
          best: {
            layout: "tp 2",
            accelerators: 2,
            concurrency: 9,
            ttft: input / 1e4,
            tpot: tpot / 2,
            throughput: 100 + output,
            low: 80 + output,
            high: 130 + output,
            support: "cell",
            remarks: input > 9999 ? [`nobody measured ${name}`] : [],
          },
        },
};

/** Runs `count` cases of a seed, and reports faults, slow cases and progress as lines. */
export async function fuzz(count: number, seed: number, report: (line: string) => void = () => {}): Promise<Outcome> {
  const whole: Catalog = { ...openCatalog().catalog, serving: openServingBook(), training: openTrainingBook() };
  const wanted = new Set(["nvidia-h100-sxm", "nvidia-h200-sxm"]);
  const small: Catalog = {
    ...whole,
    accelerators: new Map([...whole.accelerators].filter(([id]) => wanted.has(id))),
    serving: quickBook,
  };
  const shipped = shippedSeeds();
  const kinds = new Set<string>();
  const findings: Finding[] = [];
  const slow: SlowCase[] = [];
  const rounded: string[] = [];
  let ran = 0;
  for (let index = 0; index < count; index++) {
    const tried = caseAt(seed, index, shipped);
    const catalog = shipped.some(({ name }) => name === tried.seed) ? whole : small;
    const {
      ran: done,
      fault,
      longest,
      rounded: apart = [],
    } = await runCase(tried, catalog, index % 7 === 0 ? scenarios.get(tried.seed) : undefined);
    const { what, seconds } = longest;
    if (done) ran++;
    rounded.push(...apart.map((line) => `case ${index} (${tried.seed}): ${line}`));
    if (seconds > (catalog === whole ? slowSecondsShipped : slowSeconds)) {
      slow.push({ index, seconds, found: tried });
      report(`case ${index} (${tried.seed}) took ${seconds.toFixed(1)} s ${what}`);
    }
    if (fault !== undefined && !kinds.has(kindOf(fault))) {
      kinds.add(kindOf(fault));
      report(`case ${index} (${tried.seed}): ${fault}`);
      findings.push({ index, fault, found: await smaller(tried, fault, catalog) });
    }
    if ((index + 1) % 5000 === 0)
      report(`${index + 1} cases, ${ran} ran, ${findings.length} findings, ${slow.length} slow`);
  }
  return { cases: count, ran, refused: count - ran, findings, slow, rounded };
}

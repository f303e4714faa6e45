/**
 * How fast the best layout of a training job is found: `npm run bench:training`. The peer tries every layout of the same space in
 * the same process; the two take turns, must agree on the fastest step, and are timed by the processor's time. One thread.
 */
import {
  searchLayouts,
  softwareOf,
  stepOf,
  trainingStartingConstants,
  type Architecture,
  type OpenTraining,
  type TrainingJob,
} from "@underwatt/compute";
import { acceleratorSpec, architectureOf } from "@underwatt/deal";
import { openCatalog } from "@underwatt/runtime";
import { naiveSearch } from "./naive.ts";

const { catalog } = openCatalog();
const rounds = 21;

/** meta-llama/Llama-3.1-405B. */
const llama405b: Architecture = {
  name: "llama-3.1-405b",
  layers: 126,
  hidden: 16_384,
  vocabulary: 128_256,
  attention: { kind: "gqa", heads: 128, kvHeads: 8, headDim: 128 },
  dense: { layers: 126, intermediate: 53_248 },
};

const cases: readonly OpenTraining[] = [
  pretraining(modelNamed("llama-3.1-70b"), "H100", 512, { sequences: 512, length: 8192 }),
  pretraining(llama405b, "H100", 16_384, { sequences: 2048, length: 8192 }),
  pretraining(llama405b, "GB200", 1024, { sequences: 1024, length: 131_072 }),
  pretraining(modelNamed("deepseek-v3"), "H100", 2048, { sequences: 16_384, length: 4096 }),
];

for (const open of cases) {
  const constants = trainingStartingConstants();
  const software = softwareOf(open.accelerator, {});
  const secondsOf = (job: TrainingJob): number => stepOf(job, constants, software).seconds;
  const ours: number[] = [];
  const naive: number[] = [];
  for (let round = 0; round < rounds + 1; round++) {
    const begun = processorSeconds();
    const found = searchLayouts(open, secondsOf);
    const between = processorSeconds();
    const tried = naiveSearch(open, secondsOf);
    ours.push(between - begun);
    naive.push(processorSeconds() - between);
    if (found.considered !== tried.considered || (found.best[0]?.seconds ?? Infinity) !== tried.seconds)
      throw new Error(
        `${open.architecture.name}: ${found.considered} layouts, ${found.best[0]?.seconds} s; trying all, ${tried.considered}, ${tried.seconds} s`,
      );
    if (round > 0) continue;
    const { architecture, accelerator, accelerators } = open;
    console.log(
      `${architecture.name} on ${accelerators} ${accelerator.name}: ${found.considered} layouts, ${found.timed} timed; fastest ${JSON.stringify(found.best[0]?.job.layout ?? found.reason)}`,
    );
    console.log(`  first, not compiled yet: ${((ours[0] ?? 0) * 1000).toFixed(0)} ms`);
  }
  const mine = median(ours.slice(1));
  const all = median(naive.slice(1));
  const { considered, timed } = searchLayouts(open, secondsOf);
  console.log(
    `  ${(mine * 1000).toFixed(1)} ms, ${Math.round(considered / mine)} layouts a second, ${((mine / Math.max(1, timed)) * 1e6).toFixed(1)} µs for each that is timed; trying all ${(all * 1000).toFixed(0)} ms, ${(all / mine).toFixed(1)} times as long (medians of ${rounds})`,
  );
}

function pretraining(
  architecture: Architecture,
  accelerator: string,
  accelerators: number,
  batch: OpenTraining["batch"],
): OpenTraining {
  const chip = acceleratorSpec(accelerator, catalog)?.accelerator;
  if (chip === undefined) throw new Error(`the catalogue has no accelerator "${accelerator}"`);
  const rest = { framework: "megatron", format: "bf16", tuning: "full" } as const;
  return { architecture, accelerator: chip, accelerators, batch, ...rest };
}

function modelNamed(name: string): Architecture {
  const architecture = architectureOf(name, catalog);
  if (architecture === undefined) throw new Error(`the catalogue has no model "${name}"`);
  return architecture;
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

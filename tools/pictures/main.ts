/**
 * Draws the pictures of docs/serving.md from the catalogue's serving model. By hand, after a new fit:
 *
 *   npm run pictures [-- FILE.csv]
 *
 * With the table of measurements that the fit had (columns in docs/serving.md), also what is predicted of runs left out, which takes
 * two minutes; and it prints how many of them the intervals hold.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { metrics, quantisationOf, type Accelerator, type Architecture } from "@underwatt/compute";
import { acceleratorSpec, architectureOf } from "@underwatt/deal";
import { openCatalog, openServingModel } from "@underwatt/runtime";
import { groupFold, heldOut, quantile, ratios, type Prediction } from "../fit-serving/cross-validate.ts";
import { designOf } from "../fit-serving/design.ts";
import { scoredRuns } from "../fit-serving/runs.ts";
import { chosenScales, spreadsOf } from "../fit-serving/spreads.ts";
import { frontierPicture } from "./frontier.ts";
import { loopPicture } from "./loop.ts";
import { predictedPicture } from "./predicted.ts";
import { stepPicture } from "./step-parts.ts";

const folder = join(import.meta.dirname, "../../docs/pictures");
const { catalog } = openCatalog();
const model = openServingModel();

write(
  "serving-frontier.svg",
  frontierPicture(
    architecture("llama-3-1-70b"),
    [
      { label: "GB200", accelerator: accelerator("nvidia-gb200-nvl72"), hue: "three", dashes: "" },
      { label: "H200", accelerator: accelerator("nvidia-h200-sxm"), hue: "two", dashes: "9 4" },
      { label: "H100", accelerator: accelerator("nvidia-h100-sxm"), hue: "one", dashes: "3 3" },
    ],
    model,
  ),
);
const h200 = accelerator("nvidia-h200-sxm");
const deepseek = architecture("deepseek-v3");
write(
  "serving-step.svg",
  stepPicture(
    {
      architecture: deepseek,
      accelerator: h200,
      engine: "trtllm",
      quantisation: quantisationOf("fp8", deepseek, h200),
      workers: { count: 1, layout: { tp: 8, attentionDp: 1, expertTp: 8, expertEp: 1, pp: 1 } },
    },
    "DeepSeek-V3 in FP8 on eight H200, TensorRT-LLM, tensor parallel",
    model,
  ),
);

write("serving-loop.svg", loopPicture());

const file = process.argv[2];
if (file !== undefined) {
  const runs = scoredRuns(file);
  const found = heldOut(designOf(runs, model, spreadsOf(chosenScales)), runs, groupFold);
  write("serving-predicted.svg", predictedPicture(found));
  for (const metric of metrics) console.log(`${metric}: intervals of other folds hold ${coverage(found, metric)} %`);
}

/** Share of each fold's runs within the tenths of the other folds' errors, per cent. */
function coverage(found: readonly Prediction[], metric: (typeof metrics)[number]): string {
  const ratio = ratios[metric];
  const held = found.filter((one) => {
    const others = found
      .filter(({ run }) => groupFold(run) !== groupFold(one.run) && isApart(run) === isApart(one.run))
      .map(ratio)
      .sort((a, b) => a - b);
    return ratio(one) >= quantile(others, 0.1) && ratio(one) <= quantile(others, 0.9);
  });
  return ((100 * held.length) / found.length).toFixed(1);
}

function isApart({ deployment }: Prediction["run"]): boolean {
  return deployment.prefill !== undefined;
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
  console.log(`docs/pictures/${name}: ${Math.round(text.length / 1024)} KiB`);
}

function accelerator(name: string): Accelerator {
  return acceleratorSpec(name, catalog)?.accelerator ?? missing(name);
}

function architecture(name: string): Architecture {
  return architectureOf(name, catalog) ?? missing(name);
}

function missing(name: string): never {
  throw new Error(`the catalogue has no ${name}`);
}

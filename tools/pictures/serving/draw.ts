/** The pictures of docs/serving.md. */
import { metrics, quantisationOf } from "@underwatt/compute";
import { openServingModel, Unusable } from "@underwatt/runtime";
import { groupFold, heldOut, ratios } from "../../fit-serving/cross-validate.ts";
import { designOf } from "../../fit-serving/design.ts";
import { scoredRuns } from "../../fit-serving/runs.ts";
import { chosenScales, spreadsOf } from "../../fit-serving/spreads.ts";
import { accelerator, architecture } from "../catalogue.ts";
import { coverage } from "../coverage.ts";
import { frontierPicture } from "./frontier.ts";
import { loopPicture } from "./loop.ts";
import { predictedPicture } from "./predicted.ts";
import { stepPicture } from "./step-parts.ts";

/** Names of files and what they hold. @param file the table that the fit had; without it nothing is shown as predicted. @throws Unusable */
export function servingPictures(file?: string): Record<string, string> {
  const model = openServingModel();
  const h200 = accelerator("nvidia-h200-sxm");
  const deepseek = architecture("deepseek-v3");
  const pictures = {
    "serving-frontier.svg": frontierPicture(
      architecture("llama-3-1-70b"),
      [
        { label: "GB200", accelerator: accelerator("nvidia-gb200-nvl72"), hue: "three", dashes: "" },
        { label: "H200", accelerator: h200, hue: "two", dashes: "9 4" },
        { label: "H100", accelerator: accelerator("nvidia-h100-sxm"), hue: "one", dashes: "3 3" },
      ],
      model,
    ),
    "serving-step.svg": stepPicture(
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
    "serving-loop.svg": loopPicture(),
  };
  if (file === undefined) return pictures;
  const runs = scoredRuns(file);
  if (runs.length === 0)
    throw new Unusable(`${file} has no serving run with a measured speed; expected the columns of docs/serving.md`);
  const found = heldOut(designOf(runs, model, spreadsOf(chosenScales)), runs, groupFold);
  for (const metric of metrics) {
    const held = coverage(
      found.map((one) => ({
        fold: groupFold(one.run),
        kind: one.run.deployment.prefill === undefined ? "aggregated" : "disaggregated",
        ratio: ratios[metric](one),
      })),
    );
    console.log(`${metric}: intervals of other folds hold ${(100 * held).toFixed(1)} %`);
  }
  return { ...pictures, "serving-predicted.svg": predictedPicture(found) };
}

/** Predicted against measured, on serving runs that the fit had not seen. */
import { modeOf } from "@underwatt/compute";
import { errors, type Prediction } from "../../fit-serving/cross-validate.ts";
import { errorsSaid, scatter, shareWithin, type Pair } from "../scatter.ts";

const panels = [
  {
    metric: "tpot",
    title: "Time per output token",
    unit: "ms",
    perSecond: 1000,
    least: 1.6,
    most: 400,
    ticks: [2, 5, 10, 20, 50, 100, 200],
  },
  {
    metric: "ttft",
    title: "Time to first token",
    unit: "s",
    perSecond: 1,
    least: 0.015,
    most: 150,
    ticks: [0.03, 0.1, 0.3, 1, 3, 10, 30, 100],
  },
] as const;
const modes = [
  { label: "aggregated", hue: "one" },
  { label: "disaggregated", hue: "two" },
] as const;

export function predictedPicture(found: readonly Prediction[]): string {
  const pairOf =
    (metric: "ttft" | "tpot", perSecond: number) =>
    (one: Prediction): Pair => [perSecond * one.run[metric], perSecond * one[metric]];
  const tpot = errors(found, "tpot");
  const ttft = errors(found, "ttft");
  return scatter(
    {
      title: `Predicted against measured: ${found.length} published runs, each predicted by a fit that had not seen its configuration`,
      description: `Two scatter plots on logarithmic axes along their diagonals. Time per output token lies within a quarter of the measured for ${shareWithin(found.map(pairOf("tpot", 1)))} % of runs (median error ${(100 * tpot.median).toFixed(1)} %); time to first token for ${shareWithin(found.map(pairOf("ttft", 1)))} % (median ${(100 * ttft.median).toFixed(1)} %), scattered most where prefill is apart.`,
    },
    panels.map(({ metric, perSecond, ...panel }) => ({
      ...panel,
      lines: [errorsSaid(errors(found, metric))],
      groups: modes.map(({ label, hue }) => ({
        label,
        hue,
        pairs: found.filter(({ run }) => modeOf(run.deployment) === label).map(pairOf(metric, perSecond)),
      })),
    })),
    320,
  );
}

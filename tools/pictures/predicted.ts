/** Predicted against measured, on runs that the fit had not seen. */
import { modeOf } from "@underwatt/compute";
import { errors, type Prediction } from "../fit-serving/cross-validate.ts";
import { dots, frame, logAxis, path, svg, text } from "./svg.ts";

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
  { mode: "aggregated", hue: "one" },
  { mode: "disaggregated", hue: "two" },
] as const;

export function predictedPicture(found: readonly Prediction[]): string {
  const [top, bottom, size] = [64, 384, 320];
  const body = panels.flatMap(({ metric, title, unit, perSecond, least, most, ticks }, p) => {
    const left = 78 + p * 420;
    const right = left + size;
    const x = logAxis(least, most, ticks, left, right);
    const y = logAxis(least, most, ticks, bottom, top);
    const guide = (ratio: number, kind: string): string =>
      path(
        [
          [x.at(least * Math.max(1, 1 / ratio)), y.at(least * Math.max(1, ratio))],
          [x.at(most / Math.max(1, ratio)), y.at(most * Math.min(1, ratio))],
        ],
        kind,
      );
    const inside = (value: number): number => Math.min(most, Math.max(least, value));
    const { median, mean } = errors(found, metric);
    return [
      text(title, { at: [left, 28], kind: "head" }),
      text(`median error ${(100 * median).toFixed(1)} %, mean ${(100 * mean).toFixed(1)} %`, {
        at: [left, 48],
        kind: "small",
      }),
      ...frame({
        x,
        y,
        left,
        right,
        top,
        bottom,
        xTitle: `measured, ${unit}`,
        yTitle: `predicted, ${unit}`,
        says: (value) => value.toLocaleString("en"),
      }),
      guide(1, "axis"),
      guide(1.25, "guide"),
      guide(0.8, "guide"),
      ...modes.map(({ mode, hue }) =>
        dots(
          found
            .filter(({ run }) => modeOf(run.deployment) === mode)
            .map((one) => [x.at(inside(perSecond * one.run[metric])), y.at(inside(perSecond * one[metric]))]),
          hue,
        ),
      ),
    ];
  });
  const legend = modes.flatMap(({ mode, hue }, m) => [
    dots([[84 + 150 * m, 452]], `${hue} key`),
    text(mode, { at: [96 + 150 * m, 456] }),
  ]);
  const tpot = errors(found, "tpot");
  const ttft = errors(found, "ttft");
  return svg({
    title: `Predicted against measured: ${found.length} published runs, each predicted by a fit that had not seen its configuration`,
    description: `Two scatter plots on logarithmic axes along their diagonals. Time per output token lies within a quarter of the measured for ${shareWithin(found, "tpot")} % of runs (median error ${(100 * tpot.median).toFixed(1)} %); time to first token for ${shareWithin(found, "ttft")} % (median ${(100 * ttft.median).toFixed(1)} %), scattered most where prefill is apart.`,
    width: 840,
    height: 474,
    body: [...body, ...legend, text("dashed: a quarter off", { at: [384, 456], kind: "small" })],
  });
}

function shareWithin(found: readonly Prediction[], metric: "ttft" | "tpot"): number {
  const near = found.filter((one) => Math.abs(one[metric] / one.run[metric] - 1) <= 0.25);
  return Math.round((100 * near.length) / found.length);
}

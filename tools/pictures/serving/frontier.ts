/** Throughput against interactivity of one model on three accelerators. */
import {
  frontier,
  operatingPoints,
  quantisationOf,
  type Accelerator,
  type Architecture,
  type ServingModel,
} from "@underwatt/compute";
import { curve, curveKey, frame, linearAxis, path, svg, text, type Stroke } from "../svg.ts";

export interface Curve extends Stroke {
  readonly label: string;
  readonly accelerator: Accelerator;
}

const lengths = { input: 1024, output: 1024, spread: 0.2 };

export function frontierPicture(architecture: Architecture, curves: readonly Curve[], model: ServingModel): string {
  const found = curves.map(({ accelerator, ...drawn }) => {
    const quantisation = quantisationOf("fp8", architecture, accelerator);
    const points = operatingPoints(
      model,
      { architecture, accelerator, quantisation, engine: "vllm", most: 8 },
      lengths,
    );
    const best = frontier(points, { ttft: 5 }).map(({ estimate }) => ({
      interactivity: 1 / estimate.tpot.value,
      ...estimate.throughput,
    }));
    return { ...drawn, best };
  });
  const [left, right, top, bottom] = [84, 700, 66, 400];
  const most = Math.max(...found.flatMap(({ best }) => best.map(({ high }) => high)));
  const fastest = Math.max(...found.flatMap(({ best }) => best.map(({ interactivity }) => interactivity)));
  const step = niceStep(most / 5);
  const x = linearAxis(Math.ceil(fastest / 25) * 25, 25, left, right);
  const y = linearAxis(Math.ceil(most / step) * step, step, bottom, top);
  const body = [
    text("What each accelerator gives at each speed of reading", { at: [left, 26], kind: "head" }),
    text(`${architecture.name}, FP8, vLLM, prompts and answers of 1,024 tokens, up to eight accelerators a worker`, {
      at: [left, 46],
      kind: "small",
    }),
    ...frame({
      x,
      y,
      left,
      right,
      top,
      bottom,
      xTitle: "interactivity: output tokens a second and user (1 / TPOT)",
      yTitle: "output tokens a second and accelerator",
    }),
    ...found.flatMap(({ label, hue, dashes, best }, index) => {
      const place = (value: (typeof best)[number], which: "value" | "low" | "high") =>
        [x.at(value.interactivity), y.at(value[which])] as const;
      const band = [
        ...best.map((point) => place(point, "high")),
        ...best.toReversed().map((point) => place(point, "low")),
      ];
      const row = top + 12 + 22 * index;
      return [
        path(band, `area ${hue}`),
        curve(
          best.map((point) => place(point, "value")),
          { hue, dashes },
        ),
        ...curveKey(label, [right - 190, row], { hue, dashes }),
      ];
    }),
    text("bands: 80 % interval", { at: [right - 142, top + 12 + 22 * found.length], kind: "small" }),
  ];
  const ends = found.map(({ label, best }) => {
    const high = best.at(-1);
    const fast = best[0];
    return `${label}: from ${Math.round(fast?.value ?? 0)} tokens a second at ${Math.round(fast?.interactivity ?? 0)} a user to ${Math.round(high?.value ?? 0)} at ${Math.round(high?.interactivity ?? 0)}`;
  });
  return svg({
    title: `Throughput against interactivity: ${architecture.name}, FP8, vLLM, prompts and answers of 1,024 tokens`,
    description: `The best layouts of up to eight accelerators, TTFT at most 5 s. ${ends.join(". ")}.`,
    width: 730,
    height: 460,
    body,
  });
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
}

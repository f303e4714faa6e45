/** What a decode step spends its time on, by the number of sequences. */
import {
  constantsOf,
  decodeStep,
  timedTwice,
  timesOf,
  type ConstantName,
  type Deployment,
  type ServingModel,
} from "@underwatt/compute";
import { bar, hues, linearAxis, path, svg, text } from "../svg.ts";

const batches = [1, 4, 16, 64, 256] as const;
const cached = 4096;

/** Parts from the bottom up, each with the constants that scale it: what is gone without them is the part. */
const parts: readonly { readonly name: string; readonly by: readonly ConstantName[] }[] = [
  { name: "between kernels, host", by: ["layer", "step", "sequence"] },
  { name: "matrix products", by: ["linear"] },
  { name: "experts", by: ["experts"] },
  { name: "attention to the cache", by: ["attention"] },
  { name: "collectives", by: ["communication"] },
];

export function stepPicture(deployment: Deployment, what: string, model: ServingModel): string {
  const constants = constantsOf(model.calibration, deployment, { release: "", source: "" });
  const twice = timedTwice(deployment, deployment.workers, model.kernels(deployment.accelerator, deployment.engine));
  const steps = batches.map((sequences) => {
    const times = timesOf(twice, { decoding: sequences, cached, prefilling: 0, prefillingRanks: 0 });
    const whole = decodeStep(times, constants, twice.measured, sequences);
    return parts.map(({ by }) => {
      const without = { ...constants };
      for (const name of by) without[name] = 0;
      return 1000 * (whole - decodeStep(times, without, twice.measured, sequences));
    });
  });
  const totals = steps.map((step) => step.reduce((sum, part) => sum + part, 0));
  const [left, right, top, bottom] = [70, 500, 66, 380];
  const most = Math.max(...totals);
  const tick = most > 40 ? 10 : 5;
  const y = linearAxis(Math.ceil((1.06 * most) / tick) * tick, tick, bottom, top);
  const width = (right - left) / batches.length;
  const body = [
    text("Where the time of a decode step goes", { at: [left, 26], kind: "head" }),
    text(what, { at: [left, 46], kind: "small" }),
    ...y.ticks.flatMap((value) => [
      path(
        [
          [left, y.at(value)],
          [right, y.at(value)],
        ],
        "grid",
      ),
      text(String(value), { at: [left - 8, y.at(value) + 4], anchor: "end", kind: "small" }),
    ]),
    ...steps.flatMap((step, b) => {
      let below = 0;
      const from = left + width * (b + 0.2);
      const bars = step.map((part, p) => {
        const low = y.at(below);
        below += part;
        const high = y.at(below);
        return bar({ x: from, y: high, width: width * 0.6, height: Math.max(0, low - high - 1) }, hues[p] ?? "six");
      });
      const middle = from + width * 0.3;
      return [
        ...bars,
        text(below.toFixed(1), { at: [middle, y.at(below) - 6], anchor: "middle" }),
        text(String(batches[b]), { at: [middle, bottom + 20], anchor: "middle", kind: "small" }),
      ];
    }),
    path(
      [
        [left, bottom],
        [right, bottom],
      ],
      "axis",
    ),
    text("sequences that decode together", { at: [(left + right) / 2, bottom + 42], anchor: "middle" }),
    text("milliseconds", { at: [left - 42, (top + bottom) / 2], anchor: "middle", turned: true }),
    ...parts
      .toReversed()
      .flatMap(({ name }, p) => [
        bar({ x: right + 24, y: top + 26 * p, width: 14, height: 14 }, hues[parts.length - 1 - p] ?? "six"),
        text(name, { at: [right + 46, top + 12 + 26 * p] }),
      ]),
  ];
  const said = batches.map((count, b) => {
    const shares = parts.map(({ name }, p) => `${name} ${(steps[b]?.[p] ?? 0).toFixed(1)}`);
    return `${count} sequences: ${(totals[b] ?? 0).toFixed(1)} ms (${shares.join(", ")})`;
  });
  return svg({
    title: `Parts of a decode step: ${what}, ${cached} cached tokens a sequence`,
    description: `${said.join(". ")}.`,
    width: 730,
    height: 440,
    body,
  });
}

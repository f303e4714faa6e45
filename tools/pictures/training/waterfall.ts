/** Where a step's time goes, from the format's peak down to what is achieved: two jobs side by side. */
import { estimateTraining, trainingPeak, type TrainingCalibration, type TrainingJob } from "@underwatt/compute";
import { bar, path, svg, text } from "../svg.ts";
import { percentagesOf } from "./percentages.ts";

export interface Shown {
  readonly job: TrainingJob;
  /** How many of which chip, in which format. */
  readonly title: string;
  readonly batch: string;
}

const peakRow = "The format's peak";
const achievedRow = "Achieved";
const [left, top, row, size, gap] = [420, 92, 26, 190, 40] as const;

export function waterfallPicture(shown: readonly Shown[], calibration: TrainingCalibration): string {
  const panels = shown.map(({ job, title, batch }) => {
    const { tp, pp, chunks, dp } = job.layout;
    const { waterfall, mfu } = estimateTraining(job, calibration);
    const printed = percentagesOf(waterfall.map(({ share }) => share));
    const [achieved = NaN, ...losses] = printed;
    const of = (value: number): string =>
      ((100 * value * job.accelerator.peak.bf16) / trainingPeak(job.accelerator, job.format)).toFixed(0);
    const layout = `tp ${tp}, pp ${pp} in ${chunks} chunks, dp ${dp}`;
    return {
      title,
      batch,
      layout,
      mfu,
      range: `${of(mfu.low)} to ${of(mfu.high)} %`,
      achieved,
      losses,
      causes: waterfall,
    };
  });
  const [, ...causes] = panels[0]?.causes ?? [];
  // A cause that prints as nothing in every job has no row.
  const kept = causes
    .map(({ meaning }, i) => ({ meaning, i }))
    .filter(({ i }) => panels.some(({ losses }) => (losses[i] ?? 0) > 0));
  const labels = [peakRow, ...kept.map(({ meaning }) => meaning), achievedRow];
  const bottom = top + row * labels.length;
  const body = [
    text("Where a step of Llama 3.1 405B goes", { at: [14, 28], kind: "head" }),
    text("per cent of the step's time", { at: [14, 50], kind: "small" }),
    ...labels.map((label, i) => text(label, { at: [left - 14, top + row * i + 17], anchor: "end", kind: "small" })),
    ...panels.flatMap(({ title, batch, layout, losses, achieved }, p) => {
      const from = left + p * (size + gap);
      const x = (value: number): number => from + (size * value) / 100;
      const y = (i: number): number => top + row * i + 4;
      let rest = 100;
      const falling = kept.flatMap(({ i }, at) => {
        const loss = losses[i] ?? 0;
        const before = rest;
        rest -= loss;
        return [
          connector(x(before), y(at) + 18, y(at + 1) + 18),
          bar({ x: x(rest), y: y(at + 1), width: x(before) - x(rest), height: 18 }, "two"),
          text(loss.toFixed(1), { at: [x(rest) - 6, y(at + 1) + 13], anchor: "end", kind: "small" }),
        ];
      });
      const last = labels.length - 1;
      return [
        text(title, { at: [from, 28], kind: "head" }),
        text(batch, { at: [from, 50], kind: "small" }),
        text(layout, { at: [from, 68], kind: "small" }),
        bar({ x: from, y: y(0), width: size, height: 18 }, "six"),
        text("100", { at: [x(100) + 6, y(0) + 13], kind: "small" }),
        ...falling,
        connector(x(rest), y(last - 1) + 18, y(last)),
        bar({ x: from, y: y(last), width: x(achieved) - from, height: 18 }, "three"),
        text(achieved.toFixed(1), { at: [x(achieved) + 6, y(last) + 13] }),
        path(
          [
            [from, top],
            [from, bottom],
          ],
          "axis",
        ),
      ];
    }),
    ...["80 % interval of what is achieved", "MFU, over the 16-bit peak whatever the format"].map((label, i) =>
      text(label, { at: [left - 14, bottom + 24 + 20 * i], anchor: "end", kind: "small" }),
    ),
    ...panels.flatMap(({ mfu, range }, p) => {
      const from = left + p * (size + gap);
      return [
        text(range, { at: [from, bottom + 24], kind: "small" }),
        text(`${(100 * mfu.value).toFixed(1)} %`, { at: [from, bottom + 44], kind: "small" }),
      ];
    }),
  ];
  const said = panels.map(({ title, batch, layout, losses, achieved, mfu, range }) => {
    const gone = kept.flatMap(({ meaning, i }) =>
      (losses[i] ?? 0) > 0 ? [`${lower(meaning)} ${(losses[i] ?? 0).toFixed(1)}`] : [],
    );
    return `${title}, ${batch}, ${layout}: from 100 % at the peak go ${gone.join("; ")}; ${achieved.toFixed(1)} % is achieved (80 % interval ${range}), MFU ${(100 * mfu.value).toFixed(1)} %`;
  });
  return svg({
    title: "Where a step of Llama 3.1 405B goes, from the format's peak to what is achieved",
    description: `${said.join(". ")}.`,
    width: left + shown.length * (size + gap) + 6,
    height: bottom + 60,
    body,
  });
}

function connector(x: number, from: number, to: number): string {
  return path(
    [
      [x, from],
      [x, to],
    ],
    "grid",
  );
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** MFU against the number of accelerators, for batches that do not grow with it. */
import {
  mfuOf,
  searchLayouts,
  timedStep,
  tokensPerStep,
  type Accelerator,
  type Architecture,
  type TrainingCalibration,
  type TrainingJob,
} from "@underwatt/compute";
import { curve, dots, frame, linearAxis, svg, text } from "../svg.ts";

const length = 8192;
/** Why the lines break: what layouts ask of a batch. */
const breaks = [
  "Replicas take equal shares of the batch; stages interleave their layers only where a share has whole",
  "rounds of as many micro-batches as stages. At other sizes accelerators idle, or the pipeline waits.",
] as const;
const batches = [
  { sequences: 32_768, hue: "three", dashes: "" },
  { sequences: 8192, hue: "two", dashes: "9 4" },
  { sequences: 2048, hue: "one", dashes: "3 3" },
] as const;
/** Sizes of the axis: multiples of 16,384, up to 212,992. */
const unit = 16_384;
const sizes = Array.from({ length: 13 }, (_, i) => unit * (i + 1));

interface Found {
  readonly accelerators: number;
  readonly job: TrainingJob;
  /** Over all accelerators at hand, idle ones too. */
  readonly mfu: number;
}

export function batchPicture(
  architecture: Architecture,
  accelerator: Accelerator,
  calibration: TrainingCalibration,
): string {
  const found = batches.map(({ sequences, ...stroke }) => {
    const points = sizes.flatMap((accelerators): Found[] => {
      const open = { framework: "megatron", format: "bf16", tuning: "full" } as const;
      const { best } = searchLayouts(
        { architecture, accelerator, accelerators, ...open, batch: { sequences, length } },
        (job) => timedStep(job, calibration).seconds,
        1,
      );
      return best.map(({ job, seconds }) => ({
        accelerators,
        job,
        mfu: 100 * mfuOf(job, tokensPerStep(job.batch) / accelerators / seconds),
      }));
    });
    return { stroke, label: `${Math.round((sequences * length) / 1e6)}M tokens`, points };
  });
  const [left, right, top, bottom] = [72, 620, 66, 396];
  const x = linearAxis(220_000, 40_000, left, right);
  const y = linearAxis(60, 10, bottom, top);
  const body = [
    text("What a batch that stays the same costs as the job grows", { at: [left, 26], kind: "head" }),
    text(`Llama 3.1 405B, H100, BF16, sequences of 8,192 tokens, the fastest layout at each size`, {
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
      xTitle: "H100 of one job, idle ones counted",
      yTitle: "MFU, per cent",
    }),
    ...breaks.map((words, i) => text(words, { at: [left - 58, bottom + 70 + 18 * i], kind: "small" })),
    ...found.flatMap(({ stroke, label, points }) => {
      const places = points.map(({ accelerators, mfu }) => [x.at(accelerators), y.at(mfu)] as const);
      const end = points.at(-1)?.mfu ?? 0;
      return [
        curve(places, stroke),
        dots(places, `${stroke.hue} key`),
        text(label, { at: [right + 6, y.at(end) - 4] }),
        text(`a batch, ${end.toFixed(0)} %`, { at: [right + 6, y.at(end) + 13], kind: "small" }),
      ];
    }),
  ];
  const said = found.map(({ label, points }) => {
    const values = points.map(
      ({ accelerators, mfu, job: { layout } }) =>
        `${mfu.toFixed(1)} % on ${accelerators.toLocaleString("en")} (tp ${layout.tp}, pp ${layout.pp} in ${layout.chunks} chunks, cp ${layout.cp}, dp ${layout.dp})`,
    );
    return `${label} a batch: ${values.join(", ")}`;
  });
  return svg({
    title: `MFU against the number of H100 for batches of three sizes: Llama 3.1 405B, BF16`,
    description: `Three broken lines that fall, unevenly, as the job grows; the smallest batch's falls most. ${said.join(". ")}. ${breaks.join(" ")}`,
    width: 760,
    height: 500,
    body,
  });
}

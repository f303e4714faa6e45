/** An answer of the training model, for a terminal. */
import type { TrainingCalibration } from "@underwatt/compute";
import type { TrainingAnswer, TrainingPoint } from "@underwatt/deal";
import { bar } from "./chart.ts";
import { faint, heading, style } from "./style.ts";
import { table, wrap, type TableColumn } from "./table.ts";

interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export function trainingTables(answer: TrainingAnswer, range: TrainingCalibration["range"], width: number): string[] {
  const { model, accelerator, accelerators, framework, release, format, sequences, length } = answer;
  const { point, layouts, waterfall, memory, unfit } = answer;
  const software = release === undefined ? framework : `${framework} (${release})`;
  const lines = [
    ...wrap(`${model} on ${accelerators.toLocaleString("en-US")} ${accelerator}, ${format}, ${software}`, width).map(
      heading,
    ),
    ...wrap(
      `steps of ${sequences.toLocaleString("en-US")} sequences of ${length.toLocaleString("en-US")} tokens`,
      width,
    ).map(faint),
    "",
  ];
  if (unfit !== undefined) lines.push(...wrap(unfit, width).map((line) => style("red", line)), "");
  if (layouts !== undefined) lines.push(...layoutLines(layouts, answer, width), "");
  if (point !== undefined) lines.push(...pointLines(point, answer, width), "");
  if (waterfall !== undefined) lines.push(...waterfallLines(waterfall, width), "");
  if (memory !== undefined) lines.push(...memoryLines(memory, width), "");
  return [...lines, ...(point === undefined ? [] : meaningLines(answer, width)), ...rangeLines(range, width)];
}

/** `tp 8, pp 16 x 8 chunks, cp 2, dp 64, micro-batch 1; optimizer shared out`. */
export function layoutText({ layout }: Pick<TrainingPoint, "layout">): string {
  const { tp, pp, cp, ep, expert_tp: expertTp, dp, chunks, micro_batch: microBatch, sharding, recomputation } = layout;
  const parts = [
    ...(tp > 1 ? [`tp ${tp}`] : []),
    ...(pp > 1 ? [`pp ${pp}${chunks > 1 ? ` x ${chunks} chunks` : ""}`] : []),
    ...(cp > 1 ? [`cp ${cp}`] : []),
    ...(ep > 1 ? [`ep ${ep}`] : []),
    ...(ep > 1 && expertTp > 1 ? [`expert tp ${expertTp}`] : []),
    `dp ${dp}`,
    `micro-batch ${microBatch}`,
    ...(sharding === "none" ? [] : [`${sharding} sharded`]),
    ...(recomputation === "none" ? [] : [`${recomputation} recomputation`]),
  ];
  return parts.join(", ");
}

function layoutLines(layouts: readonly TrainingPoint[], { searched = 0 }: TrainingAnswer, width: number): string[] {
  // A narrow screen does without the interval, which stands below for the first.
  const hasInterval = width >= 92;
  const columns: TableColumn[] = [
    { title: "layout", flexible: true },
    { title: "memory GB", align: "right" },
    { title: "tok/s each", align: "right" },
    ...(hasInterval ? [{ title: "80 %", align: "right" } as const] : []),
    { title: "MFU", align: "right" },
  ];
  const rows = layouts.map((point) => [
    layoutText(point) + (point.idle > 0 ? `, ${point.idle} idle` : ""),
    digits(point.memory_gb),
    digits(point.tokens_per_s_per_accelerator.value),
    ...(hasInterval ? [span(point.tokens_per_s_per_accelerator, digits)] : []),
    percent(point.mfu.value),
  ]);
  return [
    ...wrap(`The fastest that fit, of ${searched.toLocaleString("en-US")} layouts`, width).map(heading),
    ...table(columns, rows, width),
  ];
}

function pointLines(point: TrainingPoint, { layouts }: TrainingAnswer, width: number): string[] {
  const columns: TableColumn[] = [
    { title: "" },
    { title: "value", align: "right" },
    { title: "80 % interval", align: "right" },
    { title: "unit", flexible: true },
  ];
  const { tokens_per_s_per_accelerator: speed, step_s: step, mfu, hfu, remarks, support } = point;
  const row = (name: string, interval: Interval, unit: string, shown = digits): string[] => [
    name,
    shown(interval.value),
    span(interval, shown),
    unit,
  ];
  const total = scaled(speed, point.accelerators / 1e6);
  return [
    ...wrap(`${layouts === undefined ? "" : "The first: "}${layoutText(point)}`, width),
    "",
    ...table(
      columns,
      [
        row("throughput", speed, "tokens/s per accelerator"),
        row("of all", total, "million tokens/s"),
        row("step", step, "s"),
        row("MFU", mfu, "of the 16-bit dense peak", percent),
        ["HFU", percent(hfu), "", "the same with what is computed again"],
      ],
      width,
    ),
    "",
    ...(support === "release" || support === "chip"
      ? wrap(
          support === "release" ? "This release was measured on this accelerator." : "This accelerator was measured.",
          width,
        ).map(faint)
      : []),
    ...remarks.flatMap((remark) => wrap(`* ${remark}`, width)).map((line) => style("yellow", line)),
  ];
}

/** Shares of a step's time below this are one line. */
const smallest = 0.001;
const barWidth = 24;

function waterfallLines(waterfall: NonNullable<TrainingAnswer["waterfall"]>, width: number): string[] {
  const shown = waterfall.filter(({ share }, index) => index === 0 || Math.abs(share) >= smallest);
  const rest = waterfall.reduce((sum, { share }) => sum + share, 0) - shown.reduce((sum, { share }) => sum + share, 0);
  const rows = shown.map(({ meaning, share }, index) => [
    percent(share),
    style(index === 0 ? "green" : "yellow", bar(share, barWidth).padEnd(barWidth)),
    meaning,
  ]);
  if (shown.length < waterfall.length) rows.push([percent(rest), "", "The rest together"]);
  return [
    ...wrap("Where the time of a step goes", width).map(heading),
    ...table([{ title: "share", align: "right" }, { title: "" }, { title: "cause", flexible: true }], rows, width),
  ];
}

function memoryLines(memory: NonNullable<TrainingAnswer["memory"]>, width: number): string[] {
  const parts = [
    ["weights", memory.weights_gb],
    ["gradients", memory.gradients_gb],
    ["optimizer", memory.optimizer_gb],
    ["activations", memory.activations_gb],
    ["software", memory.software_gb],
  ] as const;
  return wrap(
    `Memory of the fullest stage's accelerators: ${digits(memory.total_gb)} of ${digits(memory.usable_gb)} GB that can be used (${parts.map(([name, gigabytes]) => `${name} ${digits(gigabytes)}`).join(", ")})`,
    width,
  );
}

function meaningLines({ flop_per_token: flop, peak_flop_per_s: peak }: TrainingAnswer, width: number): string[] {
  const said = `MFU is the arithmetic that the model needs, ${digits(flop / 1e9)} GFLOP a token (6 a weight, and attention with its causal mask), times tokens a second, over the accelerator's dense 16-bit peak of ${digits(peak / 1e12)} TFLOP/s, whatever the format. HFU counts what is computed again too.`;
  return wrap(said, width).map(faint);
}

function rangeLines({ accelerators, length, billions }: TrainingCalibration["range"], width: number): string[] {
  const shown = (value: number): string => (value < 10 ? digits(value) : Math.round(value).toLocaleString("en-US"));
  const between = ([low, high]: readonly [number, number]): string => `${shown(low)} to ${shown(high)}`;
  const said = `Measured were jobs of ${between(accelerators)} accelerators, sequences of ${between(length)} tokens, models of ${between(billions)} billion weights. Intervals hold four of five runs that the model had not seen: docs/training.md.`;
  return wrap(said, width).map(faint);
}

function span({ low, high }: Interval, shown: (value: number) => string): string {
  return `${shown(low)} to ${shown(high)}`;
}

function scaled({ value, low, high }: Interval, factor: number): Interval {
  return { value: value * factor, low: low * factor, high: high * factor };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Three digits, which is more than the model knows. */
function digits(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

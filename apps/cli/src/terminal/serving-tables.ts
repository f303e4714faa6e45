/** An answer of the serving model, for a terminal. */
import type { Calibration } from "@underwatt/compute";
import type { ServingAnswer, ServingPoint } from "@underwatt/deal";
import { scatter } from "./scatter.ts";
import { faint, heading, style } from "./style.ts";
import { table, wrap, type TableColumn } from "./table.ts";

interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

type Shown = Calibration["range"] & {
  /** Every point of the frontier, or a few of them. */
  readonly wholeFrontier: boolean;
};

export function servingTables(answer: ServingAnswer, shown: Shown, width: number): string[] {
  const { model, accelerator, engine, weights, input, output, point, frontier, memory, step, unfit } = answer;
  const lines = [
    ...wrap(`${model} (${weights}) on ${accelerator}, ${engine}`, width).map(heading),
    ...wrap(`prompts of ${input} tokens and answers of ${output} on average${limits(answer)}`, width).map(faint),
    "",
  ];
  if (unfit !== undefined) lines.push(...wrap(unfit, width).map((line) => style("red", line)), "");
  if (point !== undefined) lines.push(...pointLines(point, answer, width));
  if (memory !== undefined) {
    const held = Math.floor(memory.sequences_held);
    lines.push(
      ...wrap(
        `Memory of an accelerator, ${digits(memory.accelerator_gb)} GB: weights ${digits(memory.weights_gb)} GB, room for the cache ${digits(Math.max(0, memory.cache_room_gb))} GB${memory.cache_room_gb > 0 ? `; the deployment holds ${held.toLocaleString("en-US")} sequences at once` : ""}`,
        width,
      ),
    );
  }
  if (step !== undefined) {
    lines.push(
      ...wrap(
        `Passes of a worker: a decode step of ${Math.round(step.sequences)} sequences ${milliseconds(step.decode_s)} ms, ${digits((100 * step.reading_cache_s) / step.decode_s)} % of it attention to the cache; the prefill of a prompt ${milliseconds(step.prefill_s)} ms`,
        width,
      ),
    );
  }
  if (frontier !== undefined && frontier.length > 0) lines.push("", ...frontierLines(frontier, point, shown, width));
  lines.push("", ...rangeLines(shown, width));
  return lines;
}

function limits({ slo }: ServingAnswer): string {
  const parts = [
    ...(slo.ttft_s === undefined ? [] : [`first token within ${milliseconds(slo.ttft_s)} ms`]),
    ...(slo.tpot_s === undefined ? [] : [`${milliseconds(slo.tpot_s)} ms per token`]),
  ];
  return parts.length === 0 ? "" : `; ${parts.join(", ")}, on average`;
}

function pointLines(point: ServingPoint, { frontier, keeps_slo: keeps }: ServingAnswer, width: number): string[] {
  const chosen = frontier === undefined ? "" : "Most tokens within the limits: ";
  const columns: TableColumn[] = [
    { title: "" },
    { title: "value", align: "right" },
    { title: "80 % interval", align: "right" },
    { title: "unit", flexible: true },
  ];
  const row = (name: string, { value, low, high }: Interval, unit: string): string[] => [
    name,
    digits(value),
    `${digits(low)} to ${digits(high)}`,
    unit,
  ];
  return [
    ...wrap(`${chosen}${layoutText(point)}, ${point.concurrency} clients`, width),
    "",
    ...table(
      columns,
      [
        row("time to first token", scaled(point.ttft_s, 1000), "ms"),
        row("time per output token", scaled(point.tpot_s, 1000), "ms"),
        row("throughput", point.tokens_per_s_per_accelerator, "output tokens/s per accelerator"),
        row("interactivity", point.tokens_per_s_per_user, "output tokens/s per user"),
      ],
      width,
    ),
    "",
    ...(keeps === false ? [style("yellow", "it does not keep the limits")] : []),
    ...supportLines(point, width),
  ];
}

function supportLines({ support, remarks }: ServingPoint, width: number): string[] {
  const lines =
    support === "cell" ? wrap("Model, accelerator and engine were measured together.", width).map(faint) : [];
  return [...lines, ...remarks.flatMap((remark) => wrap(`* ${remark}`, width)).map((line) => style("yellow", line))];
}

/** `tp 8`, `tp 2 x dp 4, ep 8, 2 workers; prefill: 4 workers of tp 4`. */
export function layoutText({ workers, prefill }: Pick<ServingPoint, "workers" | "prefill">): string {
  const one = ({ count, layout }: ServingPoint["workers"]): string => {
    const { tp, attention_dp: dp, expert_ep: ep } = layout;
    const parts = [dp > 1 ? `tp ${tp} x attention dp ${dp}` : `tp ${tp}`, ...(ep > 1 ? [`ep ${ep}`] : [])];
    return `${parts.join(", ")}${count > 1 ? `, ${count} workers` : ""}`;
  };
  return prefill === undefined ? one(workers) : `${one(workers)}; prefill apart: ${one(prefill)}`;
}

const fewPoints = 12;

function frontierLines(
  frontier: readonly ServingPoint[],
  best: ServingPoint | undefined,
  { wholeFrontier }: Shown,
  width: number,
): string[] {
  // A narrow screen does without what follows from the rest.
  const [hasUser, hasInterval] = [width >= 72, width >= 92];
  const columns: TableColumn[] = [
    { title: "layout", flexible: true },
    { title: "clients", align: "right" },
    { title: "TTFT ms", align: "right" },
    { title: "TPOT ms", align: "right" },
    ...(hasUser ? [{ title: "tok/s/user", align: "right" } as const] : []),
    { title: "tok/s each", align: "right" },
    ...(hasInterval ? [{ title: "80 %", align: "right" } as const] : []),
  ];
  const every = Math.max(1, Math.ceil(frontier.length / fewPoints));
  const rows = frontier.filter(
    (point, index) => wholeFrontier || index % every === 0 || index === frontier.length - 1 || isSame(point, best),
  );
  return [
    ...wrap("Frontier: no other point beats these in both latency per token and throughput", width).map(heading),
    ...table(
      columns,
      rows.map((point) => [
        `${layoutText(point)}${isSame(point, best) ? " <" : ""}`,
        String(point.concurrency),
        digits(1000 * point.ttft_s.value),
        digits(1000 * point.tpot_s.value),
        ...(hasUser ? [digits(point.tokens_per_s_per_user.value)] : []),
        digits(point.tokens_per_s_per_accelerator.value),
        ...(hasInterval
          ? [`${digits(point.tokens_per_s_per_accelerator.low)} to ${digits(point.tokens_per_s_per_accelerator.high)}`]
          : []),
      ]),
      width,
    ),
    "",
    ...scatter(
      frontier.map((point) => ({
        x: point.tokens_per_s_per_user.value,
        y: point.tokens_per_s_per_accelerator.value,
        mark: isSame(point, best) ? "◆" : "●",
      })),
      { x: "tokens/s per user", y: "tokens/s per accelerator" },
      Math.min(width, 80),
    ),
  ];
}

function isSame(point: ServingPoint, other: ServingPoint | undefined): boolean {
  return other !== undefined && point.concurrency === other.concurrency && layoutText(point) === layoutText(other);
}

function rangeLines({ input, output, perAccelerator }: Shown, width: number): string[] {
  const digits = (value: number): string =>
    value < 10 ? String(Number(value.toPrecision(1))) : String(Math.round(value));
  const span = ([low, high]: readonly [number, number]): string => `${digits(low)} to ${digits(high)}`;
  const said = `Measured were prompts of ${span(input)} tokens, answers of ${span(output)}, and ${span(perAccelerator)} clients an accelerator. Intervals hold four of five runs that the model had not seen: docs/serving.md.`;
  return wrap(said, width).map(faint);
}

function scaled({ value, low, high }: Interval, factor: number): Interval {
  return { value: value * factor, low: low * factor, high: high * factor };
}

function milliseconds(seconds: number): string {
  return digits(1000 * seconds);
}

/** Three digits, which is more than the model knows. */
function digits(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

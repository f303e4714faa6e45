/** Errors of the serving model on a table of measurements, for a terminal. */
import { metrics, type Metric } from "@underwatt/compute";
import type { MetricErrors, ServingValidation } from "@underwatt/deal";
import { counted } from "./head.ts";
import { faint, heading, style } from "./style.ts";
import { table, wrap, type TableColumn } from "./table.ts";

const titles: Readonly<Record<Metric, string>> = {
  ttft: "Time to first token",
  tpot: "Time per output token",
  throughput: "Output tokens per second and accelerator",
};

/** Below, there is no room for the bias. */
const widthForBias = 76;

function columnsFor(width: number): readonly TableColumn[] {
  return [
    { title: "", flexible: true },
    { title: "rows", align: "right" },
    { title: "median", align: "right" },
    { title: "mean", align: "right" },
    ...(width < widthForBias ? [] : [{ title: "bias", align: "right" } as const]),
    { title: "≤ 25 %", align: "right" },
    { title: "in 80 %", align: "right" },
  ];
}

/** @param files what was written */
export function validationTables(
  result: ServingValidation,
  files: { readonly out?: string | undefined; readonly json?: string | undefined },
  width: number,
): string[] {
  const { rows, predicted, scored, unanswered, refused, left_out: leftOut, support } = result;
  const groups = [
    ["all", { all: result.all }],
    ["accelerator", result.by_accelerator],
    ["model", result.by_model],
    ["engine", result.by_engine],
    ["mode", result.by_mode],
    ["support", result.by_support],
  ] as const;
  const tables = metrics.flatMap((metric) => [
    heading(titles[metric]),
    ...table(
      columnsFor(width),
      groups.flatMap(([by, errors]) =>
        Object.entries(errors).map(([name, found]) => [
          by === "all" ? "all" : `${by} ${name === "" ? "(none)" : name}`,
          ...cellsOf(found[metric], width),
        ]),
      ),
      width,
    ),
    "",
  ]);
  const near = `${support.cell} of a model, chip and engine that were measured together, ${support.model} apart, ${support.engine} of one of them, ${support.none} of none`;
  return [
    ...wrap(
      `${counted(rows, "row")} of ${result.table}: ${predicted} predicted (${near}), ${scored} to be scored`,
      width,
    ),
    unanswered === 0
      ? style("green", "every row to be scored is answered")
      : style("red", `${counted(unanswered, "row")} to be scored without an answer`),
    "",
    ...tables,
    ...reasonLines("Predicted, but not scored:", leftOut, width),
    ...reasonLines("Not predicted:", refused, width),
    ...wrap(
      `These are errors on this table as it is. On runs that the model was fitted to (${result.calibration}) they are smaller than on runs it has not seen: docs/serving.md gives the cross-validated errors.`,
      width,
    ).map((line) => style("yellow", line)),
    ...[files.out, files.json].flatMap((file) => (file === undefined ? [] : [faint(`wrote ${file}`)])),
  ];
}

function cellsOf(
  { runs, median, mean, bias, within_quarter: within, coverage }: MetricErrors,
  width: number,
): string[] {
  const signed = bias === null ? "" : `${bias > 0 ? "+" : ""}${percent(bias, 1)}`;
  return [
    String(runs),
    percent(median, 1),
    percent(mean, 1),
    ...(width < widthForBias ? [] : [signed]),
    percent(within, 0),
    percent(coverage, 0),
  ];
}

export function percent(share: number | null, digits: number): string {
  return share === null ? "" : `${(100 * share).toFixed(digits)} %`;
}

const mostReasons = 12;

/** Rows by reason, the most frequent. */
export function reasonLines(title: string, reasons: Readonly<Record<string, number>>, width: number): string[] {
  const entries = Object.entries(reasons);
  if (entries.length === 0) return [];
  const lines = entries.slice(0, mostReasons).map(([reason, count]) => `${count} × ${reason}`);
  const more = entries.length > mostReasons ? [`and ${entries.length - mostReasons} more reasons`] : [];
  return [title, ...[...lines, ...more].flatMap((line) => wrap(line, width - 2).map((part) => `  ${part}`)), ""];
}

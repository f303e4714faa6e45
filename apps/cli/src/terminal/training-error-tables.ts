/** Errors of the training model on a table of measurements, for a terminal. */
import type { TrainingErrors, TrainingValidation } from "@underwatt/deal";
import { counted } from "./head.ts";
import { faint, style } from "./style.ts";
import { table, wrap, type TableColumn } from "./table.ts";
import { percent, reasonLines } from "./validation-tables.ts";

/** Below, there is no room for the bias. */
const widthForBias = 76;

/** @param files what was written */
export function trainingErrorTables(
  result: TrainingValidation,
  files: { readonly out?: string | undefined; readonly json?: string | undefined },
  width: number,
): string[] {
  const { rows, predicted, unmeasured, support } = result;
  const groups = [
    ["kind", result.by_kind],
    ["accelerator", result.by_accelerator],
    ["model", result.by_model],
    ["framework", result.by_framework],
    ["format", result.by_format],
    ["support", result.by_support],
  ] as const;
  const hasBias = width >= widthForBias;
  const columns: TableColumn[] = [
    { title: "", flexible: true },
    { title: "rows", align: "right" },
    { title: "median", align: "right" },
    { title: "mean", align: "right" },
    { title: "p90", align: "right" },
    ...(hasBias ? [{ title: "bias", align: "right" } as const] : []),
    { title: "in 80 %", align: "right" },
  ];
  const errorRows = groups.flatMap(([by, errors]) =>
    Object.entries(errors).map(([name, found]) => [
      `${by} ${name === "" ? "(none)" : name}`,
      ...cellsOf(found, hasBias),
    ]),
  );
  const near = `${support.release} of a release and chip that were measured, ${support.chip} of a chip, ${support.generation} of a generation, ${support.none} of neither`;
  return [
    ...wrap(`${counted(rows, "row")} of ${result.table}: ${predicted} predicted (${near})`, width),
    ...(unmeasured === 0
      ? []
      : wrap(`${counted(unmeasured, "row")} of them without a measured speed, which have no error`, width)),
    rows === predicted
      ? style("green", "every row is answered")
      : style("red", `${counted(rows - predicted, "row")} without an answer`),
    "",
    ...wrap("Errors of tokens a second and accelerator", width),
    ...table(columns, [["all", ...cellsOf(result.all, hasBias)], ...errorRows], width),
    "",
    ...reasonLines("Not predicted:", namedReasons(result.refused), width),
    ...wrap(
      `These are errors on this table as it is. On runs that the model was fitted to (${result.calibration}) they are smaller than on runs it has not seen: docs/training.md gives the cross-validated errors.`,
      width,
    ).map((line) => style("yellow", line)),
    ...[files.out, files.json].flatMap((file) => (file === undefined ? [] : [faint(`wrote ${file}`)])),
  ];
}

const mostNames = 5;

/** How many rows each reason has, with the names of the first. */
function namedReasons(refused: TrainingValidation["refused"]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(refused).map(([reason, ids]) => {
      const more = ids.length > mostNames ? ` and ${ids.length - mostNames} more` : "";
      return [`${reason} (${ids.slice(0, mostNames).join(", ")}${more})`, ids.length];
    }),
  );
}

function cellsOf({ runs, median, mean, p90, bias, coverage }: TrainingErrors, hasBias: boolean): string[] {
  const signed = bias === null ? "" : `${bias > 0 ? "+" : ""}${percent(bias, 1)}`;
  return [
    String(runs),
    percent(median, 1),
    percent(mean, 1),
    percent(p90, 1),
    ...(hasBias ? [signed] : []),
    percent(coverage, 0),
  ];
}

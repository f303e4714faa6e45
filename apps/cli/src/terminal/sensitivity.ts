/** A sensitivity analysis in tables: for each figure its inputs by influence, and how that was found. */
import type { Sensitivity, SensitivityFigure, Interval } from "@underwatt/deal";
import { bar } from "./chart.ts";
import { headLines, titleLines, warningLines } from "./head.ts";
import { shortName } from "./stress-text.ts";
import { faint, style } from "./style.ts";
import { table, wrap, type TableColumn } from "./table.ts";

const barWidth = 14;
const longestFormula = 34;
/** Inputs below this share are told together, and so are all but the first dozen. */
const smallest = 0.01;
const mostRows = 12;
/** Below this width formulas are left out, and below the other one some intervals. */
const [roomy, cramped] = [100, 80];
/** Half an interval beyond which shares are but a hint. */
const wide = 0.25;

/** The lines of the analysis, at most `width` wide. */
export function sensitivityTables(result: Sensitivity, width: number): string[] {
  const figures = Object.entries(result.figures);
  const nothing = "no key figure, thesis or breaker is uncertain; name a figure that is";
  return [
    ...headLines(result, width),
    ...(figures.length === 0 ? ["", ...wrap(nothing, width)] : []),
    ...figures.flatMap(([path, figure]) => ["", ...figureLines(path, figure, width)]),
    ...(result.warnings.length === 0 ? [] : [""]),
    ...warningLines(result.warnings, width),
  ];
}

function figureLines(path: string, figure: SensitivityFigure, width: number): string[] {
  const title = titleLines(path, figure.says, width);
  const missing =
    figure.undefined === 0
      ? []
      : yellow(`left out: ${percent(figure.undefined, 0.001)} of the points, where it has no value`, width);
  const [only] = figure.inputs;
  if (figure.variance.value === null) return [...title, "it has no value at any point", ...missing];
  if (figure.inputs.every((input) => mainOf(input).value === null))
    return [...title, "it comes out the same at every point", ...missing];
  if (figure.inputs.length === 1 && only !== undefined)
    return [...title, ...wrap(`varies with ${only.input} alone, ${only.formula}`, width), ...missing];
  if (figure.inputs.every((input) => mainOf(input).se === null))
    return [...title, ...wrap("it varies in too few points to tell with what; more samples would", width), ...missing];
  const method = methodLines(figure).flatMap((line) => wrap(line, width));
  return [...title, ...influenceTable(figure, width), ...method.map(faint), ...doubts(figure, width), ...missing];
}

/** Heavy tails and rare events: what few points decide, other points would decide otherwise. */
function doubts({ inputs }: SensitivityFigure, width: number): string[] {
  const widest = Math.max(...inputs.map(mainOf).map(({ low, high }) => ((high ?? 0) - (low ?? 0)) / 2));
  return widest > wide ? yellow("few points hold most of the variance, so these shares are but a hint", width) : [];
}

function yellow(text: string, width: number): string[] {
  return wrap(text, width).map((line) => style("yellow", line));
}

type Influence = SensitivityFigure["inputs"][number];

/** What inputs are ranked by. */
function mainOf(input: Influence): Interval {
  return "share" in input ? input.share : input.total;
}

function influenceTable(figure: SensitivityFigure, width: number): string[] {
  const shown = figure.inputs.filter((input, index) => index < mostRows && (mainOf(input).value ?? 0) >= smallest);
  const rest = figure.inputs.slice(shown.length);
  const [hasFormula, isCramped] = [width >= roomy, width < cramped];
  // Where there is little room, what an input explains alone goes without its interval.
  const alone = (interval: Interval): string => (isCramped ? (share(interval).split(" [")[0] ?? "") : share(interval));
  const rows = shown.map((input) => [
    isCramped ? shortName(input.input) : input.input,
    ...(hasFormula ? [shortened(input.formula === "" ? input.inputs.join(", ") : input.formula)] : []),
    ...("share" in input ? [share(input.share)] : [alone(input.first), share(input.total)]),
    bar(mainOf(input).value ?? 0, isCramped ? barWidth / 2 : barWidth),
  ]);
  const others = rest.length === 1 ? "the other 1" : `the other ${rest.length}`;
  if (rest.length > 0) rows.push([others, ...(hasFormula ? [""] : []), ...restCells(rest)]);
  const measures: TableColumn[] =
    figure.method === "shapley"
      ? [{ title: "share [95 %]" }]
      : [{ title: isCramped ? "alone" : "alone [95 %]" }, { title: "in total [95 %]" }];
  const formula = hasFormula ? [{ title: "is" }] : [];
  return table([{ title: "input", flexible: true }, ...formula, ...measures, { title: "" }], rows, width);
}

/** Shares add up; total indices count an interaction with every input that takes part, and do not. */
function restCells(rest: readonly Influence[]): string[] {
  const sum = (of: readonly Interval[]): string => {
    const value = of.reduce((all, { value: each }) => all + (each ?? 0), 0);
    const se = Math.hypot(...of.map(({ se: each }) => each ?? 0));
    return percent(Math.max(0, value), 2 * se);
  };
  const shares = rest.flatMap((input) => ("share" in input ? [input.share] : []));
  if (shares.length > 0) return [sum(shares), ""];
  const largest = Math.max(...rest.map((input) => mainOf(input).value ?? 0));
  return [
    sum(rest.flatMap((input) => ("first" in input ? [input.first] : []))),
    `at most ${percent(Math.max(largest, 0.001), 0.001)} each`,
    "",
  ];
}

function methodLines(figure: SensitivityFigure): string[] {
  const count = (value: number): string => value.toLocaleString("en-US");
  const effort = `${figure.replicates} replicates of ${count(figure.points)} points, ${count(figure.evaluations)} evaluations`;
  return figure.method === "sobol"
    ? [
        `interactions hold ${share(figure.interactions)} of the variance`,
        `Sobol indices, since ${figure.because}; ${effort}`,
      ]
    : [`Shapley effects, since ${figure.because}: what inputs do together is shared among them; ${effort}`];
}

/** `42 % [39 to 45]`: no finer than the interval supports, and within 0 to 100, as shares are. */
function share({ value, low, high }: Interval): string {
  if (value === null) return "undefined";
  if (low === null || high === null) return percent(value, 0.01);
  const reach = (high - low) / 2;
  const end = (each: number): string => digits(Math.min(1, Math.max(0, each)), reach);
  return `${percent(Math.min(1, Math.max(0, value)), reach)} [${end(low)} to ${end(high)}]`;
}

function percent(value: number, reach: number): string {
  return `${digits(value, reach)} %`;
}

function digits(value: number, reach: number): string {
  const text = (value * 100).toFixed(reach < 0.005 ? 1 : 0);
  // All and nothing to one decimal are just that.
  return text === "100.0" ? "100" : text === "0.0" ? "0" : text;
}

function shortened(formula: string): string {
  return formula.length <= longestFormula ? formula : `${formula.slice(0, longestFormula - 1)}…`;
}

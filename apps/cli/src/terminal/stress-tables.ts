/** A stress analysis on the screen: for each test its chance and margin, what tips it, its nearest failures, its tornado. */
import type { Cell, Interval, Stress, StressBreakEven, StressedTest, StressGrid, StressPoint } from "@underwatt/deal";
import { formatCell, formatFigure, formatQuantity } from "@underwatt/note";
import { bar } from "./chart.ts";
import { counted, headLines, titleLines, warningLines } from "./head.ts";
import { faint, heading, style } from "./style.ts";
import { chance, estimated, inputLabel, percentile, shareOf, shortName } from "./stress-text.ts";
import { table, wrap, type TableColumn } from "./table.ts";

/** Below this width tables leave their middle columns out. */
const roomy = 100;
/** Below this, percentiles and units that stand elsewhere go too. */
const cramped = 72;
const mostSwings = 8;
const barWidth = 12;
/** A margin in spreads that is this large is a yes or no: the engine's cap. */
const farthestPart = 100;
/** Moves of a smaller share of the way are not worth a line. */
const smallestShare = 0.005;

/** The lines, at most `width` wide as far as names allow. */
export function stressTables(result: Stress, width: number): string[] {
  const asked = [result.supposed, result.figure, result.grid].some((answer) => answer !== undefined);
  const nothing = "there is no thesis to stress; name a test, or a figure with --figure and --at";
  const lines = [
    ...headLines(result, width),
    ...(Object.keys(result.tests).length === 0 && !asked ? ["", ...wrap(nothing, width)] : []),
    ...Object.entries(result.tests).flatMap(([path, test]) => testLines(path, test, width)),
    ...(result.supposed === undefined ? [] : supposedLines(result.supposed, width)),
    ...(result.figure === undefined ? [] : figureLines(result.figure, width)),
    ...(result.grid ?? []).flatMap((grid) => gridLines(grid, width)),
    ...(result.warnings.length === 0 ? [] : [""]),
    ...warningLines(result.warnings, width),
  ];
  const footnotes = notesOn(result).flatMap((note) => wrap(note, width).map(faint));
  return footnotes.length === 0 ? lines : [...lines, "", ...footnotes];
}

/** What the tables' signs mean, as far as they occur. */
function notesOn({ tests, figure, supposed }: Stress): string[] {
  const all = Object.values(tests);
  const chances = [
    ...all.map(({ failure }) => failure),
    ...all.flatMap((test) => test.break_evens.flatMap(({ outcomes = [] }) => outcomes.map(({ expected }) => expected))),
    ...Object.values(supposed?.tests ?? {}).flatMap(({ before, after }) => [before, after]),
  ];
  const evens = [...all.flatMap((test) => test.break_evens), ...(figure?.break_evens ?? [])];
  const moves = all.flatMap(({ nearest }) => nearest?.points ?? []).flatMap((point) => point.moves);
  const against = moves.some(({ share }) => share <= -smallestShare);
  return [
    ...(evens.some(({ part }) => part) || moves.some(({ part }) => part)
      ? ["* an uncertain part of that figure's formula, such as a factor, not the figure itself"]
      : []),
    ...(chances.some((each) => chance(each).includes("[")) ? ["[a to b]: the 95 % interval"] : []),
    ...(against ? ["a share below 0: carried along, against what is sought, by inputs it hangs together with"] : []),
  ];
}

function testLines(path: string, test: StressedTest, width: number): string[] {
  const { kind, says, failure, margin } = test;
  const colour = (failure.value ?? 0) <= 0.05 ? "green" : (failure.value ?? 0) >= 0.95 ? "red" : "yellow";
  const fails = kind === "breaker" ? "trips" : "fails";
  const lines = ["", ...titleLines(path, says, width), ...wrap(test.formula, width).map(faint)];
  if (test.certain) {
    const word = { holds: kind === "breaker" ? "stays clear" : "holds", fails, undefined: "is undefined" }[
      test.at_medians
    ];
    return [...lines, ...sentence(word, ", for certain: nothing uncertain reaches it", colour, width)];
  }
  const state =
    test.at_medians === "undefined"
      ? "is undefined"
      : test.at_medians === "holds"
        ? kind === "breaker"
          ? "is clear"
          : "holds"
        : fails;
  const by =
    margin?.at_medians === null || margin === null ? "" : ` by ${marginText(Math.abs(margin.at_medians), margin.unit)}`;
  return [
    ...lines,
    ...sentence(fails, ` in ${chance(failure)}; at the medians it ${state}${by}`, colour, width),
    ...(test.undefined > 0 ? [faint(`undefined in ${shareOf(test.undefined)} of the samples`)] : []),
    ...nearestLines(test, fails, width),
    ...(test.break_evens.length === 0
      ? []
      : ["", ...breakEvenLines(test.break_evens, kind === "breaker" ? "clear if" : "holds if", width)]),
    ...tornadoLines(test, width),
  ];
}

/** Wrapped, its first word in colour: codes do not survive a break, so no more than a word has them. */
function sentence(first: string, rest: string, colour: "green" | "red" | "yellow", width: number): string[] {
  const [head = "", ...tail] = `${first}${rest}`.split(" ");
  return wrap([style(colour, head), ...tail].join(" "), width);
}

function nearestLines({ kind, nearest, failure }: StressedTest, fails: string, width: number): string[] {
  if (nearest === null) return [faint("it is only yes or no, so there is no distance to it")];
  const what = nearest.seeks === "failure" ? fails : kind === "breaker" ? "is clear" : "holds";
  if (nearest.points.length === 0) {
    const most = nearest.seeks === "failure" ? failure.high : 1 - (failure.low ?? 1);
    const bound = `it nowhere ${what} within ${nearest.reach} standard deviations of the medians`;
    return wrap(`${bound}; the samples leave it at most ${shareOf(most ?? 0)}`, width);
  }
  return nearest.points.flatMap((point, at) => {
    const distance = `${point.distance.toFixed(2)} standard deviations away`;
    const beyond = `a plane there leaves ${shareOf(point.probability)} beyond`;
    const title = at === 0 ? `nearest point where it ${what}` : "another";
    const sure = point.proven ? "" : ", perhaps not the very nearest";
    return ["", ...wrap(`${title}: ${distance}${sure}; ${beyond}`, width), ...pointTable(point, width)];
  });
}

function pointTable({ moves }: StressPoint, width: number): string[] {
  const rows = moves
    .filter(({ share }) => Math.abs(share) >= smallestShare)
    .map((move) => [
      inputLabel(move),
      move.value === null
        ? "endless"
        : formatQuantity(move.value, width < cramped && move.unit !== "%" ? "" : move.unit),
      percentile(move.percentile),
      shareOf(move.share),
    ]);
  const columns: TableColumn[] = [
    { title: "input", flexible: true },
    { title: "value", align: "right" },
    { title: "percentile", align: "right" },
    { title: "share", align: "right" },
  ];
  return table(columns, rows, width);
}

function breakEvenLines(found: readonly StressBreakEven[], verb: string, width: number): string[] {
  const wide = width >= roomy;
  const expected = found.some((each) => each.expected_of === "odds")
    ? found.every((each) => each.expected_of === "odds")
      ? "as likely as not"
      : "in expectation, or as likely as not"
    : "in expectation";
  const rows = found.flatMap((each) => {
    if (each.outcomes !== undefined) return outcomeRows(each, wide, verb !== "if");
    return [
      [
        inputLabel(each),
        ...(wide ? [formatQuantity(each.median, each.unit)] : []),
        crossings(each.at_medians, each.at_medians_side, each, width),
        crossings(each.expected, each.expected_side, each, width),
      ],
    ];
  });
  const columns: TableColumn[] = [
    { title: verb, flexible: true },
    ...(wide ? [{ title: "median", align: "right" as const }] : []),
    { title: wide ? "others at medians" : "at medians" },
    { title: expected },
  ];
  return table(columns, rows, width);
}

/** `> 24.4 billion (P70)`; without its unit, which stands with the input. */
function crossings(
  found: readonly (StressBreakEven["at_medians"][number] & { error?: Interval })[],
  side: StressBreakEven["at_medians_side"],
  { expected_of: of }: StressBreakEven,
  width: number,
): string {
  const near = found.filter(({ within }) => within);
  if (near.length === 0) {
    if (found.length > 0) return "out of its range";
    const always = of === "figure" ? "always above" : "always";
    const never = of === "figure" ? "always below" : "never";
    return { above: always, below: never, at: "always at it", undefined: "undefined", both: "undefined between" }[side];
  }
  return near
    .map(({ value, percentile: p, holds, error }) => {
      const shown = error === undefined ? formatQuantity(value, "") : estimated({ ...error, value }, "");
      const place = width < cramped ? "" : ` (${percentile(p)})`;
      return `${holds === "above" ? ">" : "<"} ${shown}${place}`;
    })
    .join(", ");
}

function outcomeRows(found: StressBreakEven, wide: boolean, isTest: boolean): string[][] {
  return (found.outcomes ?? []).map(({ value, probability, at_medians: medians, expected }) => [
    `${inputLabel(found)} = ${formatQuantity(value, "")}`,
    ...(wide ? [`${shareOf(probability)} likely`] : []),
    isTest ? (medians === null ? "undefined" : medians === 1 ? "holds" : "fails") : formatCell(medians, ""),
    isTest ? `holds in ${chance(expected)}` : estimated(expected, ""),
  ]);
}

function tornadoLines({ tornado, margin }: StressedTest, width: number): string[] {
  if (margin === null) return [];
  const swings = tornado.slice(0, mostSwings);
  const isFar = (value: number | null): boolean => margin.unit === null && Math.abs(value ?? 0) >= farthestPart;
  const size = (swing: (typeof swings)[number]): number => {
    const ends = [swing.margin_at_p10, swing.margin_at_p90];
    return ends.some((end) => end === null || isFar(end)) ? Infinity : Math.abs((ends[1] ?? 0) - (ends[0] ?? 0));
  };
  const most = Math.max(...swings.map(size).filter((each) => Number.isFinite(each)), 0);
  if (swings.length === 0) return [];
  const wide = width >= roomy;
  const text = (value: number | null): string => {
    if (value === null) return "without bound";
    return isFar(value) ? (value < 0 ? "fails" : "holds") : formatQuantity(shortened(value), "");
  };
  const rows = swings.map((swing) => [
    inputLabel(swing),
    ...(wide ? [`${formatQuantity(swing.p10, "")} to ${formatQuantity(swing.p90, swing.unit)}`] : []),
    text(swing.margin_at_p10),
    text(swing.margin_at_p90),
    bar(most > 0 ? size(swing) / most : 1, barWidth),
  ]);
  const unit = margin.unit === null ? "in spreads" : margin.unit === "" ? "" : `in ${margin.unit}`;
  const columns: TableColumn[] = [
    { title: "one at a time", flexible: true },
    ...(wide ? [{ title: "from P10 to P90" }] : []),
    { title: "at P10", align: "right" },
    { title: "at P90", align: "right" },
    { title: wide ? `margin ${unit}`.trim() : "margin" },
  ];
  return ["", ...table(columns, rows, width)];
}

function supposedLines({ inputs, tests, figures }: NonNullable<Stress["supposed"]>, width: number): string[] {
  const wide = width >= roomy;
  const given = inputs.map(
    ({ input, unit, value, percentile: p }) =>
      `${shortName(input)} = ${formatQuantity(value, unit)} (${percentile(p)})`,
  );
  const testRows = Object.entries(tests).map(([path, { before, after }]) => [
    path,
    chance(before, true),
    chance(after, true),
  ]);
  const figureRows = Object.entries(figures).map(([path, { unit, before, after }]) => [
    wide || unit === "" || unit === "date" ? shortName(path) : `${shortName(path)}, ${unit}`,
    spread(before, unit, wide),
    spread(after, unit, wide),
  ]);
  const head = ["", ...wrap(`Supposing ${given.join(", ")}; what hangs together with it follows`, width).map(heading)];
  const columns = (title: string): TableColumn[] => [
    { title, flexible: true },
    { title: "before" },
    { title: "supposed" },
  ];
  return [
    ...head,
    ...(testRows.length === 0 ? [] : table(columns("fails, or trips, in"), testRows, width)),
    ...(figureRows.length === 0
      ? []
      : ["", ...table(columns(wide ? "median [P10 to P90]" : "median"), figureRows, width)]),
  ];
}

/** Median and central 80 %; where there is little room the median alone. */
function spread({ p10, p50, p90 }: Record<"p10" | "p50" | "p90", Cell>, unit: string, wide: boolean): string {
  if (!wide)
    return formatCell(typeof p50 === "number" ? shortened(p50) : p50, unit === "date" || unit === "%" ? unit : "");
  const points = { value: p50, p5: p10, p10, p50, p90, p95: p90, mean: p50, se: null };
  return formatFigure({
    unit,
    kind: "model",
    formula: "",
    uncertain: true,
    ...points,
    grades: {},
    uses: [],
    claims: [],
  });
}

/** Three digits: enough to compare cells of a table. */
function shortened(value: number): number {
  return Number(value.toPrecision(3));
}

function figureLines({ path, unit, at, break_evens: found }: NonNullable<Stress["figure"]>, width: number): string[] {
  const title = `${path} > ${formatCell(at, unit === "probability" ? "" : unit)}`;
  return ["", ...titleLines(title, undefined, width), ...breakEvenLines(found, "if", width)];
}

function gridLines(grid: StressGrid, width: number): string[] {
  const { rows, columns, unit } = grid;
  const isTest = unit === "probability";
  const across = `${shortName(columns.input)}${columns.unit === "" ? "" : `, ${columns.unit}`}`;
  const down = `${shortName(rows.input)}${rows.unit === "" ? "" : `, ${rows.unit}`}`;
  // Where there is little room, every other column.
  const shown = [...columns.values.keys()].filter((column) => width >= roomy || column % 2 === 0);
  const text = (cell: Cell): string => {
    if (typeof cell !== "number") return formatCell(cell, unit);
    return isTest ? roughChance(cell) : formatQuantity(shortened(cell), "");
  };
  const titles = shown.map((column) => formatQuantity(shortened(columns.values[column] ?? NaN), ""));
  const block = (title: string, cells: StressGrid["expected"]): string[] => [
    "",
    ...wrap(`${title}; across: ${across}`, width),
    ...table(
      [{ title: down, flexible: true }, ...titles.map((title) => ({ title, align: "right" as const }))],
      rows.values.map((value, row) => [
        formatQuantity(shortened(value), ""),
        ...shown.map((column) => text(cells[row]?.[column] ?? null)),
      ]),
      width,
    ),
  ];
  if (isTest)
    return [
      "",
      ...titleLines(grid.of, undefined, width),
      ...block(`chance that it is true, by ${counted(grid.samples, "sample")}`, grid.expected),
    ];
  const of = unit === "" || unit === "date" ? "" : `, ${unit}`;
  return [
    "",
    ...titleLines(grid.of, undefined, width),
    ...block(`mean over the other inputs, by ${counted(grid.samples, "sample")}${of}`, grid.expected),
    ...block(`others at their medians${of}`, grid.at_medians),
  ];
}

/** A chance by some hundred samples: whole percents are all that they support, and none is certain. */
function roughChance(share: number): string {
  if (share > 0 && share < 0.01) return "under 1 %";
  return share > 0.99 && share < 1 ? "over 99 %" : `${Math.round(100 * share)} %`;
}

function marginText(size: number, unit: string | null): string {
  return unit === null ? `${size.toPrecision(2)} of its spread` : formatQuantity(Number(size.toPrecision(3)), unit);
}

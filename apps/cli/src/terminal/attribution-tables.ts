/** Shares of evidence in tables, and what each claim holds up. */
import type { Attribution } from "@underwatt/deal";
import { formatCell } from "@underwatt/note";
import { headLines, warningLines } from "./head.ts";
import { faint, heading } from "./style.ts";
import { table, wrap } from "./table.ts";

type Figure = Attribution["figures"][string];
type Without = Attribution["without"][string];

const mostClaims = 12;

/** The lines, at most `width` wide. */
export function attributionTables(result: Attribution, width: number): string[] {
  return [
    ...headLines(result, width),
    ...Object.entries(result.figures).flatMap(([path, figure]) => ["", ...figureLines(path, figure, result.by, width)]),
    ...withoutLines(result, width),
    ...(result.warnings.length === 0 ? [] : [""]),
    ...warningLines(result.warnings, width),
  ];
}

function figureLines(path: string, { says, spread, low, reading }: Figure, by: string, width: number): string[] {
  const lows = new Map((low ?? []).map(({ group, share }) => [group, share]));
  const rows = spread.map(({ group, share, inputs }) => [
    group,
    percent(share),
    ...(low === undefined ? [] : [percent(lows.get(group))]),
    String(inputs.length),
  ]);
  const columns = [
    { title: by },
    { title: "of the spread [95 %]" },
    ...(low === undefined ? [] : [{ title: "of its bad end" }]),
    { title: "inputs" },
  ];
  return [
    heading(path),
    ...(says === undefined ? [] : [says]),
    ...table(columns, rows, width),
    ...wrap(reading, width).map(faint),
  ];
}

function percent(share: Figure["spread"][number]["share"] | undefined): string {
  if (share === undefined || share.value === null) return "undefined";
  const whole = (value: number | null): string => `${Math.round(100 * (value ?? 0))}`;
  return `${whole(share.value)} % [${whole(share.low)} to ${whole(share.high)}]`;
}

/** Claims by the largest change that they make to any figure, as a share of its width, or to any chance. */
function withoutLines({ without, figures, not_left_out: rest }: Attribution, width: number): string[] {
  const ranked = Object.entries(without)
    .map(([id, one]) => ({ id, one, most: largest(one) }))
    .toSorted((a, b) => (b.most?.size ?? 0) - (a.most?.size ?? 0));
  if (ranked.length === 0) return [];
  const rows = ranked
    .slice(0, mostClaims)
    .map(({ id, one, most }) => [
      id,
      one.grade,
      most === undefined ? "nothing" : changeOf(most, figures),
      choices(one),
    ]);
  const more = ranked.length - Math.min(mostClaims, ranked.length);
  return [
    "",
    heading("If a claim were about something else"),
    ...table(
      [
        { title: "claim" },
        { title: "grade" },
        { title: "what changes most", flexible: true },
        { title: "choice", flexible: true },
      ],
      rows,
      width,
    ),
    ...(more + rest.length === 0
      ? []
      : [faint(`${more} more change less${rest.length === 0 ? "" : `; ${rest.length} were not tried`}`)]),
  ];
}

interface Change {
  readonly path: string;
  readonly size: number;
  readonly change: Without["figures"][string];
}

function largest({ figures }: Without): Change | undefined {
  const changes = Object.entries(figures).map(([path, change]) => ({ path, change, size: sizeOf(change) }));
  return changes.toSorted((a, b) => b.size - a.size)[0];
}

function sizeOf({ before, after, width_before: width, width_after: wider }: Without["figures"][string]): number {
  if (width === undefined) return Math.abs((after ?? 0) - (before ?? 0));
  const scale = Math.max(Math.abs(width ?? 0), 1e-12 * Math.abs(before ?? 0), 1e-300);
  return Math.max(Math.abs((after ?? 0) - (before ?? 0)), Math.abs((wider ?? 0) - (width ?? 0))) / scale;
}

function changeOf({ path, change }: Change, figures: Attribution["figures"]): string {
  const unit = figures[path]?.unit ?? "";
  const { before, after, width_before: width, width_after: wider } = change;
  if (width === undefined) return `${path}: ${formatCell(before, unit)} to ${formatCell(after, unit)}`;
  const times = (wider ?? NaN) / (width ?? NaN);
  return `${path}: ${formatCell(before, unit)} to ${formatCell(after, unit)}, spread × ${times.toFixed(1)}`;
}

function choices({ choices: changed }: Without): string {
  return Object.entries(changed)
    .map(([decision, { before, after }]) => `${decision}: ${before} to ${after}`)
    .join(", ");
}

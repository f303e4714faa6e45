/** What changed between two states of a deal: each figure with its shares, then what moved them, then the rest by name. */
import type { Diff, FigureChange, ItemChange } from "@underwatt/deal";
import { formatCell, formatQuantity } from "@underwatt/note";
import { namesLine } from "./names-line.ts";
import { counted, settingLines } from "./head.ts";
import { faint, heading, stateColour, style } from "./style.ts";
import { table, wrap } from "./table.ts";

/** The lines, at most `width` wide. */
export function diffTables(diff: Diff, width: number): string[] {
  const { from, to, run, figures, thesis, moves } = diff;
  const [tests, values] = [Object.entries(thesis), Object.entries(figures)];
  return [
    ...wrap(to.title, width).map(heading),
    ...wrap(`from ${sideText(from)} to ${sideText(to)}`, width).map(faint),
    faint(`${counted(run.samples, "sample")} · seed ${run.seed} · ${counted(diff.states, "state")} in between`),
    ...settingLines(run, width),
    ...(tests.length + values.length === 0 ? ["", "no key figure and no thesis changed"] : []),
    ...block(
      "Theses that changed",
      tests.flatMap(([id, change]) => thesisLines(id, change, width)),
    ),
    ...block(
      "Key figures that changed",
      values.flatMap(([path, change]) => changeLines(path, change, [], width)),
    ),
    ...methodLines([...values, ...tests], width),
    ...block(
      "What moved them",
      Object.entries(moves).flatMap(([name, items]) => moveLines(name, items, width)),
    ),
    ...restLines(diff, width),
  ];
}

function sideText({ name, as_of: day }: Diff["from"]): string {
  return `${name} as of ${day}`;
}

function block(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", heading(title), ...lines];
}

function thesisLines(id: string, change: Diff["thesis"][string], width: number): string[] {
  const [was, is] = [change.state_before, change.state_after].map((state = "") => style(stateColour(state), state));
  return changeLines(id, change, [`${was ?? ""} → ${is ?? ""}, `], width);
}

function changeLines(path: string, change: FigureChange, lead: readonly string[], width: number): string[] {
  const { unit, unit_before: unitBefore = unit, says, before, after, parts, rest, method } = change;
  // Shares of what is left of amounts that nearly cancel say nothing.
  const hasShares = parts.every(({ share }) => Math.abs(share) <= 2);
  const row = (amount: number, share: number, by: string): string[] => [
    signed(amount, unit),
    hasShares && Number.isFinite(share) ? `${Math.round(share * 100)} %`.replace("-", "−") : "",
    by,
  ];
  const rows = parts.map(({ by, amount, share }) => row(amount, share, shortened(by)));
  if (rest !== undefined) rows.push(row(rest, rest / (change.change ?? NaN), "the rest"));
  const columns = [
    { title: "did", align: "right" as const },
    { title: "share", align: "right" as const },
    { title: method === "together" ? "together, as no state in between has a value" : "what", flexible: true },
  ];
  return [
    "",
    ...wrap(says === undefined ? path : `${path}: ${says}`, width),
    `  ${lead.join("")}${formatCell(before, unitBefore)} → ${formatCell(after, unit)}`,
    ...(rows.length === 0 ? [] : table(columns, rows, width - 4).map((line) => `    ${line}`)),
  ];
}

const mostInGroup = 6;

/** A group by the first of its names. */
function shortened(by: string): string {
  const names = by.split(" + ");
  const more = names.length - mostInGroup;
  return more > 1 ? `${names.slice(0, mostInGroup).join(" + ")} and ${more} more` : by;
}

/** `+1.20 billion USD`; days for a date, points for what is counted in percent. */
function signed(amount: number, unit: string): string {
  const size = Math.abs(amount);
  const points = unit === "probability" ? size * 100 : unit === "%" ? size : undefined;
  const text =
    points === undefined
      ? formatQuantity(size, unit === "date" ? "day" : unit)
      : `${formatQuantity(Number(points.toPrecision(3)), "")} points`;
  return `${amount < 0 ? "−" : "+"}${text}`;
}

/** How changes were shared out, where anything was. */
function methodLines(changes: readonly (readonly [string, FigureChange])[], width: number): string[] {
  const withMethod = (method: FigureChange["method"]): string[] =>
    changes.flatMap(([name, change]) => (change.method === method && change.parts.length > 0 ? [name] : []));
  const sentences = [
    withMethod("shapley").length > 0
      ? "Shares are means over all orders in which the changes could have come (Shapley): what several do only together is shared alike."
      : "",
    sentence(withMethod("by-day"), "more than six changes bear, so that days go in turn, and all orders within a day"),
    sentence(
      withMethod("in-a-row"),
      "more than six changes of one day bear, so that they go in a row, the largest first",
    ),
  ];
  const lines = sentences.filter((text) => text !== "").flatMap((text) => wrap(text, width).map(faint));
  return lines.length === 0 ? [] : ["", ...lines];
}

function sentence(names: readonly string[], how: string): string {
  return names.length === 0 ? "" : `On ${names.join(", ")} ${how}.`;
}

function moveLines(name: string, items: readonly ItemChange[], width: number): string[] {
  const isGroup = items.length > 1;
  return [
    "",
    ...(isGroup ? wrap(`${shortened(name)}, which move as one`, width) : []),
    ...items.flatMap((item) => itemLines(item, width)),
  ];
}

function itemLines(
  { path, what, says, before, after, published, grade, replaces }: ItemChange,
  width: number,
): string[] {
  const told = [what, ...(published === undefined ? [] : [published]), ...(grade === undefined ? [] : [grade])].join(
    ", ",
  );
  const value = [before, after].filter((text) => text !== undefined).join(" → ");
  const place = replaces === undefined ? "" : `in the place of ${replaces.join(", ")}`;
  return [
    `${path}  ${faint(told)}`,
    ...[value, says ?? "", place]
      .filter((text) => text !== "")
      .flatMap((text) => wrap(text, width - 2).map((line) => `  ${line}`)),
  ];
}

/** Everything else that came, went or was edited, by name. */
function restLines({ claims, edited, appeared, went }: Diff, width: number): string[] {
  const superseded = claims.superseded.map(({ path, by }) => `${path} by ${by}`);
  const renamed = claims.renamed.map(({ from, to }) => `${from} to ${to}`);
  const paths = (items: readonly ItemChange[]): string[] => items.map(({ path }) => path);
  const lines = [
    namesLine("replaced", superseded, width),
    namesLine("new claims", paths(claims.new), width),
    namesLine("changed claims", paths(claims.changed), width),
    namesLine("removed claims", paths(claims.gone), width),
    namesLine("renamed", renamed, width),
    namesLine(
      "edited",
      edited.map(({ path, what }) => (what === "changed" ? path : `${path} (${what})`)),
      width,
    ),
    namesLine("figures that appeared", appeared, width),
    namesLine("figures that went", went, width),
  ].flat();
  return lines.length === 0 ? [] : ["", heading("All that changed"), ...lines];
}

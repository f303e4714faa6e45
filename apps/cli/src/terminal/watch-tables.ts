/** The watch list: each question with its day, what it bears on, and what its answers moved. */
import type { Watch, WatchItem } from "@underwatt/deal";
import { formatCell, formatEstimate, formatProbability, formatQuantity } from "@underwatt/note";
import { headLines } from "./head.ts";
import { faint, heading, stateColour, style } from "./style.ts";
import { wrap } from "./table.ts";

/** The lines, at most `width` wide. */
export function watchTables(result: Watch, width: number): string[] {
  return [
    ...headLines(result, width),
    ...Object.entries(result.items).flatMap(([id, item]) => itemLines(id, item, width)),
  ];
}

function itemLines(id: string, item: WatchItem, width: number): string[] {
  const { asks, state, due, days, accepts, settles, tests, answers, moved, worth } = item;
  const day = due === undefined ? "" : `  ${state === "answered" ? due : `${due}, ${daysText(days ?? 0)}`}`;
  const lines = [
    asks,
    ...(accepts === undefined ? [] : [`accepted: ${accepts}`]),
    ...(settles === undefined ? [] : [settledText(settles)]),
    ...answers.map(
      ({ claim, grade, published, says, printed }) =>
        `answered by claims.${claim} (${grade}, ${published}): ${says}${says.includes(printed) ? "" : ` [${printed}]`}`,
    ),
    ...(answers.length === 0 ? [] : moved.length === 0 ? ["which by itself moved no key figure and no thesis"] : []),
    ...moved.map(
      ({ path, unit, without, with: now }) =>
        `moved ${path}: ${formatCell(without, unit)} without, ${formatCell(now, unit)} with`,
    ),
    ...tests.map(testText),
    ...(worth ?? []).map(worthText),
    ...(worth?.length === 0 && state !== "answered" ? ["worth nothing seen to the deal's decisions"] : []),
  ];
  return [
    "",
    `${style(stateColour(state), state)}  ${heading(id)}${faint(day)}`,
    ...lines.flatMap((line) => wrap(line, width - 2).map((text) => `  ${text}`)),
  ];
}

function daysText(days: number): string {
  const count = formatQuantity(Math.abs(days), "day");
  return days < 0 ? `${count} ago` : days === 0 ? "today" : `in ${count}`;
}

function settledText({ path, says = path, unit, value, before }: NonNullable<WatchItem["settles"]>): string {
  const now = value === null && unit === "" ? "no single value yet" : formatCell(value, unit);
  const then = before === undefined ? "" : `, ${formatCell(before.value, unit)} as of ${before.as_of}`;
  return `settles ${path} (${says}): ${now}${then}`;
}

/** The test's own words are its threshold. */
function testText({ path, formula, probability, then }: WatchItem["tests"][number]): string {
  const chance = probability === null ? "cannot be told" : formatProbability(probability, 0);
  return then === undefined
    ? `${path} holds if ${formula}: ${chance}`
    : `${path} trips if ${formula}: ${chance}; then: ${then}`;
}

function worthText({ decision, fact, unit, value, thresholds }: NonNullable<WatchItem["worth"]>[number]): string {
  const estimate = formatEstimate(value, unit);
  const changes = thresholds.map(
    ({ at, unit: of, below, above }) =>
      `; ${below} below ${formatQuantity(Number(at.toPrecision(3)), of)}, ${above} above`,
  );
  return `to know ${fact} is worth ${estimate.value} [${estimate.interval}] to ${decision}${changes.join("")}`;
}

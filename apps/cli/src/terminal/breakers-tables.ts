/** Breakers in a table, and the theses once each has tripped. */
import type { Breakers } from "@underwatt/deal";
import { formatCell } from "@underwatt/note";
import { headLines, warningLines } from "./head.ts";
import { faint, heading } from "./style.ts";
import { table, wrap } from "./table.ts";

type Breaker = Breakers["breakers"][string];

/** The lines, at most `width` wide. */
export function breakersTables(result: Breakers, width: number): string[] {
  const all = Object.entries(result.breakers);
  return [
    ...headLines(result, width),
    "",
    ...table(
      [
        { title: "breaker" },
        { title: "chance" },
        { title: "distance to trip" },
        { title: "deviations" },
        { title: "by" },
        { title: "trips if", flexible: true },
      ],
      all.map(([id, breaker]) => [
        id,
        formatCell(breaker.chance, "probability"),
        distance(breaker),
        deviations(breaker),
        breaker.by ?? "",
        breaker.trips_if,
      ]),
      width,
    ),
    ...all.flatMap(([id, breaker]) => ["", ...thenLines(id, breaker, result, width)]),
    ...(result.warnings.length === 0 ? [] : [""]),
    ...warningLines(result.warnings, width),
  ];
}

function distance({ distance: far }: Breaker): string {
  if (far === null) return "yes or no";
  return far.unit === null ? "in spreads" : formatCell(far.at_medians, far.unit);
}

function deviations({ distance: far }: Breaker): string {
  return far?.deviations === undefined || far.deviations === null ? "" : far.deviations.toFixed(1);
}

function thenLines(
  id: string,
  { says, then, theses_then: after }: Breaker,
  { theses }: Breakers,
  width: number,
): string[] {
  const rows = Object.entries(theses).flatMap(([thesis, { chance }]) => {
    const now = after?.[thesis] ?? null;
    return after === null || (now !== null && chance !== null && Math.abs(now - chance) < 0.005)
      ? []
      : [[thesis, formatCell(chance, "probability"), formatCell(now, "probability")]];
  });
  return [
    heading(id),
    ...wrap(`${says} ${then}`, width),
    ...(after === null
      ? [faint("it trips in too few samples to say what follows")]
      : rows.length === 0
        ? [faint("no thesis is the better or the worse for it")]
        : table([{ title: "thesis" }, { title: "chance" }, { title: "once tripped" }], rows, width)),
  ];
}

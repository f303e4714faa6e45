/** Both sides of each conflict, side by side. */
import type { Readings } from "@underwatt/deal";
import { formatCell } from "@underwatt/note";
import { headLines, warningLines } from "./head.ts";
import { faint, heading } from "./style.ts";
import { table, wrap } from "./table.ts";

type Conflict = Readings["conflicts"][string];

/** The lines, at most `width` wide. */
export function readingsTables(result: Readings, width: number): string[] {
  const all = Object.entries(result.conflicts);
  const moving = all.filter(([, { moves }]) => moves.length > 0);
  const still = all.filter(([, { moves }]) => moves.length === 0).map(([id]) => id);
  return [
    ...headLines(result, width),
    ...moving.flatMap(([id, conflict]) => ["", ...conflictLines(id, conflict, result, width)]),
    ...(still.length === 0
      ? []
      : ["", ...wrap(`${still.length} conflicts move no key figure or thesis: ${still.join(", ")}`, width).map(faint)]),
    ...extremeLines(result, width),
    ...(result.warnings.length === 0 ? [] : [""]),
    ...warningLines(result.warnings, width),
  ];
}

/** Sides that stand beside each other; more go below. */
const sidesAcross = 3;

function conflictLines(
  id: string,
  { disagree, reading, sides, left_out: leftOut, moves }: Conflict,
  { units }: Readings,
  width: number,
): string[] {
  const blocks = Array.from({ length: Math.ceil(sides.length / sidesAcross) }, (_, block) =>
    sides.slice(block * sidesAcross, (block + 1) * sidesAcross),
  );
  const out = Object.entries(leftOut).map(([claim, why]) => `${claim}: ${why}`);
  return [
    heading(id),
    ...wrap(disagree, width),
    ...blocks.flatMap((shown) => [
      ...table(
        [
          { title: "figure", flexible: true },
          ...shown.map(({ claim, is_working: working }) => ({ title: `${claim}${working ? " *" : ""}` })),
        ],
        [
          ["believed", ...shown.map(({ printed }) => (printed.length > 24 ? "computed" : printed))],
          ...moves.map((path) => [
            path,
            ...shown.map(({ figures }) => formatCell(figures[path] ?? null, units[path] ?? "")),
          ]),
        ],
        width,
      ),
    ]),
    ...wrap(`* as read: ${reading}`, width).map(faint),
    ...(out.length === 0 ? [] : wrap(`left out: ${out.join("; ")}`, width).map(faint)),
  ];
}

function extremeLines({ extremes, working }: Readings, width: number): string[] {
  const rows = Object.entries(extremes)
    .filter(([, { helps, hurts }]) => Object.keys(helps.sides).length + Object.keys(hurts.sides).length > 0)
    .map(([path, { helps, hurts }]) => [
      path.replace(/^thesis\./, ""),
      formatCell(hurts.chance, "probability"),
      formatCell(working[path] ?? null, "probability"),
      formatCell(helps.chance, "probability"),
    ]);
  if (rows.length === 0) return [];
  return [
    "",
    heading("Theses, with every conflict read against them, as read, and for them"),
    ...table(
      [{ title: "thesis", flexible: true }, { title: "against" }, { title: "as read" }, { title: "for" }],
      rows,
      width,
    ),
    faint("each conflict in turn takes the side that moves the thesis most: near the extremes, not sure to be them"),
  ];
}

/** What has changed since an earlier run, and why. */
import type { Changes, Result } from "@underwatt/deal";
import { formatCell, formatProbability } from "../../format/index.ts";
import { claimLines } from "../ground.ts";
import type { TableBlock } from "../note.ts";
import { code, table, text, type TableMaker } from "./table.ts";

export const changes: TableMaker = ({ result, changes: made }) => {
  if (made === undefined) return [table("Changes", [], [], "There is no earlier run to compare with.")];
  const since = `${made.from} to ${made.to}`;
  const parts = [figures(made, since), theses(made, since), because(made, since), news(made, result, since)];
  const present = parts.filter(({ rows }) => rows.length > 0);
  return present.length > 0 ? present : [table("Changes", [], [], `Nothing changed from ${since}.`)];
};

function figures(made: Changes, since: string): TableBlock {
  const rows = [
    ...made.figures.map((row) => [
      text(row.says ?? row.path),
      text(formatCell(row.before, row.unitBefore ?? row.unit)),
      text(formatCell(row.after, row.unit)),
    ]),
    ...made.appeared.map((path) => [code(path), text("not there"), text("new")]),
    ...made.gone.map((path) => [code(path), text("there"), text("gone")]),
  ];
  return table(`Figures that changed, ${since}`, ["Figure", "Before>", "After>"], rows, "");
}

function theses(made: Changes, since: string): TableBlock {
  const side = (state: Changes["thesis"][number]["after"]): string =>
    state === undefined ? "not there" : `${state.state}, ${formatProbability(state.probability, state.se)}`;
  const rows = made.thesis.map((row) => [
    text(row.after?.says ?? row.before?.says ?? row.id),
    text(side(row.before)),
    text(side(row.after)),
  ]);
  return table(`Thesis, ${since}`, ["Statement", "Before", "After"], rows, "");
}

function because(made: Changes, since: string): TableBlock {
  const rows = made.because.map((row) => [code(row.path), text(row.by), text(row.on), text(row.why)]);
  return table(`Evidence that replaced other evidence, ${since}`, ["Replaced", "By", "Known from", "Why"], rows, "");
}

function news(made: Changes, result: Result, since: string): TableBlock {
  const rows = claimLines(result, made.newClaims).map((claim) => [
    text(claim.says),
    text(claim.printed),
    text(claim.grade),
    text(claim.published),
  ]);
  return table(`Claims published, ${since}`, ["Claim", "As printed", "Grade", "Published"], rows, "");
}

/** What has changed since an earlier run, and why: what an answer of the deal rests on, and how much else there is. */
import type { Changes, Result } from "@underwatt/deal";
import { formatCell, formatProbability } from "../../format/index.ts";
import { labelOf, type NoteContext } from "../context.ts";
import { claimLines } from "../ground.ts";
import { ambiguous } from "../labels.ts";
import { printedOf } from "../printed.ts";
import type { TableBlock } from "../note.ts";
import { named, shown, table, text, type TableMaker } from "./table.ts";

export const changes: TableMaker = (context) => {
  const { changes: made } = context;
  if (made === undefined) return [table("Changes", [], [], "There is no earlier run to compare with.")];
  const since = `${made.from} to ${made.to}`;
  const parts = [theses, keyFigures, replaced, news].map((part) => part(context, made, since));
  const present = parts.filter(({ rows, rest }) => rows.length > 0 || rest !== undefined);
  return present.length > 0 ? present : [table("Changes", [], [], `Nothing changed from ${since}.`)];
};

type Part = (context: NoteContext, made: Changes, since: string) => TableBlock;

const theses: Part = (_, made, since) => {
  const side = (state: Changes["thesis"][number]["after"]): string => {
    if (state === undefined) return "not there";
    return state.probability === null
      ? state.state
      : `${state.state}, ${formatProbability(state.probability, state.se)}`;
  };
  const rows = made.thesis
    .map((row) => [row.after?.says ?? row.before?.says ?? row.id, side(row.before), side(row.after)])
    // A chance that moved by less than is shown has not changed for a reader.
    .filter(([, before, after]) => before !== after);
  const headings = ["Statement", "Before", "After"];
  return table(
    `Theses that changed, ${since}`,
    headings,
    rows.map((row) => row.map(text)),
    "No thesis changed.",
  );
};

const keyFigures: Part = (context, made, since) => {
  const { figures } = context.result;
  const moved = made.figures.flatMap(({ path, before, unit, unitBefore }) => {
    const figure = figures[path];
    if (figure?.key !== true) return [];
    const old = formatCell(before, unitBefore ?? unit);
    return old === formatCell(figure.value ?? null, unit) ? [] : [{ path, figure, label: labelOf(path, figure), old }];
  });
  const appeared = made.appeared.flatMap((path) => {
    const figure = figures[path];
    return figure?.key === true ? [{ path, figure, label: labelOf(path, figure), old: "not there" }] : [];
  });
  const all = [...moved, ...appeared];
  const repeated = ambiguous(all);
  const rows = all.map(({ path, figure, label, old }) => [
    named(label, repeated.has(path) ? path : undefined),
    text(old),
    shown(context.span(path, figure)),
  ]);
  const others = [
    counted(made.figures.length - moved.length, "other figure changed", "other figures changed"),
    counted(made.appeared.length - appeared.length, "other figure is new", "other figures are new"),
    counted(made.gone.length, "figure is gone", "figures are gone"),
  ].filter((part) => part !== "");
  const block = table(
    `Key figures that changed, ${since}`,
    ["Figure", "Before>", "After>"],
    rows,
    "No key figure changed.",
  );
  return { ...block, ...(others.length > 0 && { rest: `${others.join(", ")}.` }) };
};

const replaced: Part = ({ result }, made, since) => {
  const repeated = ambiguous(made.because.map(({ path }) => ({ path, label: label(result, path) })));
  const rows = made.because.map(({ path, by, on, why }) => {
    const claim = claimLines(result, [by])[0];
    return [
      named(label(result, path), repeated.has(path) ? path : undefined),
      text(claim === undefined ? by : `${claim.says} (${claim.value ?? claim.printed}; ${claim.grade})`),
      text(on),
      text(why),
    ];
  });
  const headings = ["Replaced", "By", "Known from", "Why"];
  return table(`Evidence that replaced other evidence, ${since}`, headings, rows, "No evidence was replaced.");
};

/** New claims under an answer; those that replaced others stand in the table above. */
const news: Part = ({ result }, made, since) => {
  const answers = Object.entries(result.figures).filter(
    ([path, { key }]) => key === true || /^(?:thesis|breakers)\./.test(path),
  );
  const under = new Set(answers.flatMap(([, { claims }]) => claims));
  const replacing = new Set(made.because.map(({ by }) => by));
  const bearing = made.newClaims.filter((id) => under.has(id) && !replacing.has(id));
  const claims = claimLines(result, bearing);
  const repeated = ambiguous(claims.map(({ id, says }) => ({ path: id, label: says })));
  const rows = claims.map((claim) => [
    named(claim.says, repeated.has(claim.id) ? claim.id : undefined),
    text(printedOf(claim)),
    text(claim.grade),
    text(claim.published),
  ]);
  const above = made.newClaims.filter((id) => replacing.has(id)).length;
  const others = counted(made.newClaims.length - bearing.length - above, "other claim", "other claims");
  const block = table(
    `New claims under key figures, theses and breakers, ${since}`,
    ["Claim", "As printed", "Grade", "Published"],
    rows,
    "No new claim stands under them.",
  );
  return { ...block, ...(others !== "" && { rest: `${others} became known that none of these rests on.` }) };
};

function label(result: Result, path: string): string {
  const claim = /^claims\.([^.]+)$/.exec(path)?.[1];
  const line = claim === undefined ? undefined : claimLines(result, [claim])[0];
  if (line !== undefined) return line.says;
  const figure = result.figures[path];
  return figure === undefined ? path : labelOf(path, figure);
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}

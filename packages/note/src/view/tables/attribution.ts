/** On what evidence the spread of figures rests. The shares are an analysis of their own, made before the note. */
import type { Attribution } from "@underwatt/deal";
import { labelOf } from "../context.ts";
import { table, text, type TableMaker } from "./table.ts";

type Share = Attribution["figures"][string]["spread"][number]["share"];

/** Smaller shares are told together. */
const least = 0.005;

export const attribution: TableMaker = (context, words, at) => {
  if (words.length === 0)
    return context.problem(at, "`{{table attribution}}` names the figures whose spread is shared out");
  return words.flatMap(({ text: path, label }) => {
    const figure = context.figure(path, at);
    if (figure === undefined) return [];
    const found = context.attribution?.figures[path];
    const caption = `What the spread of "${label ?? labelOf(path, figure)}" rests on`;
    if (found === undefined) return [table(caption, [], [], "Nothing in it varies, or nobody asked what it rests on.")];
    const low = new Map((found.low ?? []).map(({ group, share }) => [group, share]));
    const rows = found.spread
      .filter(({ share }) => (share.value ?? 0) >= least)
      .map(({ group, share }) => [
        text(groundName(group, context.result.sources)),
        text(percent(share)),
        ...(found.low === undefined ? [] : [text(percent(low.get(group)))]),
      ]);
    const headings = ["Rests on", "Of the spread>", ...(found.low === undefined ? [] : ["Of its bad end>"])];
    return [table(caption, headings, rows, "Nothing in it varies.")];
  });
};

const ownWords: Readonly<Record<string, string>> = {
  judged: "Our judgement, leaning on claims",
  unsupported: "Assumptions that nothing supports",
  conflict: "Which of several claims is right",
  model: "Errors of performance models",
  market: "Markets, failures and luck",
  "the rest": "All else",
};

/** A source by its publisher and title; several by `and`. */
function groundName(group: string, sources: Readonly<Record<string, { publisher: string; title: string }>>): string {
  if (Object.hasOwn(ownWords, group)) return ownWords[group] ?? group;
  const named = group.split(" and ").map((id) => {
    const source = sources[id];
    return source === undefined ? id : `${source.publisher}, ${source.title}`;
  });
  return named.join("; ");
}

function percent(share: Share | undefined): string {
  if (share === undefined || share.value === null) return "";
  const whole = (value: number | null): number => Math.min(100, Math.max(0, Math.round(100 * (value ?? 0))));
  return `${whole(share.value)} % [${whole(share.low)} to ${whole(share.high)}]`;
}

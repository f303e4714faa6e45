/** Figures by name, and the assumptions. */
import { labelOf } from "../context.ts";
import { ground } from "../ground.ts";
import { ambiguous } from "../labels.ts";
import { code, named, shown, table, text, type TableMaker } from "./table.ts";

export const figures: TableMaker = (context, words, at) => {
  if (words.length === 0) return context.problem(at, "`{{table figures}}` names the figures to show");
  const found = context.find(words, at);
  const repeated = ambiguous(found);
  const rows = found.map(({ path, figure, label }) => {
    const span = context.span(path, figure);
    return [
      named(label, repeated.has(path) ? path : undefined),
      shown(span),
      code(figure.formula),
      text(span.mark.label),
    ];
  });
  return rows.length === 0 ? [] : [table("Figures", ["Figure", "Value>", "Formula", "Rests on"], rows, "")];
};

/** Every assumption, and whatever else is uncertain by itself (a claimed range, say) and moves an answer of the deal. */
export const assumptions: TableMaker = (context) => {
  const { result } = context;
  const all = Object.entries(result.figures);
  const answers = all.filter(([path, { key }]) => key === true || /^(?:thesis|breakers)\./.test(path));
  const moving = ground(
    result,
    answers.map(([path]) => path),
  );
  const inputs = all
    .filter(([path, { kind }]) => kind === "assumption" || (moving.has(path) && Object.hasOwn(result.readings, path)))
    .map(([path, figure]) => ({ path, figure, label: labelOf(path, figure) }));
  const repeated = ambiguous(inputs);
  const rows = inputs.map(({ path, figure, label }) => [
    named(label, repeated.has(path) ? path : undefined),
    shown(context.span(path, figure)),
    code(figure.formula),
    text(Object.hasOwn(result.readings, path) ? result.readings[path] : "certain"),
    text(figure.because ?? ""),
  ]);
  const headings = ["Input", "Value>", "As written", "Read as", "Why"];
  return [table("Assumptions and uncertain inputs", headings, rows, "The deal assumes nothing.")];
};

/** Figures by name, and the assumptions. */
import { labelOf } from "../context.ts";
import { ground } from "../ground.ts";
import { code, shown, table, text, type TableMaker } from "./table.ts";

export const figures: TableMaker = (context, paths, at) => {
  if (paths.length === 0) return context.problem(at, "`{{table figures}}` names the figures to show");
  const rows = context.find(paths, at).map(({ path, figure }) => {
    const span = context.span(path, figure);
    return [text(labelOf(path, figure)), shown(span), code(figure.formula), text(span.mark.label)];
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
  const rows = all
    .filter(([path, { kind }]) => kind === "assumption" || (moving.has(path) && Object.hasOwn(result.readings, path)))
    .map(([path, input]) => [
      text(labelOf(path, input)),
      shown(context.span(path, input)),
      code(input.formula),
      text(Object.hasOwn(result.readings, path) ? result.readings[path] : "certain"),
      text(input.because ?? ""),
    ]);
  const headings = ["Input", "Value>", "As written", "Read as", "Why"];
  return [table("Assumptions and uncertain inputs", headings, rows, "The deal assumes nothing.")];
};

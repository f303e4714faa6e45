/** Figures by name, and the assumptions. */
import { labelOf } from "../context.ts";
import { code, shown, table, text, type TableMaker } from "./table.ts";

export const figures: TableMaker = (context, paths, at) => {
  if (paths.length === 0) return context.problem(at, "`{{table figures}}` names the figures to show");
  const rows = context.find(paths, at).map(({ path, figure }) => {
    const span = context.span(path, figure);
    return [text(labelOf(path, figure)), shown(span), code(figure.formula), text(span.mark.label)];
  });
  return rows.length === 0 ? [] : [table("Figures", ["Figure", "Value>", "Formula", "Rests on"], rows, "")];
};

/** Every assumption, and whatever else is uncertain by itself (a claimed range, say). */
export const assumptions: TableMaker = (context) => {
  const { result } = context;
  const assumed = Object.keys(result.figures).filter((path) => result.figures[path]?.kind === "assumption");
  const rows = [...new Set([...assumed, ...Object.keys(result.readings)])].map((path) => {
    const figure = context.figures.get(path);
    const reading = Object.hasOwn(result.readings, path) ? result.readings[path] : "certain";
    if (figure === undefined) return [text(path), text(""), text(""), text(reading)];
    return [text(labelOf(path, figure)), shown(context.span(path, figure)), code(figure.formula), text(reading)];
  });
  const headings = ["Input", "Value>", "As written", "Read as"];
  return [table("Assumptions and uncertain inputs", headings, rows, "The deal assumes nothing.")];
};

/** Cuts a template into text and tags. A tag that is no figure and stands alone on its line takes the line with it. */
import type { Position, TemplateProblem } from "./syntax.ts";

export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "tag"; readonly text: string; readonly at: Position; readonly alone: boolean };

export function cutTags(template: string): { pieces: Piece[]; problems: TemplateProblem[] } {
  const text = template.replace(/\r\n?/g, "\n");
  const position = positions(text);
  const pieces: Piece[] = [];
  const problems: TemplateProblem[] = [];
  let from = 0;
  for (let open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
    const close = text.indexOf("}}", open);
    const next = text.indexOf("{{", open + 2);
    if (close < 0 || (next >= 0 && next < close)) {
      problems.push({ ...position(open), message: "`{{` without `}}`" });
      pieces.push({ kind: "text", text: text.slice(from, open + 2) });
      from = open + 2;
      continue;
    }
    const inner = text.slice(open + 2, close).trim();
    const line = lineAround(text, open, close + 2);
    const alone = line !== undefined && line.start >= from;
    const swallow = alone && isBlock(inner);
    pieces.push({ kind: "text", text: text.slice(from, swallow ? line.start : open) });
    pieces.push({ kind: "tag", text: inner, at: position(open), alone });
    from = swallow ? line.end : close + 2;
  }
  pieces.push({ kind: "text", text: text.slice(from) });
  return { pieces: pieces.filter((piece) => piece.kind === "tag" || piece.text !== ""), problems };
}

function isBlock(tag: string): boolean {
  return /^(?:[#/]|else$|(?:table|chart)\b)/.test(tag);
}

/** The line that a tag has for itself, its newline included. */
function lineAround(text: string, open: number, end: number): { start: number; end: number } | undefined {
  const start = text.lastIndexOf("\n", open - 1) + 1;
  const newline = text.indexOf("\n", end);
  const stop = newline < 0 ? text.length : newline;
  const alone = text.slice(start, open).trim() === "" && text.slice(end, stop).trim() === "";
  return alone ? { start, end: Math.min(stop + 1, text.length) } : undefined;
}

/** Line and column of an offset; offsets are asked for in rising order, so each line is counted once. */
function positions(text: string): (offset: number) => Position {
  let line = 1;
  let start = 0;
  return (offset) => {
    for (
      let newline = text.indexOf("\n", start);
      newline >= 0 && newline < offset;
      newline = text.indexOf("\n", start)
    ) {
      line += 1;
      start = newline + 1;
    }
    return { line, column: offset - start + 1 };
  };
}

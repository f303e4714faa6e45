/** Reads what follows `table` or `chart`: words, `as "Label"` after a word, `in UNIT`, and one "Caption". */
import type { BlockNode, BlockWord, Position } from "./syntax.ts";

export function blockNode(
  kind: BlockNode["kind"],
  text: string,
  at: Position,
  problem: (message: string) => void,
): BlockNode {
  const words: BlockWord[] = [];
  const unit: string[] = [];
  let caption: string | undefined;
  let next: "word" | "label" | "unit" = "word";
  // A quote that is never closed is a word of its own, so that it is found and named.
  for (const [token, quoted] of text.matchAll(/"([^"]*)"|[^\s"]+|"/g)) {
    const last = words.at(-1);
    if (token === '"') problem("a quotation mark without its pair");
    else if (next === "label") {
      if (quoted === undefined || last === undefined) problem('`as` is followed by a "Label"');
      else words[words.length - 1] = { ...last, label: oneLine(quoted) };
      next = "word";
    } else if (quoted !== undefined) {
      if (caption !== undefined) problem(`a second caption, "${oneLine(quoted)}": a label follows \`as\``);
      caption ??= oneLine(quoted);
    } else if (next === "unit") unit.push(token);
    else if (last !== undefined && token === "as") next = "label";
    else if (last !== undefined && kind === "chart" && token === "in") next = "unit";
    else words.push({ text: token });
  }
  if (next === "label") problem('`as` is followed by a "Label"');
  if (next === "unit" && unit.length === 0) problem("`in` is followed by a unit");
  return {
    kind,
    words,
    at,
    ...(caption !== undefined && caption !== "" && { caption }),
    ...(unit.length > 0 && { unit: unit.join("") }),
  };
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}

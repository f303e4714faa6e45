/** Reads the text of `note.md`. Everything wrong with its form is reported in one pass; what it names is checked later. */
import { nearest } from "@underwatt/engine";
import { statistics } from "../format/index.ts";
import { blockNode } from "./block.ts";
import type { FigureNode, Position, Template, TemplateNode, TemplateProblem } from "./syntax.ts";
import { cutTags } from "./tags.ts";

const shows = [...statistics, "exact"] as const;

/** A condition that is still open. */
interface Open {
  readonly path: string;
  readonly negated: boolean;
  readonly at: Position;
  readonly whenTrue: TemplateNode[];
  readonly whenFalse: TemplateNode[];
  inElse: boolean;
}

export function parseTemplate(text: string): Template {
  const { pieces, problems } = cutTags(text);
  const root: TemplateNode[] = [];
  const open: Open[] = [];
  const here = (): TemplateNode[] => {
    const inner = open.at(-1);
    return inner === undefined ? root : inner.inElse ? inner.whenFalse : inner.whenTrue;
  };
  for (const piece of pieces) {
    if (piece.kind === "text") here().push(piece);
    else readTag(piece.text, piece.at, piece.alone);
  }
  // Innermost first, so that a passage that was never closed is still kept.
  for (let unclosed = open.pop(); unclosed !== undefined; unclosed = open.pop()) {
    problems.push({ ...unclosed.at, message: "`{{#if}}` without `{{/if}}`" });
    here().push(condition(unclosed));
  }
  return { nodes: root, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };

  function readTag(tag: string, at: Position, alone: boolean): void {
    const problem = (message: string): void => void problems.push({ ...at, message });
    const [word = "", ...rest] = tag.split(/\s+/);
    const last = open.at(-1);
    if (word === "#if") {
      const negated = rest[0] === "not";
      const [path = "", extra] = negated ? rest.slice(1) : rest;
      if (path === "" || extra !== undefined) problem("`{{#if}}` takes one path, or `not` and a path");
      open.push({ path, negated, at, whenTrue: [], whenFalse: [], inElse: false });
    } else if (tag === "else") {
      if (last === undefined) problem("`{{else}}` outside `{{#if}}`");
      else if (last.inElse) problem("a second `{{else}}`");
      else last.inElse = true;
    } else if (tag === "/if") {
      if (last === undefined) problem("`{{/if}}` without `{{#if}}`");
      else {
        open.pop();
        here().push(condition(last));
      }
    } else if (word === "table" || word === "chart") {
      if (!alone) problem(`\`{{${word}}}\` stands on a line of its own`);
      else here().push(blockNode(word, tag.slice(word.length), at, problem));
    } else if (/^[#/]/.test(word)) {
      problem(`unknown tag "${word}": there are \`#if\`, \`else\`, \`/if\`, \`table\` and \`chart\``);
    } else {
      const figure = figureNode(tag, at, problems);
      if (figure !== undefined) here().push(figure);
    }
  }
}

function condition({ path, negated, at, whenTrue, whenFalse }: Open): TemplateNode {
  return { kind: "if", path, negated, at, whenTrue, whenFalse };
}

function figureNode(tag: string, at: Position, problems: TemplateProblem[]): FigureNode | undefined {
  const match = /^(\S+?)(?:\s+in\s+([^|]+?))?\s*(?:\|\s*(\S+))?$/.exec(tag);
  const path = match?.[1];
  if (path === undefined || path.includes("|")) {
    const message =
      tag === "" ? "an empty tag" : `cannot read "${tag}": expected \`path\`, \`path in UNIT\` or \`path | p90\``;
    problems.push({ ...at, message });
    return undefined;
  }
  const asked = match?.[3];
  const show = shows.find((name) => name === asked);
  if (asked !== undefined && show === undefined) {
    const close = nearest(asked, shows);
    const hint = close === undefined ? `there are ${shows.join(", ")}` : `did you mean ${close}?`;
    problems.push({ ...at, message: `unknown statistic "${asked}": ${hint}` });
  }
  const unit = match?.[2];
  return { kind: "figure", path, at, ...(unit !== undefined && { unit }), ...(show !== undefined && { show }) };
}

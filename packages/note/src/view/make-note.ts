/** Fills a note's template with the figures of a result: the one place where what a note shows is decided. */
import { nearest } from "@underwatt/engine";
import {
  parseTemplate,
  type BlockNode,
  type ConditionNode,
  type FigureNode,
  type TemplateNode,
  type TemplateProblem,
} from "../template/index.ts";
import { charts } from "./charts.ts";
import { NoteContext, type NoteInput } from "./context.ts";
import { derivations } from "./derivation.ts";
import type { FigureSpan, Note, NoteBlock, TextBlock } from "./note.ts";
import { summary } from "./summary.ts";
import { tables } from "./tables/index.ts";

export interface MadeNote {
  readonly note: Note;
  /** Everything wrong with the template, in its order; the note is made all the same. */
  readonly problems: readonly TemplateProblem[];
}

export function makeNote(input: NoteInput): MadeNote {
  const { result } = input;
  const context = new NoteContext(input);
  const template = parseTemplate(input.template);
  const top = summary(context);
  const { title, blocks } = takeTitle(fill(context, template.nodes));
  const note: Note = {
    title: title ?? result.title,
    deal: result.deal,
    asOf: result.as_of,
    run: result.run,
    summary: top,
    blocks,
    derivations: derivations(context),
    warnings: result.warnings,
  };
  const problems = [...template.problems, ...context.problems];
  return { note, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}

type Piece = string | FigureSpan | NoteBlock;

/** Neighbouring text and figures are one block, so that Markdown may run across them. */
function fill(context: NoteContext, nodes: readonly TemplateNode[]): NoteBlock[] {
  const blocks: NoteBlock[] = [];
  let pieces: (string | FigureSpan)[] = [];
  const flush = (): void => {
    const blank = pieces.every((piece) => typeof piece === "string" && piece.trim() === "");
    if (!blank) blocks.push({ kind: "text", pieces });
    pieces = [];
  };
  for (const piece of nodes.flatMap((node) => fillNode(context, node))) {
    if (typeof piece === "string" || "path" in piece) pieces.push(piece);
    else {
      flush();
      blocks.push(piece);
    }
  }
  flush();
  return blocks;
}

function fillNode(context: NoteContext, node: TemplateNode): Piece[] {
  switch (node.kind) {
    case "text":
      return [node.text];
    case "figure":
      return fillFigure(context, node);
    case "if":
      return fillCondition(context, node);
    case "table":
      return fillTable(context, node);
    case "chart":
      return charts(context, node);
  }
}

function fillFigure(context: NoteContext, { path, unit, show, at }: FigureNode): Piece[] {
  const options = show === undefined ? {} : show === "exact" ? { exact: true } : { show };
  const figure = context.figure(path, at, unit);
  // What is missing stays visible: a silent gap in a sentence could read as something else.
  return [figure === undefined ? `⟨${path}⟩` : context.span(path, figure, options)];
}

/**
 * The passage that is not kept is checked too, but shows nothing. A test that waits for evidence is not settled, so it
 * does not hold.
 */
function fillCondition(context: NoteContext, node: ConditionNode): Piece[] {
  const figure = context.figures.get(node.path);
  if (figure === undefined) {
    if (context.waitsFor(node.path) === undefined) context.problem(node.at, context.absent(node.path));
  } else if (!isTest(figure.unit) || figure.series !== undefined) {
    const what = figure.series === undefined ? `in ${figure.unit}` : "monthly";
    context.problem(node.at, `\`{{#if}}\` takes a test, and ${node.path} is ${what}`);
  }
  const holds = typeof figure?.value === "number" && figure.value > 0.5;
  const [kept, dropped] = holds === node.negated ? [node.whenFalse, node.whenTrue] : [node.whenTrue, node.whenFalse];
  context.aside(() => dropped.forEach((inner) => fillNode(context, inner)));
  return kept.flatMap((inner) => fillNode(context, inner));
}

/** A test, or a plain number that stands for one. */
function isTest(unit: string): boolean {
  return unit === "probability" || unit === "";
}

function fillTable(context: NoteContext, { words, caption, at }: BlockNode): Piece[] {
  const [{ text: name } = { text: "" }, ...rest] = words;
  const maker = tables.get(name);
  if (maker !== undefined) {
    if (name !== "figures" && rest.some(({ label }) => label !== undefined)) {
      return context.problem(at, "`as` names a figure, in `{{chart}}` and `{{table figures}}`");
    }
    const made = maker(context, rest, at);
    if (caption === undefined) return [...made];
    return made.length > 1
      ? context.problem(at, `\`{{table ${name}}}\` makes several tables, which have captions of their own`)
      : made.map((block) => ({ ...block, caption }));
  }
  const close = nearest(name, tables.keys());
  const hint = close === undefined ? `there are ${[...tables.keys()].join(", ")}` : `did you mean ${close}?`;
  return context.problem(at, `unknown table "${name}": ${hint}`);
}

/** A first line `# Title` names the note; a rendering shows it in its header. */
function takeTitle(blocks: NoteBlock[]): { title?: string; blocks: readonly NoteBlock[] } {
  const [first, ...rest] = blocks;
  if (first?.kind !== "text" || typeof first.pieces[0] !== "string") return { blocks };
  const match = /^\s*# +([^\n]+?)[ #]*\n([\s\S]*)$/.exec(first.pieces[0]);
  if (match?.[1] === undefined) return { blocks };
  const text: TextBlock = { kind: "text", pieces: [match[2] ?? "", ...first.pieces.slice(1)] };
  return { title: match[1], blocks: [text, ...rest] };
}

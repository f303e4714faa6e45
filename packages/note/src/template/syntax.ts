/** What a note's text consists of, once read: passages, figures, conditions, and blocks that stand on a line. */
import type { Statistic } from "../format/index.ts";

/** Where something stands in the template, both counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface TemplateProblem extends Position {
  readonly message: string;
}

/** `{{ path in UNIT | p90 }}` */
export interface FigureNode {
  readonly kind: "figure";
  readonly path: string;
  readonly unit?: string;
  readonly show?: Statistic | "exact";
  readonly at: Position;
}

/** `{{#if not path}} ... {{else}} ... {{/if}}` */
export interface ConditionNode {
  readonly kind: "if";
  readonly path: string;
  readonly negated: boolean;
  readonly whenTrue: readonly TemplateNode[];
  readonly whenFalse: readonly TemplateNode[];
  readonly at: Position;
}

/** `{{table figures a b}}`, `{{chart a as "Label" b in GW "Caption"}}` */
export interface BlockNode {
  readonly kind: "table" | "chart";
  readonly words: readonly BlockWord[];
  readonly caption?: string;
  readonly unit?: string;
  readonly at: Position;
}

/** A path to show, or the name of a table; with what to call it there. */
export interface BlockWord {
  readonly text: string;
  readonly label?: string;
}

export type TemplateNode = { readonly kind: "text"; readonly text: string } | FigureNode | ConditionNode | BlockNode;

export interface Template {
  readonly nodes: readonly TemplateNode[];
  readonly problems: readonly TemplateProblem[];
}

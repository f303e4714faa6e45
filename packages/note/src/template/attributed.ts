/** Which figures a note wants to know the ground of: an analysis to be made before it. */
import { parseTemplate } from "./parse.ts";
import type { TemplateNode } from "./syntax.ts";

/** Paths named by `{{table attribution PATH ...}}`, in any passage, each once. */
export function attributedIn(template: string): string[] {
  const paths = (nodes: readonly TemplateNode[]): string[] =>
    nodes.flatMap((node) => {
      if (node.kind === "if") return [...paths(node.whenTrue), ...paths(node.whenFalse)];
      const [name, ...others] = node.kind === "table" ? node.words : [];
      return name?.text === "attribution" ? others.map(({ text }) => text) : [];
    });
  return [...new Set(paths(parseTemplate(template).nodes))];
}

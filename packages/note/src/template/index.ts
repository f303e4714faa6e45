export { attributedIn } from "./attributed.ts";
export { parseTemplate } from "./parse.ts";
export type {
  BlockNode,
  BlockWord,
  ConditionNode,
  FigureNode,
  Position,
  Template,
  TemplateNode,
  TemplateProblem,
} from "./syntax.ts";

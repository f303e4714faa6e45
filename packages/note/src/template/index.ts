export { parseTemplate } from "./parse.ts";
export type {
  BlockNode,
  ConditionNode,
  FigureNode,
  Position,
  Template,
  TemplateNode,
  TemplateProblem,
} from "./syntax.ts";

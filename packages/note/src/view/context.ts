/** What the makers of blocks share: the result, its figures, and the list of what has been shown so far. */
import type { AuditRow, Changes, Figure, Result } from "@underwatt/deal";
import { figureText, gradeMark, type FigureOptions } from "../format/index.ts";
import { FigureTable } from "../template/figures.ts";
import type { Position, TemplateProblem } from "../template/index.ts";
import type { FigureSpan } from "./note.ts";

export interface NoteInput {
  readonly result: Result;
  /** Text of `note.md`. */
  readonly template: string;
  readonly audit?: readonly AuditRow[];
  readonly changes?: Changes;
  /** The deal's own counted units. */
  readonly units?: readonly string[];
}

export class NoteContext {
  readonly result: Result;
  readonly audit: readonly AuditRow[];
  readonly changes: Changes | undefined;
  readonly figures: FigureTable;
  readonly problems: TemplateProblem[] = [];
  /** Paths of the figures shown. */
  shown: Set<string> = new Set();
  private isAside = false;

  constructor(input: NoteInput) {
    this.result = input.result;
    this.audit = input.audit ?? [];
    this.changes = input.changes;
    this.figures = new FigureTable(input.result, input.units);
  }

  span(path: string, figure: Figure, options: FigureOptions = {}): FigureSpan {
    this.shown.add(path);
    return { path, mark: gradeMark(figure.grades), ...figureText(figure, options) };
  }

  /** The figures at these paths, in this unit where one is given; what cannot be had is a problem of the template. */
  find(paths: readonly string[], at: Position, unit?: string): { path: string; figure: Figure }[] {
    return paths.flatMap((path) => {
      const figure = this.figures.get(path);
      if (figure === undefined) {
        // A passage about a claim that is not published yet is left out by its condition, and is no mistake.
        return this.isAside && path.startsWith("claims.") ? [] : this.problem(at, this.figures.unknown(path));
      }
      const shown = unit === undefined ? figure : this.figures.inUnit(figure, unit);
      return "problem" in shown ? this.problem(at, `${path}: ${shown.problem}`) : [{ path, figure: shown }];
    });
  }

  /** Checks a passage that is not kept: what it names counts as not shown. */
  aside(check: () => void): void {
    const { shown, isAside } = this;
    this.shown = new Set();
    this.isAside = true;
    check();
    this.shown = shown;
    this.isAside = isAside;
  }

  problem(at: Position, message: string): [] {
    this.problems.push({ line: at.line, column: at.column, message });
    return [];
  }
}

/** What to call a figure in a table or chart. */
export function labelOf(path: string, figure: Figure): string {
  return (figure.says ?? path).replace(/\.$/, "");
}

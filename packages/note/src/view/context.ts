/** What the makers of blocks share: the result, its figures, and the list of what has been shown so far. */
import type { Attribution, AuditRow, Changes, Figure, Result } from "@underwatt/deal";
import { figureText, gradeMark, type FigureOptions } from "../format/index.ts";
import { FigureTable } from "../template/figures.ts";
import type { BlockWord, Position, TemplateProblem } from "../template/index.ts";
import type { FigureSpan } from "./note.ts";

/** A figure and what to call it in a table or chart. */
export interface NamedFigure {
  readonly path: string;
  readonly figure: Figure;
  readonly label: string;
}

export interface NoteInput {
  readonly result: Result;
  /** Text of `note.md`. */
  readonly template: string;
  readonly audit?: readonly AuditRow[];
  readonly changes?: Changes;
  /** What the figures named by `{{table attribution ...}}` rest on. */
  readonly attribution?: Attribution;
  /** The deal's own counted units. */
  readonly units?: readonly string[];
}

export class NoteContext {
  readonly result: Result;
  readonly audit: readonly AuditRow[];
  readonly changes: Changes | undefined;
  readonly attribution: Attribution | undefined;
  readonly figures: FigureTable;
  readonly problems: TemplateProblem[] = [];
  /** Paths of the figures shown. */
  shown: Set<string> = new Set();
  private isAside = false;

  constructor(input: NoteInput) {
    this.result = input.result;
    this.audit = input.audit ?? [];
    this.changes = input.changes;
    this.attribution = input.attribution;
    this.figures = new FigureTable(input.result, input.units);
  }

  span(path: string, figure: Figure, options: FigureOptions = {}): FigureSpan {
    this.shown.add(path);
    return { path, mark: gradeMark(figure.grades, figure.remarks), ...figureText(figure, options) };
  }

  /** The figures at these paths, by the labels given to them; what cannot be had is a problem of the template. */
  find(words: readonly BlockWord[], at: Position): NamedFigure[] {
    return words.flatMap(({ text: path, label }) => {
      const figure = this.figure(path, at);
      return figure === undefined ? [] : [{ path, figure, label: label ?? labelOf(path, figure) }];
    });
  }

  /** The figure at a path, in this unit where one is given. */
  figure(path: string, at: Position, unit?: string): Figure | undefined {
    const figure = this.figures.get(path);
    if (figure === undefined) {
      // A passage about evidence that nobody has given yet is left out by its condition, and is no mistake.
      const waits = path.startsWith("claims.") || this.waitsFor(path) !== undefined;
      if (!this.isAside || !waits) this.problem(at, this.absent(path));
      return undefined;
    }
    const shown = unit === undefined ? figure : this.figures.inUnit(figure, unit);
    if (!("problem" in shown)) return shown;
    this.problem(at, `${path}: ${shown.problem}`);
    return undefined;
  }

  /** The claims that a figure is left out for, since nobody has made them yet. */
  waitsFor(path: string): readonly string[] | undefined {
    return Object.hasOwn(this.result.left_out, path) ? this.result.left_out[path] : undefined;
  }

  /** Why there is no figure at this path. */
  absent(path: string): string {
    const { as_of: asOf, left_out: leftOut } = this.result;
    const claims = this.waitsFor(path);
    if (claims !== undefined) {
      return `${path} waits for ${claims.map((id) => `claims.${id}`).join(" and ")}, not known on ${asOf}`;
    }
    const awaited = Object.values(leftOut).some((ids) => ids.some((id) => path === `claims.${id}`));
    return awaited ? `${path} is not known on ${asOf}` : this.figures.unknown(path);
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

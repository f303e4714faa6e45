/** A program's quantities as lines of a workbook: what a formula names becomes a reference, the rest stays in the formula. */
import { strongComponents, type FormulaGraph, type Quantity, type Step } from "@underwatt/engine";
import {
  asNumber,
  constant,
  dateConstant,
  dated,
  dateOffset,
  infinite,
  isAtomic,
  refer,
  type Formula,
  type Term,
} from "./formula.ts";
import type { Line } from "./line.ts";
import { monthStart, translations, type Argument } from "./operations.ts";
import type { Workings } from "./workings.ts";

/** A formula longer or deeper than these is cut into lines: a spreadsheet takes 8,192 characters and 64 levels. */
const longest = 4000;
const deepest = 30;

export class Translator {
  private readonly graph: FormulaGraph;
  private readonly values: readonly Float64Array[];
  private readonly lines = new Map<string, Line>();
  private readonly recurring: ReadonlySet<number>;
  /** What opens a line that is read a month late. */
  private readonly openings = new Map<string, { readonly step: number; readonly formula: Formula }>();

  /** @param values of each step of the program, in the case that is written out */
  constructor(graph: FormulaGraph, values: readonly Float64Array[]) {
    this.graph = graph;
    this.values = values;
    const { steps } = graph.program;
    const indices = steps.map((_, index) => index);
    const circles = strongComponents(indices, (index) => readBy(steps[index])).filter(({ length }) => length > 1);
    this.recurring = new Set(circles.flat());
  }

  /** Adds the lines of a quantity, its workings first. */
  add(path: string): void {
    const quantity = this.graph.quantities.get(path);
    const step = this.graph.program.steps[quantity?.step ?? -1];
    if (quantity === undefined || step === undefined) return;
    const kind = quantity.type.kind;
    if (step.kind !== "operation" && step.kind !== "previous" && !step.series) {
      const value = this.valueAt(quantity.step);
      this.lines.set(path, {
        id: path,
        part: "input",
        kind,
        path,
        value: kind === "date" ? value + dateOffset : value,
      });
      return;
    }
    const formula = new FormulaOf(this, quantity);
    const term = asNumber(formula.term(quantity.step));
    const part = quantity.series ? "month" : "figure";
    const working = this.soleWorking(term, path);
    if (working === undefined) this.lines.set(path, { id: path, part, kind, path, formula: term.formula });
    else this.rename(working, { id: path, part, kind, path });
  }

  /** The working that a figure is nothing but. */
  private soleWorking({ formula: [only, ...rest] }: Term, path: string): Line | undefined {
    if (typeof only !== "object" || rest.length > 0 || only.reach !== "here") return undefined;
    const line = this.lines.get(only.line);
    const isOwn = line?.path === path && line.working !== undefined && line.formula !== undefined;
    return isOwn && !this.openings.has(path) ? line : undefined;
  }

  /** Lets a working's formula stand in the line of its figure. */
  private rename({ id, formula = [], closing }: Line, line: Line): void {
    this.lines.delete(id);
    this.lines.set(line.id, { ...line, formula, ...(closing === undefined ? {} : { closing }) });
    const opening = this.openings.get(id);
    if (opening !== undefined) this.openings.set(line.id, opening);
    this.openings.delete(id);
    const renamed = (given: Formula): Formula =>
      given.map((piece) => (typeof piece === "object" && piece.line === id ? { ...piece, line: line.id } : piece));
    for (const other of this.lines.values()) {
      if (other.path === line.path && other.formula !== undefined)
        this.lines.set(other.id, { ...other, formula: renamed(other.formula) });
    }
  }

  /** Every line, with the openings that others asked for. */
  finish(): Line[] {
    return [...this.lines.values()].map((line) => {
      const opening = this.openings.get(line.id);
      return opening === undefined ? line : { ...line, opening: opening.formula };
    });
  }

  quantity(path: string): Quantity | undefined {
    return this.graph.quantities.get(path);
  }
  step(index: number): Step {
    const step = this.graph.program.steps[index];
    if (step === undefined) throw new Error(`there is no step ${index}`);
    return step;
  }
  isDate(index: number): boolean {
    return this.graph.dates.has(index);
  }
  /** The step that a step is but another name of. */
  otherName(index: number): number | undefined {
    return this.graph.synonyms.get(index);
  }
  isRecurring(index: number): boolean {
    return this.recurring.has(index);
  }
  valuesAt(index: number): Float64Array {
    return this.values[index] ?? new Float64Array([NaN]);
  }
  get months(): number {
    return this.graph.program.calendar.months;
  }
  inputName(index: number): string {
    return this.graph.program.inputs[index]?.name ?? "";
  }

  put(line: Line): void {
    this.lines.set(line.id, line);
  }
  has(id: string): boolean {
    return this.lines.has(id);
  }
  line(id: string): Line | undefined {
    return this.lines.get(id);
  }

  /** Gives a line what stands before its first month; false where something else stands there. */
  open(id: string, step: number, formula: Formula): boolean {
    const known = this.openings.get(id);
    if (known === undefined) this.openings.set(id, { step, formula });
    return known === undefined || known.step === step;
  }

  private valueAt(index: number): number {
    return this.valuesAt(index)[0] ?? NaN;
  }
}

/** One quantity's formula and the workings that it needs. */
class FormulaOf implements Workings {
  private readonly to: Translator;
  private readonly quantity: Quantity;
  /** Figures that the formula names, by their step. */
  private readonly named = new Map<number, string>();
  private readonly held = new Map<string, Term>();
  private readonly terms = new Map<number, Term>();
  private count = 0;

  constructor(to: Translator, quantity: Quantity) {
    this.to = to;
    this.quantity = quantity;
    for (const path of quantity.references) {
      const step = to.quantity(path)?.step;
      if (path !== quantity.path && step !== undefined && !this.named.has(step)) this.named.set(step, path);
    }
  }

  term(index: number): Term {
    const known = this.terms.get(index);
    if (known !== undefined) return known;
    const made = this.make(index);
    const term = this.to.isDate(index) ? dated(made) : made;
    const kept = term.length > longest || term.depth > deepest ? this.hold(term) : term;
    this.terms.set(index, kept);
    return kept;
  }

  private make(index: number): Term {
    const name = this.named.get(index);
    if (name !== undefined) return this.figure(name);
    const other = this.to.otherName(index);
    if (other !== undefined) return this.term(other);
    const step = this.to.step(index);
    switch (step.kind) {
      case "certain":
        return step.series ? this.givenSeries(index) : this.certain(index, step.column.data[0] ?? NaN);
      case "input":
        return this.draw(index, step.input);
      case "previous":
        return this.previous(step.initial, step.next);
      case "operation":
        return translations[step.operation]({
          arguments: step.arguments.map((argument) => this.argument(argument)),
          values: this.to.valuesAt(index),
          recurs: this.to.isRecurring(index),
          workings: this,
        });
    }
  }

  private argument(index: number): Argument {
    return { term: this.term(index), values: this.to.valuesAt(index) };
  }

  private figure(path: string): Term {
    const quantity = this.to.quantity(path);
    return refer(path, "here", quantity?.series ?? false, quantity?.type.kind === "date" ? "date" : "number");
  }

  private certain(index: number, value: number): Term {
    return this.to.isDate(index) ? dateConstant(value) : constant(value);
  }

  /** The only series that nothing computes is the calendar's. */
  private givenSeries(index: number): Term {
    if (!this.to.isDate(index)) throw new Error(`${this.quantity.path}: a series that no formula computes`);
    return dated(monthStart);
  }

  /** A draw that stands inside a longer formula has a line of its own. */
  private draw(index: number, input: number): Term {
    const name = this.to.inputName(input);
    const id = `${name} as drawn`;
    if (!this.to.has(id)) {
      const value = this.to.valuesAt(index)[0] ?? NaN;
      this.to.put({ ...this.working("the part of it that is drawn"), id, part: "input", kind: "number", value });
    }
    return refer(id, "here", false);
  }

  /** A reference to the month before in a line of its own, whose opening is the start. */
  private previous(initial: number, next: number): Term {
    const opening = asNumber(this.term(initial)).formula;
    const own = this.quantity.step === next ? this.quantity.path : undefined;
    const path = own ?? this.named.get(next);
    const isDate = this.to.isDate(next);
    const kind = isDate ? "date" : "number";
    if (path !== undefined && this.to.step(next).series && this.to.open(path, initial, opening)) {
      return refer(path, "before", true, kind);
    }
    const id = this.newId();
    // Put before its formula is made, which may lead back here.
    const line: Line = { ...this.working("read a month late"), id, part: "month", kind };
    this.to.put(line);
    this.to.open(id, initial, opening);
    const formula = path === undefined ? asNumber(this.term(next)).formula : [{ line: path, reach: "here" } as const];
    this.to.put({ ...line, formula });
    return refer(id, "before", true, kind);
  }

  get calendarMonths(): number {
    return this.to.months;
  }

  hold(term: Term, label = "working"): Term {
    if (isAtomic(term)) return term;
    const number = asNumber(term);
    const key = JSON.stringify(number.formula);
    const known = this.held.get(key);
    if (known !== undefined) return known;
    const id = this.newId();
    const kind = number.kind === "date" ? "date" : "number";
    const part = number.series ? "month" : "figure";
    this.to.put({ ...this.working(label), id, part, kind, formula: number.formula });
    const held = refer(id, "here", number.series, kind);
    this.held.set(key, held);
    return held;
  }

  paste(value: number, label: string, why: string): Term {
    const id = this.newId();
    this.to.put({ ...this.working(label), id, part: "input", value, pasted: { kind: "search", why } });
    return refer(id, "here", false);
  }

  months(series: Term): Term {
    return this.reach(series, "all");
  }
  monthsSoFar(series: Term): Term {
    return { ...this.reach(series, "so-far"), series: true };
  }
  month(series: Term, which: "first" | "last"): Term {
    return this.reach(series, which);
  }
  earlier(held: Term): Term {
    return { ...this.reach(held, "before"), series: true };
  }

  recurring(label: string, make: (before: Term) => Term, opening: Term): Term {
    const id = this.newId();
    const formula = asNumber(make(refer(id, "before", true))).formula;
    this.to.open(id, -1, asNumber(opening).formula);
    this.to.put({ ...this.working(label), id, part: "month", kind: "number", formula });
    return refer(id, "here", true);
  }

  recurringBack(label: string, make: (after: Term) => Term, closing: Term): Term {
    const id = this.newId();
    const formula = asNumber(make(refer(id, "after", true))).formula;
    this.to.put({ ...this.working(label), id, part: "month", formula, closing: asNumber(closing).formula });
    return refer(id, "here", true);
  }

  isMidnight(held: Term): boolean {
    const [only] = held.formula;
    if (typeof only === "string") return Number.isInteger(Number(only));
    const line = only === undefined ? undefined : this.to.quantity(only.line);
    return line !== undefined && this.to.step(line.step).kind === "certain";
  }

  /** The months of a line of its own, to be read as a reach says. */
  private reach(series: Term, reach: "all" | "so-far" | "first" | "last" | "before"): Term {
    const line = this.rowOf(series);
    return refer(line, reach, false, series.kind === "date" ? "date" : "number");
  }

  /** The line whose months a term is; one is made unless it is one already. */
  private rowOf(series: Term): string {
    const [only, ...rest] = series.formula;
    if (typeof only === "object" && rest.length === 0 && only.reach === "here" && series.series) return only.line;
    const made = this.hold(
      { ...asNumber(series), series: true, formula: wrapped(asNumber(series).formula) },
      "by month",
    );
    const [line] = made.formula;
    if (typeof line !== "object") throw new Error("a held term is a reference");
    return line.line;
  }

  private working(working: string): Pick<Line, "path" | "working" | "kind"> {
    return { path: this.quantity.path, working, kind: "number" };
  }

  private newId(): string {
    this.count += 1;
    return `${this.quantity.path}~${this.count}`;
  }
}

/** A single value is held as months only if it does not look like a reference to itself. */
function wrapped(formula: Formula): Formula {
  return formula.length === 1 ? ["+", ...formula] : formula;
}

function readBy(step: Step | undefined): readonly number[] {
  if (step?.kind === "operation") return step.arguments;
  return step?.kind === "previous" ? [step.initial, step.next] : [];
}

/** A value as a spreadsheet has it, which knows no infinite one. */
export function asCell(value: number): number {
  return Math.abs(value) === Infinity ? Math.sign(value) * infinite : value;
}

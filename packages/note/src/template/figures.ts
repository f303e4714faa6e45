/** The figures a template may name: those of the result, and the tests of theses and breakers as probabilities. */
import { dealUnits, type Cell, type Figure, type Result } from "@underwatt/deal";
import { conversion, nearest, type UnitRegistry } from "@underwatt/engine";

export class FigureTable {
  private readonly figures: ReadonlyMap<string, Figure>;
  private readonly registry: UnitRegistry;

  /** @param units the deal's own counted units */
  constructor(result: Result, units: readonly string[] = []) {
    this.figures = new Map([...tests(result), ...Object.entries(result.figures)]);
    this.registry = dealUnits(units);
  }

  get(path: string): Figure | undefined {
    return this.figures.get(path);
  }

  /** What to say of a path that is not there. */
  unknown(path: string): string {
    const close = nearest(path, this.figures.keys());
    return `unknown figure "${path}"${close === undefined ? "" : `: did you mean ${close}?`}`;
  }

  /** The same figure in another unit, or why it cannot be. */
  inUnit(figure: Figure, unit: string): Figure | { readonly problem: string } {
    if (figure.unit === "date") return { problem: `a date has no unit to show in ${unit}` };
    const from = this.registry.parse(figure.unit === "probability" ? "" : figure.unit);
    const to = this.registry.parse(unit);
    if ("problem" in from) return { problem: from.problem };
    if ("problem" in to) return { problem: to.hint === undefined ? to.problem : `${to.problem}: ${to.hint}` };
    const factor = conversion(from, to);
    if (factor === undefined) return { problem: `${figure.unit || "a plain number"} does not convert to ${unit}` };
    return scaleFigure(figure, factor, unit.replaceAll(/\s/g, ""));
  }
}

function scaleFigure(figure: Figure, factor: number, unit: string): Figure {
  const one = (cell: Cell): Cell => (typeof cell === "number" ? cell * factor : cell);
  const many = (cells: Cell | Cell[]): Cell | Cell[] => (Array.isArray(cells) ? cells.map(one) : one(cells));
  return {
    ...figure,
    unit,
    ...(figure.value !== undefined && { value: one(figure.value) }),
    ...(figure.series !== undefined && { series: figure.series.map(one) }),
    p5: many(figure.p5),
    p10: many(figure.p10),
    p50: many(figure.p50),
    p90: many(figure.p90),
    p95: many(figure.p95),
    mean: many(figure.mean),
    se: many(figure.se),
    ...(figure.errors !== undefined && { errors: scaleErrors(figure.errors, many) }),
  };
}

type Errors = NonNullable<Figure["errors"]>;

function scaleErrors(errors: Errors, many: (cells: Cell | Cell[]) => Cell | Cell[]): Errors {
  const { degrees, p5, p10, p50, p90, p95, mean } = errors;
  return {
    degrees,
    p5: many(p5),
    p10: many(p10),
    p50: many(p50),
    p90: many(p90),
    p95: many(p95),
    mean: many(mean),
  };
}

/** For results that carry their tests only as states. */
function tests(result: Result): [string, Figure][] {
  const figure = (says: string, formula: string, probability: number | null, se: number): Figure => {
    // A test is true or false in each sample: of its distribution only the mean says anything.
    const uncertain = se > 0 || (probability !== 0 && probability !== 1);
    const [value, unit] = [probability, "probability"];
    const same = { p5: value, p10: value, p50: value, p90: value, p95: value, mean: value };
    return { unit, kind: "model", says, formula, uncertain, value, ...same, se, grades: {}, uses: [], claims: [] };
  };
  return [
    ...Object.entries(result.thesis).map(([id, thesis]): [string, Figure] => [
      `thesis.${id}`,
      figure(thesis.says, thesis.holds_if, thesis.probability, thesis.se),
    ]),
    ...Object.entries(result.breakers).map(([id, breaker]): [string, Figure] => [
      `breakers.${id}`,
      figure(breaker.says, breaker.trips_if, breaker.probability, breaker.se),
    ]),
  ];
}

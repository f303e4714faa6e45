/** Figures of one contract with every uncertain input at its median, so that they add up as one bill does. */
import type { Prepared } from "@underwatt/deal";
import { evaluateAt, formatDate } from "@underwatt/engine";
import { FocusError } from "./focus-error.ts";

interface Column {
  readonly data: Float64Array;
  /** To SI units; money stays in the deal's currency. */
  readonly scale: number;
}

export class ContractFigures {
  /** First days of the months and the day after the last one, in days since 1970-01-01. */
  readonly starts: Float64Array;
  private readonly columns = new Map<string, Column>();
  private readonly prepared: Prepared;
  private readonly section: string;

  constructor(prepared: Prepared, contract: string) {
    this.prepared = prepared;
    this.section = `contracts.${contract}`;
    const { program, quantities } = prepared.graph;
    this.starts = program.calendar.starts;
    const own = [...quantities.values()].filter(({ path }) => path.startsWith(`${this.section}.`));
    const values = evaluateAt(
      program,
      own.map(({ step }) => step),
      0.5,
    );
    for (const [index, { path, type }] of own.entries()) {
      const data = values[index]?.data;
      const scale = type.kind === "number" ? type.unit.scale : 1;
      if (data !== undefined) this.columns.set(path.slice(this.section.length + 1), { data, scale });
    }
  }

  /** Whether the contract has such a figure: a clause that was not given has none. */
  has(name: string): boolean {
    return this.columns.has(name);
  }

  /**
   * A figure that is one value, in SI units and the deal's currency; a date in days since 1970-01-01.
   * @throws FocusError when there is none, or it is undefined
   */
  one(name: string): number {
    return this.inMonth(name, 0);
  }

  /**
   * A figure in a month, whether it is monthly or one value.
   * @throws FocusError when there is none, or it is undefined
   */
  inMonth(name: string, month: number): number {
    const column = this.columns.get(name);
    if (column === undefined) throw new FocusError(this.whyMissing(name));
    const { data, scale } = column;
    const value = (data[data.length === 1 ? 0 : month] ?? NaN) * scale;
    if (Number.isFinite(value)) return value;
    const when = data.length === 1 ? "" : ` in ${this.monthName(month)}`;
    throw new FocusError(
      `${this.section}.${name} is ${Number.isNaN(value) ? "undefined" : "infinite"}${when}, with every uncertain input at its median: a bill needs a number`,
    );
  }

  /** As `2026-05`. */
  monthName(month: number): string {
    return formatDate(this.starts[month] ?? 0).slice(0, 7);
  }

  private whyMissing(name: string): string {
    const path = `${this.section}.${name}`;
    const claims = this.prepared.leftOut.get(path);
    return claims === undefined
      ? `there is no figure ${path}, which a bill needs`
      : `${path} waits for evidence that nobody has given by ${this.prepared.asOf} (${claims.join(", ")}): a bill needs it`;
  }
}

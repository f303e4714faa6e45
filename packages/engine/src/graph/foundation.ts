/** What must be known before a formula is compiled that wants the values of others in every month, as `central` does. */
import type { FormulaCompiler } from "./compiler.ts";
import { FormulaFailure } from "./failure.ts";
import type { NamesOf } from "./order.ts";
import { stepsReadBy, type ProgramBuilder } from "./program.ts";
import type { Quantity } from "./quantity.ts";
import { foresight } from "./recurrences.ts";
import { strongComponents } from "./strong-components.ts";

/** All that some quantities rest on, themselves among it, also by way of an earlier month. */
export interface Foundation {
  readonly paths: ReadonlySet<string>;
  /** Those that are read a month late: the order of what is read in the same month does not put them first. */
  readonly late: ReadonlySet<string>;
  /** From one of the quantities to a path of the foundation, both included. */
  readonly wayTo: (path: string) => readonly string[];
}

export function foundationOf(quantities: Iterable<string>, namesOf: NamesOf): Foundation {
  const paths = new Set(quantities);
  const late = new Set<string>();
  const reader = new Map<string, string>();
  for (const path of paths) {
    const names = namesOf(path);
    if (names === undefined) continue;
    for (const earlier of names.late.values()) late.add(earlier);
    for (const named of [...names.now.values(), ...names.late.values()]) {
      if (!paths.has(named)) reader.set(named, path);
      paths.add(named);
    }
  }
  const wayTo = (path: string): readonly string[] => {
    const way = [path];
    for (let at = reader.get(path); at !== undefined; at = reader.get(at)) way.push(at);
    return way.reverse();
  };
  return { paths, late, wayTo };
}

/** Joins late readings to what they read ahead of all others, where a formula that is to be compiled needs their values. */
export class Forerunner {
  private readonly quantities: ReadonlyMap<string, Quantity>;
  private readonly compilers: ReadonlyMap<string, FormulaCompiler>;
  private readonly builder: ProgramBuilder;
  private readonly settled = new Set<string>();

  /** @param compilers of the quantities' formulas, by path; both maps may grow */
  constructor(
    quantities: ReadonlyMap<string, Quantity>,
    compilers: ReadonlyMap<string, FormulaCompiler>,
    builder: ProgramBuilder,
  ) {
    this.quantities = quantities;
    this.compilers = compilers;
    this.builder = builder;
  }

  /** @returns whether all these have values; if not, `settleRecurrences` says why in the end */
  settle(paths: Iterable<string>): boolean {
    const open = [...paths].filter((path) => !this.settled.has(path));
    if (!open.every((path) => this.settleOne(path))) return false;
    const late = open.filter((path) => this.compilers.get(path)?.lateReadings.length);
    const steps = late.flatMap((path) => this.quantities.get(path)?.step ?? []);
    const circles = strongComponents(steps, (index) => stepsReadBy(this.builder.step(index)));
    const isPossible = circles.every(
      (circle) => circle.length < 2 || circle.every((index) => foresight(index, this.builder) === undefined),
    );
    if (isPossible) for (const path of open) this.settled.add(path);
    return isPossible;
  }

  private settleOne(path: string): boolean {
    const compiler = this.compilers.get(path);
    try {
      for (const reading of compiler?.lateReadings ?? []) {
        const read = this.quantities.get(reading.path);
        if (read === undefined) return false;
        compiler?.settle(reading, read);
      }
      return compiler !== undefined;
    } catch (error) {
      if (error instanceof FormulaFailure) return false;
      throw error;
    }
  }
}

/** The units a reader may write: a table of definitions, prefixes, aliases, and the parser of unit text. */
import { dimensionless, type Dimension } from "./dimension.ts";
import { nearest } from "../text/nearest.ts";
import { makeUnit, measurable, one, type Unit, type UnitAtom } from "./unit.ts";

/** One row of the unit table. */
export interface UnitDefinition {
  readonly symbol: string;
  /** Other spellings, plurals included. */
  readonly aliases?: readonly string[];
  /** In terms of units defined above it (`J/s`); absent: a new base quantity. `""`: a plain number. */
  readonly of?: string;
  /** How many of `of` it is. */
  readonly size?: number;
  /** Decimal prefixes it takes. */
  readonly prefixes?: readonly Prefix[];
  readonly meaning: string;
}

export type Prefix = keyof typeof prefixScale;

const prefixScale = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
} as const;

export const largePrefixes: readonly Prefix[] = ["k", "M", "G", "T", "P", "E"];
export const smallPrefixes: readonly Prefix[] = ["n", "u", "m"];
export const allPrefixes: readonly Prefix[] = [...smallPrefixes, ...largePrefixes];

/** Why a unit text could not be read. */
export interface UnitProblem {
  readonly problem: string;
  /** The part that is not a unit. */
  readonly part: string;
  readonly hint?: string;
}

export class UnitRegistry {
  readonly definitions: readonly UnitDefinition[];
  private readonly atoms = new Map<string, UnitAtom>();

  /** @throws Error when a row refers to a unit not defined above it, or a spelling is taken or not one word: a fault of the table. */
  constructor(definitions: readonly UnitDefinition[]) {
    this.definitions = definitions;
    for (const row of definitions) this.define(row);
  }

  /** A registry with further rows, for a deal's own counted things. */
  with(more: readonly UnitDefinition[]): UnitRegistry {
    return new UnitRegistry([...this.definitions, ...more]);
  }

  has(symbol: string): boolean {
    return this.atoms.has(symbol);
  }

  atom(symbol: string): UnitAtom | undefined {
    return this.atoms.get(symbol);
  }

  symbols(): string[] {
    return [...this.atoms.keys()];
  }

  /** Reads `USD/GPU/h`, `W/m^2`, `GW*yr`, `1/month`, `%` or the empty text (a plain number). */
  parse(text: string): Unit | UnitProblem {
    const terms: { atom: UnitAtom; power: number }[] = [];
    if (text.trim() === "") return one;
    const parts = text.trim().split(/([*/])/);
    let sign = 1;
    for (const [index, raw] of parts.entries()) {
      const part = raw.trim();
      if (part === "*") continue;
      if (part === "/") {
        sign = -1;
        continue;
      }
      const previous = parts[index - 1];
      if (previous === "*") sign = 1;
      if (part === "") return { problem: `a unit is missing in "${text}"`, part };
      if (part === "1" && index === 0) continue;
      const match = /^([^\s^]+)(?:\^(-?\d+(?:\.\d+)?))?$/.exec(part);
      const atom = match?.[1] === undefined ? undefined : this.atoms.get(match[1]);
      if (atom === undefined) return this.unknown(match?.[1] ?? part);
      terms.push({ atom, power: sign * Number(match?.[2] ?? 1) });
    }
    const unit = makeUnit(terms);
    return measurable(unit) ? unit : { problem: `the power in "${text}" is too high`, part: text };
  }

  /** The message for a symbol that is no unit. */
  unknown(symbol: string): UnitProblem {
    const close = nearest(symbol, this.symbols());
    return {
      problem: `unknown unit "${symbol}"`,
      part: symbol,
      hint: close === undefined ? "declare counted things under `units:`" : `did you mean ${close}?`,
    };
  }

  private define(row: UnitDefinition): void {
    let dimension: Dimension = Object.freeze({ [row.symbol]: 1 });
    let scale = row.size ?? 1;
    if (row.of !== undefined) {
      const base = this.parse(row.of);
      if ("problem" in base) throw new Error(`unit ${row.symbol}: ${base.problem}`);
      dimension = row.of === "" ? dimensionless : base.dimension;
      scale *= base.scale;
    }
    for (const [index, spelling] of [row.symbol, ...(row.aliases ?? [])].entries()) {
      this.add(spelling, { symbol: row.symbol, dimension, scale });
      if (index > 0) continue;
      for (const prefix of row.prefixes ?? []) {
        this.add(prefix + spelling, { symbol: prefix + spelling, dimension, scale: scale * prefixScale[prefix] });
      }
    }
  }

  private add(spelling: string, atom: UnitAtom): void {
    if (!/^(?:%|[\w-]+)$/.test(spelling)) throw new Error(`unit ${spelling} is not one word`);
    if (this.atoms.has(spelling)) throw new Error(`unit ${spelling} is defined twice`);
    this.atoms.set(spelling, Object.freeze(atom));
  }
}

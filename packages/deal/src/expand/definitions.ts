/** The definitions of a deal while they are collected: where each comes from, what stands in its place, what is wrong. */
import {
  parseFormula,
  type Definition,
  type Expectation,
  type Expression,
  type Place,
  type UnitRegistry,
} from "@underwatt/engine";
import type { Supersession } from "@underwatt/evidence";
import type { BookClaim, ClaimBook } from "../claim-book.ts";
import type { PriceKind } from "../meanings/price-kind.ts";
import type { MeaningId, StatedMeaning } from "../meanings/table.ts";
import type { Diagnostic, Message, Span } from "../read/diagnostic.ts";
import type { DealText } from "../read/read-deal.ts";
import type { Key } from "../read/yaml-file.ts";
import type { Figure } from "../result.ts";
import type { FormulaText } from "../schema/values.ts";
import type { Absence, Origin } from "./expansion.ts";
import { namesInDistributions, type Reading, type Widening } from "./widen.ts";

/** What a thesis or a condition must be: true or false, once. */
export const test: Expectation = { kind: "boolean", series: false };

/** What a definition is, beside its formula. */
export interface Defining {
  readonly kind: Figure["kind"];
  readonly at?: readonly Key[] | undefined;
  readonly says?: string | undefined;
  readonly because?: string | undefined;
  readonly key?: boolean;
  readonly expects?: Expectation;
  readonly aliases?: ReadonlyMap<string, string>;
  readonly bounds?: Origin["bounds"];
  /** Which utilisation it is, where its author or its component says so. */
  readonly means?: StatedMeaning | undefined;
  /** Which utilisation the parameter that it fills must be. */
  readonly wants?: MeaningId | undefined;
  /** What kind of price it is. */
  readonly price?: PriceKind | undefined;
  /** Group whose figures a bare name means first; only formulas of components have one. */
  readonly within?: string;
}

/** A formula that `--set` or a scenario puts in the place of the deal's. */
export interface Override {
  readonly text: FormulaText;
  /** Its place in the deal; absent for `--set`. */
  readonly at?: readonly Key[];
}

/** The evidence and the suppositions under which definitions are collected. */
export interface Circumstances {
  readonly deal: DealText;
  readonly units: UnitRegistry;
  /** Currency of the contracts' money. */
  readonly currency: string;
  readonly book: ClaimBook;
  /** Days since 1970-01-01. */
  readonly asOf: number;
  readonly supersessions: readonly Supersession[];
  readonly overrides: ReadonlyMap<string, Override>;
  readonly reading: Reading;
}

export class Definitions {
  readonly deal: DealText;
  readonly units: UnitRegistry;
  readonly book: ClaimBook;
  readonly asOf: number;
  readonly overrides: ReadonlyMap<string, Override>;
  readonly definitions = new Map<string, Definition>();
  readonly origins = new Map<string, Origin>();
  readonly absent = new Map<string, Absence>();
  readonly diagnostics: Diagnostic[] = [];
  readonly reading: Reading;
  /** Claims that their grades made unsure. */
  readonly widened = new Map<string, Widening>();
  private readonly currency: string;
  private readonly replacedBy: ReadonlyMap<string, Supersession>;

  constructor({ deal, units, currency, book, asOf, supersessions, overrides, reading }: Circumstances) {
    this.deal = deal;
    this.units = units;
    this.currency = currency;
    this.book = book;
    this.asOf = asOf;
    this.overrides = overrides;
    this.reading = reading;
    this.replacedBy = new Map(supersessions.map((entry) => [entry.path, entry]));
  }

  exists(path: string): boolean {
    return this.definitions.has(path) || this.absent.has(path);
  }

  /** Whether `--set`, a scenario or another claim stands in the place of a path. */
  isReplaced(path: string): boolean {
    return this.overrides.has(path) || this.replacedBy.has(path);
  }

  /** The claim with a value that stands on the day in the place of one, if any does. */
  standingClaim(id: string): BookClaim | undefined {
    const seen = new Set<string>();
    let current = id;
    while (!seen.has(current)) {
      seen.add(current);
      const by = this.replacedBy.get(`claims.${current}`)?.by;
      if (by === undefined || this.book.get(by)?.value === undefined) break;
      current = by;
    }
    const claim = this.book.get(current);
    return claim === undefined || claim.value === undefined || claim.published > this.asOf ? undefined : claim;
  }

  /** An assumption or a formula, unless a claim has taken its place. */
  replaceable(path: string, text: FormulaText, defining: Defining): void {
    const current = this.replacedBy.get(path);
    if (current !== undefined && !this.overrides.has(path) && this.book.get(current.by)?.value !== undefined) {
      this.alias(path, `claims.${current.by}`, defining, current.by);
    } else this.define(path, text, defining);
  }

  /** Lets a path stand for another; `by` is the claim that took its place. */
  alias(path: string, to: string, defining: Defining, by: string): void {
    const expression: Expression = { kind: "name", path: to, at: { start: 0, end: to.length } };
    this.definitions.set(path, { path, expression });
    this.origins.set(path, { ...originOf(defining, to), supersededBy: by });
  }

  /** Defines a path by formula text, or by what `--set` or a scenario puts in its place. */
  define(path: string, written: FormulaText, defining: Defining): void {
    const override = this.overrides.get(path);
    const text = String(override?.text ?? written);
    const at = override === undefined ? defining.at : override.at;
    const parsed = parseFormula(text, this.units);
    if ("problem" in parsed) {
      const { message, expected, hint, at: place } = parsed.problem;
      if (at !== undefined) this.error({ message, expected, hint }, this.placeIn(at, text, place));
      else
        this.error(
          { message, expected, hint },
          { file: override === undefined ? path : `--set ${path}`, ...place },
          text,
        );
      this.absent.set(path, "broken");
      return;
    }
    const { expects } = defining;
    const aliases = this.readInDistributions(parsed.expression, defining.aliases);
    this.definitions.set(path, {
      path,
      expression: parsed.expression,
      searches: [...(defining.within === undefined ? [] : [defining.within]), "model", "assumptions"],
      ...(aliases === undefined ? {} : { aliases }),
      ...(expects === undefined ? {} : { expects }),
    });
    const origin = originOf({ ...defining, at }, text);
    this.origins.set(path, override === undefined ? origin : { ...origin, overridden: true });
  }

  /**
   * Who writes a distribution around a claim has judged how far it may be off: there the claim is read in the middle of what
   * its grade makes of it, and not widened twice.
   */
  private readInDistributions(expression: Expression, aliases: Defining["aliases"]): Defining["aliases"] {
    if (this.reading.strength === "off") return aliases;
    const claims = [...namesInDistributions(expression)].filter((path) => /^claims\.[^.]+$/.test(path));
    if (claims.length === 0) return aliases;
    const middles = claims.map((path): [string, string] => [path, `${path}.middle`]);
    for (const [path, middle] of middles) {
      if (this.exists(middle)) continue;
      const says = "in the middle of what its grade makes of it, for who writes a distribution around it";
      this.define(middle, `central(${path})`, { kind: "claim", says });
    }
    return new Map([...middles, ...(aliases ?? [])]);
  }

  /** A stretch of a formula in the file; the whole value where it was not written in these words. */
  placeIn(at: readonly Key[], formula: string, { start, end }: Place): Span {
    return this.deal.source(at) === formula ? this.deal.within(at, start, end) : this.deal.locate(at);
  }

  /** Formula or unit text of a component, in the deal's currency. */
  money(text: string): string {
    return text.replaceAll("$", this.currency);
  }

  error({ message, expected, hint }: Message, span: Span, text?: string): void {
    this.diagnostics.push(this.deal.diagnostic("error", { message, expected, hint }, span, text));
  }
}

function originOf({ kind, says, because, key, at, bounds, means, wants, price }: Defining, formula: string): Origin {
  return {
    kind,
    formula,
    at,
    ...(says === undefined ? {} : { says }),
    ...(because === undefined ? {} : { because }),
    ...(key === true ? { key } : {}),
    ...(bounds === undefined ? {} : { bounds }),
    ...(means === undefined ? {} : { means }),
    ...(wants === undefined ? {} : { wants }),
    ...(price === undefined ? {} : { price }),
  };
}

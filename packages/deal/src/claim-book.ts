/** The claims of a deal as the rules of evidence see them: dated by their sources, valued, bounded. */
import { formatDate, parseDate, parseFormula, printFormula, type UnitRegistry } from "@underwatt/engine";
import { grades, type DatedClaim, type Grade, type ReasonName, type SourceRole } from "@underwatt/evidence";
import type { StatedMeaning } from "./meanings/table.ts";
import type { Key } from "./read/yaml-file.ts";
import type { DealDocument } from "./schema/deal.ts";
import type { FormulaText } from "./schema/values.ts";

export interface BookClaim {
  readonly id: string;
  readonly grade: Grade;
  readonly sources: readonly string[];
  /** Publication of its first source, in days since 1970-01-01. */
  readonly published: number;
  readonly about: string;
  readonly quantity: string | undefined;
  readonly means: StatedMeaning | undefined;
  readonly says: string;
  /** Formula of its value; absent for a text, or for what nobody gives. */
  readonly value: FormulaText | undefined;
  readonly valueAt: readonly Key[];
  /** Lower and upper bound, where both are claimed and no value is. */
  readonly bounds: readonly [FormulaText, FormulaText] | undefined;
  /** As printed, for people. */
  readonly printed: string;
  readonly floor: boolean;
  readonly ceiling: boolean;
  readonly unknown: boolean;
  readonly asOf: string | undefined;
  readonly note: string | undefined;
  readonly supersedes: readonly string[];
  readonly scope: string | undefined;
  readonly scopeChange: string | undefined;
  /** Reasons to be less sure than its grade says, as written. */
  readonly reasons: readonly ReasonName[];
  /** What it would be if the claim were about something else. */
  readonly prior: FormulaText | undefined;
  /** How the publishers of its sources stand to the deal, and the roots that they have it from. */
  readonly roles: readonly SourceRole[];
  readonly roots: readonly string[];
}

/** A fact about a claim that formulas may name: `claims.rate.published`. */
export interface ClaimAttribute {
  readonly formula: FormulaText;
  readonly at: readonly Key[];
  readonly says: string;
  /** Which utilisation an end of its interval is. */
  readonly means: StatedMeaning | undefined;
}

export class ClaimBook {
  /** In alphabetical order, so that the file's order changes nothing. */
  readonly claims: readonly BookClaim[];
  readonly dated: readonly DatedClaim[];
  private readonly byId: ReadonlyMap<string, BookClaim>;
  private readonly units: UnitRegistry;

  constructor(document: DealDocument, units: UnitRegistry) {
    this.units = units;
    this.claims = Object.entries(document.claims ?? {})
      .map(([id, claim]) => bookClaim(id, claim, document.sources ?? {}))
      .sort((left, right) => (left.id < right.id ? -1 : 1));
    this.byId = new Map(this.claims.map((claim) => [claim.id, claim]));
    this.dated = this.claims.map((claim) => ({
      id: claim.id,
      grade: claim.grade,
      published: claim.published,
      about: claim.about,
      quantity: claim.quantity,
      scope: claim.scope,
      replaces:
        claim.value !== undefined && !claim.floor && !claim.ceiling
          ? "number"
          : claim.value === undefined
            ? "text"
            : "nothing",
      supersedes: claim.supersedes,
      scopeChange: claim.scopeChange,
    }));
  }

  get(id: string): BookClaim | undefined {
    return this.byId.get(id);
  }

  /** The attribute of a claim on a day; undefined when there is no such claim or attribute. */
  attribute(id: string, name: string, day: number): ClaimAttribute | undefined {
    const claim = this.byId.get(id);
    if (claim === undefined) return undefined;
    const formula = this.attributeFormula(claim, name, day);
    if (formula === undefined) return undefined;
    const means = name === "low" || name === "high" ? claim.means : undefined;
    return { formula, at: claim.valueAt, says: `${name} of: ${claim.says}`, means };
  }

  private attributeFormula(claim: BookClaim, name: string, day: number): FormulaText | undefined {
    if (isGrade(name)) return claim.grade === name;
    switch (name) {
      case "floor":
        return claim.floor;
      case "ceiling":
        return claim.ceiling;
      case "unknown":
        return claim.unknown || claim.published > day;
      case "published":
        return formatDate(claim.published);
      case "as-of":
        return claim.asOf;
      case "low":
        return claim.ceiling && !claim.floor ? undefined : this.end(claim, "low");
      case "high":
        return claim.floor && !claim.ceiling ? undefined : this.end(claim, "high");
      default:
        return undefined;
    }
  }

  private end(claim: BookClaim, side: "low" | "high"): FormulaText | undefined {
    if (claim.value === undefined) return undefined;
    if (claim.bounds !== undefined) return claim.bounds[side === "low" ? 0 : 1];
    const parsed = parseFormula(String(claim.value), this.units);
    if ("problem" in parsed || parsed.expression.kind !== "interval") return claim.value;
    return printFormula(parsed.expression[side]);
  }
}

type WrittenClaim = NonNullable<DealDocument["claims"]>[string];

function bookClaim(id: string, claim: WrittenClaim, sources: NonNullable<DealDocument["sources"]>): BookClaim {
  const from = listOf(claim.from);
  const dates = from.map((source) => parseDate(sources[source]?.date ?? "") ?? Infinity);
  const key = claim.is !== undefined ? "is" : claim.at_least !== undefined ? "at_least" : "at_most";
  const bounds: BookClaim["bounds"] =
    claim.at_least === undefined || claim.at_most === undefined ? undefined : [claim.at_least, claim.at_most];
  const value = bounds === undefined ? (claim.is ?? claim.at_least ?? claim.at_most) : `uniform(${bounds.join(", ")})`;
  return {
    id,
    grade: claim.grade,
    sources: from,
    published: Math.min(...dates),
    about: claim.about ?? id,
    quantity: claim.quantity,
    means: claim.means,
    says: claim.says ?? claim.states ?? id,
    value,
    valueAt: ["claims", id, key],
    bounds,
    printed: printed(claim),
    floor: claim.bound === "floor" || claim.at_least !== undefined,
    ceiling: claim.bound === "ceiling" || claim.at_most !== undefined,
    unknown: claim.unknown === true,
    asOf: claim.as_of,
    note: claim.note,
    supersedes: listOf(claim.supersedes),
    scope: claim.scope,
    scopeChange: claim.scope_change,
    reasons: listOf(claim.reasons),
    prior: claim.prior,
    roles: from.flatMap((source) => sources[source]?.role ?? []),
    roots: [...new Set(from.map((source) => sources[source]?.root ?? source))],
  };
}

function printed(claim: WrittenClaim): string {
  if (claim.states !== undefined) return claim.states;
  if (claim.unknown === true) return "not given by anybody";
  if (claim.is !== undefined) return String(claim.is);
  const bounds = [
    claim.at_least === undefined ? "" : `at least ${claim.at_least}`,
    claim.at_most === undefined ? "" : `at most ${claim.at_most}`,
  ];
  return bounds.filter((part) => part !== "").join(", ");
}

function listOf<T extends string>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

function isGrade(name: string): name is Grade {
  return grades.some((grade) => grade === name);
}

/**
 * A deal, as it stands on a day, into definitions for the graph: claims in their current reading, assumptions, catalogue
 * figures, what components add, the model and its tests. Every definition remembers where it was written and why it is there.
 */
import {
  namesIn,
  nearest,
  parseFormula,
  type Definition,
  type Expectation,
  type Expression,
  type UnitRegistry,
} from "@underwatt/engine";
import { supersessionsOn, type Supersession } from "@underwatt/evidence";
import { catalogPath, type Catalog } from "./catalog.ts";
import { checkReferences } from "./check-references.ts";
import { ClaimBook, type ClaimAttribute } from "./claim-book.ts";
import {
  contracts,
  fleet,
  fleetOutputs,
  givenOf,
  pool,
  poolOutputs,
  type Component,
  type Output,
} from "./components/index.ts";
import type { Diagnostic, Message, Span } from "./read/diagnostic.ts";
import type { DealText } from "./read/read-deal.ts";
import type { Key } from "./read/yaml-file.ts";
import type { Figure } from "./result.ts";
import type { FormulaText } from "./schema/values.ts";
import { dealUnits } from "./units.ts";

/** Where a definition comes from. */
export interface Origin {
  readonly kind: Figure["kind"];
  readonly says?: string | undefined;
  readonly because?: string | undefined;
  readonly key?: boolean;
  /** Formula as people read it. */
  readonly formula: string;
  /** Its place in the deal, where it was written there. */
  readonly at?: readonly Key[] | undefined;
  /** Claim that stands in its place. */
  readonly supersededBy?: string;
  /** Set by `--set` or a scenario. */
  readonly overridden?: true;
  /** Bounds of the parameter it fills, in the unit it is brought to. */
  readonly bounds?: { readonly least?: number | undefined; readonly most?: number | undefined };
}

/** Why a path has no value: its formula is broken, it is a text, nobody gives it, or it is published later. */
export type Absence = "broken" | "text" | "unknown" | "later";

export interface Expansion {
  readonly definitions: readonly Definition[];
  readonly origins: ReadonlyMap<string, Origin>;
  /** Paths that exist and cannot be computed, and why. */
  readonly absent: ReadonlyMap<string, Absence>;
  readonly supersessions: readonly Supersession[];
  readonly book: ClaimBook;
  readonly units: UnitRegistry;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ExpandOptions {
  /** Days since 1970-01-01. */
  readonly asOf: number;
  readonly set?: ReadonlyMap<string, string>;
  readonly scenario?: string | undefined;
  /** Whether the sums under `derivations` are wanted, read as printed, beside the rest. */
  readonly derivations?: boolean;
}

/** Expands a deal. Problems are collected; a definition with one is left out. */
export function expand(deal: DealText, catalog: Catalog, options: ExpandOptions): Expansion {
  return new Expander(deal, catalog, options).run();
}

interface Defining {
  readonly kind: Figure["kind"];
  readonly at?: readonly Key[] | undefined;
  readonly says?: string | undefined;
  readonly because?: string | undefined;
  readonly key?: boolean;
  readonly expects?: Expectation;
  readonly aliases?: ReadonlyMap<string, string>;
  readonly bounds?: Origin["bounds"];
  /** Group whose figures a bare name means first; only formulas of components have one. */
  readonly within?: string;
}

class Expander {
  private readonly deal: DealText;
  private readonly catalog: Catalog;
  private readonly options: ExpandOptions;
  private readonly units: UnitRegistry;
  private readonly book: ClaimBook;
  private readonly supersessions: readonly Supersession[];
  private readonly replacedBy: ReadonlyMap<string, Supersession>;
  private readonly definitions = new Map<string, Definition>();
  private readonly origins = new Map<string, Origin>();
  private readonly absent = new Map<string, Absence>();
  private readonly diagnostics: Diagnostic[] = [];
  private readonly overrides = new Map<string, { text: FormulaText; at?: readonly Key[] }>();

  constructor(deal: DealText, catalog: Catalog, options: ExpandOptions) {
    this.deal = deal;
    this.catalog = catalog;
    this.options = options;
    this.units = this.makeUnits();
    this.book = new ClaimBook(deal.document, this.units);
    this.supersessions = supersessionsOn(options.asOf, this.book.dated);
    this.replacedBy = new Map(this.supersessions.map((entry) => [entry.path, entry]));
  }

  run(): Expansion {
    this.diagnostics.push(...checkReferences(this.deal));
    this.readOverrides();
    this.expandCatalog();
    this.expandClaims();
    this.expandAssumptions();
    this.expandFleets();
    this.expandContracts();
    this.expandModel();
    this.expandTests();
    if (this.options.derivations === true) this.expandDerivations();
    this.defineAttributes();
    for (const path of this.overrides.keys()) {
      if (!this.definitions.has(path) && !this.absent.has(path)) this.unknownOverride(path);
    }
    for (const entry of this.supersessions) this.checkSuperseded(entry);
    return {
      definitions: [...this.definitions.values()],
      origins: this.origins,
      absent: this.absent,
      supersessions: this.supersessions,
      book: this.book,
      units: this.units,
      diagnostics: this.diagnostics,
    };
  }

  private makeUnits(): UnitRegistry {
    const counted = this.deal.document.units ?? [];
    const standard = dealUnits();
    const taken = counted.filter((symbol) => standard.has(symbol) || standard.has(`${symbol}s`));
    for (const symbol of taken) {
      const index = counted.indexOf(symbol);
      this.error(
        { message: `the unit "${symbol}" exists already`, expected: "a new counted thing" },
        this.deal.locate(["units", index]),
      );
    }
    return dealUnits([...new Set(counted)].filter((symbol) => !taken.includes(symbol)));
  }

  /** `--set` wins over a scenario. Bare names mean the model, an assumption or a claim. */
  private readOverrides(): void {
    const { scenario } = this.options;
    if (scenario !== undefined) {
      const found = this.deal.document.scenarios?.[scenario];
      if (found === undefined) {
        const known = Object.keys(this.deal.document.scenarios ?? {});
        const said = {
          message: `there is no scenario "${scenario}"`,
          expected: known.length === 0 ? "a deal with scenarios" : `one of ${known.join(", ")}`,
        };
        this.error(said, { file: "--scenario", start: 0, end: 1 });
      }
      for (const [path, text] of Object.entries(found?.set ?? {})) {
        this.overrides.set(this.fullPath(path), { text, at: ["scenarios", scenario, "set", path] });
      }
    }
    for (const [path, text] of this.options.set ?? []) this.overrides.set(this.fullPath(path), { text });
  }

  private fullPath(path: string): string {
    const { model, assumptions, claims } = this.deal.document;
    if (path.includes(".")) return path;
    if (Object.hasOwn(model ?? {}, path)) return `model.${path}`;
    if (Object.hasOwn(assumptions ?? {}, path)) return `assumptions.${path}`;
    return Object.hasOwn(claims ?? {}, path) ? `claims.${path}` : path;
  }

  private unknownOverride(path: string): void {
    const close = nearest(path, this.definitions.keys());
    const at = this.overrides.get(path)?.at;
    const span: Span = at === undefined ? { file: `--set ${path}`, start: 0, end: 1 } : this.deal.locate(at);
    this.error(
      {
        message: `there is no figure "${path}" to set`,
        expected: "a path of the deal",
        hint: close === undefined ? undefined : `did you mean ${close}?`,
      },
      span,
    );
  }

  private expandCatalog(): void {
    for (const [id, accelerator] of this.catalog.accelerators) {
      for (const [figure, { is }] of Object.entries(accelerator.figures)) {
        this.define(catalogPath(id, figure), is, { kind: "catalog", says: `${accelerator.name}, ${figure}` });
      }
    }
  }

  private expandClaims(): void {
    for (const claim of this.book.claims) {
      const path = `claims.${claim.id}`;
      const current = this.replacedBy.get(path);
      if (claim.published > this.options.asOf) this.absent.set(path, "later");
      else if (claim.value === undefined) this.absent.set(path, claim.unknown ? "unknown" : "text");
      if (claim.value === undefined) continue;
      this.define(`${path}.printed`, claim.value, { kind: "claim", at: claim.valueAt, says: claim.says });
      if (claim.published > this.options.asOf) continue;
      if (this.overrides.has(path))
        this.define(path, claim.value, { kind: "claim", at: claim.valueAt, says: claim.says });
      else if (current !== undefined && this.book.get(current.by)?.value !== undefined) {
        this.alias(path, `claims.${current.by}`, { kind: "claim", says: claim.says, at: claim.valueAt }, current.by);
      } else this.define(path, claim.value, { kind: "claim", at: claim.valueAt, says: claim.says });
    }
  }

  private expandAssumptions(): void {
    for (const [id, assumption] of Object.entries(this.deal.document.assumptions ?? {})) {
      const long = typeof assumption === "object";
      const text = long ? assumption.is : assumption;
      const at = long ? ["assumptions", id, "is"] : ["assumptions", id];
      const words = long ? { says: assumption.says, because: assumption.because } : {};
      this.replaceable(`assumptions.${id}`, text, { kind: "assumption", at, ...words });
    }
  }

  private expandModel(): void {
    for (const [id, figure] of Object.entries(this.deal.document.model ?? {})) {
      const long = typeof figure === "object";
      const text = long ? figure.is : figure;
      const at = long ? ["model", id, "is"] : ["model", id];
      this.replaceable(`model.${id}`, text, {
        kind: "model",
        at,
        ...(long ? { says: figure.says, key: figure.key === true } : {}),
      });
    }
  }

  private expandTests(): void {
    const test: Expectation = { kind: "boolean", series: false };
    for (const [id, thesis] of Object.entries(this.deal.document.thesis ?? {})) {
      this.define(`thesis.${id}`, thesis.holds_if, {
        kind: "thesis",
        at: ["thesis", id, "holds_if"],
        says: thesis.says,
        expects: test,
      });
    }
    for (const [id, breaker] of Object.entries(this.deal.document.breakers ?? {})) {
      this.define(`breakers.${id}`, breaker.trips_if, {
        kind: "breaker",
        at: ["breakers", id, "trips_if"],
        says: breaker.says,
        expects: test,
      });
    }
  }

  private expandFleets(): void {
    for (const [id, written] of Object.entries(this.deal.document.fleets ?? {})) {
      const base = `fleets.${id}`;
      const given = this.parameters(fleet, base, ["fleets", id], written, "fleet");
      const pools = new Map<string, string>();
      for (const [name, entry] of Object.entries(written.pools)) {
        const at = ["fleets", id, "pools", name];
        const accelerator = givenOf(pool, entry).get("accelerator");
        if (typeof accelerator !== "string" || !this.catalog.accelerators.has(accelerator)) {
          this.unknownAccelerator(String(accelerator), [...at, "accelerator"]);
          for (const output of [...poolOutputs(""), { name: "count" }])
            this.absent.set(`${base}.pools.${name}.${output.name}`, "broken");
          continue;
        }
        pools.set(name, accelerator);
        this.parameters(pool, `${base}.pools.${name}`, at, entry, "fleet");
        this.outputs(`${base}.pools.${name}`, poolOutputs(accelerator), "fleet", at);
      }
      const outputs = fleetOutputs(pools, given.has("power"));
      if (pools.size === Object.keys(written.pools).length && pools.size > 0)
        this.outputs(base, outputs, "fleet", ["fleets", id]);
      else for (const output of outputs) this.absent.set(`${base}.${output.name}`, "broken");
    }
  }

  private unknownAccelerator(name: string, at: readonly Key[]): void {
    const known = [...this.catalog.accelerators.keys()];
    const close = nearest(name, known);
    const hint = close === undefined ? `the catalogue has ${known.join(", ")}` : `did you mean ${close}?`;
    this.error(
      { message: `the catalogue has no accelerator "${name}"`, expected: "an accelerator of the catalogue", hint },
      this.deal.locate(at),
    );
  }

  private expandContracts(): void {
    for (const [id, written] of Object.entries(this.deal.document.contracts ?? {})) {
      const component = contracts.get(written.kind);
      if (component === undefined) continue;
      const at = ["contracts", id];
      const base = `contracts.${id}`;
      const given = givenOf(component, written);
      const fault = component.check?.(given);
      if (fault !== undefined) {
        this.error(
          fault,
          this.deal.locateKey(
            [...at, ...fault.parameter.split(".").slice(0, -1)],
            fault.parameter.split(".").at(-1) ?? "",
          ),
        );
      }
      const fleets = Object.keys(this.deal.document.fleets ?? {});
      const named = given.get("fleet");
      if (named !== undefined && !fleets.includes(String(named))) {
        const close = nearest(String(named), fleets);
        const hint = close === undefined ? undefined : `did you mean ${close}?`;
        this.error(
          { message: `there is no fleet "${named}"`, expected: "a fleet of the deal", hint },
          this.deal.locate([...at, "fleet"]),
        );
      }
      const outputs = component.expand(given);
      if (fault !== undefined) for (const output of outputs) this.absent.set(`${base}.${output.name}`, "broken");
      this.parameters(component, base, at, written, "contract");
      if (fault === undefined) this.outputs(base, outputs, "contract", at);
    }
  }

  /** Defines what was given, and defaults; returns what was given. */
  private parameters(
    component: Component,
    base: string,
    at: readonly Key[],
    written: object,
    kind: "fleet" | "contract",
  ): ReadonlyMap<string, FormulaText> {
    const given = givenOf(component, written);
    for (const parameter of component.parameters) {
      if (parameter.unit === "text") continue;
      const text = given.get(parameter.name) ?? parameter.default;
      if (text === undefined) continue;
      const unit = this.money(parameter.unit);
      const kindOf: Expectation["kind"] = unit === "date" ? "date" : { unit };
      this.define(`${base}.${parameter.name}`, text, {
        kind,
        says: parameter.meaning,
        ...(given.has(parameter.name) ? { at: [...at, ...parameter.name.split(".")] } : { within: base }),
        expects: { kind: kindOf, series: false },
        bounds: { least: parameter.least, most: parameter.most },
      });
    }
    return given;
  }

  private outputs(base: string, outputs: readonly Output[], kind: "fleet" | "contract", at: readonly Key[]): void {
    for (const output of outputs) {
      this.define(`${base}.${output.name}`, this.money(output.formula), {
        kind,
        says: output.meaning,
        at,
        within: base,
      });
    }
  }

  private money(text: string): string {
    return text.replaceAll("$", this.deal.document.currency);
  }

  private expandDerivations(): void {
    for (const [id, derivation] of Object.entries(this.deal.document.derivations ?? {})) {
      const base = `derivations.${id}`;
      const at: readonly Key[] = ["derivations", id];
      const define = (path: string, text: FormulaText, place: readonly Key[]): void => {
        const aliases = new Map(["", ".low", ".high"].map((end) => [`result${end}`, `${base}.formula${end}`]));
        for (const claim of this.book.claims) aliases.set(`claims.${claim.id}`, `claims.${claim.id}.printed`);
        this.define(path, text, { kind: "model", at: place, aliases });
      };
      if (Array.isArray(derivation.formula)) {
        for (const [index, end] of derivation.formula.entries()) {
          const side = index === 0 ? "low" : "high";
          define(`${base}.formula.${side}`, end, [...at, "formula", index]);
        }
      } else define(`${base}.formula`, derivation.formula, [...at, "formula"]);
      define(`${base}.printed`, derivation.printed, [...at, "printed"]);
      if (derivation.within !== undefined) define(`${base}.within`, derivation.within, [...at, "within"]);
      for (const [index, more] of (derivation.also ?? []).entries()) {
        define(`${base}.also.${index}.formula`, more.formula, [...at, "also", index, "formula"]);
        define(`${base}.also.${index}.printed`, more.printed, [...at, "also", index, "printed"]);
      }
      for (const kind of ["fails_if", "undetermined", "caveats"] as const) {
        for (const [index, condition] of (derivation[kind] ?? []).entries()) {
          if (condition.if !== undefined) define(`${base}.${kind}.${index}`, condition.if, [...at, kind, index, "if"]);
        }
      }
    }
  }

  /** Claim attributes that some formula names, such as `claims.rate.published`. */
  private defineAttributes(): void {
    for (const definition of this.definitions.values()) {
      for (const { path } of namesIn(definition.expression)) {
        const claim = /^claims\.(.+)\.([a-z-]+)$/.exec(path);
        const attribute =
          claim?.[1] === undefined ? undefined : this.book.attribute(claim[1], claim[2] ?? "", this.options.asOf);
        if (attribute !== undefined && !this.definitions.has(path)) this.defineAttribute(path, attribute);
      }
    }
  }

  private defineAttribute(path: string, attribute: ClaimAttribute): void {
    this.define(path, attribute.formula, { kind: "claim", at: attribute.at, says: attribute.says });
  }

  /** An assumption or a formula, unless a claim has taken its place. */
  private replaceable(path: string, text: FormulaText, defining: Defining): void {
    const current = this.replacedBy.get(path);
    if (current !== undefined && !this.overrides.has(path) && this.book.get(current.by)?.value !== undefined) {
      this.alias(path, `claims.${current.by}`, defining, current.by);
    } else this.define(path, text, defining);
  }

  private alias(path: string, to: string, defining: Defining, by: string): void {
    const expression: Expression = { kind: "name", path: to, at: { start: 0, end: to.length } };
    this.definitions.set(path, { path, expression });
    this.origins.set(path, { ...originOf(defining, to), supersededBy: by });
  }

  private define(path: string, written: FormulaText, defining: Defining): void {
    const override = this.overrides.get(path);
    const text = String(override?.text ?? written);
    const at = override === undefined ? defining.at : override.at;
    const parsed = parseFormula(text, this.units);
    if ("problem" in parsed) {
      const { message, expected, hint, at: place } = parsed.problem;
      const span =
        at === undefined
          ? { file: override === undefined ? path : `--set ${path}`, start: 0, end: 1 }
          : this.deal.within(at, place.start, place.end);
      this.error({ message, expected, hint }, span);
      this.absent.set(path, "broken");
      return;
    }
    const { aliases, expects } = defining;
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

  private checkSuperseded(entry: Supersession): void {
    if (this.origins.has(entry.path) || this.absent.has(entry.path)) return;
    if (entry.path.startsWith("claims.") && this.book.get(entry.path.slice("claims.".length)) !== undefined) return;
    const known = [...this.origins.keys(), ...this.book.claims.map((claim) => claim.id)];
    const close = nearest(entry.path.replace(/^claims\./, ""), known);
    const hint = close === undefined ? undefined : `did you mean ${close}?`;
    this.error(
      {
        message: `there is no "${entry.path}" to supersede`,
        expected: "a claim, an assumption or a figure of the model",
        hint,
      },
      this.deal.locate(["claims", entry.by, "supersedes"]),
    );
  }

  private error(said: Message, span: Span): void {
    this.diagnostics.push(this.deal.diagnostic("error", said, span));
  }
}

function originOf({ kind, says, because, key, at, bounds }: Defining, formula: string): Origin {
  return {
    kind,
    formula,
    at,
    ...(says === undefined ? {} : { says }),
    ...(because === undefined ? {} : { because }),
    ...(key === true ? { key } : {}),
    ...(bounds === undefined ? {} : { bounds }),
  };
}

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
  type Place,
  type UnitRegistry,
} from "@underwatt/engine";
import { supersededPath, supersessionsOn, type Supersession } from "@underwatt/evidence";
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

const test: Expectation = { kind: "boolean", series: false };
const share: Expectation = { kind: { unit: "" }, series: false };

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
  private readonly currency: string;
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
    this.currency = this.knownCurrency();
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
    for (const [path, { at }] of this.overrides) if (!this.exists(path)) this.unknownOverride(path, at);
    this.checkScenarios();
    this.checkWatch();
    this.checkSuperseded();
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
    const free: string[] = [];
    for (const [index, symbol] of counted.entries()) {
      const known = dealUnits(free);
      if (known.has(symbol) || known.has(`${symbol}s`)) {
        const said = { message: `the unit "${symbol}" exists already`, expected: "a new counted thing" };
        this.error(said, this.deal.locate(["units", index]));
      } else free.push(symbol);
    }
    return dealUnits(free);
  }

  /** The currency of the contracts' money; with one that nobody knows, dollars stand in while the rest is checked. */
  private knownCurrency(): string {
    const { currency } = this.deal.document;
    if (this.units.has(currency)) return currency;
    const close = nearest(currency, this.units.symbols());
    const hint = close === undefined ? "another currency is declared under `units:`" : `did you mean ${close}?`;
    this.error(
      { message: `there is no currency "${currency}"`, expected: "a currency such as USD", hint },
      this.deal.locate(["currency"]),
    );
    return "USD";
  }

  /** `--set` wins over a scenario. Bare names mean the model, an assumption or a claim. */
  private readOverrides(): void {
    const { scenario } = this.options;
    if (scenario !== undefined) {
      const { scenarios = {} } = this.deal.document;
      const found = Object.hasOwn(scenarios, scenario) ? scenarios[scenario] : undefined;
      if (found === undefined) {
        const known = Object.keys(scenarios);
        const close = nearest(scenario, known);
        const said = {
          message: `there is no scenario "${scenario}"`,
          expected: known.length === 0 ? "a deal with scenarios" : `one of ${known.join(", ")}`,
          hint: close === undefined ? undefined : `did you mean ${close}?`,
        };
        this.error(said, { file: "--scenario", start: 0, end: scenario.length }, scenario);
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

  private unknownOverride(path: string, at: readonly Key[] | undefined): void {
    const close = nearest(path, this.definitions.keys());
    const said: Message = {
      message: `there is no figure "${path}" to set`,
      expected: "a path of the deal",
      hint: close === undefined ? undefined : `did you mean ${close}?`,
    };
    if (at === undefined) this.error(said, { file: "--set", start: 0, end: path.length }, `${path}=`);
    else this.error(said, this.deal.locateKey(at.slice(0, -1), at.at(-1) ?? path));
  }

  /** Paths and formulas of all scenarios, also of those that are not run. */
  private checkScenarios(): void {
    for (const [id, { set }] of Object.entries(this.deal.document.scenarios ?? {})) {
      if (id === this.options.scenario) continue;
      for (const [path, text] of Object.entries(set)) {
        const at = ["scenarios", id, "set", path];
        const full = this.fullPath(path);
        if (!this.exists(full)) this.unknownOverride(path, at);
        const parsed = parseFormula(String(text), this.units);
        if ("problem" in parsed) this.error(parsed.problem, this.placeIn(at, String(text), parsed.problem.at));
      }
    }
  }

  /** Figures that the watch list says will be settled. */
  private checkWatch(): void {
    for (const [id, { settles }] of Object.entries(this.deal.document.watch ?? {})) {
      if (settles === undefined || this.exists(this.fullPath(settles))) continue;
      const close = nearest(settles, this.definitions.keys());
      this.error(
        {
          message: `there is no figure "${settles}" to settle`,
          expected: "a path of the deal",
          hint: close === undefined ? undefined : `did you mean ${close}?`,
        },
        this.deal.locate(["watch", id, "settles"]),
      );
    }
  }

  private exists(path: string): boolean {
    return this.definitions.has(path) || this.absent.has(path);
  }

  /** A stretch of a formula in the file; the whole value where it was not written in these words. */
  private placeIn(at: readonly Key[], formula: string, { start, end }: Place): Span {
    return this.deal.source(at) === formula ? this.deal.within(at, start, end) : this.deal.locate(at);
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
      if (Object.keys(written.pools).length === 0) {
        const said = { message: `the fleet "${id}" has no pools`, expected: "at least one pool under `pools:`" };
        this.error(said, this.deal.locate(["fleets", id, "pools"]));
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
        const place = [...at, ...(fault.parameter?.split(".") ?? [])];
        this.error(fault, this.deal.locateKey(place.slice(0, -1), place.at(-1) ?? id));
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
      const broken = fault !== undefined || (named !== undefined && !fleets.includes(String(named)));
      if (broken) for (const output of outputs) this.absent.set(`${base}.${output.name}`, "broken");
      this.parameters(component, base, at, written, "contract");
      if (!broken) this.outputs(base, outputs, "contract", at);
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
    return text.replaceAll("$", this.currency);
  }

  private expandDerivations(): void {
    for (const [id, derivation] of Object.entries(this.deal.document.derivations ?? {})) {
      const base = `derivations.${id}`;
      const at: readonly Key[] = ["derivations", id];
      const define = (path: string, text: FormulaText, place: readonly Key[], expects?: Expectation): void => {
        const aliases = new Map(["", ".low", ".high"].map((end) => [`result${end}`, `${base}.formula${end}`]));
        for (const claim of this.book.claims) aliases.set(`claims.${claim.id}`, `claims.${claim.id}.printed`);
        this.define(path, text, { kind: "model", at: place, aliases, ...(expects === undefined ? {} : { expects }) });
      };
      if (Array.isArray(derivation.formula)) {
        for (const [index, end] of derivation.formula.entries()) {
          const side = index === 0 ? "low" : "high";
          define(`${base}.formula.${side}`, end, [...at, "formula", index]);
        }
      } else define(`${base}.formula`, derivation.formula, [...at, "formula"]);
      define(`${base}.printed`, derivation.printed, [...at, "printed"]);
      if (derivation.within !== undefined) define(`${base}.within`, derivation.within, [...at, "within"], share);
      for (const [index, more] of (derivation.also ?? []).entries()) {
        define(`${base}.also.${index}.formula`, more.formula, [...at, "also", index, "formula"]);
        define(`${base}.also.${index}.printed`, more.printed, [...at, "also", index, "printed"]);
      }
      for (const kind of ["fails_if", "undetermined", "caveats"] as const) {
        for (const [index, condition] of (derivation[kind] ?? []).entries()) {
          if (condition.if !== undefined)
            define(`${base}.${kind}.${index}`, condition.if, [...at, kind, index, "if"], test);
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

  /** What claims say they replace, also those that are not known yet. */
  private checkSuperseded(): void {
    const { model = {}, assumptions = {} } = this.deal.document;
    const known = new Set([
      ...this.book.claims.map((claim) => `claims.${claim.id}`),
      ...Object.keys(assumptions).map((id) => `assumptions.${id}`),
      ...Object.keys(model).map((id) => `model.${id}`),
    ]);
    for (const { id, supersedes } of this.book.claims) {
      for (const [index, entry] of supersedes.entries()) {
        const path = supersededPath(entry);
        const itself = path === `claims.${id}`;
        if (known.has(path) && !itself) continue;
        const close = nearest(entry, known);
        const at = ["claims", id, "supersedes"];
        const list = this.deal.source(at) === undefined;
        const said: Message = {
          message: itself ? "a claim cannot supersede itself" : `there is no "${path}" to supersede`,
          expected: "a claim, an assumption or a figure of the model",
          hint: itself || close === undefined ? undefined : `did you mean ${close}?`,
        };
        this.error(said, this.deal.locate(list ? [...at, index] : at));
      }
    }
  }

  private error({ message, expected, hint }: Message, span: Span, text?: string): void {
    this.diagnostics.push(this.deal.diagnostic("error", { message, expected, hint }, span, text));
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

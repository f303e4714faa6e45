/** Answers of a performance model on their way into a deal: what it is asked with, what its answers rest on, and what is wrong. */
import type { Interval } from "@underwatt/compute";
import { conversion, log, parseFormula, type Definition, type Graph, type UnitRegistry } from "@underwatt/engine";
import { acceleratorSpecIn, type AcceleratorSpec } from "./catalog/accelerator-spec.ts";
import { restingOn, type Absence, type Expansion, type Origin, type WorkloadPlace } from "./expand/index.ts";
import type { Diagnostic, Message } from "./read/diagnostic.ts";
import type { DealText } from "./read/read-deal.ts";

/** A response that the model owes a pool. */
export interface Response {
  readonly name: string;
  readonly unit: string;
  readonly meaning: string;
}

/** What a place is asked with: each path is read once, and the answer rests on all of them. */
export interface Reading {
  readonly restsOn: string[];
  /** A parameter of the workload in a unit; undefined where it was not given, `NaN` where it has no certain value. */
  readonly read: (name: string, unit: string) => number | undefined;
}

export class Answering<Place extends WorkloadPlace> {
  readonly places: readonly Place[];
  private readonly definitions: Definition[] = [];
  private readonly origins: Map<string, Origin>;
  private readonly absent: Map<string, Absence>;
  private readonly diagnostics: Diagnostic[] = [];
  private readonly askedWith: Set<string>;
  private readonly deal: DealText;
  private readonly expansion: Expansion;
  private readonly graph: Graph;
  /** As people know it: `serving model`. */
  private readonly model: string;

  constructor(deal: DealText, expansion: Expansion, graph: Graph, places: readonly Place[], model: string) {
    this.deal = deal;
    this.expansion = expansion;
    this.graph = graph;
    this.places = places;
    this.model = model;
    this.origins = new Map(expansion.origins);
    this.absent = new Map(expansion.absent);
    this.askedWith = new Set(expansion.askedWith);
  }

  /** The expansion with the answers in it. */
  answered(): Expansion {
    const { expansion } = this;
    return {
      ...expansion,
      definitions: [...expansion.definitions, ...this.definitions],
      origins: this.origins,
      absent: this.absent,
      diagnostics: [...expansion.diagnostics, ...this.diagnostics],
      asks: expansion.asks.filter((ask) => !this.places.some((place) => place === ask)),
      askedWith: this.askedWith,
    };
  }

  /** Puts a formula where an answer is waited for. */
  define(path: string, formula: string, origin: Omit<Origin, "kind" | "formula">): void {
    // `--set` and scenarios have put their own in its place.
    if (this.expansion.absent.get(path) !== "asked") return;
    const parsed = parseFormula(formula, this.expansion.units);
    if ("problem" in parsed) throw new Error(`${path}: ${parsed.problem.message}`);
    this.absent.delete(path);
    this.definitions.push({ path, expression: parsed.expression });
    this.origins.set(path, { kind: "workload", formula, ...origin });
  }

  /** Notes everything that decides a question, all the way down. */
  gather(path: string): void {
    if (this.askedWith.has(path)) return;
    this.askedWith.add(path);
    for (const next of restingOn(this.expansion, this.graph, path)) this.gather(next);
  }

  reading(place: Place): Reading {
    const restsOn: string[] = [];
    const read = (name: string, unit: string): number | undefined => {
      const path = `${place.workload}.${name}`;
      if (!this.expansion.origins.has(path)) return undefined;
      restsOn.push(path);
      return this.certain(path, unit, place);
    };
    return { restsOn, read };
  }

  /** The accelerator of a place by the deal's figures; undefined when some lack, which is said. */
  acceleratorOf(place: Place): AcceleratorSpec["accelerator"] {
    const { accelerator: id } = place;
    const { catalog, units } = this.expansion;
    const entry = catalog.accelerators.get(id);
    if (entry === undefined) return undefined;
    const { accelerator, missing } = acceleratorSpecIn(id, entry, this.graph, units);
    if (accelerator !== undefined) return accelerator;
    this.error(place, {
      message: `the ${this.model} cannot tell what ${id} gives: what is known of it lacks ${missing.join(", ")}`,
      expected: "these figures, in an accelerator of the deal under `accelerators:`",
    });
    return undefined;
  }

  /** Figures of an accelerator that its speed follows from; what it costs and draws is not. */
  figuresOf(id: string): string[] {
    const prefix = `catalog.${id}.`;
    return [...this.graph.quantities.keys()].filter(
      (path) => path.startsWith(prefix) && /^(?:peak|hbm|scale)-/.test(path.slice(prefix.length)),
    );
  }

  /** Whether a path has a value that is still to come: then its answers wait with it. */
  isWaiting(path: string): boolean {
    return Number.isNaN(this.value(path));
  }

  /** Lets the responses be left out with the parameters that they wait for. */
  wait({ pool, at }: Place, paths: readonly string[], responses: readonly Response[]): void {
    const lacking = paths.find((path) => !this.graph.quantities.has(path));
    if (lacking === undefined) return;
    for (const { name, meaning } of responses) this.define(`${pool}.${name}`, lacking, { says: meaning, at });
  }

  error({ at: workload }: Place, { message, expected }: Message, at = workload): void {
    if (this.diagnostics.some((said) => said.message === message)) return;
    this.diagnostics.push(this.deal.diagnostic("error", { message, expected }, this.deal.locate(at)));
  }

  /** A certain value in a unit; `NaN` while it waits for evidence or has a fault of its own. */
  private certain(path: string, unit: string, place: Place): number {
    const quantity = this.graph.quantities.get(path);
    const step = this.graph.program.steps[quantity?.step ?? -1];
    if (quantity === undefined || step === undefined) return NaN;
    if (step.kind !== "certain") {
      const said = {
        message: `${path} is uncertain, and the ${this.model} is asked once, with one value`,
        expected: "a certain value; uncertain prices, shares and utilisation are welcome",
      };
      this.error(place, said, this.expansion.origins.get(path)?.at);
      return NaN;
    }
    return inUnit(this.graph, this.expansion.units, path, unit);
  }

  private value(path: string): number {
    const quantity = this.graph.quantities.get(path);
    const step = this.graph.program.steps[quantity?.step ?? -1];
    return step?.kind === "certain" ? (step.column.data[0] ?? NaN) : NaN;
  }
}

/** Of a standard normal: a tenth lies below its negative, a tenth above. */
const tenth = 1.2815515655446004;
/**
 * Share of the variance of the logarithm of the model's error that pools of one workload have in common: they run the same model on
 * the same software, at other sizes and on other chips than were measured. A judgement: published runs are too few to tell.
 */
const sharedVariance = 0.5;

/** The lognormal whose tenth and ninetieth hundredth are those of the model's error. */
function errorOf({ value, low, high }: Interval): { median: number; sigma: number } {
  return {
    median: Math.sqrt((low / value) * (high / value)),
    sigma: high > low ? log(high / low) / (2 * tenth) : 0,
  };
}

/** Standard deviation of the logarithm of the error that pools share: half the variance of the surest one's. 0 for a single pool. */
export function sharedSigma(speeds: readonly Interval[]): number {
  if (speeds.length < 2) return 0;
  return Math.sqrt(sharedVariance) * speeds.reduce((low, speed) => Math.min(low, errorOf(speed).sigma), Infinity);
}

/** The part of the error that they share, as a formula. */
export function sharedFormula(shared: number): string {
  return shared > 0 ? `lognormal(1, ${digits(shared)})` : "1";
}

/** The rest of a pool's error, as a formula. */
export function ownFormula(speed: Interval, shared: number): string {
  const { median, sigma } = errorOf(speed);
  const own = Math.sqrt(Math.max(0, sigma ** 2 - shared ** 2));
  return own > 0 ? `lognormal(${digits(median)}, ${digits(own)})` : digits(median);
}

/** Six digits: far more than a model knows, and the same everywhere. */
export function digits(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** `pool h100 of chat`, from workloads.chat.pools.h100. */
export function poolName(path: string): string {
  const [, workload = "", , pool = ""] = path.split(".");
  return `pool ${pool} of ${workload}`;
}

function inUnit({ quantities, program }: Graph, units: UnitRegistry, path: string, unit: string): number {
  const quantity = quantities.get(path);
  const step = program.steps[quantity?.step ?? -1];
  const wanted = units.parse(unit);
  if (step?.kind !== "certain" || quantity?.type.kind !== "number" || "problem" in wanted) return NaN;
  return (step.column.data[0] ?? NaN) * (conversion(quantity.type.unit, wanted) ?? NaN);
}

/** Asks the serving model for the pools of a deal's workloads, and puts its answers among the deal's definitions. */
import { quantisationOf, type Calibration } from "@underwatt/compute";
import { conversion, log, parseFormula, type Definition, type Graph, type UnitRegistry } from "@underwatt/engine";
import { acceleratorSpecIn } from "../catalog/accelerator-spec.ts";
import { catalogPath } from "../catalog.ts";
import { responses, sharedError } from "../components/index.ts";
import { restingOn, type Expansion, type Origin, type ServingPlace } from "../expand/index.ts";
import type { Diagnostic, Message } from "../read/diagnostic.ts";
import type { DealText } from "../read/read-deal.ts";
import { answerFrom, type PoolAnswer, type PoolPoint, type PoolQuestion, type ServingBook } from "./book.ts";

/** The expansion with a definition for every response. Where one cannot be had, its path waits for what it lacks. */
export function respond(deal: DealText, expansion: Expansion, graph: Graph, book: ServingBook | undefined): Expansion {
  const asking = new Asking(deal, expansion, graph, book);
  const byWorkload = Map.groupBy(expansion.asks, ({ workload }) => workload);
  for (const [workload, places] of byWorkload) asking.workload(workload, places);
  return asking.answered();
}

/** Of a standard normal: a tenth lies below its negative, a tenth above. */
const tenth = 1.2815515655446004;
/**
 * Share of the variance of the logarithm of the model's error that pools of one workload have in common: they run the same model on
 * the same engine, at other lengths and on other chips than were measured. A judgement: published runs are too few to tell.
 */
const sharedVariance = 0.5;

interface Answered {
  readonly place: ServingPlace;
  readonly answer: PoolAnswer;
  readonly restsOn: readonly string[];
}

class Asking {
  private readonly definitions: Definition[] = [];
  private readonly origins: Map<string, Origin>;
  private readonly absent: Map<string, Expansion["absent"] extends ReadonlyMap<string, infer A> ? A : never>;
  private readonly diagnostics: Diagnostic[] = [];
  private readonly askedWith = new Set<string>();
  private readonly deal: DealText;
  private readonly expansion: Expansion;
  private readonly graph: Graph;
  private readonly book: ServingBook | undefined;

  constructor(deal: DealText, expansion: Expansion, graph: Graph, book: ServingBook | undefined) {
    this.deal = deal;
    this.expansion = expansion;
    this.graph = graph;
    this.book = book;
    this.origins = new Map(expansion.origins);
    this.absent = new Map(expansion.absent);
  }

  answered(): Expansion {
    const { expansion } = this;
    return {
      ...expansion,
      definitions: [...expansion.definitions, ...this.definitions],
      origins: this.origins,
      absent: this.absent,
      diagnostics: [...expansion.diagnostics, ...this.diagnostics],
      asks: [],
      askedWith: this.askedWith,
    };
  }

  workload(workload: string, places: readonly ServingPlace[]): void {
    const answers = places.flatMap((place) => this.ask(place) ?? []);
    const spreads = answers.flatMap(({ answer }) => ("best" in answer ? [errorOf(answer.best).sigma] : []));
    const shared =
      spreads.length < 2
        ? 0
        : Math.sqrt(sharedVariance) * spreads.reduce((low, sigma) => Math.min(low, sigma), Infinity);
    const [first] = places;
    if (first === undefined) return;
    this.define(`${workload}.${sharedError.name}`, shared > 0 ? `lognormal(1, ${digits(shared)})` : "1", {
      says: sharedError.meaning,
      because: `Half the variance of the logarithm of the surest pool's error: ${oneModel(first)} runs on all of them.`,
      at: first.at,
    });
    for (const { place, answer, restsOn } of answers) this.put(place, answer, restsOn, shared);
  }

  private ask(place: ServingPlace): Answered | undefined {
    const asked = this.questionOf(place);
    if (asked === undefined) return undefined;
    const { question, restsOn } = asked;
    for (const path of restsOn) this.gather(path);
    const answer = this.book === undefined ? undefined : answerFrom(this.book, question);
    if (answer !== undefined) return { place, answer, restsOn };
    this.error(place, {
      message: "the serving model is not at hand",
      expected: "the catalogue's kernels/ and serving/calibration.json",
    });
    return undefined;
  }

  private questionOf(place: ServingPlace): { question: PoolQuestion; restsOn: readonly string[] } | undefined {
    const { workload, accelerator: id, architecture, engine, weights } = place;
    const { catalog, units } = this.expansion;
    const entry = catalog.accelerators.get(id);
    if (entry === undefined) return undefined;
    const { accelerator, missing } = acceleratorSpecIn(id, entry, this.graph, units);
    if (accelerator === undefined) {
      this.error(place, {
        message: `the serving model cannot tell what ${id} gives: what is known of it lacks ${missing.join(", ")}`,
        expected: "these figures, in an accelerator of the deal under `accelerators:`",
      });
      return undefined;
    }
    const restsOn: string[] = [];
    const read = (name: string, unit: string): number | undefined => {
      const path = `${workload}.${name}`;
      if (!this.expansion.origins.has(path)) return undefined;
      restsOn.push(path);
      return this.certain(path, unit, place);
    };
    const input = read("traffic.input", "token");
    const output = read("traffic.output", "token");
    const most = read("most", place.counted);
    const slo = { ttft: read("slo.ttft", "s"), tpot: read("slo.tpot", "s") };
    if (restsOn.some((path) => Number.isNaN(this.value(path)))) {
      this.wait(place, restsOn);
      return undefined;
    }
    // What lies outside its bounds is told where it is written.
    if (!(input !== undefined && input > 0 && output !== undefined && output > 0 && most !== undefined))
      return undefined;
    const quantisation = quantisationOf(weights, architecture, accelerator);
    const figures = [...this.graph.quantities.keys()].filter((path) => isFigure(path, id));
    return {
      question: { architecture, accelerator, engine, quantisation, input, output, slo, most },
      restsOn: [...restsOn, ...figures, catalogPath(architecture.name, "parameters")],
    };
  }

  /** A certain value in a unit; `NaN` while it waits for evidence or has a fault of its own. */
  private certain(path: string, unit: string, place: ServingPlace): number {
    const quantity = this.graph.quantities.get(path);
    const step = this.graph.program.steps[quantity?.step ?? -1];
    if (quantity === undefined || step === undefined) return NaN;
    if (step.kind !== "certain") {
      const at = this.expansion.origins.get(path)?.at;
      const said = {
        message: `${path} is uncertain, and the serving model is asked once, with one value`,
        expected: "a certain value; uncertain prices, shares and utilisation are welcome",
      };
      if (!this.diagnostics.some(({ message }) => message === said.message)) this.error(place, said, at);
      return NaN;
    }
    return inUnit(this.graph, this.expansion.units, path, unit);
  }

  private value(path: string): number {
    const quantity = this.graph.quantities.get(path);
    const step = this.graph.program.steps[quantity?.step ?? -1];
    return step?.kind === "certain" ? (step.column.data[0] ?? NaN) : NaN;
  }

  /** Lets the responses be left out with the parameters that they wait for. */
  private wait({ pool, at }: ServingPlace, paths: readonly string[]): void {
    const lacking = paths.find((path) => !this.graph.quantities.has(path));
    if (lacking === undefined) return;
    for (const { name, meaning } of responses) this.define(`${pool}.${name}`, lacking, { says: meaning, at });
  }

  private put(place: ServingPlace, answer: PoolAnswer, restsOn: readonly string[], shared: number): void {
    const { pool, at, counted } = place;
    const origin = { at, ...wordsOf(place, answer, this.book?.range) };
    for (const { name, unit, meaning } of responses) {
      const written = unit.replace("GPU", counted);
      const value = `${valueOf(name, answer, shared)}${written === "" ? "" : ` * (1 ${written})`}`;
      this.define(`${pool}.${name}`, value, {
        ...origin,
        says: meaning,
        ...(name === "model-error" ? {} : { restsOn }),
      });
    }
  }

  private define(path: string, formula: string, origin: Omit<Origin, "kind" | "formula">): void {
    // `--set` and scenarios have put their own in its place.
    if (this.expansion.absent.get(path) !== "asked") return;
    const parsed = parseFormula(formula, this.expansion.units);
    if ("problem" in parsed) throw new Error(`${path}: ${parsed.problem.message}`);
    this.absent.delete(path);
    this.definitions.push({ path, expression: parsed.expression });
    this.origins.set(path, { kind: "workload", formula, ...origin });
  }

  /** Everything that decides a question, all the way down. */
  private gather(path: string): void {
    if (this.askedWith.has(path)) return;
    this.askedWith.add(path);
    for (const next of restingOn(this.expansion, this.graph, path)) this.gather(next);
  }

  private error({ at: workload }: ServingPlace, { message, expected }: Message, at = workload): void {
    this.diagnostics.push(this.deal.diagnostic("error", { message, expected }, this.deal.locate(at)));
  }
}

/** Figures of an accelerator that its speed follows from; what it costs and draws is not. */
function isFigure(path: string, id: string): boolean {
  const figure = path.startsWith(`catalog.${id}.`) ? path.slice(`catalog.${id}.`.length) : "";
  return /^(?:peak|hbm|scale)-/.test(figure);
}

function inUnit({ quantities, program }: Graph, units: UnitRegistry, path: string, unit: string): number {
  const quantity = quantities.get(path);
  const step = program.steps[quantity?.step ?? -1];
  const wanted = units.parse(unit);
  if (step?.kind !== "certain" || quantity?.type.kind !== "number" || "problem" in wanted) return NaN;
  return (step.column.data[0] ?? NaN) * (conversion(quantity.type.unit, wanted) ?? NaN);
}

/** The lognormal whose tenth and ninetieth hundredth are those of the model's error. */
function errorOf({ throughput, low, high }: PoolPoint): { median: number; sigma: number } {
  return {
    median: Math.sqrt((low / throughput) * (high / throughput)),
    sigma: high > low ? log(high / low) / (2 * tenth) : 0,
  };
}

function valueOf(name: string, answer: PoolAnswer, shared: number): string {
  if (!("best" in answer)) {
    if (name === "modelled" || name === "fits" || name === "concurrency" || name === "worker") return "0";
    // There is no latency of what is not served; its error is that of nothing.
    return name === "model-error" ? "1" : "0 / 0";
  }
  const { best } = answer;
  if (name === "model-error") {
    const { median, sigma } = errorOf(best);
    const own = Math.sqrt(Math.max(0, sigma ** 2 - shared ** 2));
    return own > 0 ? `lognormal(${digits(median)}, ${digits(own)})` : digits(median);
  }
  const values: Readonly<Record<string, number>> = {
    modelled: best.throughput,
    fits: 1,
    ttft: best.ttft,
    tpot: best.tpot,
    concurrency: best.concurrency,
    worker: best.accelerators,
  };
  const value = values[name] ?? NaN;
  return name === "ttft" || name === "tpot" ? String(Number(value.toPrecision(3))) : digits(value);
}

/** Six digits: far more than the model knows, and the same everywhere. */
function digits(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function oneModel({ architecture, engine }: ServingPlace): string {
  return `one model (${architecture.name}) on one engine (${engine})`;
}

/** `pool h100 of chat`, from workloads.chat.pools.h100. */
function poolName(path: string): string {
  const [, workload = "", , pool = ""] = path.split(".");
  return `pool ${pool} of ${workload}`;
}

/** How the answer came about, and what to know before trusting it. */
function wordsOf(
  { accelerator, pool }: ServingPlace,
  answer: PoolAnswer,
  range: Calibration["range"] | undefined,
): Pick<Origin, "because" | "remarks"> {
  if (!("best" in answer))
    return { because: `${answer.unfit}.`, remarks: [`${poolName(pool)} serves nothing: ${answer.unfit}`] };
  const { layout, concurrency, support, low, high, remarks } = answer.best;
  const near = {
    cell: "model, chip and engine were measured together",
    model: "its model and its chip were measured apart",
    engine: "only its model, or only its engine on this chip, was measured",
    none: "nothing near was measured",
  }[support];
  const span = ([least, most]: readonly [number, number]): string => `${Math.round(least)} to ${Math.round(most)}`;
  const measured =
    range === undefined
      ? ""
      : ` Measured were prompts of ${span(range.input)} and answers of ${span(range.output)} tokens.`;
  return {
    because: `${layout}, ${concurrency} requests a worker; ${near}; four of five unseen runs lie between ${Math.round(low)} and ${Math.round(high)} token/s on each ${accelerator}.${measured}`,
    ...(remarks.length === 0 ? {} : { remarks }),
  };
}

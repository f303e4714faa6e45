/** Asks the serving model for the pools of a deal's workloads, and puts its answers among the deal's definitions. */
import { quantisationOf, type Calibration, type Interval } from "@underwatt/compute";
import type { Graph } from "@underwatt/engine";
import { Answering, digits, ownFormula, poolName, sharedFormula, sharedSigma } from "../answering.ts";
import { catalogPath } from "../catalog.ts";
import { responses, sharedError } from "../components/index.ts";
import type { Expansion, Origin, ServingPlace } from "../expand/index.ts";
import type { DealText } from "../read/read-deal.ts";
import { answerFrom, type PoolAnswer, type PoolPoint, type PoolQuestion, type ServingBook } from "./book.ts";

/** The expansion with a definition for every response. Where one cannot be had, its path waits for what it lacks. */
export function respond(deal: DealText, expansion: Expansion, graph: Graph, book: ServingBook | undefined): Expansion {
  const places = expansion.asks.filter((ask) => ask.kind === "serving");
  if (places.length === 0) return expansion;
  const answering = new Answering(deal, expansion, graph, places, "serving model");
  for (const [workload, pools] of Map.groupBy(places, (place) => place.workload))
    answerWorkload(answering, workload, pools, book);
  return answering.answered();
}

interface Answered {
  readonly place: ServingPlace;
  readonly answer: PoolAnswer;
  readonly restsOn: readonly string[];
}

function answerWorkload(
  answering: Answering<ServingPlace>,
  workload: string,
  places: readonly ServingPlace[],
  book: ServingBook | undefined,
): void {
  const answers = places.flatMap((place) => ask(answering, place, book) ?? []);
  const shared = sharedSigma(answers.flatMap(({ answer }) => ("best" in answer ? [speedOf(answer.best)] : [])));
  const [first] = places;
  if (first === undefined) return;
  answering.define(`${workload}.${sharedError.name}`, sharedFormula(shared), {
    says: sharedError.meaning,
    because: `Half the variance of the logarithm of the surest pool's error: ${oneModel(first)} runs on all of them.`,
    at: first.at,
  });
  for (const answered of answers) put(answering, answered, shared, book?.range);
}

function ask(
  answering: Answering<ServingPlace>,
  place: ServingPlace,
  book: ServingBook | undefined,
): Answered | undefined {
  const asked = questionOf(answering, place);
  if (asked === undefined) return undefined;
  const { question, restsOn } = asked;
  for (const path of restsOn) answering.gather(path);
  const answer = book === undefined ? undefined : answerFrom(book, question);
  if (answer !== undefined) return { place, answer, restsOn };
  answering.error(place, {
    message: "the serving model is not at hand",
    expected: "the catalogue's kernels/ and serving/calibration.json",
  });
  return undefined;
}

function questionOf(
  answering: Answering<ServingPlace>,
  place: ServingPlace,
): { question: PoolQuestion; restsOn: readonly string[] } | undefined {
  const { architecture, engine, weights } = place;
  const accelerator = answering.acceleratorOf(place);
  if (accelerator === undefined) return undefined;
  const { restsOn, read } = answering.reading(place);
  const input = read("traffic.input", "token");
  const output = read("traffic.output", "token");
  const most = read("most", place.counted);
  const slo = { ttft: read("slo.ttft", "s"), tpot: read("slo.tpot", "s") };
  if (restsOn.some((path) => answering.isWaiting(path))) {
    answering.wait(place, restsOn, responses);
    return undefined;
  }
  // What lies outside its bounds is told where it is written.
  if (!(input !== undefined && input > 0 && output !== undefined && output > 0 && most !== undefined)) return undefined;
  const quantisation = quantisationOf(weights, architecture, accelerator);
  const figures = answering.figuresOf(place.accelerator);
  return {
    question: { architecture, accelerator, engine, quantisation, input, output, slo, most },
    restsOn: [...restsOn, ...figures, catalogPath(architecture.name, "parameters")],
  };
}

function put(
  answering: Answering<ServingPlace>,
  { place, answer, restsOn }: Answered,
  shared: number,
  range: Calibration["range"] | undefined,
): void {
  const { pool, at, counted } = place;
  const origin = { at, ...wordsOf(place, answer, range) };
  for (const { name, unit, meaning } of responses) {
    const written = unit.replace("GPU", counted);
    const value = `${valueOf(name, answer, shared)}${written === "" ? "" : ` * (1 ${written})`}`;
    answering.define(`${pool}.${name}`, value, {
      ...origin,
      says: meaning,
      ...(name === "model-error" ? {} : { restsOn }),
    });
  }
}

function speedOf({ throughput: value, low, high }: PoolPoint): Interval {
  return { value, low, high };
}

function valueOf(name: string, answer: PoolAnswer, shared: number): string {
  if (!("best" in answer)) {
    if (name === "modelled" || name === "fits" || name === "concurrency" || name === "worker") return "0";
    // There is no latency of what is not served; its error is that of nothing.
    return name === "model-error" ? "1" : "0 / 0";
  }
  const { best } = answer;
  if (name === "model-error") return ownFormula(speedOf(best), shared);
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

function oneModel({ architecture, engine }: ServingPlace): string {
  return `one model (${architecture.name}) on one engine (${engine})`;
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

/** Asks the training model for the pools of a deal's workloads, and puts its answers among the deal's definitions. */
import { mixedStep, ScaleError, shortBatch, trainingFlopsPerToken, type TrainingSupport } from "@underwatt/compute";
import { evaluateAt, type Graph } from "@underwatt/engine";
import { Answering, digits, ownFormula, poolName, sharedFormula, sharedSigma, type Response } from "../answering.ts";
import { catalogPath } from "../catalog.ts";
import { lossCauses, sharedError, sharedTrainingResponses, trainingResponses } from "../components/index.ts";
import type { Expansion, Origin, TrainingPlace } from "../expand/index.ts";
import type { DealText } from "../read/read-deal.ts";
import {
  trainedBy,
  type TrainedPool,
  type TrainingBook,
  type TrainingPoolAnswer,
  type TrainingPoolQuestion,
} from "./book.ts";
import type { GivenLayout } from "./layout.ts";

/** The expansion with a definition for every response. Where one cannot be had, its path waits for what it lacks. */
export function respondTraining(
  deal: DealText,
  expansion: Expansion,
  graph: Graph,
  book: TrainingBook | undefined,
): Expansion {
  const places = expansion.asks.filter((ask) => ask.kind === "training");
  if (places.length === 0) return expansion;
  const answering = new Answering(deal, expansion, graph, places, "training model");
  for (const pools of Map.groupBy(places, ({ workload }) => workload).values())
    answerWorkload(answering, pools, book, graph);
  return answering.answered();
}

/** Responses of a pool, with its losses. */
const poolResponses: readonly Response[] = [
  ...trainingResponses,
  ...lossCauses.map(([cause, meaning]) => ({ name: `loss.${cause}`, unit: "%", meaning })),
];

interface Answered {
  readonly place: TrainingPlace;
  readonly question: TrainingPoolQuestion;
  readonly answer: TrainingPoolAnswer;
  readonly restsOn: readonly string[];
}

function answerWorkload(
  answering: Answering<TrainingPlace>,
  unordered: readonly TrainingPlace[],
  book: TrainingBook | undefined,
  graph: Graph,
): void {
  // In one order, whatever the file's.
  const places = unordered.toSorted((a, b) => (a.pool < b.pool ? -1 : 1));
  const [first] = places;
  if (first === undefined) return;
  const answers = places.flatMap((place) => ask(answering, place, book) ?? []);
  const [one] = answers;
  if (one === undefined) return;
  const { workload, at, architecture } = first;
  // A job that no pool can run is a mistake of its writer, not a figure of zero.
  if (answers.every(({ answer }) => !("best" in answer)))
    for (const { place, answer } of answers)
      if (!("best" in answer))
        answering.error(place, {
          message: `${poolName(place.pool)} trains nothing: ${answer.unfit}`,
          expected: "a model, layout and batch that some pool of the fleet can run",
        });
  const shared = sharedSigma(answers.flatMap(({ answer }) => ("best" in answer ? [answer.best.speed] : [])));
  answering.define(`${workload}.${sharedError.name}`, sharedFormula(shared), {
    says: sharedError.meaning,
    because: `Half the variance of the logarithm of the surest pool's error: ${architecture.name} is trained with one framework (${first.framework}) on all of them.`,
    at,
  });
  const values: Readonly<Record<string, string>> = {
    "flop-per-token": `${digits(trainingFlopsPerToken(architecture, one.question.batch.length) / 1e9)} GFLOP/token`,
    "integer-share": digits(integerShare(answers, graph)),
  };
  for (const { name, meaning } of sharedTrainingResponses)
    answering.define(`${workload}.${name}`, values[name] ?? "0", { says: meaning, at, restsOn: one.restsOn });
  for (const answered of answers) put(answering, answered, shared);
}

function ask(
  answering: Answering<TrainingPlace>,
  place: TrainingPlace,
  book: TrainingBook | undefined,
): Answered | undefined {
  const asked = questionOf(answering, place);
  if (asked === undefined) return undefined;
  for (const path of asked.restsOn) answering.gather(path);
  if (book !== undefined) return { place, ...asked, answer: trainedBy(book, asked.question) };
  answering.error(place, {
    message: "the training model is not at hand",
    expected: "the catalogue's training/calibration.json",
  });
  return undefined;
}

function questionOf(
  answering: Answering<TrainingPlace>,
  place: TrainingPlace,
): { question: TrainingPoolQuestion; restsOn: readonly string[] } | undefined {
  const accelerator = answering.acceleratorOf(place);
  if (accelerator === undefined) return undefined;
  const { architecture, framework, format, release, layout: words, counted } = place;
  const { restsOn, read } = answering.reading(place);
  const accelerators = read("accelerators", counted);
  const sequences = read("batch.sequences", "");
  const length = read("batch.length", "token");
  const layout: GivenLayout = {
    ...words,
    tp: read("layout.tp", ""),
    pp: read("layout.pp", ""),
    cp: read("layout.cp", ""),
    ep: read("layout.ep", ""),
    chunks: read("layout.chunks", ""),
    microBatch: read("layout.micro_batch", ""),
  };
  if (restsOn.some((path) => answering.isWaiting(path))) {
    answering.wait(place, restsOn, poolResponses);
    return undefined;
  }
  // What lies outside its bounds is told where it is written.
  const isPossible = (value: number | undefined): value is number => value !== undefined && value >= 1;
  if (!isPossible(accelerators) || !isPossible(sequences) || !isPossible(length)) return undefined;
  const isGiven = Object.values(layout).some((part) => part !== undefined);
  return {
    question: {
      architecture,
      accelerator,
      accelerators: Math.floor(accelerators),
      framework,
      format,
      tuning: "full",
      batch: { sequences: Math.round(sequences), length: Math.round(length) },
      release,
      layout: isGiven ? layout : undefined,
    },
    restsOn: [...restsOn, ...answering.figuresOf(place.accelerator), catalogPath(architecture.name, "parameters")],
  };
}

/** Of whole micro-batches dealt out by the pools' central speeds, over fractions; 0 where a step has too few for all replicas. */
function integerShare(answers: readonly Answered[], { quantities, program }: Graph): number {
  const trained = answers.flatMap(({ place, question, answer }) =>
    "best" in answer ? [{ place, question, best: answer.best }] : [],
  );
  const [first] = trained;
  if (first === undefined) return 1;
  const { batch, accelerators } = first.question;
  const sizes = trained.map(({ place }) => {
    const [, workload = ""] = place.workload.split(".");
    const path = `${place.pool}.gpus`;
    const step = quantities.get(path)?.step;
    if (step === undefined || workload === "") return 0;
    const [column] = evaluateAt(program, [step], 0.5);
    return column?.data[0] ?? 0;
  });
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  const microBatch = trained.reduce((most, { best }) => Math.max(most, best.microBatch), 1);
  const pools = trained.map(({ place, best }, index) => ({
    name: place.pool,
    accelerators: Math.max(best.replica, Math.round((accelerators * (sizes[index] ?? 0)) / (whole || 1))),
    rate: best.speed.value,
    peak: best.peak,
    replica: best.replica,
  }));
  const limits = { microBatch: microBatch * batch.length, batch: Math.floor(batch.sequences / microBatch) };
  try {
    return shortBatch(pools, limits) === undefined ? mixedStep("whole", pools, limits).share : 0;
  } catch (error) {
    if (error instanceof ScaleError) return 0;
    throw error;
  }
}

function put(
  answering: Answering<TrainingPlace>,
  { place, question, answer, restsOn }: Answered,
  shared: number,
): void {
  const { pool, at, counted } = place;
  const origin = { at, ...wordsOf(place, question, answer) };
  const values = "best" in answer ? valuesOf(answer.best, shared) : nothing;
  for (const { name, unit, meaning } of poolResponses) {
    const written = unit.replace("GPU", counted);
    const value = values[name] ?? "0";
    answering.define(`${pool}.${name}`, written === "" ? value : `${value} * (1 ${written})`, {
      ...origin,
      says: meaning,
      ...(name === "model-error" ? {} : { restsOn }),
    });
  }
}

/** There is no utilisation of what is not trained, and its error is that of nothing. */
const nothing: Readonly<Record<string, string>> = { useful: "1", recomputed: "1", "model-error": "1" };

function valuesOf(best: TrainedPool, shared: number): Readonly<Record<string, string>> {
  const { speed, mfu, hfu, shares, peak, step, replica, microBatches } = best;
  return {
    modelled: digits(speed.value),
    fits: "1",
    mfu: digits(100 * mfu),
    hfu: digits(100 * hfu),
    useful: exact(shares["useful"] ?? NaN),
    "format-peak": digits(peak / 1e12),
    recomputed: digits(hfu / mfu),
    step: digits(step),
    replica: digits(replica),
    "micro-batches": digits(microBatches),
    "model-error": ownFormula(speed, shared),
    ...Object.fromEntries(lossCauses.map(([cause]) => [`loss.${cause}`, exact(100 * (shares[cause] ?? 0))])),
  };
}

/** Twelve digits: shares must add up. */
function exact(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** How the answer came about, and what to know before trusting it. */
function wordsOf(
  { accelerator, pool }: TrainingPlace,
  { accelerators, batch }: TrainingPoolQuestion,
  answer: TrainingPoolAnswer,
): Pick<Origin, "because" | "remarks"> {
  if (!("best" in answer))
    return { because: `${answer.unfit}.`, remarks: [`${poolName(pool)} trains nothing: ${answer.unfit}`] };
  const { best } = answer;
  const near: Readonly<Record<TrainingSupport, string>> = {
    release: "this release was measured on this chip",
    chip: "the chip was measured",
    generation: "other chips of its generation were measured",
    none: "nothing near was measured",
  };
  const isRound = best.accelerators !== accelerators || best.sequences !== batch.sequences;
  const asked = isRound ? `, asked as ${best.accelerators} accelerators with ${best.sequences} sequences a step` : "";
  const { low, high } = best.speed;
  return {
    because: `${best.layout}${asked}; ${near[best.support]}; four of five unseen runs lie between ${Math.round(low)} and ${Math.round(high)} token/s on each ${accelerator}.`,
    ...(best.remarks.length === 0 ? {} : { remarks: best.remarks.map((remark) => `${poolName(pool)}: ${remark}`) }),
  };
}

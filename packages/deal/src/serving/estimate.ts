/** One question to the serving model, without a deal: a layout's latencies and throughput, or the best layout within limits. */
import {
  bestUnder,
  cacheRoomOf,
  constantsOf,
  fits,
  frontier,
  iterationCost,
  operatingPoints,
  sequencesHeld,
  totalAccelerators,
  weightBytes,
  whatWouldFit,
  type Deployment,
  type Interval,
  type Layout,
  type Load,
  type ServiceLevel,
  type ServingEstimate,
  type ServingModel,
  type StepCost,
  type Workers,
} from "@underwatt/compute";
import type { Catalog } from "../catalog.ts";
import { closest, usualSpread } from "./points.ts";
import { servingAnswerVersion, type ServingAnswer, type ServingPoint } from "./estimate-result.ts";
import { unlaid, type Names, type Unlaid } from "./names.ts";

export interface ServingQuestion extends Names {
  /** Mean tokens. */
  readonly input: number;
  readonly output: number;
  /** With it, this deployment is asked about; without, the best layout is looked for. */
  readonly laid?:
    | { readonly workers: Workers; readonly prefill?: Workers | undefined; readonly concurrency: number }
    | undefined;
  /** Seconds. */
  readonly slo: ServiceLevel;
  /** Accelerators that one worker may take at most; a scale-up domain unless given. */
  readonly most?: number | undefined;
}

/** @throws NameError when a name leads nowhere or an accelerator's figures do not suffice */
export function estimateServing(question: ServingQuestion, catalog: Catalog, model: ServingModel): ServingAnswer {
  const { input, output, slo, laid } = question;
  const open = unlaid(question, catalog);
  const lengths = { input, output, spread: usualSpread };
  const about = {
    schema: servingAnswerVersion,
    model: open.architecture.name,
    accelerator: open.accelerator.name,
    engine: open.engine,
    weights: open.weights,
    input,
    output,
    slo: {
      ...(slo.ttft === undefined ? {} : { ttft_s: slo.ttft }),
      ...(slo.tpot === undefined ? {} : { tpot_s: slo.tpot }),
    },
  } as const;
  if (laid === undefined) return { ...about, ...openAnswer(open, lengths, question, model) };
  const { concurrency, workers, prefill } = laid;
  const deployment: Deployment = { ...open, workers, ...(prefill === undefined ? {} : { prefill }) };
  const tight = [workers, ...(prefill === undefined ? [] : [prefill])].find(({ layout }) => !fitsOn(open, layout));
  if (tight !== undefined) {
    return {
      ...about,
      memory: memoryOf(deployment, lengths),
      unfit: whatWouldFit(open.architecture, open.quantisation, open.accelerator, acceleratorsIn(tight.layout)),
    };
  }
  const load = { ...lengths, concurrency };
  return { ...about, ...pointAnswer(deployment, load, model.estimate(deployment, load), slo, model) };
}

type Lengths = Omit<Load, "concurrency">;
type Found = Pick<ServingAnswer, "point" | "keeps_slo" | "memory" | "step" | "frontier" | "unfit">;

function openAnswer(open: Unlaid, lengths: Lengths, { slo, most }: ServingQuestion, model: ServingModel): Found {
  const size = most ?? open.accelerator.scaleUp.domain;
  const points = operatingPoints(model, { ...open, most: size }, lengths);
  if (points.length === 0) {
    return { unfit: whatWouldFit(open.architecture, open.quantisation, open.accelerator, size) };
  }
  const curve = frontier(points, slo).map((point) =>
    pointOf(deploymentOf(open, point.layout), point.concurrency, point.estimate),
  );
  const best = bestUnder(points, slo);
  if (best === undefined) return { frontier: curve, unfit: closest(points, slo) };
  const load = { ...lengths, concurrency: best.concurrency };
  return { ...pointAnswer(deploymentOf(open, best.layout), load, best.estimate, slo, model), frontier: curve };
}

function deploymentOf(open: Unlaid, layout: Layout): Deployment {
  return { ...open, workers: { count: 1, layout } };
}

function fitsOn({ architecture, quantisation, accelerator }: Unlaid, layout: Layout): boolean {
  return fits(architecture, quantisation, accelerator, layout);
}

function acceleratorsIn({ tp, attentionDp, pp }: Layout): number {
  return tp * attentionDp * pp;
}

function pointAnswer(
  deployment: Deployment,
  load: Load,
  estimate: ServingEstimate,
  { ttft = Infinity, tpot = Infinity }: ServiceLevel,
  model: ServingModel,
): Found {
  return {
    point: pointOf(deployment, load.concurrency, estimate),
    keeps_slo: estimate.ttft.value <= ttft && estimate.tpot.value <= tpot,
    memory: memoryOf(deployment, load),
    step: stepOf(deployment, load, estimate, model),
  };
}

function pointOf(deployment: Deployment, concurrency: number, estimate: ServingEstimate): ServingPoint {
  const { workers, prefill } = deployment;
  const { ttft, tpot, throughput, support, remarks } = estimate;
  return {
    workers: writtenWorkers(workers),
    ...(prefill === undefined ? {} : { prefill: writtenWorkers(prefill) }),
    accelerators: totalAccelerators(deployment),
    concurrency,
    ttft_s: ttft,
    tpot_s: tpot,
    tokens_per_s_per_accelerator: throughput,
    tokens_per_s_per_user: inverse(tpot),
    support,
    remarks: [...remarks],
  };
}

function inverse({ value, low, high }: Interval): Interval {
  return { value: 1 / value, low: 1 / high, high: 1 / low };
}

function writtenWorkers({ count, layout }: Workers): ServingPoint["workers"] {
  const { tp, attentionDp, expertTp, expertEp, pp } = layout;
  return { count, layout: { tp, attention_dp: attentionDp, expert_tp: expertTp, expert_ep: expertEp, pp } };
}

/** Context of a sequence on average while it is decoded. */
function meanContext({ input, output }: Lengths): number {
  return input + output / 2;
}

function memoryOf(deployment: Deployment, lengths: Lengths): NonNullable<ServingAnswer["memory"]> {
  const { architecture, quantisation, accelerator, workers } = deployment;
  const { layout, count } = workers;
  return {
    accelerator_gb: accelerator.memory / 1e9,
    weights_gb: weightBytes(architecture, quantisation, layout) / 1e9,
    cache_room_gb: cacheRoomOf(architecture, quantisation, accelerator, layout) / 1e9,
    sequences_held: count * sequencesHeld(deployment, layout, meanContext(lengths)),
  };
}

/** A worker's passes as the simulator takes them. Little's law gives the sequences that decode at once. */
function stepOf(
  deployment: Deployment,
  load: Load,
  { ttft, tpot }: ServingEstimate,
  model: ServingModel,
): NonNullable<ServingAnswer["step"]> {
  const { output, concurrency } = load;
  const { workers, prefill = workers, accelerator, engine } = deployment;
  const constants = constantsOf(model.calibration, deployment, { release: "", source: "" });
  const decoding = (output * tpot.value) / (ttft.value + output * tpot.value);
  const sequences = Math.max(1, (concurrency / workers.count) * decoding);
  const input = Math.ceil(load.input);
  const costOf = (at: Workers, budget: number): StepCost =>
    iterationCost({ ...deployment, workers: at }, model.kernels(accelerator, engine), constants, budget);
  const tokens = Math.round(sequences);
  const decode = costOf(workers, tokens);
  const prompt = costOf(prefill, input);
  const reading = decode.perCachedToken * sequences * meanContext(load);
  return {
    sequences,
    decode_s: (decode.base[tokens] ?? NaN) + reading,
    reading_cache_s: reading,
    prefill_s: (prompt.base[input] ?? NaN) + (prompt.perPrefillPair * input ** 2) / 2,
  };
}

/** One question to the training model, without a deal: what a layout trains, or the fastest layouts that fit. */
import {
  estimateTraining,
  searchLayouts,
  timedStep,
  trainingFlopsPerToken,
  trainingMemory,
  trainingShortage,
  usableMemory,
  type FoundLayout,
  type LayoutSearch,
  type OpenTraining,
  type TrainingCalibration,
  type TrainingEstimate,
  type TrainingJob,
} from "@underwatt/compute";
import { acceleratorNamed } from "../catalog/by-name.ts";
import type { Catalog } from "../catalog.ts";
import { mostFactor, scaledEstimate } from "./anchor.ts";
import { trainingAnswerVersion, type TrainingAnswer, type TrainingPoint } from "./estimate-result.ts";
import { laidOut, TrainingQuestionError, type GivenLayout } from "./layout.ts";
import { openTraining, type TrainingNames } from "./names.ts";
import type { TrainingModel } from "./read-model.ts";

export interface TrainingQuestion extends TrainingNames {
  /** With it, this layout is asked about; without, the fastest are looked for. */
  readonly layout?: GivenLayout | undefined;
  /** The accelerator trains this very job `ratio` times as fast as this other one. */
  readonly anchor?: { readonly accelerator: string; readonly ratio: number } | undefined;
}

/**
 * @throws NameError when a name leads nowhere or an accelerator's figures do not suffice
 * @throws TrainingQuestionError when the layout or the anchor cannot be
 */
export function answerTraining(
  question: TrainingQuestion,
  catalog: Catalog,
  { calibration }: TrainingModel,
): TrainingAnswer {
  const { layout: given, anchor } = question;
  const open = openTraining(question, catalog);
  const { architecture, accelerator, accelerators, framework, format, batch } = open;
  const about = {
    schema: trainingAnswerVersion,
    model: architecture.name,
    accelerator: accelerator.name,
    accelerators,
    framework,
    format,
    ...batch,
    flop_per_token: trainingFlopsPerToken(architecture, batch.length),
    peak_flop_per_s: accelerator.peak.bf16,
  } as const;
  const asked = given === undefined ? search(open, calibration) : onlyThis(laidOut(open, given), calibration);
  const [best] = asked.best;
  if (best === undefined) {
    const memory = given === undefined ? {} : { memory: memoryOf(laidOut(open, given)) };
    return { ...about, ...memory, ...(asked.reason === undefined ? {} : { unfit: asked.reason }) };
  }
  const anchored = anchor === undefined ? undefined : anchoring({ ...anchor, open, given, best }, catalog, calibration);
  const estimateOf = ({ job }: FoundLayout): TrainingEstimate => {
    const estimate = estimateTraining(job, calibration);
    return anchored === undefined ? estimate : scaledEstimate(estimate, anchored.factor);
  };
  const remarks = [...formatRemarks(open), ...(anchored === undefined ? [] : [anchored.remark])];
  const points = asked.best.map((found) => pointOf(found, estimateOf(found), remarks));
  const [point] = points;
  return {
    ...about,
    ...(point === undefined ? {} : { point }),
    waterfall: [...estimateOf(best).waterfall],
    memory: memoryOf(best.job),
    ...(given === undefined ? { layouts: points, searched: asked.considered } : {}),
    ...(anchored === undefined ? {} : { anchor: anchored.said }),
  };
}

function search(open: OpenTraining, calibration: TrainingCalibration): LayoutSearch {
  return searchLayouts(open, (job) => timedStep(job, calibration).seconds);
}

/** A search of one layout. */
function onlyThis(job: TrainingJob, calibration: TrainingCalibration): LayoutSearch {
  const reason = trainingShortage(job);
  if (reason !== undefined) return { best: [], considered: 1, timed: 0, reason };
  const { tp, pp, cp, dp } = job.layout;
  const found = {
    job,
    seconds: timedStep(job, calibration).seconds,
    memory: trainingMemory(job),
    accelerators: tp * pp * cp * dp,
    idle: 0,
  };
  return { best: [found], considered: 1, timed: 1 };
}

interface AnchorQuestion {
  readonly accelerator: string;
  readonly ratio: number;
  readonly open: OpenTraining;
  readonly given: GivenLayout | undefined;
  /** What is asked about. */
  readonly best: FoundLayout;
}

interface Anchoring {
  readonly factor: number;
  readonly said: NonNullable<TrainingAnswer["anchor"]>;
  readonly remark: string;
}

/** Each accelerator in the given layout, else each in its fastest. */
function anchoring(
  { accelerator, ratio, open, given, best }: AnchorQuestion,
  catalog: Catalog,
  calibration: TrainingCalibration,
): Anchoring {
  const chip = acceleratorNamed(accelerator, catalog);
  const { name } = open.accelerator;
  if (chip.name === name)
    throw new TrainingQuestionError(`${name} is anchored to itself; expected another accelerator`);
  const there = { ...open, accelerator: chip };
  const { best: found, reason = "" } =
    given === undefined ? search(there, calibration) : onlyThis(laidOut(there, given), calibration);
  const reference = found[0];
  if (reference === undefined) throw new TrainingQuestionError(`the anchor does not train this job: ${reason}`);
  const own = estimateTraining(best.job, calibration);
  const alone = own.tokensPerSecond.value / estimateTraining(reference.job, calibration).tokensPerSecond.value;
  const factor = ratio / alone;
  if (factor > mostFactor(own)) {
    throw new TrainingQuestionError(
      `at ${ratio} times the speed of ${chip.name}, ${name} would compute above its peak; expected a ratio of at most ${(alone * mostFactor(own)).toPrecision(3)}`,
    );
  }
  return {
    factor,
    said: { accelerator: chip.name, ratio, factor },
    remark: `scaled by ${factor.toPrecision(3)}, so that it is ${ratio} times as fast as ${chip.name}: the model by itself says ${alone.toPrecision(3)} times; losses are scaled alike`,
  };
}

/** A chip without the format computes at the rate of the next wider one. */
function formatRemarks({ accelerator: { name, peak }, format }: OpenTraining): string[] {
  if (format === "bf16") return [];
  if (peak.fp8 === undefined && peak.fp4 === undefined)
    return [`${name} has no 8-bit arithmetic: ${format} is counted at its 16-bit rate`];
  return format === "fp4" && peak.fp4 === undefined
    ? [`${name} has no 4-bit arithmetic: fp4 is counted at its 8-bit rate`]
    : [];
}

function pointOf(
  { job, memory, accelerators, idle }: FoundLayout,
  estimate: TrainingEstimate,
  remarks: readonly string[],
): TrainingPoint {
  const { expertTp, microBatch, ...layout } = job.layout;
  const { tokensPerSecond, step, mfu, hfu, support } = estimate;
  return {
    layout: { ...layout, expert_tp: expertTp, micro_batch: microBatch },
    accelerators,
    idle,
    tokens_per_s_per_accelerator: tokensPerSecond,
    step_s: step,
    mfu,
    hfu,
    memory_gb: memory.total / 1e9,
    support,
    remarks: [...estimate.remarks, ...remarks],
  };
}

function memoryOf(job: TrainingJob): NonNullable<TrainingAnswer["memory"]> {
  const { weights, gradients, optimizer, activations, software, total } = trainingMemory(job);
  return {
    usable_gb: usableMemory(job.accelerator) / 1e9,
    total_gb: total / 1e9,
    weights_gb: weights / 1e9,
    gradients_gb: gradients / 1e9,
    optimizer_gb: optimizer / 1e9,
    activations_gb: activations / 1e9,
    software_gb: software / 1e9,
  };
}

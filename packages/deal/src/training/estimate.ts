/** One question to the training model, without a deal: what a layout trains, or the fastest layouts that fit. */
import {
  acceleratorsIn,
  estimateTraining,
  searchLayouts,
  timedStep,
  trainingFlopsPerToken,
  trainingMemory,
  trainingShortage,
  usableMemory,
  type LayoutSearch,
  type OpenTraining,
  type TrainingCalibration,
  type TrainingCircumstances,
  type TrainingEstimate,
  type TrainingJob,
} from "@underwatt/compute";
import { acceleratorNamed } from "../catalog/by-name.ts";
import type { Catalog } from "../catalog.ts";
import { anchoring, scaledEstimate, type Anchoring } from "./anchor.ts";
import { trainingAnswerVersion, type TrainingAnswer, type TrainingPoint } from "./estimate-result.ts";
import { laidOut, TrainingQuestionError, type GivenLayout } from "./layout.ts";
import { openTraining, type NamedTraining } from "./names.ts";
import type { TrainingModel } from "./read-model.ts";

export interface TrainingQuestion extends NamedTraining {
  /** Of the framework, as published; the latest that was measured unless given. */
  readonly release?: string | undefined;
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
  const { layout: given, anchor, release } = question;
  const open = openTraining(question, catalog);
  const { architecture, accelerator, accelerators, framework, format, batch } = open;
  const named = release === undefined ? {} : { release };
  const about = {
    schema: trainingAnswerVersion,
    model: architecture.name,
    accelerator: accelerator.name,
    accelerators,
    framework,
    ...named,
    format,
    ...batch,
    flop_per_token: trainingFlopsPerToken(architecture, batch.length),
    peak_flop_per_s: accelerator.peak.bf16,
  } as const;
  const asked: Asked = { given, calibration, circumstances: named };
  const { found, considered, reason } = foundFor(open, asked);
  const [fastest] = found;
  if (fastest === undefined) {
    const memory = given === undefined ? {} : { memory: memoryOf(laidOut(open, given)) };
    return { ...about, ...memory, unfit: reason };
  }
  // Memory is counted less surely than time: who runs such a layout gets its speed, and is told.
  const shortage = trainingShortage(fastest.job);
  const anchored = anchor === undefined ? undefined : anchoredTo(anchor, { open, found, asked }, catalog);
  const remarks = [
    ...(shortage === undefined ? [] : [`by what is counted it does not fit: ${shortage}`]),
    ...formatRemarks(open),
    ...releaseRemarks(release, calibration),
    ...(anchored === undefined ? [] : [anchored.remark]),
  ];
  const scaled = found.map(({ job, estimate }) => ({
    job,
    estimate: anchored === undefined ? estimate : scaledEstimate(estimate, anchored.factor),
  }));
  const points = scaled.map((each) => pointOf(each, accelerators, remarks));
  return {
    ...about,
    ...(anchored === undefined ? {} : { anchor: anchored.said }),
    point: points[0],
    waterfall: scaled[0]?.estimate.waterfall.map((step) => ({ ...step })),
    memory: memoryOf(fastest.job),
    ...(given === undefined ? { layouts: points, searched: considered } : {}),
  };
}

/** What a question asks of any accelerator. */
interface Asked {
  readonly given: GivenLayout | undefined;
  readonly calibration: TrainingCalibration;
  readonly circumstances: TrainingCircumstances;
}

interface Found {
  readonly job: TrainingJob;
  readonly estimate: TrainingEstimate;
}

interface FoundJobs {
  /** Fastest first. */
  readonly found: readonly Found[];
  readonly considered: number;
  /** Why there is none, and what would fit. */
  readonly reason: string;
}

/** Published layouts that ran are counted up to this much above the memory of their accelerators. */
const doubtfulMemory = 1.25;

/** The given layout, unless memory is far too small, or the fastest of those that fit. */
function foundFor(open: OpenTraining, { given, calibration, circumstances }: Asked): FoundJobs {
  const found = (job: TrainingJob): Found => ({ job, estimate: estimateTraining(job, calibration, circumstances) });
  if (given === undefined) {
    const {
      best,
      considered,
      reason = "",
    }: LayoutSearch = searchLayouts(open, (job) => timedStep(job, calibration, circumstances).seconds);
    return { found: best.map(({ job }) => found(job)), considered, reason };
  }
  const job = laidOut(open, given);
  const isFarTooLarge = trainingMemory(job).total > doubtfulMemory * usableMemory(open.accelerator);
  return isFarTooLarge
    ? { found: [], considered: 1, reason: trainingShortage(job) ?? "" }
    : { found: [found(job)], considered: 1, reason: "" };
}

/** Each accelerator in the given layout, or in its own fastest. */
function anchoredTo(
  anchor: NonNullable<TrainingQuestion["anchor"]>,
  { open, found, asked }: { readonly open: OpenTraining; readonly found: readonly Found[]; readonly asked: Asked },
  catalog: Catalog,
): Anchoring & { readonly said: NonNullable<TrainingAnswer["anchor"]> } {
  const { name } = open.accelerator;
  const chip = acceleratorNamed(anchor.accelerator, catalog);
  if (chip.name === name)
    throw new TrainingQuestionError(`${name} is anchored to itself; expected another accelerator`);
  const there = foundFor({ ...open, accelerator: chip }, asked);
  if (there.found.length === 0) throw new TrainingQuestionError(`the anchor does not train this job: ${there.reason}`);
  const anchored = anchoring(
    { accelerator: name, estimates: found.map(({ estimate }) => estimate) },
    { accelerator: chip.name, estimates: there.found.map(({ estimate }) => estimate) },
    anchor.ratio,
  );
  return { ...anchored, said: { accelerator: chip.name, ratio: anchor.ratio, factor: anchored.factor } };
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

function releaseRemarks(release: string | undefined, { measured }: TrainingCalibration): string[] {
  return release === undefined || measured.releases.includes(release)
    ? []
    : [`nobody measured the release "${release}" here; it is taken to be as others of its framework`];
}

function pointOf({ job, estimate }: Found, atHand: number, remarks: readonly string[]): TrainingPoint {
  const { expertTp, microBatch, ...layout } = job.layout;
  const { tokensPerSecond, step, mfu, hfu, support } = estimate;
  const accelerators = acceleratorsIn(job.layout);
  return {
    layout: { ...layout, expert_tp: expertTp, micro_batch: microBatch },
    accelerators,
    idle: atHand - accelerators,
    tokens_per_s_per_accelerator: tokensPerSecond,
    step_s: step,
    mfu,
    hfu,
    memory_gb: trainingMemory(job).total / 1e9,
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

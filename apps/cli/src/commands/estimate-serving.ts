/** `underwatt estimate serving`: what a model gives on an accelerator, without a deal. */
import { engines, weightFormats, type Layout, type Workers } from "@underwatt/compute";
import { estimateServing, NameError, servingAnswerSchema } from "@underwatt/deal";
import { openServingModel } from "@underwatt/runtime";
import { exitCodes, Stop } from "../exit.ts";
import { openCatalogOrStop, usable } from "../open.ts";
import { servingTables } from "../terminal/serving-tables.ts";
import { word } from "../word.ts";

export interface EstimateServingFlags {
  readonly model: string;
  readonly accelerator: string;
  readonly engine?: string | undefined;
  readonly weights?: string | undefined;
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly tp?: number | undefined;
  readonly attentionDp?: number | undefined;
  readonly ep?: number | undefined;
  readonly workers?: number | undefined;
  readonly prefillTp?: number | undefined;
  readonly prefillAttentionDp?: number | undefined;
  readonly prefillEp?: number | undefined;
  readonly prefillWorkers?: number | undefined;
  readonly most?: number | undefined;
  /** Seconds. */
  readonly sloTtft?: number | undefined;
  readonly sloTpot?: number | undefined;
  readonly frontier?: boolean | undefined;
  readonly json?: boolean | undefined;
}

const usualTokens = 1024;

/** @throws Stop when a name leads nowhere, or the flags do not describe a deployment */
export function estimate(flags: EstimateServingFlags, width: number): string[] {
  const { sloTtft, sloTpot, most, input = usualTokens, output = usualTokens } = flags;
  const question = {
    model: flags.model,
    accelerator: flags.accelerator,
    engine: word("engine", flags.engine ?? "vllm", engines),
    weights: flags.weights === undefined ? undefined : word("weights", flags.weights, weightFormats),
    input,
    output,
    laid: laidBy(flags),
    slo: { ttft: sloTtft, tpot: sloTpot },
    most,
  };
  const catalog = openCatalogOrStop();
  const model = usable(() => openServingModel());
  try {
    const answer = servingAnswerSchema.parse(estimateServing(question, catalog, model));
    if (flags.json === true) return [JSON.stringify(answer, null, 1)];
    return servingTables(answer, { ...model.calibration.range, wholeFrontier: flags.frontier === true }, width);
  } catch (error) {
    if (error instanceof NameError) throw new Stop(error.message, exitCodes.mistakes);
    throw error;
  }
}

/** The deployment that the flags lay out; undefined when they leave it open. */
function laidBy(flags: EstimateServingFlags) {
  const { tp, attentionDp, ep, workers, concurrency, prefillTp, prefillAttentionDp, prefillEp, prefillWorkers } = flags;
  const isLaid = [tp, attentionDp, ep, workers, prefillTp, prefillAttentionDp, prefillEp, prefillWorkers].some(
    (flag) => flag !== undefined,
  );
  if (!isLaid) {
    if (concurrency === undefined) return undefined;
    throw new Stop(
      "--concurrency needs a layout, such as --tp 8; without one the best layout and concurrency are looked for",
      exitCodes.mistakes,
    );
  }
  if (flags.most !== undefined) throw new Stop("--most goes without a layout", exitCodes.mistakes);
  const isApart = [prefillTp, prefillAttentionDp, prefillEp, prefillWorkers].some((flag) => flag !== undefined);
  return {
    concurrency: concurrency ?? 64,
    workers: workersBy("", { tp, attentionDp, ep, count: workers }),
    prefill: isApart
      ? workersBy("prefill-", { tp: prefillTp, attentionDp: prefillAttentionDp, ep: prefillEp, count: prefillWorkers })
      : undefined,
  };
}

interface Sizes {
  readonly tp: number | undefined;
  readonly attentionDp: number | undefined;
  readonly ep: number | undefined;
  readonly count: number | undefined;
}

function workersBy(prefix: string, { tp = 1, attentionDp = 1, ep = 1, count = 1 }: Sizes): Workers {
  const size = tp * attentionDp;
  if (size % ep !== 0) {
    throw new Stop(
      `--${prefix}ep ${ep} does not divide the ${size} accelerators of a worker (--${prefix}tp times --${prefix}attention-dp)`,
      exitCodes.mistakes,
    );
  }
  const layout: Layout = { tp, attentionDp, expertTp: size / ep, expertEp: ep, pp: 1 };
  return { count, layout };
}

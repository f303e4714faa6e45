/** A layout that somebody gives, held against the model, the batch and the number of accelerators. */
import { abilities, type OpenTraining, type TrainingJob, type TrainingLayout } from "@underwatt/compute";

/** What of a layout is given: a way of sharing that is not is not used, and the rest is as the framework does it. */
export type GivenLayout = {
  readonly [Part in Exclude<keyof TrainingLayout, "dp" | "expertTp">]?: TrainingLayout[Part] | undefined;
};

/** A job that cannot be as it is described: a sentence with what was expected. */
export class TrainingQuestionError extends Error {
  override readonly name = "TrainingQuestionError";
}

/**
 * The job in a layout; as many replicas as the accelerators hold.
 * @throws TrainingQuestionError when the layout does not go with the model, the batch or the number of accelerators
 */
export function laidOut(open: OpenTraining, given: GivenLayout): TrainingJob {
  const { accelerators, framework, batch, architecture, ...rest } = open;
  const { tp = 1, pp = 1, cp = 1, ep = 1, chunks = 1, microBatch = 1 } = given;
  const replica = tp * pp * cp;
  if (accelerators % replica !== 0)
    wrong(`a replica of tp ${tp} x pp ${pp} x cp ${cp} takes ${replica} accelerators`, accelerators, replica);
  const { heads } = architecture.attention;
  if (heads % tp !== 0) fault(`tp ${tp} does not divide the ${heads} heads of ${architecture.name}`);
  const own = Math.ceil(architecture.layers / pp);
  if (pp > architecture.layers)
    fault(`pp is ${pp}; expected at most the ${architecture.layers} layers of ${architecture.name}`);
  if (pp === 1 && chunks > 1) fault(`chunks are ${chunks}; expected 1 without a pipeline, or pp above 1`);
  if (chunks > own) fault(`chunks are ${chunks}; expected at most the ${own} layers of a stage`);
  if (batch.length % cp !== 0) fault(`cp ${cp} does not divide a sequence of ${batch.length} tokens`);
  const dp = accelerators / replica;
  if (batch.sequences % (dp * microBatch) !== 0)
    wrong(
      `${dp} replicas with micro-batches of ${microBatch} take ${dp * microBatch} sequences`,
      batch.sequences,
      dp * microBatch,
    );
  const expertTp = architecture.experts === undefined || ep > 1 ? 1 : tp;
  checkExperts(open, ep, dp * cp * tp);
  const { sharding = abilities[framework].sharding, recomputation = "none" } = given;
  const layout = { tp, pp, cp, ep, expertTp, dp, chunks, microBatch, sharding, recomputation };
  return { ...rest, architecture, framework, batch, layout };
}

function checkExperts({ architecture: { name, experts } }: OpenTraining, ep: number, ranks: number): void {
  if (experts === undefined) {
    if (ep > 1) fault(`ep is ${ep}; expected 1, since ${name} has no experts`);
  } else if (experts.count % ep !== 0) fault(`ep ${ep} does not divide the ${experts.count} experts of ${name}`);
  else if (ranks % ep !== 0) fault(`ep ${ep} does not divide the ${ranks} accelerators of a pipeline stage`);
}

function fault(sentence: string): never {
  throw new TrainingQuestionError(sentence);
}

/** `what` goes into a whole of which there are too few or a part too many. */
function wrong(what: string, given: number, part: number): never {
  const below = Math.floor(given / part) * part;
  const fitting = below === 0 ? `at least ${part}` : `a multiple, such as ${below} or ${below + part}`;
  return fault(`${what}, and ${given} are given; expected ${fitting}`);
}

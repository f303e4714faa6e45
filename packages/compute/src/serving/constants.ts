/**
 * The constants that turn kernel times into an engine's: each multiplies or adds to a named part, is positive, and is 1 or its
 * typical value before anything is measured. `catalog/serving` holds fitted values; the physics is in `step.ts` and `closed-loop.ts`.
 */

/** Starting values, and what each constant means. */
export const constantTable = {
  linear: { start: 1, meaning: "Time of matrix products in decode, over kernel time" },
  experts: { start: 1, meaning: "Time of expert products in decode, over kernel time" },
  attention: { start: 1, meaning: "Time of attention in decode, over kernel time" },
  communication: { start: 1, meaning: "Time of collectives in decode, over kernel time" },
  linearTrust: { start: 0.8, meaning: "Trust in measured kernel times of matrix products, against typical ones" },
  expertsTrust: {
    start: 0.2,
    meaning: "Trust in measured kernel times of experts",
  },
  attentionTrust: { start: 0.5, meaning: "Trust in measured kernel times of attention" },
  communicationTrust: { start: 0.5, meaning: "Trust in measured times of collectives" },
  layer: { start: 1, meaning: "Small kernels and launches of a layer, over the usual time of its kind" },
  step: { start: 5e-4, meaning: "Scheduling and sampling of a step, seconds" },
  sequence: { start: 6e-6, meaning: "Host time per decoding sequence and step, seconds" },
  prefillLinear: { start: 1, meaning: "Time of matrix products in prefill, over kernel time" },
  prefillExperts: { start: 1, meaning: "Time of expert products in prefill, over kernel time" },
  prefillAttention: { start: 1, meaning: "Time of attention in prefill, over kernel time" },
  prefillCommunication: { start: 1, meaning: "Time of collectives in prefill, over kernel time" },
  pass: { start: 3e-3, meaning: "Host time of a prefill pass, seconds" },
  mixing: {
    start: 1,
    meaning: "Odds that a prefill runs in the same pass as decode steps, over the engine's usual ones",
  },
  waves: {
    start: 0.9,
    meaning: "Share of a wave of prompts that a request waits for when clients keep step and prefills run alone",
  },
  loosening: {
    start: 0.5,
    meaning: "Spread of answer times, over the time of the clients' prompts, at which waves are half gone",
  },
  interference: { start: 1, meaning: "Share of a prefill's time by which decoding sequences wait" },
  joint: { start: 1.5, meaning: "Attention ranks that prefill in the same pass, where there are several" },
  queue: { start: 1, meaning: "Wait for prefills before, over half a busy server's" },
  burst: { start: 0.06, meaning: "Share of the clients' first burst that a request waits for on average" },
  front: { start: 0.03, meaning: "Time to first token outside the engine's passes, seconds" },
  tokenise: { start: 4e-6, meaning: "The same, per prompt token, seconds" },
  room: { start: 1, meaning: "Sequences held, over what memory should hold" },
  transfer: { start: 0.1, meaning: "Handing the cache from prefill to decode, seconds" },
  poolQueue: { start: 1, meaning: "Wait in the pool of prefill workers, over a multi-server queue's" },
} as const;

export type ConstantName = keyof typeof constantTable;
export const constantNames = Object.keys(constantTable).filter((name): name is ConstantName => name in constantTable);
export type Constants = { [Name in ConstantName]: number };

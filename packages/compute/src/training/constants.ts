/**
 * The constants that turn arithmetic, bytes and messages into seconds: each multiplies or adds to a named part, is positive, and has
 * its typical value before anything is measured. `catalog/training` holds fitted values; the physics is in `step.ts`.
 */

/** Starting values, and what each constant means. */
export const trainingConstantTable = {
  products: { start: 1.3, meaning: "Time of large matrix products, over peak" },
  tile: {
    start: 60,
    meaning: "Side of a product, in elements, at which its time doubles on a chip as fast as the A100",
  },
  power: { start: 0.3, meaning: "Exponent of watts per peak FLOP/s in what products sustain" },
  attention: { start: 2, meaning: "Time of attention's core, over the 16-bit peak" },
  shortSequence: { start: 300, meaning: "Tokens at which attention's time per FLOP doubles" },
  softmax: { start: 48, meaning: "Width of a head whose softmax takes as long as its products" },
  elementwise: { start: 1, meaning: "Time of norms, activations and residuals, over that of their bytes" },
  quantise: { start: 1, meaning: "Time of casts to narrow formats, over that of their bytes" },
  launch: { start: 6e-4, meaning: "Host time to launch a layer's kernels, forward and backward, seconds" },
  accumulate: {
    start: 0.6,
    meaning: "Time of adding a micro-batch's gradients to those before, over that of their bytes",
  },
  experts: { start: 1.4, meaning: "Time of experts' products, over peak" },
  expertRows: { start: 60, meaning: "Rows of an expert at which its time doubles on a chip as fast as the A100" },
  permute: { start: 3, meaning: "Time of gathering tokens by expert, over that of their bytes" },
  expertLaunch: { start: 6e-3, meaning: "Host time of a layer with experts, forward and backward, seconds" },
  tensorParallel: { start: 0.6, meaning: "Exposed tensor-parallel traffic, over its time at nominal bandwidth" },
  collective: { start: 2e-5, meaning: "Time of a collective within a scale-up domain before its first byte, seconds" },
  contextParallel: { start: 1, meaning: "Time of the exchange of keys and values, over nominal" },
  expertParallel: { start: 1.5, meaning: "Exposed exchange of tokens among experts, over nominal" },
  pipelineTransfer: { start: 0.2, meaning: "Exposed handing on between pipeline stages, over nominal" },
  bubble: { start: 1, meaning: "Idle time of pipeline filling and draining, over what even stages have" },
  headImbalance: { start: 0.6, meaning: "Share of the output head that other stages wait for" },
  gradients: { start: 0.15, meaning: "Share of gradient and parameter traffic that nothing hides" },
  network: { start: 1.3, meaning: "Time of traffic between replicas, over nominal" },
  parameters: { start: 1.3, meaning: "Time of gathering sharded parameters, over nominal" },
  optimizer: { start: 1.5, meaning: "Time of the optimizer, over that of its bytes" },
  host: { start: 0.03, meaning: "Time of a step outside its passes, seconds" },
  scale: { start: 0.007, meaning: "Loss with every doubling of accelerators beyond 64" },
  adapters: { start: 2, meaning: "Exposed tensor-parallel traffic with low-rank adapters, over that without" },
  plain: {
    start: 1.5,
    meaning: "Bytes between products of networks without a gate, with their biases and dropout, over gated",
  },
  asynchronous: {
    start: 0.5,
    meaning: "Exposed tensor-parallel traffic where it is cut up and overlapped, over usual",
  },
  eager: { start: 1.15, meaning: "Time of passes that are not compiled, over compiled" },
  novelty: { start: 0.2, meaning: "Slower passes at a chip's launch; an e-th of it is left after each year" },
  mixture: { start: 1, meaning: "Time of passes with experts, over what their parts add up to" },
  software: { start: 1, meaning: "Time of passes, over what their parts add up to" },
} as const;

export type TrainingConstantName = keyof typeof trainingConstantTable;
export const trainingConstantNames = Object.keys(trainingConstantTable).filter(
  (name): name is TrainingConstantName => name in trainingConstantTable,
);
export type TrainingConstants = { [Name in TrainingConstantName]: number };

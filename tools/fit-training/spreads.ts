/**
 * At which levels each constant is told apart, and how far a level's factor may lie from 1: the standard deviation of its
 * logarithm before anything is measured.
 */
import type { TrainingConstantName, TrainingLevelFamily } from "@underwatt/compute";

/** Of the value that all levels share. */
export const baseSpread: Readonly<Record<TrainingConstantName, number>> = {
  products: 0.1,
  tile: 0.5,
  power: 0.5,
  attention: 0.3,
  shortSequence: 0.7,
  softmax: 0.5,
  elementwise: 0.4,
  quantise: 0.5,
  launch: 0.7,
  accumulate: 0.4,
  experts: 0.1,
  expertRows: 0.7,
  permute: 0.5,
  expertLaunch: 0.5,
  tensorParallel: 0.4,
  collective: 0.7,
  contextParallel: 0.4,
  expertParallel: 1,
  pipelineTransfer: 0.7,
  bubble: 0.15,
  headImbalance: 0.5,
  gradients: 0.7,
  network: 0.3,
  parameters: 0.3,
  optimizer: 0.4,
  host: 0.7,
  scale: 0.5,
  adapters: 0.4,
  eager: 0.1,
  novelty: 0.7,
  mixture: 0.1,
  plain: 0.2,
  asynchronous: 0.3,
  software: 0.05,
};

type Levels = readonly (readonly [TrainingLevelFamily, number])[];

/** The levels of each constant, each with its spread. */
export const spreads: Readonly<Partial<Record<TrainingConstantName, Levels>>> = {
  products: [
    ["generation", 0.1],
    ["format", 0.15],
    ["generation-format", 0.08],
    ["framework-format", 0.08],
  ],
  attention: [
    ["generation", 0.25],
    ["framework", 0.5],
    ["framework-generation", 0.2],
  ],
  elementwise: [
    ["framework", 0.7],
    ["generation", 0.2],
  ],
  launch: [["framework", 0.4]],
  expertLaunch: [
    ["framework", 0.3],
    ["generation", 0.3],
    ["release", 0.4],
  ],
  tensorParallel: [["framework", 0.3]],
  parameters: [
    ["framework", 0.2],
    ["generation", 0.2],
  ],
  experts: [["generation", 0.1]],
  mixture: [
    ["generation", 0.15],
    ["framework", 0.05],
    ["release-generation", 0.25],
    ["model", 0.2],
  ],
  software: [
    ["framework", 0.15],
    ["framework-generation", 0.08],
    ["chip", 0.05],
    ["recomputation", 0.05],
    ["release", 0.04],
  ],
};

/** The components, and the schemas that derive from their tables. A new contract kind is its file and its line here. */
import { z } from "zod";
import { componentShape, type Component } from "./component.ts";
import { fleet, pool } from "./fleet.ts";
import { lease } from "./lease.ts";
import { keepOrLease } from "./keep-or-lease.ts";
import { channel, serving } from "./serving.ts";
import { training } from "./training.ts";
import { named } from "../schema/values.ts";
import { simulationSchema } from "../simulation/schema.ts";

/** Contract kinds by `kind`. */
export const contracts: ReadonlyMap<string, Component> = new Map([lease].map((entry) => [entry.kind, entry]));

export const contractSchema = z
  .discriminatedUnion(
    "kind",
    [z.strictObject({ kind: z.literal("lease"), ...componentShape(lease) }).describe(lease.meaning)],
    {
      error: `expected a kind of contract: ${[...contracts.keys()].join(", ")}`,
    },
  )
  .describe("A contract");

export const poolSchema = z.strictObject(componentShape(pool)).describe(pool.meaning);
export const fleetSchema = z
  .strictObject({ ...componentShape(fleet), pools: named(poolSchema).describe("Pools by name") })
  .describe(fleet.meaning);

/** Kinds of workload by `kind`. */
export const workloads: ReadonlyMap<string, Component> = new Map(
  [serving, training, keepOrLease].map((entry) => [entry.kind, entry]),
);

export const workloadSchema = z
  .discriminatedUnion(
    "kind",
    [
      z
        .strictObject({
          kind: z.literal("serving"),
          ...componentShape(serving),
          channels: named(z.strictObject(componentShape(channel)).describe(channel.meaning))
            .optional()
            .describe("Ways to the customer by name; without any, the seller keeps the list price"),
          simulation: simulationSchema.optional(),
        })
        .describe(serving.meaning),
      z.strictObject({ kind: z.literal("training"), ...componentShape(training) }).describe(training.meaning),
      z
        .strictObject({ kind: z.literal("keep-or-lease"), ...componentShape(keepOrLease) })
        .describe(keepOrLease.meaning),
    ],
    { error: `expected a kind of workload: ${[...workloads.keys()].join(", ")}` },
  )
  .describe("What a fleet is used for");

export {
  componentShape,
  countedIn,
  givenOf,
  type Component,
  type Given,
  type Output,
  type Parameter,
} from "./component.ts";
export { equivalentOf, fleet, fleetOutputs, pool, poolCountedIn, poolOutputs } from "./fleet.ts";
export { lease } from "./lease.ts";
export {
  channel,
  responses,
  serving,
  servingOutputs,
  servingPoolOutputs,
  sharedError,
  type ServingFacts,
} from "./serving.ts";
export { keepOrLease } from "./keep-or-lease.ts";
export {
  lossCauses,
  mixes,
  recoveries,
  sharedTrainingResponses,
  training,
  trainingResponses,
  type Mix,
  type Recovery,
} from "./training.ts";
export { trainingOutputs, trainingPoolOutputs, type TrainingFacts } from "./training-outputs.ts";

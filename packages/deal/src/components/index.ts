/** The components, and the schemas that derive from their tables. A new contract kind is its file and its line here. */
import { z } from "zod";
import { commitment } from "./commitment/commitment.ts";
import { componentShape, type Component } from "./component.ts";
import { debt } from "./debt/debt.ts";
import { equity } from "./equity.ts";
import { fleet, pool } from "./fleet.ts";
import { exit } from "./games/exit.ts";
import { supply } from "./games/supply.ts";
import { lease } from "./lease/lease.ts";
import { keepOrLease } from "./keep-or-lease.ts";
import { party } from "./party/party.ts";
import { powerPurchase } from "./power-purchase.ts";
import { price } from "./price.ts";
import { project } from "./project/project.ts";
import { purchase } from "./purchase.ts";
import { channel, serving } from "./serving.ts";
import { training } from "./training.ts";
import { formula, named, text } from "../schema/values.ts";
import { simulationSchema } from "../simulation/schema.ts";

/** Contract kinds by `kind`. */
export const contracts: ReadonlyMap<string, Component> = byKind([
  lease,
  debt,
  commitment,
  powerPurchase,
  purchase,
  equity,
]);

export const contractSchema = oneOf(contracts, "a kind of contract", {
  instead_of: text
    .optional()
    .describe("Contract of which this is another reading: the parties' figures count that one and not this one"),
}).describe("A contract");

/** Kinds of game by `kind`. */
export const games: ReadonlyMap<string, Component> = byKind([exit, supply]);

export const gameSchema = oneOf(games, "a kind of game", {}).describe("What a side would do, and what holds it back");

export const partySchema = z.strictObject(componentShape(party)).describe(party.meaning);

export const projectSchema = z.strictObject(componentShape(project)).describe(project.meaning);

export const priceSchema = z
  .strictObject({
    is: formula.describe(
      "The price as printed: money per accelerator, power (`/kW`, `/GW`) or `H100e` and time, or money per time of `gpus`",
    ),
    ...componentShape(price),
  })
  .describe(price.meaning);

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

function byKind(components: readonly Component[]): ReadonlyMap<string, Component> {
  return new Map(components.map((component) => [component.kind, component]));
}

/** The schema of one of several components, told apart by `kind`; each has the further keys as well. */
function oneOf<T extends z.ZodRawShape>(components: ReadonlyMap<string, Component>, wanted: string, further: T) {
  const [first, ...others] = [...components.values()].map((component) =>
    z
      .strictObject({ kind: z.literal(component.kind), ...componentShape(component), ...further })
      .describe(component.meaning),
  );
  if (first === undefined) throw new Error(`there is no ${wanted}`);
  return z.discriminatedUnion("kind", [first, ...others], {
    error: `expected ${wanted}: ${[...components.keys()].join(", ")}`,
  });
}

export {
  componentShape,
  countedIn,
  givenOf,
  partsOf,
  type Component,
  type Given,
  type Output,
  type Parameter,
} from "./component.ts";
export { equivalentOf, fleet, fleetOutputs, pool, poolCountedIn, poolOutputs } from "./fleet.ts";
export { lease } from "./lease/lease.ts";
export {
  channel,
  responses,
  serving,
  servingOutputs,
  servingPoolOutputs,
  sharedError,
  type ServingFacts,
} from "./serving.ts";
export {
  price,
  priceFigures,
  priceForm,
  pricePer,
  pricePers,
  type PriceFigures,
  type PricePer,
  type Underived,
} from "./price.ts";
export { project } from "./project/project.ts";
export { party } from "./party/party.ts";
export { partyOutputs, type PartyFacts, type Side } from "./party/party-outputs.ts";
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

/** The components, and the schemas that derive from their tables. A new contract kind is its file and its line here. */
import { z } from "zod";
import { componentShape, type Component } from "./component.ts";
import { fleet, pool } from "./fleet.ts";
import { lease } from "./lease.ts";
import { named } from "../schema/values.ts";

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

export { componentShape, givenOf, type Component, type Given, type Output, type Parameter } from "./component.ts";
export { equivalentOf, fleet, fleetOutputs, pool, poolCountedIn, poolOutputs } from "./fleet.ts";
export { lease } from "./lease.ts";

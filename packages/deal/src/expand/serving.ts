/** Serving workloads: their parameters, the formulas over what the serving model answers for each pool, and what it is to be asked. */
import { engines, unservedPart, weightFormats, type Engine, type WeightFormat } from "@underwatt/compute";
import type { Catalog } from "../catalog.ts";
import {
  channel,
  countedIn,
  fleet as fleetComponent,
  givenOf,
  responses,
  serving,
  servingOutputs,
  servingPoolOutputs,
  sharedError,
  type Given,
  type ServingFacts,
} from "../components/index.ts";
import type { DealDocument } from "../schema/deal.ts";
import { usualWeights } from "../serving/names.ts";
import { expandSimulation } from "../simulation/expand.ts";
import type { Definitions } from "./definitions.ts";
import type { ServingPlace } from "./expansion.ts";
import { defineOutputs, defineParameters, isSound, type Instance } from "./instance.ts";
import { architectureNamed, askFor, poolsOf, wordOf } from "./workload-parts.ts";

type WrittenServing = Extract<NonNullable<DealDocument["workloads"]>[string], { kind: "serving" }>;

/** @returns what the model is to be asked */
export function expandServing(
  definitions: Definitions,
  whole: Instance,
  written: WrittenServing,
  catalog: Catalog,
): readonly ServingPlace[] {
  const named = String(givenOf(serving, written).get("fleet"));
  const pools = poolsOf(definitions, named, whole, catalog);
  const counted = [...(pools?.values() ?? [])][0]?.counted ?? "GPU";
  const given = defineParameters(definitions, whole, countedIn(serving, counted), written);
  const channels = Object.entries(written.channels ?? {});
  for (const [name, entry] of channels) {
    const at = [...whole.at, "channels", name];
    defineParameters(definitions, { ...whole, base: `${whole.base}.channels.${name}`, at }, channel, entry);
  }
  const isWhole = isSound(definitions, serving, given, whole);
  const model = modelOf(definitions, given, whole, catalog);
  const facts: ServingFacts = {
    given,
    base: whole.base,
    fleet: `fleets.${named}`,
    pools: pools ?? new Map(),
    channels: channels.map(([name]) => name),
    hasPower: givenOf(fleetComponent, definitions.deal.document.fleets?.[named] ?? {}).has("power"),
    counted,
  };
  const sound = pools !== undefined && pools.size > 0 && model !== undefined && isWhole;
  if (sound) askFor(definitions, `${whole.base}.${sharedError.name}`, whole, sharedError);
  defineOutputs(definitions, whole, servingOutputs(facts), sound);
  if (!sound) return [];
  expandSimulation(definitions, whole, written.simulation, [...pools.keys()]);
  return [...pools].map(([name, { accelerator, counted }]): ServingPlace => {
    const part: Instance = { ...whole, base: `${whole.base}.pools.${name}` };
    for (const response of responses) askFor(definitions, `${part.base}.${response.name}`, part, response);
    defineOutputs(definitions, part, servingPoolOutputs(name, facts), true);
    return { kind: "serving", workload: whole.base, pool: part.base, accelerator, counted, at: whole.at, ...model };
  });
}

function modelOf(
  definitions: Definitions,
  given: Given,
  whole: Instance,
  catalog: Catalog,
): Pick<ServingPlace, "architecture" | "engine" | "weights"> | undefined {
  const architecture = architectureNamed(definitions, given, whole, catalog);
  const unserved = architecture === undefined ? undefined : unservedPart(architecture);
  if (unserved !== undefined) {
    const said = {
      message: `the serving model cannot tell what ${String(given.get("model"))} gives: it has ${unserved}`,
      expected: "a model without",
    };
    definitions.error(said, definitions.deal.locate([...whole.at, "model"]));
    return undefined;
  }
  const engine = wordOf<Engine>(definitions, given, whole, "engine", engines, "vllm");
  const usual = architecture === undefined ? "fp8" : usualWeights(architecture);
  const weights = wordOf<WeightFormat>(definitions, given, whole, "weights", weightFormats, usual);
  if (architecture === undefined || engine === undefined || weights === undefined) return undefined;
  return { architecture, engine, weights };
}

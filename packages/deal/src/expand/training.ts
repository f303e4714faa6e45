/** Training workloads: their parameters, the formulas over what the training model answers for each pool, and what it is to be asked. */
import {
  frameworks,
  recomputations,
  shardings,
  trainingFormats,
  type Framework,
  type TrainingFormat,
} from "@underwatt/compute";
import type { Catalog } from "../catalog.ts";
import {
  countedIn,
  fleet as fleetComponent,
  givenOf,
  lossCauses,
  mixes,
  recoveries,
  sharedError,
  sharedTrainingResponses,
  training,
  trainingOutputs,
  trainingPoolOutputs,
  trainingResponses,
  type Given,
  type TrainingFacts,
} from "../components/index.ts";
import type { Definitions } from "./definitions.ts";
import type { TrainingPlace } from "./expansion.ts";
import { defineOutputs, defineParameters, type Instance } from "./instance.ts";
import { architectureNamed, askFor, poolsOf, wordOf } from "./workload-parts.ts";

/** @returns what the model is to be asked */
export function expandTraining(
  definitions: Definitions,
  whole: Instance,
  written: object,
  catalog: Catalog,
): readonly TrainingPlace[] {
  const named = String(givenOf(training, written).get("fleet"));
  const pools = poolsOf(definitions, named, whole, catalog);
  const counted = [...(pools?.values() ?? [])][0]?.counted ?? "GPU";
  const given = defineParameters(definitions, whole, countedIn(training, counted), written);
  const model = modelOf(definitions, given, whole, catalog);
  const mix = wordOf(definitions, given, whole, "mix", mixes, "gated");
  const recovery = wordOf(definitions, given, whole, "failures.recovery", recoveries, "job");
  const facts: TrainingFacts = {
    given,
    base: whole.base,
    fleet: `fleets.${named}`,
    pools: pools ?? new Map(),
    mix: mix ?? "gated",
    recovery: recovery ?? "job",
    hasPower: givenOf(fleetComponent, definitions.deal.document.fleets?.[named] ?? {}).has("power"),
    counted,
  };
  const isKnown = mix !== undefined && recovery !== undefined && model !== undefined;
  const sound = pools !== undefined && pools.size > 0 && isKnown;
  if (sound)
    for (const response of [sharedError, ...sharedTrainingResponses])
      askFor(definitions, `${whole.base}.${response.name}`, whole, response);
  defineOutputs(definitions, whole, trainingOutputs(facts), sound);
  if (!sound) return [];
  return [...pools].map(([name, { accelerator, counted }]): TrainingPlace => {
    const part: Instance = { ...whole, base: `${whole.base}.pools.${name}` };
    for (const response of trainingResponses) askFor(definitions, `${part.base}.${response.name}`, part, response);
    for (const [cause, meaning] of lossCauses)
      askFor(definitions, `${part.base}.loss.${cause}`, part, { unit: "%", meaning });
    defineOutputs(definitions, part, trainingPoolOutputs(name, facts), true);
    return { kind: "training", workload: whole.base, pool: part.base, accelerator, counted, at: whole.at, ...model };
  });
}

function modelOf(
  definitions: Definitions,
  given: Given,
  whole: Instance,
  catalog: Catalog,
): Pick<TrainingPlace, "architecture" | "framework" | "format" | "release" | "layout"> | undefined {
  const architecture = architectureNamed(definitions, given, whole, catalog);
  const framework = wordOf<Framework>(definitions, given, whole, "framework", frameworks, "megatron");
  const format = wordOf<TrainingFormat>(definitions, given, whole, "precision", trainingFormats, "bf16");
  const sharding = wordOf(definitions, given, whole, "layout.sharding", shardings, "none");
  const recomputation = wordOf(definitions, given, whole, "layout.recomputation", recomputations, "none");
  const isKnown = framework !== undefined && format !== undefined;
  if (architecture === undefined || !isKnown || sharding === undefined || recomputation === undefined) return undefined;
  const release = given.get("release");
  const layout = {
    ...(given.has("layout.sharding") ? { sharding } : {}),
    ...(given.has("layout.recomputation") ? { recomputation } : {}),
  };
  return { architecture, framework, format, release: release === undefined ? undefined : String(release), layout };
}

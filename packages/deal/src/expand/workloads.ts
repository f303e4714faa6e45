/** Workloads: their parameters, the formulas over what models answer for each pool, and what these are to be asked. */
import { engines, unservedPart, weightFormats, type Engine, type WeightFormat } from "@underwatt/compute";
import { architectureFrom } from "../catalog/model-entry.ts";
import { entryNamed, type Catalog } from "../catalog.ts";
import {
  channel,
  pool as poolComponent,
  fleet as fleetComponent,
  givenOf,
  responses,
  serving,
  servingCountedIn,
  servingOutputs,
  servingPoolOutputs,
  sharedError,
  type Given,
  type ServingFacts,
} from "../components/index.ts";
import { didYouMean } from "../did-you-mean.ts";
import { usualWeights } from "../serving/names.ts";
import { expandSimulation } from "../simulation/expand.ts";
import { fleetExists, hasBoardPower } from "./components.ts";
import type { Definitions } from "./definitions.ts";
import type { ServingPlace } from "./expansion.ts";
import { defineOutputs, defineParameters, type Instance } from "./instance.ts";

/** @returns what models are to be asked */
export function expandWorkloads(definitions: Definitions, catalog: Catalog): readonly ServingPlace[] {
  const { deal } = definitions;
  return Object.entries(deal.document.workloads ?? {}).flatMap(([id, written]) => {
    const whole: Instance = { kind: "workload", base: `workloads.${id}`, at: ["workloads", id] };
    const named = String(givenOf(serving, written).get("fleet"));
    const pools = fleetExists(definitions, named, whole) ? poolsOf(definitions, named, catalog) : undefined;
    const counted = [...(pools?.values() ?? [])][0]?.counted ?? "GPU";
    const given = defineParameters(definitions, whole, servingCountedIn(counted), written);
    const channels = Object.entries(written.channels ?? {});
    for (const [name, entry] of channels) {
      const at = [...whole.at, "channels", name];
      defineParameters(definitions, { ...whole, base: `${whole.base}.channels.${name}`, at }, channel, entry);
    }
    const fault = serving.check?.(given);
    if (fault !== undefined) {
      const place = [...whole.at, ...(fault.parameter?.split(".") ?? [])];
      definitions.error(fault, deal.locateKey(place.slice(0, -1), place.at(-1) ?? id));
    }
    const model = modelOf(definitions, given, whole, catalog);
    const facts: ServingFacts = {
      given,
      base: whole.base,
      fleet: `fleets.${named}`,
      pools: pools ?? new Map(),
      channels: channels.map(([name]) => name),
      hasPower: givenOf(fleetComponent, deal.document.fleets?.[named] ?? {}).has("power"),
      counted,
    };
    const sound = pools !== undefined && pools.size > 0 && model !== undefined && fault === undefined;
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
  });
}

interface Pool {
  readonly accelerator: string;
  readonly counted: string;
  readonly hasBoardPower: boolean;
}

/** Pools of a fleet by name; undefined when one has no accelerator that is known, which is said where it stands. */
function poolsOf({ deal }: Definitions, fleet: string, catalog: Catalog): ReadonlyMap<string, Pool> | undefined {
  const pools = new Map<string, Pool>();
  for (const [name, entry] of Object.entries(deal.document.fleets?.[fleet]?.pools ?? {})) {
    const accelerator = String(givenOf(poolComponent, entry).get("accelerator"));
    const known = catalog.accelerators.get(accelerator);
    if (known === undefined) return undefined;
    pools.set(name, { accelerator, counted: known.unit, hasBoardPower: hasBoardPower(catalog, accelerator) });
  }
  return pools;
}

/** The path of a response: its value comes later, unless `--set` or a scenario gives one. */
function askFor(
  definitions: Definitions,
  path: string,
  { kind, at }: Instance,
  { unit, meaning }: { readonly unit: string; readonly meaning: string },
): void {
  if (!definitions.overrides.has(path)) definitions.absent.set(path, "asked");
  else definitions.define(path, 0, { kind, at, says: meaning, expects: { kind: { unit }, series: false } });
}

function modelOf(
  definitions: Definitions,
  given: Given,
  { at }: Instance,
  { models }: Catalog,
): Pick<ServingPlace, "architecture" | "engine" | "weights"> | undefined {
  const { deal } = definitions;
  const name = String(given.get("model"));
  const id = entryNamed(models, name);
  const entry = id === undefined ? undefined : models.get(id);
  if (id === undefined || entry === undefined) {
    const known = [...models.keys(), ...[...models.values()].flatMap(({ means = [] }) => means)];
    const said = {
      message: `there is no model "${name}"`,
      expected: "a model of the catalogue, or of the deal under `models:`",
      hint: didYouMean(name, known, `the catalogue has ${[...models.keys()].join(", ")}`),
    };
    definitions.error(said, deal.locate([...at, "model"]));
  }
  const word = <Word extends string>(key: string, words: readonly Word[], standard: Word): Word | undefined => {
    const written = given.get(key);
    const found = written === undefined ? standard : words.find((each) => each === written);
    if (found === undefined) {
      const hint = didYouMean(String(written), words);
      const said = { message: `there is no "${written}"`, expected: `one of ${words.join(", ")}`, hint };
      definitions.error(said, deal.locate([...at, key]));
    }
    return found;
  };
  const architecture = id === undefined || entry === undefined ? undefined : architectureFrom(id, entry);
  const unserved = architecture === undefined ? undefined : unservedPart(architecture);
  if (unserved !== undefined) {
    const said = {
      message: `the serving model cannot tell what ${name} gives: it has ${unserved}`,
      expected: "a model without",
    };
    definitions.error(said, deal.locate([...at, "model"]));
    return undefined;
  }
  const engine = word<Engine>("engine", engines, "vllm");
  const usual = architecture === undefined ? "fp8" : usualWeights(architecture);
  const weights = word<WeightFormat>("weights", weightFormats, usual);
  if (architecture === undefined || engine === undefined || weights === undefined) return undefined;
  return { architecture, engine, weights };
}

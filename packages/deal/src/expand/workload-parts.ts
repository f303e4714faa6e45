/** What workloads of all kinds have in common: the pools of their fleet, their model, and paths that models are to answer. */
import type { Architecture } from "@underwatt/compute";
import { architectureFrom } from "../catalog/model-entry.ts";
import { entryNamed, type Catalog } from "../catalog.ts";
import { pool as poolComponent, givenOf, type Given } from "../components/index.ts";
import { didYouMean } from "../did-you-mean.ts";
import { hasBoardPower } from "./components.ts";
import type { Definitions } from "./definitions.ts";
import type { MeaningId } from "../meanings/table.ts";
import { isNamed, type Instance } from "./instance.ts";

/** Of a fleet, as workloads see it. */
interface Pool {
  readonly accelerator: string;
  readonly counted: string;
  readonly hasBoardPower: boolean;
}

/** Pools of a workload's fleet by name; undefined when something in it is not known, which is said where it stands. */
export function poolsOf(
  definitions: Definitions,
  fleet: string,
  workload: Instance,
  catalog: Catalog,
): ReadonlyMap<string, Pool> | undefined {
  if (!isNamed(definitions, "fleets", fleet, workload, "fleet")) return undefined;
  const { deal } = definitions;
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
export function askFor(
  definitions: Definitions,
  path: string,
  { kind, at }: Instance,
  { unit, meaning, means }: { readonly unit: string; readonly meaning: string; readonly means?: MeaningId },
): void {
  if (!definitions.overrides.has(path)) definitions.absent.set(path, "asked");
  else definitions.define(path, 0, { kind, at, says: meaning, means, expects: { kind: { unit }, series: false } });
}

/** The shape of the model that a workload names, under its own name; undefined when there is none, which is said. */
export function architectureNamed(
  definitions: Definitions,
  given: Given,
  { at }: Instance,
  { models }: Catalog,
): Architecture | undefined {
  const name = String(given.get("model"));
  const id = entryNamed(models, name);
  const entry = id === undefined ? undefined : models.get(id);
  if (id !== undefined && entry !== undefined) return architectureFrom(id, entry);
  const known = [...models.keys(), ...[...models.values()].flatMap(({ means = [] }) => means)];
  const said = {
    message: `there is no model "${name}"`,
    expected: "a model of the catalogue, or of the deal under `models:`",
    hint: didYouMean(name, known, `the catalogue has ${[...models.keys()].join(", ")}`),
  };
  definitions.error(said, definitions.deal.locate([...at, "model"]));
  return undefined;
}

/** The parameter as one of a few words; undefined when it is none of them, which is said. */
export function wordOf<Word extends string>(
  definitions: Definitions,
  given: Given,
  { at }: Instance,
  key: string,
  words: readonly Word[],
  standard: Word,
): Word | undefined {
  const written = given.get(key);
  const found = written === undefined ? standard : words.find((each) => each === written);
  if (found === undefined) {
    const hint = didYouMean(String(written), words);
    const said = { message: `there is no "${written}"`, expected: `one of ${words.join(", ")}`, hint };
    definitions.error(said, definitions.deal.locate([...at, ...key.split(".")]));
  }
  return found;
}

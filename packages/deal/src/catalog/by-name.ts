/** What a name of the catalogue means to the performance models, or a sentence on what is wrong with it. */
import type { Accelerator, Architecture } from "@underwatt/compute";
import { architectureOf, entryNamed, type Catalog } from "../catalog.ts";
import { didYouMean } from "../did-you-mean.ts";
import { acceleratorSpec } from "./accelerator-spec.ts";

/** A name that leads nowhere, or to something that a model cannot answer for: a sentence. */
export class NameError extends Error {
  override readonly name = "NameError";
}

/** @throws NameError */
export function architectureNamed(model: string, catalog: Catalog): Architecture {
  const architecture = architectureOf(model, catalog);
  if (architecture !== undefined) return architecture;
  throw new NameError(`there is no model "${model}"; ${hintOf(model, catalog.models)}`);
}

/** @throws NameError also where a figure is missing, with what is missing */
export function acceleratorNamed(name: string, catalog: Catalog): Accelerator {
  const spec = acceleratorSpec(name, catalog);
  if (spec === undefined)
    throw new NameError(`there is no accelerator "${name}"; ${hintOf(name, catalog.accelerators)}`);
  const { accelerator, missing } = spec;
  if (accelerator !== undefined) return accelerator;
  throw new NameError(
    `${entryNamed(catalog.accelerators, name) ?? name} cannot be modelled: what is known of it lacks ${missing.join(", ")}; describe it under \`accelerators:\` of a deal with that figure`,
  );
}

function hintOf(
  name: string,
  entries: ReadonlyMap<string, { readonly means?: readonly string[] | undefined }>,
): string {
  const others = [...entries.values()].flatMap(({ means = [] }) => means);
  return didYouMean(name, [...entries.keys(), ...others]) ?? `known are ${[...entries.keys()].join(", ")}`;
}

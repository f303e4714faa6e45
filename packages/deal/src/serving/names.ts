/** A serving deployment by the names that people use, and what is wrong with them. */
import {
  quantisationOf,
  unservedPart,
  weightFormats,
  type Accelerator,
  type Architecture,
  type Engine,
  type Quantisation,
  type WeightFormat,
} from "@underwatt/compute";
import type { AcceleratorSpec } from "../catalog/accelerator-spec.ts";
import { acceleratorSpec } from "../catalog/accelerator-spec.ts";
import { architectureOf, entryNamed, type Catalog } from "../catalog.ts";
import { didYouMean } from "../did-you-mean.ts";

/** What serves what, before it is laid out. */
export interface Unlaid {
  readonly architecture: Architecture;
  readonly accelerator: Accelerator;
  readonly engine: Engine;
  readonly weights: WeightFormat;
  readonly quantisation: Quantisation;
}

/** A name that leads nowhere, a model of a kind that is not known, or an accelerator with a figure missing: a sentence. */
export class NameError extends Error {
  override readonly name = "NameError";
}

export interface Names {
  readonly model: string;
  readonly accelerator: string;
  readonly engine: Engine;
  /** As most publish it, unless given. */
  readonly weights?: WeightFormat | undefined;
}

/** @throws NameError */
export function unlaid({ model, accelerator, engine, weights }: Names, catalog: Catalog): Unlaid {
  const architecture = architectureNamed(model, catalog);
  const spec = acceleratorSpec(accelerator, catalog);
  if (spec === undefined) {
    throw new NameError(`there is no accelerator "${accelerator}"; ${hintOf(accelerator, catalog.accelerators)}`);
  }
  const chip = complete(entryNamed(catalog.accelerators, accelerator) ?? accelerator, spec);
  const format = weights ?? usualWeights(architecture);
  return {
    architecture,
    accelerator: chip,
    engine,
    weights: format,
    quantisation: quantisationOf(format, architecture, chip),
  };
}

/** @throws NameError */
export function architectureNamed(model: string, catalog: Catalog): Architecture {
  const architecture = architectureOf(model, catalog);
  if (architecture === undefined) throw new NameError(`there is no model "${model}"; ${hintOf(model, catalog.models)}`);
  const unserved = unservedPart(architecture);
  if (unserved !== undefined)
    throw new NameError(`the serving model cannot tell what ${model} gives: it has ${unserved}`);
  return architecture;
}

/** @throws NameError with what is missing */
export function complete(name: string, { accelerator, missing }: AcceleratorSpec): Accelerator {
  if (accelerator !== undefined) return accelerator;
  throw new NameError(
    `${name} cannot be modelled: what is known of it lacks ${missing.join(", ")}; describe it under \`accelerators:\` of a deal with that figure`,
  );
}

/** gpt-oss is published in MXFP4, and most others are served in FP8. */
export function usualWeights({ name }: Architecture): WeightFormat {
  return name.startsWith("gpt-oss") ? weightFormats[2] : weightFormats[1];
}

function hintOf(
  name: string,
  entries: ReadonlyMap<string, { readonly means?: readonly string[] | undefined }>,
): string {
  const others = [...entries.values()].flatMap(({ means = [] }) => means);
  return didYouMean(name, [...entries.keys(), ...others]) ?? `known are ${[...entries.keys()].join(", ")}`;
}

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
import { acceleratorNamed, architectureNamed, NameError } from "../catalog/by-name.ts";
import type { Catalog } from "../catalog.ts";

/** What serves what, before it is laid out. */
export interface Unlaid {
  readonly architecture: Architecture;
  readonly accelerator: Accelerator;
  readonly engine: Engine;
  readonly weights: WeightFormat;
  readonly quantisation: Quantisation;
}

export interface Names {
  readonly model: string;
  readonly accelerator: string;
  readonly engine: Engine;
  /** As most publish it, unless given. */
  readonly weights?: WeightFormat | undefined;
}

/** @throws NameError also for a model of a kind that is not known */
export function unlaid({ model, accelerator, engine, weights }: Names, catalog: Catalog): Unlaid {
  const architecture = architectureNamed(model, catalog);
  const unserved = unservedPart(architecture);
  if (unserved !== undefined)
    throw new NameError(`the serving model cannot tell what ${model} gives: it has ${unserved}`);
  const chip = acceleratorNamed(accelerator, catalog);
  const format = weights ?? usualWeights(architecture);
  return {
    architecture,
    accelerator: chip,
    engine,
    weights: format,
    quantisation: quantisationOf(format, architecture, chip),
  };
}

/** gpt-oss is published in MXFP4, and most others are served in FP8. */
export function usualWeights({ name }: Architecture): WeightFormat {
  return name.startsWith("gpt-oss") ? weightFormats[2] : weightFormats[1];
}

/** A training job by the names that people use. */
import type { Framework, OpenTraining, TrainingBatch, TrainingFormat } from "@underwatt/compute";
import { acceleratorNamed, architectureNamed } from "../catalog/by-name.ts";
import type { Catalog } from "../catalog.ts";

export interface NamedTraining {
  readonly model: string;
  readonly accelerator: string;
  readonly accelerators: number;
  readonly framework: Framework;
  readonly format: TrainingFormat;
  readonly batch: TrainingBatch;
}

/** @throws NameError when a name leads nowhere or an accelerator's figures do not suffice */
export function openTraining({ model, accelerator, ...rest }: NamedTraining, catalog: Catalog): OpenTraining {
  return {
    ...rest,
    architecture: architectureNamed(model, catalog),
    accelerator: acceleratorNamed(accelerator, catalog),
    tuning: "full",
  };
}

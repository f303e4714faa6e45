/** Workloads: each kind's own expansion, and what models are to be asked. */
import type { Catalog } from "../catalog.ts";
import { keepOrLease } from "../components/index.ts";
import type { Definitions } from "./definitions.ts";
import type { WorkloadPlace } from "./expansion.ts";
import { defineInstance, type Instance } from "./instance.ts";
import { expandServing } from "./serving.ts";
import { expandTraining } from "./training.ts";

/** @returns what models are to be asked */
export function expandWorkloads(definitions: Definitions, catalog: Catalog): readonly WorkloadPlace[] {
  return Object.entries(definitions.deal.document.workloads ?? {}).flatMap(
    ([id, written]): readonly WorkloadPlace[] => {
      const whole: Instance = { kind: "workload", base: `workloads.${id}`, at: ["workloads", id] };
      switch (written.kind) {
        case "serving":
          return expandServing(definitions, whole, written, catalog);
        case "training":
          return expandTraining(definitions, whole, written, catalog);
        case "keep-or-lease":
          defineInstance(definitions, whole, keepOrLease, written);
          return [];
      }
    },
  );
}

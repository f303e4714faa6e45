/** Workloads: each kind's own expansion, and what models are to be asked. */
import type { Catalog } from "../catalog.ts";
import { keepOrLease } from "../components/index.ts";
import { fleetExists } from "./components.ts";
import type { Definitions } from "./definitions.ts";
import type { WorkloadPlace } from "./expansion.ts";
import { defineOutputs, defineParameters, type Instance } from "./instance.ts";
import { expandServing } from "./serving.ts";
import { expandTraining } from "./training.ts";
import { isSound } from "./workload-parts.ts";

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
          expandChoice(definitions, whole, written);
          return [];
      }
    },
  );
}

function expandChoice(definitions: Definitions, whole: Instance, written: object): void {
  const given = defineParameters(definitions, whole, keepOrLease, written);
  const isChoice = isSound(definitions, keepOrLease, given, whole);
  const sound = fleetExists(definitions, String(given.get("fleet")), whole) && isChoice;
  defineOutputs(definitions, whole, keepOrLease.expand(given), sound);
}

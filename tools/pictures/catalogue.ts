/** What of the catalogue the pictures are of. */
import type { Accelerator, Architecture } from "@underwatt/compute";
import { acceleratorSpec, architectureOf } from "@underwatt/deal";
import { openCatalog } from "@underwatt/runtime";

const { catalog } = openCatalog();

export function accelerator(name: string): Accelerator {
  return acceleratorSpec(name, catalog)?.accelerator ?? missing(name);
}

export function architecture(name: string): Architecture {
  return architectureOf(name, catalog) ?? missing(name);
}

function missing(name: string): never {
  throw new Error(`the catalogue has no ${name}`);
}

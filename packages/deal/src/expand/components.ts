/** Fleets and contracts: their parameters as quantities, and the formulas that their components add. */
import { entryNamed, type Catalog } from "../catalog.ts";
import {
  contracts,
  fleet,
  fleetOutputs,
  games,
  givenOf,
  pool,
  poolCountedIn,
  poolOutputs,
  project,
} from "../components/index.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Message } from "../read/diagnostic.ts";
import type { Definitions } from "./definitions.ts";
import { defineInstance, defineOutputs, defineParameters, type Instance } from "./instance.ts";

export function expandFleets(definitions: Definitions, catalog: Catalog): void {
  for (const [id, written] of Object.entries(definitions.deal.document.fleets ?? {})) {
    const whole: Instance = { kind: "fleet", base: `fleets.${id}`, at: ["fleets", id] };
    const given = defineParameters(definitions, whole, fleet, written);
    const wanted = Object.entries(written.pools);
    const pools = new Map<string, string>();
    for (const [name, entry] of wanted) {
      const part: Instance = { kind: "fleet", base: `${whole.base}.pools.${name}`, at: [...whole.at, "pools", name] };
      const accelerator = String(givenOf(pool, entry).get("accelerator"));
      const found = catalog.accelerators.get(accelerator);
      if (found === undefined) unknownAccelerator(definitions, accelerator, catalog, part);
      else pools.set(name, accelerator);
      defineParameters(definitions, part, poolCountedIn(found?.unit ?? "GPU"), entry);
      defineOutputs(
        definitions,
        part,
        poolOutputs(accelerator, hasBoardPower(catalog, accelerator)),
        found !== undefined,
      );
    }
    if (wanted.length === 0) {
      const said = { message: `the fleet "${id}" has no pools`, expected: "at least one pool under `pools:`" };
      definitions.error(said, definitions.deal.locate([...whole.at, "pools"]));
    }
    const complete = pools.size === wanted.length && pools.size > 0;
    const kinds = [...pools.values()];
    const facts = {
      hasPower: given.has("power"),
      hasBoardPower: kinds.every((kind) => hasBoardPower(catalog, kind)),
      counted: catalog.accelerators.get(kinds[0] ?? "")?.unit ?? "GPU",
    };
    defineOutputs(definitions, whole, fleetOutputs(pools, facts), complete);
  }
}

export function hasBoardPower({ accelerators }: Catalog, accelerator: string): boolean {
  return accelerators.get(accelerator)?.figures["board-power"] !== undefined;
}

export function expandContracts(definitions: Definitions): void {
  for (const [id, written] of Object.entries(definitions.deal.document.contracts ?? {})) {
    const component = contracts.get(written.kind);
    if (component === undefined) continue;
    const contract: Instance = { kind: "contract", base: `contracts.${id}`, at: ["contracts", id] };
    defineInstance(definitions, contract, component, written);
  }
}

export function expandProjects(definitions: Definitions): void {
  for (const [id, written] of Object.entries(definitions.deal.document.projects ?? {})) {
    const whole: Instance = { kind: "project", base: `projects.${id}`, at: ["projects", id] };
    defineInstance(definitions, whole, project, written);
  }
}

export function expandGames(definitions: Definitions): void {
  for (const [id, written] of Object.entries(definitions.deal.document.games ?? {})) {
    const component = games.get(written.kind);
    if (component === undefined) continue;
    const whole: Instance = { kind: "game", base: `games.${id}`, at: ["games", id] };
    defineInstance(definitions, whole, component, written);
  }
}

export function unknownAccelerator(
  definitions: Definitions,
  name: string,
  { accelerators }: Catalog,
  { at }: Instance,
): void {
  const known = [...accelerators.keys()];
  const meant = entryNamed(accelerators, name);
  const said: Message = {
    message: `the catalogue has no accelerator "${name}"`,
    expected: "an accelerator of the catalogue, or of the deal under `accelerators:`",
    hint:
      meant === undefined ? didYouMean(name, known, `the catalogue has ${known.join(", ")}`) : `its name is ${meant}`,
  };
  definitions.error(said, definitions.deal.locate([...at, "accelerator"]));
}

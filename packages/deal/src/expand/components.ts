/** Fleets and contracts: their parameters as quantities, and the formulas that their components add. */
import { entryNamed, type Catalog } from "../catalog.ts";
import {
  contracts,
  fleet,
  fleetOutputs,
  givenOf,
  pool,
  poolCountedIn,
  poolOutputs,
  type Component,
  type Given,
  type Output,
} from "../components/index.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Message } from "../read/diagnostic.ts";
import type { Key } from "../read/yaml-file.ts";
import type { Definitions } from "./definitions.ts";

/** One thing of the deal that a component describes. */
interface Instance {
  readonly kind: "fleet" | "contract";
  /** Path under which its figures stand. */
  readonly base: string;
  readonly at: readonly Key[];
}

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

function hasBoardPower({ accelerators }: Catalog, accelerator: string): boolean {
  return accelerators.get(accelerator)?.figures["board-power"] !== undefined;
}

export function expandContracts(definitions: Definitions): void {
  const { deal } = definitions;
  for (const [id, written] of Object.entries(deal.document.contracts ?? {})) {
    const component = contracts.get(written.kind);
    if (component === undefined) continue;
    const contract: Instance = { kind: "contract", base: `contracts.${id}`, at: ["contracts", id] };
    const given = defineParameters(definitions, contract, component, written);
    const fault = component.check?.(given);
    if (fault !== undefined) {
      const place = [...contract.at, ...(fault.parameter?.split(".") ?? [])];
      definitions.error(fault, deal.locateKey(place.slice(0, -1), place.at(-1) ?? id));
    }
    const named = given.get("fleet");
    const fleets = Object.keys(deal.document.fleets ?? {});
    const hasFleet = named === undefined || fleets.includes(String(named));
    if (!hasFleet) {
      const said: Message = {
        message: `there is no fleet "${named}"`,
        expected: "a fleet of the deal",
        hint: didYouMean(String(named), fleets),
      };
      definitions.error(said, deal.locate([...contract.at, "fleet"]));
    }
    defineOutputs(definitions, contract, component.expand(given), fault === undefined && hasFleet);
  }
}

function unknownAccelerator(definitions: Definitions, name: string, { accelerators }: Catalog, { at }: Instance): void {
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

/** Defines what was given, and defaults; returns what was given. */
function defineParameters(
  definitions: Definitions,
  { kind, base, at }: Instance,
  component: Component,
  written: object,
): Given {
  const given = givenOf(component, written);
  for (const { name, unit, meaning, default: standard, least, most } of component.parameters) {
    const text = given.get(name) ?? standard;
    if (unit === "text" || text === undefined) continue;
    definitions.define(`${base}.${name}`, text, {
      kind,
      says: meaning,
      ...(given.has(name) ? { at: [...at, ...name.split(".")] } : { within: base }),
      expects: { kind: unit === "date" ? "date" : { unit: definitions.money(unit) }, series: false },
      bounds: { least, most },
    });
  }
  return given;
}

/** Defines the formulas of a component; where its parameters do not allow it, their paths exist without a value. */
function defineOutputs(
  definitions: Definitions,
  { kind, base, at }: Instance,
  outputs: readonly Output[],
  sound: boolean,
): void {
  for (const { name, formula, meaning } of outputs) {
    const path = `${base}.${name}`;
    if (sound) definitions.define(path, definitions.money(formula), { kind, says: meaning, at, within: base });
    else definitions.absent.set(path, "broken");
  }
}

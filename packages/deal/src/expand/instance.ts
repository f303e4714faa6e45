/** One thing of the deal that a component describes: its parameters as quantities, and the formulas that the component adds. */
import type { Expectation } from "@underwatt/engine";
import { givenOf, partsOf, type Component, type Given, type Output } from "../components/index.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Message } from "../read/diagnostic.ts";
import type { Key } from "../read/yaml-file.ts";
import type { Figure } from "../result.ts";
import type { Definitions } from "./definitions.ts";

export interface Instance {
  readonly kind: Extract<Figure["kind"], "fleet" | "contract" | "workload" | "project" | "party" | "game" | "price">;
  /** Path under which its figures stand. */
  readonly base: string;
  readonly at: readonly Key[];
  /** Path of the whole that holds it: its defaults name the whole's figures. */
  readonly within?: string;
}

/** Defines what was given, and defaults; returns what was given. */
export function defineParameters(
  definitions: Definitions,
  { kind, base, at, within = base }: Instance,
  component: Component,
  written: object,
): Given {
  const given = givenOf(component, written);
  for (const {
    name,
    unit,
    series,
    written: kept,
    meaning,
    means,
    default: standard,
    least,
    most,
  } of component.parameters) {
    const text = given.get(name) ?? (standard === undefined ? undefined : definitions.money(standard));
    if (unit === "text" || text === undefined) continue;
    definitions.define(`${base}.${name}`, text, {
      kind,
      says: meaning,
      ...(given.has(name) ? { at: [...at, ...name.split(".")] } : { within }),
      expects: { kind: kindOf(definitions.money(unit), kept === true), series: series === true },
      bounds: { least, most },
      wants: means,
    });
  }
  return given;
}

/** Defines the formulas of a component; where its parameters do not allow it, their paths exist without a value. */
export function defineOutputs(
  definitions: Definitions,
  { kind, base, at }: Instance,
  outputs: readonly Output[],
  sound: boolean,
): void {
  for (const { name, formula, meaning, means, least, most } of outputs) {
    const path = `${base}.${name}`;
    const bounds = least === undefined && most === undefined ? {} : { bounds: { least, most } };
    const defining = { kind, says: meaning, means, at, within: base, ...bounds };
    if (sound) definitions.define(path, definitions.money(formula), defining);
    else definitions.absent.set(path, "broken");
  }
}

function kindOf(unit: string, written: boolean): Expectation["kind"] {
  if (unit === "date") return "date";
  return unit === "condition" ? "boolean" : { unit, written };
}

/** Defines a whole instance: parameters, those of its parts, and formulas. What is wrong is said where it stands. */
export function defineInstance(definitions: Definitions, whole: Instance, component: Component, written: object): void {
  const given = defineParameters(definitions, whole, component, written);
  const parts = partsOf(component, written);
  for (const [name, entry] of Object.entries(parts)) {
    if (component.parts === undefined) continue;
    const { key, component: part } = component.parts;
    const place = { ...whole, base: `${whole.base}.${key}.${name}`, at: [...whole.at, key, name], within: whole.base };
    defineParameters(definitions, place, part, entry);
  }
  const isWhole = isSound(definitions, component, given, whole);
  const areKnown = component.parameters.filter(({ name, names }) => {
    const text = given.get(name);
    return names !== undefined && text !== undefined && !isNamed(definitions, names, String(text), whole, name);
  });
  const outputs = component.expand(given, Object.keys(parts));
  defineOutputs(definitions, whole, outputs, isWhole && areKnown.length === 0);
}

/** Says what is wrong with the combination of a component's parameters; whether nothing is. */
export function isSound(definitions: Definitions, component: Component, given: Given, { at }: Instance): boolean {
  const fault = component.check?.(given);
  if (fault === undefined) return true;
  const place = [...at, ...(fault.parameter?.split(".") ?? [])];
  definitions.error(fault, definitions.deal.locateKey(place.slice(0, -1), place.at(-1) ?? at.at(-1) ?? ""));
  return false;
}

/** Whether a section of the deal has a thing of that name; else says so at the parameter that names it. */
export function isNamed(
  definitions: Definitions,
  section: "fleets" | "contracts" | "projects",
  named: string,
  { at }: Instance,
  parameter: string,
): boolean {
  const { deal } = definitions;
  const names = Object.keys(deal.document[section] ?? {});
  if (names.includes(named)) return true;
  const one = section.slice(0, -1);
  const said: Message = {
    message: `there is no ${one} "${named}"`,
    expected: `a ${one} of the deal`,
    hint: didYouMean(named, names),
  };
  definitions.error(said, deal.locate([...at, ...parameter.split(".")]));
  return false;
}

/** One thing of the deal that a component describes: its parameters as quantities, and the formulas that the component adds. */
import { givenOf, type Component, type Given, type Output } from "../components/index.ts";
import type { Key } from "../read/yaml-file.ts";
import type { Definitions } from "./definitions.ts";

export interface Instance {
  readonly kind: "fleet" | "contract" | "workload";
  /** Path under which its figures stand. */
  readonly base: string;
  readonly at: readonly Key[];
}

/** Defines what was given, and defaults; returns what was given. */
export function defineParameters(
  definitions: Definitions,
  { kind, base, at }: Instance,
  component: Component,
  written: object,
): Given {
  const given = givenOf(component, written);
  for (const { name, unit, meaning, means, default: standard, least, most } of component.parameters) {
    const text = given.get(name) ?? (standard === undefined ? undefined : definitions.money(standard));
    if (unit === "text" || text === undefined) continue;
    definitions.define(`${base}.${name}`, text, {
      kind,
      says: meaning,
      ...(given.has(name) ? { at: [...at, ...name.split(".")] } : { within: base }),
      expects: { kind: unit === "date" ? "date" : { unit: definitions.money(unit) }, series: false },
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
  for (const { name, formula, meaning, means } of outputs) {
    const path = `${base}.${name}`;
    if (sound) definitions.define(path, definitions.money(formula), { kind, says: meaning, means, at, within: base });
    else definitions.absent.set(path, "broken");
  }
}

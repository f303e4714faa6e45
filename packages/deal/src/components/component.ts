/**
 * A component: one table of parameters and a pure function from what was given to formulas. Schema, editor completion,
 * messages and the reference page derive from the table; the formulas are what `explain` shows.
 */
import { z } from "zod";
import type { MeaningId } from "../meanings/table.ts";
import { formula, text, type FormulaText } from "../schema/values.ts";

/** One key of a component. */
export interface Parameter {
  /** Key in the deal file; a dot nests (`term.from`). */
  readonly name: string;
  /** A unit, in which `$` stands for the deal's currency; or `date`; or `text` for a name that is no quantity. */
  readonly unit: string;
  /** Formula used when the key is absent; `required` when there must be one. */
  readonly default?: string;
  readonly required?: true;
  /** Bounds of a certain value, in `unit`. */
  readonly least?: number;
  readonly most?: number;
  readonly meaning: string;
  /** Which utilisation it must be; another one that is given is warned of. */
  readonly means?: MeaningId;
  /** Where such a value usually comes from. */
  readonly evidence?: string;
}

/** A formula that the component adds under its own path; siblings are named bare. */
export interface Output {
  readonly name: string;
  readonly formula: string;
  readonly meaning: string;
  /** Which utilisation it is, where the component knows; else what follows from the formula. */
  readonly means?: MeaningId;
}

/** What a deal file gave for one component: text of every parameter that was written. */
export type Given = ReadonlyMap<string, FormulaText>;

export interface Component {
  readonly kind: string;
  readonly meaning: string;
  readonly parameters: readonly Parameter[];
  /** The formulas of this instance. May depend on which parameters were given, never on their values. */
  expand(given: Given): readonly Output[];
  /** What is wrong with the combination of parameters, if anything; without a parameter it is the whole that lacks one. */
  check?(given: Given): { parameter?: string; message: string; expected: string } | undefined;
  /** What it leaves out, for the reference page. */
  readonly limits: readonly string[];
}

/** The component on a fleet whose accelerators are counted in another unit, such as chips. */
export function countedIn(component: Component, unit: string): Component {
  const counted = (text: string): string => text.replaceAll(/\bGPU\b/g, unit);
  const parameters = component.parameters.map((parameter) => ({
    ...parameter,
    unit: counted(parameter.unit),
    ...(parameter.default === undefined ? {} : { default: counted(parameter.default) }),
  }));
  return { ...component, parameters };
}

/** The formulas in such a unit. */
export function countedOutputs(unit: string, outputs: readonly Output[]): Output[] {
  if (unit === "GPU") return [...outputs];
  return outputs.map((output) => ({ ...output, formula: output.formula.replaceAll("/GPU", `/${unit}`) }));
}

type Shape = Record<string, z.ZodType>;

/** The zod schema of the component's keys, nested by dots, with `kind` for a contract. */
export function componentShape(component: Component): Shape {
  const tree: Record<string, Parameter | Record<string, Parameter>> = {};
  for (const parameter of component.parameters) {
    const [group, key] = parameter.name.split(".");
    if (group === undefined) continue;
    if (key === undefined) tree[group] = parameter;
    else tree[group] = { ...(isGroup(tree[group]) ? tree[group] : {}), [key]: parameter };
  }
  const shape: Shape = {};
  for (const [key, entry] of Object.entries(tree)) {
    if (isParameter(entry)) shape[key] = parameterSchema(entry);
    else {
      const inner: Shape = {};
      for (const [name, parameter] of Object.entries(entry)) inner[name] = parameterSchema(parameter);
      const group = z.strictObject(inner);
      shape[key] = Object.values(entry).some((parameter) => parameter.required) ? group : group.optional();
    }
  }
  return shape;
}

function parameterSchema(parameter: Parameter): z.ZodType {
  const unit = parameter.unit === "text" ? "" : parameter.unit === "" ? " [plain number]" : ` [${parameter.unit}]`;
  const given = parameter.default === undefined ? "" : ` Default: \`${parameter.default}\`.`;
  const means = parameter.means === undefined ? "" : ` Means ${parameter.means}.`;
  const schema = (parameter.unit === "text" ? text : formula).describe(`${parameter.meaning}${unit}.${means}${given}`);
  return parameter.required ? schema : schema.optional();
}

function isParameter(entry: Parameter | Record<string, Parameter>): entry is Parameter {
  return typeof entry.name === "string";
}
function isGroup(entry: Parameter | Record<string, Parameter> | undefined): entry is Record<string, Parameter> {
  return entry !== undefined && !isParameter(entry);
}

/** The parameters that were written, by dotted name. */
export function givenOf(component: Component, written: object): Given {
  const given = new Map<string, FormulaText>();
  for (const { name } of component.parameters) {
    let at: unknown = written;
    for (const key of name.split(".")) at = isRecord(at) ? at[key] : undefined;
    if (typeof at === "string" || typeof at === "number" || typeof at === "boolean") given.set(name, at);
  }
  return given;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

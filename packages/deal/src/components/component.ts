/**
 * A component: one table of parameters and a pure function from what was given to formulas. Schema, editor completion,
 * messages and the reference page derive from the table; the formulas are what `explain` shows.
 */
import { z } from "zod";
import type { MeaningId, StatedMeaning } from "../meanings/table.ts";
import { formula, named, text, type FormulaText } from "../schema/values.ts";

/** One key of a component. */
export interface Parameter {
  /** Key in the deal file; a dot nests (`term.from`). */
  readonly name: string;
  /** A unit, in which `$` stands for the deal's currency; or `date`, `condition`; or `text` for a name that is no quantity. */
  readonly unit: string;
  /** A monthly series will do as well as one value. */
  readonly series?: true;
  /** The value stays in the unit in which it is written: a notice of 3 months moves by the calendar, one of 90 days does not. */
  readonly written?: true;
  /** The words that a text may be. */
  readonly choices?: readonly string[];
  /** Section of the deal in which the text must be a name. */
  readonly names?: "fleets" | "contracts" | "projects";
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
  /** Which utilisation it is, or that it is none, where the component knows; else what follows from the formula. */
  readonly means?: StatedMeaning;
  /** Bounds of a certain value, in the unit of the formula: beyond them the parameters do not go together. */
  readonly least?: number;
  readonly most?: number;
}

/** What a deal file gave for one component: text of every parameter that was written. */
export type Given = ReadonlyMap<string, FormulaText>;

/** Things that a component holds by name, such as the tiers of a service level, each with parameters of its own. */
export interface Parts {
  /** Key under which they stand. */
  readonly key: string;
  readonly component: Component;
}

/** Names of the parts that were written, in the deal's order. */
export type PartNames = readonly string[];

/** A party to a contract: the parameter that names it, and the monthly figure of what it receives, payments negative. */
export interface View {
  readonly party: string;
  readonly cash: string;
}

export interface Component {
  readonly kind: string;
  readonly meaning: string;
  readonly parameters: readonly Parameter[];
  readonly parts?: Parts;
  /** The parties to a contract. What they receive sums to zero in every month. */
  readonly views?: readonly [View, View];
  /** Monthly figure of what the second of them owes the first whatever happens; without it, that is all that it pays. */
  readonly firm?: string;
  /** Money lent or invested, which is neither revenue nor cost of a party. */
  readonly financing?: true;
  /** The formulas of this instance. May depend on which parameters and parts were given, and on words, never on values. */
  expand(given: Given, parts: PartNames): readonly Output[];
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

/** The zod schema of the component's keys, nested by dots. */
export function componentShape(component: Component): Shape {
  const { parts } = component;
  const held = parts === undefined ? {} : { [parts.key]: partsSchema(parts) };
  return { ...parameterShape(component), ...held };
}

function partsSchema({ component }: Parts): z.ZodType {
  return named(z.strictObject(componentShape(component)).describe(component.meaning))
    .optional()
    .describe(`${component.meaning}, by name`);
}

function parameterShape(component: Component): Shape {
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
  const unit = unitNote(parameter);
  const given = parameter.default === undefined ? "" : ` Default: \`${parameter.default}\`.`;
  const means = parameter.means === undefined ? "" : ` Means ${parameter.means}.`;
  const schema = valueSchema(parameter).describe(`${parameter.meaning}${unit}.${means}${given}`);
  return parameter.required ? schema : schema.optional();
}

function unitNote({ unit, series }: Parameter): string {
  if (unit === "text") return "";
  return ` [${unit === "" ? "plain number" : unit}${series === true ? ", may be monthly" : ""}]`;
}

function valueSchema({ unit, choices }: Parameter): z.ZodType {
  if (choices !== undefined) return z.enum(choices, { error: `expected ${choices.join(" or ")}` });
  return unit === "text" ? text : formula;
}

function isParameter(entry: Parameter | Record<string, Parameter>): entry is Parameter {
  return typeof entry.name === "string";
}
function isGroup(entry: Parameter | Record<string, Parameter> | undefined): entry is Record<string, Parameter> {
  return entry !== undefined && !isParameter(entry);
}

/** Names of the parts that were written. */
export function partsOf({ parts }: Component, written: object): Record<string, object> {
  const held = parts === undefined || !isRecord(written) ? undefined : written[parts.key];
  if (!isRecord(held)) return {};
  return Object.fromEntries(Object.entries(held).filter((entry): entry is [string, object] => isRecord(entry[1])));
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

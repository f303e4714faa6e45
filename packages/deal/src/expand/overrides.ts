/** What `--set` and scenarios put in the place of the deal's formulas, and whether they name what exists. */
import { parseFormula } from "@underwatt/engine";
import { didYouMean } from "../did-you-mean.ts";
import type { Message } from "../read/diagnostic.ts";
import type { DealText } from "../read/read-deal.ts";
import type { Key } from "../read/yaml-file.ts";
import type { Definitions, Override } from "./definitions.ts";
import type { ExpandOptions } from "./expansion.ts";

/** `--set` wins over a scenario. */
export function overridesOf({ document }: DealText, { scenario, set }: ExpandOptions): Map<string, Override> {
  const overrides = new Map<string, Override>();
  const { scenarios = {} } = document;
  const chosen = scenario !== undefined && Object.hasOwn(scenarios, scenario) ? scenarios[scenario] : undefined;
  for (const [path, text] of Object.entries(chosen?.set ?? {})) {
    overrides.set(fullPath(document, path), { text, at: ["scenarios", scenario ?? "", "set", path] });
  }
  for (const [path, text] of set ?? []) overrides.set(fullPath(document, path), { text });
  return overrides;
}

/** Bare names mean the model, an assumption or a claim. */
export function fullPath({ model, assumptions, claims }: DealText["document"], path: string): string {
  if (path.includes(".")) return path;
  if (Object.hasOwn(model ?? {}, path)) return `model.${path}`;
  if (Object.hasOwn(assumptions ?? {}, path)) return `assumptions.${path}`;
  return Object.hasOwn(claims ?? {}, path) ? `claims.${path}` : path;
}

/** Names of what is set, in all scenarios, also in those that are not run; and that the scenario asked for exists. */
export function checkOverrides(definitions: Definitions, { scenario: chosen }: ExpandOptions): void {
  const { deal, overrides } = definitions;
  const scenarios = deal.document.scenarios ?? {};
  if (chosen !== undefined && !Object.hasOwn(scenarios, chosen)) {
    const known = Object.keys(scenarios);
    const said: Message = {
      message: `there is no scenario "${chosen}"`,
      expected: known.length === 0 ? "a deal with scenarios" : `one of ${known.join(", ")}`,
      hint: didYouMean(chosen, known),
    };
    definitions.error(said, { file: "--scenario", start: 0, end: chosen.length }, chosen);
  }
  for (const [path, { at }] of overrides) if (!definitions.exists(path)) unknownOverride(definitions, path, at);
  for (const [id, { set }] of Object.entries(scenarios)) {
    if (id === chosen) continue;
    for (const [path, text] of Object.entries(set)) {
      const at = ["scenarios", id, "set", path];
      const full = fullPath(deal.document, path);
      if (!definitions.exists(full)) unknownOverride(definitions, path, at);
      const parsed = parseFormula(String(text), definitions.units);
      if ("problem" in parsed) {
        definitions.error(parsed.problem, definitions.placeIn(at, String(text), parsed.problem.at));
      }
    }
  }
}

function unknownOverride(definitions: Definitions, path: string, at: readonly Key[] | undefined): void {
  const { model = {}, assumptions = {}, claims = {} } = definitions.deal.document;
  const bare = [model, assumptions, claims].flatMap((section) => Object.keys(section));
  const said: Message = {
    message: `there is no figure "${path}" to set`,
    expected: "a path of the deal",
    hint: didYouMean(path, [...bare, ...definitions.definitions.keys()]),
  };
  if (at === undefined) definitions.error(said, { file: "--set", start: 0, end: path.length }, `${path}=`);
  else definitions.error(said, definitions.deal.locateKey(at.slice(0, -1), at.at(-1) ?? path));
}

/** Decisions: the payoff of each option, and what finding out costs, as formulas; and whether they can be compared. */
import { conversion, typeName, type Graph, type Quantity } from "@underwatt/engine";
import { didYouMean } from "../did-you-mean.ts";
import type { Diagnostic } from "../read/diagnostic.ts";
import type { DealText } from "../read/read-deal.ts";
import type { Key } from "../read/yaml-file.ts";
import type { Definitions } from "./definitions.ts";
import { fullPath } from "./overrides.ts";

/** Path of an option's payoff. */
export function optionPath(decision: string, option: string): string {
  return `decisions.${decision}.options.${option}`;
}

/** Path of what it costs to find out a fact. */
export function costPath(decision: string, fact: string): string {
  return `decisions.${decision}.costs.${fact}`;
}

export function expandDecisions(definitions: Definitions): void {
  const { deal } = definitions;
  for (const [id, { says, options, costs = {} }] of Object.entries(deal.document.decisions ?? {})) {
    if (Object.keys(options).length < 2) {
      const said = { message: `the decision "${id}" has nothing to choose between`, expected: "at least two options" };
      definitions.error(said, deal.locateKey(["decisions", id], "options"));
    }
    for (const [name, option] of Object.entries(options)) {
      const long = typeof option === "object";
      definitions.define(optionPath(id, name), long ? option.is : option, {
        kind: "decision",
        at: [...placeOfOption(id, name), ...(long ? ["is"] : [])],
        says: (long ? option.says : undefined) ?? `${says} ${name}`,
      });
    }
    for (const [fact, cost] of Object.entries(costs)) {
      const path = fullPath(deal.document, fact);
      if (definitions.exists(path)) {
        const [at, words] = [["decisions", id, "costs", fact], `What it costs to find out ${path}`];
        definitions.define(costPath(id, path), cost, { kind: "decision", at, says: words });
        continue;
      }
      const hint = didYouMean(fact, definitions.definitions.keys());
      const said = { message: `there is no "${fact}" to find out`, expected: "an uncertain input or a claim", hint };
      definitions.error(said, deal.locateKey(["decisions", id, "costs"], fact));
    }
  }
}

function placeOfOption(decision: string, option: string): string[] {
  return ["decisions", decision, "options", option];
}

/** Payoffs and costs that cannot be compared: of other units than the first option, no numbers, or one a month. */
export function decisionFaults(deal: DealText, { quantities }: Graph): Diagnostic[] {
  const faults: Diagnostic[] = [];
  for (const [id, { options, costs = {} }] of Object.entries(deal.document.decisions ?? {})) {
    let first: Quantity | undefined;
    const check = (quantity: Quantity | undefined, what: string, at: readonly Key[]): void => {
      if (quantity === undefined) return;
      const said = faultOf(quantity, first, what);
      if (said !== undefined) faults.push(deal.diagnostic("error", said, deal.locate(at)));
      else first ??= quantity;
    };
    for (const [name, option] of Object.entries(options)) {
      const at = [...placeOfOption(id, name), ...(typeof option === "object" ? ["is"] : [])];
      check(quantities.get(optionPath(id, name)), `the payoff of "${name}"`, at);
    }
    for (const fact of Object.keys(costs)) {
      const quantity = quantities.get(costPath(id, fullPath(deal.document, fact)));
      const at = ["decisions", id, "costs", fact];
      check(quantity, `the cost of "${fact}"`, at);
      if (quantity?.random !== true) continue;
      const said = { message: `the cost of "${fact}" is uncertain`, expected: "a certain amount" };
      faults.push(deal.diagnostic("error", said, deal.locate(at)));
    }
  }
  return faults;
}

function faultOf(
  quantity: Quantity,
  first: Quantity | undefined,
  what: string,
): { message: string; expected: string; hint?: string } | undefined {
  const { type } = quantity;
  if (quantity.series) {
    const expected = "a single value";
    return { message: `${what} is a value a month`, expected, hint: "npv(rate, cash) or sum(cash) makes it one" };
  }
  if (type.kind !== "number") {
    const is = type.kind === "date" ? "a date" : "true or false";
    return { message: `${what} is ${is}`, expected: "an amount, such as 5 million USD" };
  }
  if (first?.type.kind !== "number" || conversion(type.unit, first.type.unit) !== undefined) return undefined;
  const [own, other] = [type, first.type].map((each) => typeName(each) || "a plain number");
  return { message: `${what} is in ${own}, the first option in ${other}`, expected: `units that convert to ${other}` };
}

/** Which facts are worth finding out before a decision of the deal is made, and what each is worth. */
import {
  conversion,
  DecisionStudy,
  narrowedModel,
  typeName,
  type Distribution,
  type FactWorth,
  type Model,
  type NarrowedModel,
  type Progress,
  type Quantity,
} from "@underwatt/engine";
import { costPath, optionPath } from "../expand/decisions.ts";
import { fullPath } from "../expand/overrides.ts";
import type { Prepared } from "../prepare.ts";
import { findPath, isPart, QuestionError } from "./deal-inputs.ts";
import { aboutOf, intervalOf, sampledRunOf } from "./shared-schema.ts";
import { worthVersion, type DecisionWorth, type FactWorthRow, type Worth } from "./worth-result.ts";

export interface WorthOptions {
  /** Names of decisions; all of the deal's unless given. */
  readonly decisions?: readonly string[] | undefined;
  /** Awaited between evaluations, to let others have a turn. */
  readonly pause?: (() => Promise<void>) | undefined;
}

/** What somebody writes to have a decision, as it stands in a deal. */
const example = `decisions:
  sign-lease:
    says: Sign the lease, or walk away.
    options:
      sign: { is: model.npv, says: Sign at this price. }
      walk: 0 USD
    costs: { assumptions.energy-price: 20000 USD }`;

/**
 * For each decision: the option to prefer now, and what it is worth to know each uncertain input that the payoffs read, and
 * each claim, before deciding. Nothing but the deal's own `decisions` is looked at.
 * @param progress may throw to stop
 * @throws QuestionError when the deal has no decisions, or not those asked for
 */
export async function worth(prepared: Prepared, options: WorthOptions = {}, progress?: Progress): Promise<Worth> {
  const { deal } = prepared;
  const known = deal.document.decisions ?? {};
  if (Object.keys(known).length === 0) {
    throw new QuestionError(
      `the deal has no decisions, and without a choice no fact has a value; write one, for example:\n\n${example}`,
    );
  }
  const names = new Set(Object.keys(known));
  const asked = options.decisions ?? [];
  const wanted = asked.length === 0 ? [...names] : asked.map((name) => findPath(names, name, [], "decision"));
  const decisions: Record<string, DecisionWorth> = {};
  const leftOut: Record<string, string[]> = {};
  for (const [index, id] of wanted.entries()) {
    const payoffs = payoffsOf(prepared, id);
    if (payoffs === undefined) leftOut[id] = waitingFor(prepared, id);
    else {
      const reported: Progress = (share) => progress?.((index + share) / wanted.length);
      decisions[id] = await worthOfDecision(prepared, id, payoffs, { pause: options.pause, progress: reported });
    }
  }
  return {
    schema: worthVersion,
    ...aboutOf(prepared),
    run: sampledRunOf(prepared),
    decisions,
    left_out: leftOut,
  };
}

/** An option with what its payoff must be multiplied with to be in the unit of the first. */
interface Payoff {
  readonly name: string;
  readonly quantity: Quantity;
  readonly factor: number;
}

/** Undefined when an option waits for evidence. */
function payoffsOf({ deal, graph }: Prepared, id: string): Payoff[] | undefined {
  const options = Object.keys(deal.document.decisions?.[id]?.options ?? {});
  const payoffs: Payoff[] = [];
  for (const name of options) {
    const quantity = graph.quantities.get(optionPath(id, name));
    if (quantity === undefined) return undefined;
    payoffs.push({ name, quantity, factor: factorTo(quantity, payoffs[0]?.quantity ?? quantity) });
  }
  return payoffs;
}

function factorTo({ type }: Quantity, wanted: Quantity): number {
  if (type.kind !== "number" || wanted.type.kind !== "number") return NaN;
  return conversion(type.unit, wanted.type.unit) ?? NaN;
}

function waitingFor({ deal, leftOut }: Prepared, id: string): string[] {
  const options = Object.keys(deal.document.decisions?.[id]?.options ?? {});
  return [...new Set(options.flatMap((name) => leftOut.get(optionPath(id, name)) ?? []))].sort();
}

/** Share of the work that is drawing; the rest is facts. */
const drawing = 0.5;

async function worthOfDecision(
  prepared: Prepared,
  id: string,
  payoffs: readonly Payoff[],
  { pause, progress }: { pause: WorthOptions["pause"]; progress: Progress },
): Promise<DecisionWorth> {
  const { deal, graph, dependence, plan } = prepared;
  const decision = deal.document.decisions?.[id];
  const [first] = payoffs;
  if (decision === undefined || first === undefined) throw new QuestionError(`there is no decision "${id}"`);
  const model = narrowedModel(
    graph.program,
    dependence,
    payoffs.map(({ quantity }) => quantity.step),
  );
  const study = await DecisionStudy.draw(scaled(model, payoffs, pause), plan, (share) => {
    progress(drawing * share);
  });
  const facts = factsOf(prepared, model);
  const rows: FactWorthRow[] = [];
  for (const fact of facts) {
    await pause?.();
    rows.push(rowOf(prepared, id, fact, study.worthOf(fact.inputs), payoffs));
    progress(drawing + ((1 - drawing) * rows.length) / facts.length);
  }
  const { expected, preferred, otherBetter, perfect, undefinedShare } = study.standing;
  const options = payoffs.map(({ name }, index) => {
    const option = decision.options[name];
    const says = typeof option === "object" ? option.says : undefined;
    const shown = { ...(says === undefined ? {} : { says }), expected: intervalOf(expected[index]) };
    return [name, shown] as const;
  });
  return {
    says: decision.says,
    unit: typeName(first.quantity.type),
    options: Object.fromEntries(options),
    preferred: payoffs[preferred]?.name ?? first.name,
    other_better: intervalOf(otherBetter),
    perfect: intervalOf(perfect),
    undefined: undefinedShare,
    facts: rows.sort((left, right) => right.net - left.net || (left.path < right.path ? -1 : 1)),
  };
}

/** Payoffs in one unit. */
function scaled(model: NarrowedModel, payoffs: readonly Payoff[], pause: WorthOptions["pause"]): Model {
  return {
    ...model,
    async evaluate(values) {
      await pause?.();
      const columns = await model.evaluate(values);
      return columns.map((column, option) => {
        const factor = payoffs[option]?.factor ?? NaN;
        return factor === 1 ? column : column.map((value) => value * factor);
      });
    },
  };
}

/** Something that can be found out: inputs, by index into the model, under the name that people give them. */
interface Fact {
  readonly path: string;
  readonly inputs: readonly number[];
  readonly names: readonly string[];
}

/** Every input that a payoff reads, and every claim in whose formula more than one of them is written. */
function factsOf({ graph }: Prepared, { inputs, read }: NarrowedModel): Fact[] {
  const single = read.map((index): Fact => {
    const name = inputs[index]?.name ?? "";
    return { path: name, inputs: [index], names: [name] };
  });
  const indexOf = new Map(single.flatMap(({ path, inputs: [index = -1] }) => [[path, index] as const]));
  const claims = [...graph.quantities.values()]
    .filter(({ path }) => /^claims\.[^.]+$/.test(path))
    .flatMap((claim): Fact[] => {
      const names = claim.inputs.filter((name) => indexOf.has(name));
      const isInput = names.length === 1 && names[0] === claim.path;
      if (names.length === 0 || isInput) return [];
      return [{ path: claim.path, inputs: names.map((name) => indexOf.get(name) ?? -1), names }];
    });
  // An input that is all a claim tells is told under the claim's name.
  const told = new Set(claims.filter(({ names }) => names.length === 1).flatMap(({ names }) => names));
  const whole = new Set(claims.map(({ path }) => path));
  const apart = single
    .filter(({ path }) => !told.has(path))
    // The first input of a formula goes by the name of the whole, the second adds #2 to it.
    .map((fact) => (whole.has(fact.path) ? { ...fact, path: `${fact.path}#1` } : fact));
  return [...claims, ...apart];
}

function rowOf(
  prepared: Prepared,
  decision: string,
  fact: Fact,
  { value, thresholds }: FactWorth,
  payoffs: readonly Payoff[],
): FactWorthRow {
  const { graph, expansion } = prepared;
  const [only, ...more] = fact.names;
  const input = more.length > 0 ? undefined : graph.program.inputs.find(({ name }) => name === only);
  const cost = costOf(prepared, decision, fact, payoffs);
  const says = expansion.origins.get(fact.path)?.says;
  const watch = watchFor(prepared, fact);
  return {
    path: fact.path,
    ...(says === undefined ? {} : { says }),
    inputs: [...fact.names],
    unit: input?.unit ?? "",
    part: input !== undefined && isPart(prepared, input),
    value: intervalOf(value),
    ...(cost === undefined ? {} : { cost }),
    net: (value.value > 0 ? value.value : 0) - (cost ?? 0),
    thresholds: thresholds.map(({ at, below, above }) => ({
      at: input === undefined ? at : readable(at, input.distribution),
      below: payoffs[below]?.name ?? "",
      above: payoffs[above]?.name ?? "",
    })),
    ...(watch === undefined ? {} : { watch }),
  };
}

/** To a hundredth of the size of the fact's central 90 %: closer no fit places a threshold. Values of a list stay. */
function readable(at: number, distribution: Distribution): number {
  const width = distribution.quantile(0.95) - distribution.quantile(0.05);
  if (distribution.family === "discrete" || !(width > 0)) return at;
  const digits = 2 - Math.floor(Math.log10(width));
  // A power of ten below 1 is not exact; to divide by its inverse is.
  const rounded =
    digits > 0 ? Math.round(at * 10 ** digits) / 10 ** digits : Math.round(at / 10 ** -digits) * 10 ** -digits;
  return Number.isFinite(rounded) ? rounded + 0 : at;
}

/** In the unit of the payoffs. */
function costOf({ graph }: Prepared, decision: string, fact: Fact, payoffs: readonly Payoff[]): number | undefined {
  const [first] = payoffs;
  const names = fact.names.length === 1 ? [fact.path, ...fact.names] : [fact.path];
  const [quantity] = names.flatMap((path) => graph.quantities.get(costPath(decision, path)) ?? []);
  const step = graph.program.steps[quantity?.step ?? -1];
  if (quantity === undefined || first === undefined || step?.kind !== "certain") return undefined;
  return (step.column.data[0] ?? NaN) * factorTo(quantity, first.quantity);
}

/** The item of the watch list that settles the fact, or a figure that is nothing but the fact. */
function watchFor({ deal, graph }: Prepared, fact: Fact): FactWorthRow["watch"] {
  const own = graph.quantities.get(fact.path)?.step;
  for (const [id, { asks, due, settles }] of Object.entries(deal.document.watch ?? {})) {
    if (settles === undefined) continue;
    const path = fullPath(deal.document, settles);
    const isSame = own !== undefined && graph.quantities.get(path)?.step === own;
    if (path === fact.path || isSame) return { id, asks, ...(due === undefined ? {} : { due }) };
  }
  return undefined;
}

/** Asks of a deal that runs what an author may ask: sensitivity, stress, worth, a change; right names and wrong ones. */
import {
  attribution,
  attributionSchema,
  breakers,
  breakersSchema,
  checks,
  checksSchema,
  map,
  mapSchema,
  prepare,
  QuestionError,
  readings,
  readingsSchema,
  runDeal,
  sensitivity,
  sensitivitySchema,
  stress,
  stressSchema,
  WhatIf,
  worth,
  worthSchema,
  type Prepared,
  type Result,
  type StressOptions,
} from "@underwatt/deal";
import { typeName } from "@underwatt/engine";
import type { z } from "zod";
import { formula } from "./invent-formula.ts";
import { Chance } from "./random.ts";
import { names, numbers } from "./vocabulary.ts";

/**
 * The first fault of the answers; undefined if each is one, or refused in words for people.
 * @param lap called after each answer
 */
export async function questionFault(
  prepared: Prepared,
  result: Result,
  asks: number,
  lap: (what: string) => void,
): Promise<string | undefined> {
  const chance = new Chance(asks, 7);
  const figures = chance.next() < 0.7 ? [] : [somePath(prepared, chance)];
  const answers: Readonly<Record<string, () => Promise<string | undefined>>> = {
    sensitivity: () =>
      checked("sensitivity", sensitivitySchema, () => sensitivity(prepared, { figures, evaluations: 64 })),
    stress: () => checked("stress", stressSchema, () => stress(prepared, stressQuestion(prepared, chance))),
    worth: () =>
      checked("worth", worthSchema, () =>
        worth(prepared, chance.next() < 0.9 ? {} : { decisions: [chance.pick(names)] }),
      ),
    attribution: () =>
      checked("attribution", attributionSchema, () => attribution(prepared, { figures, evaluations: 64, claims: 2 })),
    readings: () => checked("readings", readingsSchema, () => readings(prepared)),
    breakers: () => checked("breakers", breakersSchema, async () => await Promise.resolve(breakers(prepared))),
    checks: () => checked("checks", checksSchema, async () => await Promise.resolve(checks(prepared))),
    map: () => checked("map", mapSchema, async () => await Promise.resolve(map(prepared))),
    change: () => changeFault(prepared, result, chance),
  };
  for (const [what, answer] of Object.entries(answers)) {
    const fault = await answer();
    lap(what);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

async function checked(what: string, schema: z.ZodType, ask: () => Promise<unknown>): Promise<string | undefined> {
  try {
    const { error } = schema.safeParse(await ask());
    const [issue] = error?.issues ?? [];
    return issue === undefined
      ? undefined
      : `the ${what} result does not fit its schema: ${issue.message} at ${issue.path.join(".")}`;
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    return wordsFault(what, error.message);
  }
}

function wordsFault(what: string, message: string): string | undefined {
  if (message.trim() === "") return `a ${what} question is refused without words`;
  return /\bundefined|\[object|\bNaN\b/.test(message)
    ? `the refusal of a ${what} question leaks: ${message}`
    : undefined;
}

function stressQuestion(prepared: Prepared, chance: Chance): StressOptions {
  const inputs = prepared.graph.program.inputs;
  const input = (): string =>
    inputs.length === 0 || chance.next() < 0.05 ? chance.pick(names) : chance.pick(inputs).name;
  switch (chance.below(6)) {
    case 0:
      return { figure: { path: somePath(prepared, chance), at: someValue(prepared, chance) }, drivers: 1 };
    case 1:
      return { grid: [input(), input()] };
    case 2:
      return { figure: { path: somePath(prepared, chance) }, grid: [input(), input()] };
    case 3:
      return { suppose: new Map([[input(), inputValue(prepared, chance)]]) };
    case 4:
      return { tests: [somePath(prepared, chance)], drivers: 1 };
    default:
      return { drivers: 1 };
  }
}

function somePath({ figures }: Prepared, chance: Chance): string {
  return figures.length === 0 || chance.next() < 0.1 ? chance.pick(names) : chance.pick(figures);
}

/** In the unit of some figure, mostly not the one asked about. */
function someValue({ graph }: Prepared, chance: Chance): string {
  if (chance.next() < 0.2) return formula(chance, 2);
  const quantities = [...graph.quantities.values()];
  const type = quantities.length === 0 ? undefined : chance.pick(quantities).type;
  if (type?.kind === "date") return "2026-07-01";
  const unit = type === undefined ? "" : typeName(type);
  return `${chance.pick(numbers)} ${unit}`.trim();
}

function inputValue({ graph }: Prepared, chance: Chance): string {
  const { inputs } = graph.program;
  if (inputs.length === 0 || chance.next() < 0.1) return formula(chance, 2);
  const { distribution, unit } = chance.pick(inputs);
  const value = distribution.quantile(chance.pick([0.1, 0.5, 0.999]));
  return `${unit === "%" ? 100 * value : value} ${unit}`.trim();
}

/** A session of changes gives what a run with the same `set` gives. */
async function changeFault(prepared: Prepared, result: Result, chance: Chance): Promise<string | undefined> {
  const paths = prepared.figures.filter((path) => prepared.graph.quantities.has(path));
  const session = new WhatIf(prepared, paths);
  const before = changed(session, new Map(), result);
  if (before !== undefined) return before;
  const { definitions } = prepared.expansion;
  if (definitions.length === 0) return undefined;
  const { path } = chance.pick(definitions);
  const value = (): string => someValue(prepared, chance);
  const set = new Map([[path, chance.next() < 0.5 ? value() : `${value()} to ${value()}`]]);
  const own = prepared.options.set ?? new Map<string, string>();
  const again = prepare(prepared.deal, prepared.catalog, { ...prepared.options, set: new Map([...own, ...set]) });
  if ("diagnostics" in again) {
    const answer = session.change(set);
    const [problem] = "problems" in answer ? answer.problems : [];
    return problem === undefined ? undefined : wordsFault("change", problem.message);
  }
  const after = changed(session, set, await runDeal(again.prepared));
  return after ?? changed(session, new Map(), result);
}

function changed(session: WhatIf, set: ReadonlyMap<string, string>, result: Result): string | undefined {
  const told = [...set].map(([path, value]) => ` with ${path} = ${value}`).join("");
  const answer = session.change(set);
  if ("problems" in answer) return `a change${told} is refused, but not a run: ${answer.problems[0]?.message ?? ""}`;
  for (const [path, numbers] of answer.figures) {
    const figure = result.figures[path];
    // A figure that a change takes out of a run's sight is still shown in the session.
    if (figure === undefined) continue;
    for (const [name, value] of Object.entries(numbers)) {
      const ran: unknown = Object.entries(figure).find(([key]) => key === name)?.[1];
      if (JSON.stringify(value) !== JSON.stringify(ran))
        return `a change${told} makes ${name} of ${path} ${short(value)}, a run ${short(ran)}`;
    }
  }
  return undefined;
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 200);
}

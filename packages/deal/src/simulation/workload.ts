/** The question that simulating a workload of a prepared deal asks. */
import { parseDate } from "@underwatt/engine";
import { QuestionError } from "../analysis/deal-inputs.ts";
import { didYouMean } from "../did-you-mean.ts";
import { expand } from "../expand/index.ts";
import type { Prepared } from "../prepare.ts";
import { formatDiagnostic } from "../read/diagnostic.ts";
import { simulationKey, simulationQuestion, type SimulationQuestion } from "./question.ts";
import { simulationOf } from "./written.ts";

/** What the command line puts in the place of the deal's own. */
export interface SimulationChanges {
  readonly seed?: number | undefined;
  readonly requests?: number | undefined;
  /** Seconds. */
  readonly duration?: number | undefined;
  readonly scale?: number | undefined;
}

export interface SimulatedWorkload {
  readonly question: SimulationQuestion;
  readonly key: string;
  /** Whether it is what the deal asks, so that its results are worth keeping. */
  readonly isDeals: boolean;
}

/** @throws QuestionError when there is no such workload, or it cannot be simulated as it stands */
export function simulatedWorkload(
  prepared: Prepared,
  wanted: string,
  changes: SimulationChanges = {},
): SimulatedWorkload {
  const { deal, catalog, options, expansion, graph } = prepared;
  const workloads = deal.document.workloads ?? {};
  const id = wanted.startsWith("workloads.") ? wanted.slice("workloads.".length) : wanted;
  const workload = Object.hasOwn(workloads, id) ? workloads[id] : undefined;
  const names = Object.keys(workloads);
  if (workload === undefined) {
    const known =
      names.length === 0 ? "the deal has none; write one under `workloads:`" : `workloads are ${names.join(", ")}`;
    throw new QuestionError(`there is no workload "${wanted}"; ${didYouMean(id, names, known)}`);
  }
  const simulation = simulationOf(workload);
  if (simulation === undefined)
    throw new QuestionError(
      `the workload "${id}" has no \`simulation:\`; it needs at least \`simulation: { traffic: { rate: 20 request/s } }\``,
    );
  const { set = new Map<string, string>(), scenario, evidence } = options;
  const places = expand(deal, catalog, { asOf: parseDate(prepared.asOf) ?? 0, set, scenario, evidence })
    .asks.filter((ask) => ask.kind === "serving")
    .filter((ask) => ask.workload === `workloads.${id}`);
  const found = simulationQuestion(simulation, places, expansion, graph);
  if (!("pools" in found)) {
    const said = found.map(({ at, message, expected }) =>
      formatDiagnostic(deal.diagnostic("error", { message, expected, hint: undefined }, deal.locate(at))),
    );
    throw new QuestionError(said.join("\n\n"));
  }
  const { seed, requests, duration, scale } = changes;
  const isDeals = [seed, requests, duration, scale].every((change) => change === undefined);
  const settings = {
    ...found.settings,
    ...(seed === undefined ? {} : { seed }),
    // An end that is asked for takes the place of the deal's.
    ...(requests === undefined && duration === undefined ? {} : { requests, duration }),
    ...(scale === undefined ? {} : { scale }),
  };
  const question = { ...found, settings };
  const { traffic } = settings;
  const file = traffic.kind === "rate" ? undefined : traffic.file;
  const trace = file === undefined ? undefined : catalog.simulated?.traces.get(file);
  return { question, key: simulationKey(question, catalog.serving?.hash ?? "", trace), isDeals };
}

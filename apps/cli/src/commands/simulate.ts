/** `underwatt simulate`: puts a serving workload through its requests, and keeps what came of it for the deal. */
import { SimulationError, TrafficError, type RequestColumns, type ServingModel } from "@underwatt/compute";
import {
  assembleAnswer,
  drawnRequests,
  planSimulation,
  QuestionError,
  runPlan,
  servedPools,
  simulatedWorkload,
  SimulationFault,
  simulationAnswerSchema,
  type RunOptions,
  type SimulatedWorkload,
  type SimulationAnswer,
  type SimulationChanges,
  type SimulationPlan,
} from "@underwatt/deal";
import { keepResults, openServingModel } from "@underwatt/runtime";
import { exitCodes, Stop } from "../exit.ts";
import { open, prepareOrStop, usable, type OpenDeal } from "../open.ts";
import { startProgress } from "../terminal/progress.ts";
import { simulationTables } from "../terminal/simulate-tables.ts";
import { writeOrStop } from "../write-file.ts";
import { tracedRequests } from "./simulate-trace.ts";

export interface SimulateFlags {
  readonly options: RunOptions;
  readonly changes: SimulationChanges;
  readonly json?: string | undefined;
}

/** @throws Stop with the deal's mistakes, or with what cannot be simulated */
export async function simulateWorkload(
  path: string,
  workload: string,
  { options, changes, json }: SimulateFlags,
  width: number,
): Promise<string[]> {
  const opened = open(path);
  const prepared = prepareOrStop(opened, options);
  const model = usable(() => openServingModel());
  const id = workload.startsWith("workloads.") ? workload.slice("workloads.".length) : workload;
  const { asked, answer, seconds } = await sentences(async () => {
    const asked = simulatedWorkload(prepared, id, changes);
    const { deal } = opened.deal.document;
    const head = { deal, workload: id, asOf: prepared.asOf };
    return { asked, ...(await simulated(opened, asked, head, model)) };
  });
  const lines: string[] = [];
  if (asked.isDeals) {
    const name = usable(() => keepResults(opened.place, id, { key: answer.key, figures: answer.figures }));
    lines.push(`results kept in ${name}: the deal now has workloads.${id}.simulated`);
  } else
    lines.push(
      "results not kept for the deal: options differ from what it asks; write them into its simulation to keep them",
    );
  if (json !== undefined) {
    const text = JSON.stringify(simulationAnswerSchema.parse(answer), null, 1);
    if (json === "-") return [text];
    writeOrStop(json, `${text}\n`);
    lines.push(`result written to ${json}`);
  }
  return [...simulationTables(answer, asked.question.settings, seconds, width), "", ...lines];
}

async function simulated(
  opened: OpenDeal,
  { question, key }: SimulatedWorkload,
  head: { deal: string; workload: string; asOf: string },
  model: ServingModel,
): Promise<{ answer: SimulationAnswer; seconds: number }> {
  const { served, unfit } = servedPools(question, model);
  if (served.length === 0) throw new SimulationFault(`no pool can serve ${head.workload}:\n${unfit.join("\n")}`);
  const plan = planSimulation(served, question.settings, model);
  const notes = unfit.map((sentence) => `left out: ${sentence}`);
  const { requests, wanted, report } = await requestsOf(opened, plan);
  const progress = startProgress("simulating");
  const started = performance.now();
  try {
    const result = await runPlan(plan, requests, {
      progress: ({ seconds, offered }) => progress.report(...wanted(seconds, offered)),
      // A turn of the loop lets an interrupt through.
      pause: () => new Promise((resolve) => setImmediate(resolve)),
    });
    const answer = assembleAnswer({ ...head, key, notes: [...notes, ...report()] }, plan, result);
    return { answer, seconds: (performance.now() - started) / 1000 };
  } finally {
    progress.finish();
  }
}

interface Traffic {
  readonly requests: Iterable<RequestColumns> | AsyncIterable<RequestColumns>;
  /** How much is done of how much. */
  readonly wanted: (seconds: number, offered: number) => readonly [number, number];
  /** What became of a trace's rows. */
  readonly report: () => readonly string[];
}

async function requestsOf(opened: OpenDeal, plan: SimulationPlan): Promise<Traffic> {
  const { settings, slice } = plan;
  const { traffic, duration = Infinity, requests = Infinity } = settings;
  const wanted = (seconds: number, offered: number): [number, number] => {
    const share = Math.max(offered / requests, seconds / duration);
    return [Math.min(1, share), 1];
  };
  const file = traffic.kind === "rate" ? undefined : traffic.file;
  if (file === undefined) return { requests: drawnRequests(settings, slice), wanted, report: () => [] };
  return { ...(await tracedRequests(opened.place, file, plan)), wanted };
}

/** What cannot be simulated, as an end of the command. */
async function sentences<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isOurs =
      error instanceof QuestionError ||
      error instanceof SimulationFault ||
      error instanceof SimulationError ||
      error instanceof TrafficError;
    if (isOurs) throw new Stop(error.message, exitCodes.mistakes);
    throw error;
  }
}

/** Results of simulations as a deal's folder keeps them, and the figures that a deal makes of them. */
import { z } from "zod";
import type { MeaningId } from "../meanings/table.ts";

export const simulatedVersion = "underwatt/simulated@1";

/** `responses/<workload>.json`: results with their inputs' hashes, the newest first, so that scenarios keep theirs. */
export const simulatedSchema = z.strictObject({
  schema: z.literal(simulatedVersion),
  results: z.array(
    z.strictObject({
      key: z.string().describe("Hash of all that the figures depend on"),
      figures: z.record(z.string(), z.number()).describe("By name below `simulated`, in the figures' units"),
    }),
  ),
});
export type SimulatedResults = z.infer<typeof simulatedSchema>;
export type SimulatedResult = SimulatedResults["results"][number];

/** Results that a file keeps. */
const mostResults = 16;

/** Results with a new one in front; one of the same inputs is replaced. */
export function withResult(before: SimulatedResults | undefined, result: SimulatedResult): SimulatedResults {
  const others = before?.results.filter(({ key }) => key !== result.key) ?? [];
  return { schema: simulatedVersion, results: [result, ...others].slice(0, mostResults) };
}

/** What a deal's folder holds, as plain data. */
export interface SimulatedBook {
  /** Results by workload. */
  readonly results: ReadonlyMap<string, SimulatedResults>;
  /** Hashes of the contents of traces, by the names that the deal gives; none for a file that is not there. */
  readonly traces: ReadonlyMap<string, string>;
}

export interface SimulatedFigure {
  readonly name: string;
  readonly unit: string;
  readonly meaning: string;
  /** Which utilisation it is. */
  readonly means?: MeaningId;
}

const latency = (name: string, meaning: string): SimulatedFigure[] => [
  { name: `${name}-p50`, unit: "s", meaning: `${meaning}, median` },
  { name: `${name}-p99`, unit: "s", meaning: `${meaning}, 99th percentile` },
];
const shared: readonly SimulatedFigure[] = [
  { name: "tokens", unit: "token/s", meaning: "Output tokens generated while requests came" },
  { name: "goodput", unit: "token/s", meaning: "Output tokens of requests that met their objectives" },
  ...latency("ttft", "Time to first token"),
  ...latency("tpot", "Time per output token after the first"),
  {
    name: "utilisation",
    unit: "%",
    meaning: "Share of the available time in which iterations ran",
    means: "occupancy",
  },
];
/** Of the whole fleet. */
export const fleetFigures: readonly SimulatedFigure[] = [
  ...shared,
  { name: "goodput-share", unit: "%", meaning: "Share of finished requests that met their objectives" },
  { name: "prompts", unit: "token/s", meaning: "Prompt tokens of finished requests, cached ones too" },
  { name: "requests", unit: "request/s", meaning: "Requests finished" },
  { name: "refused-share", unit: "%", meaning: "Share of requests refused" },
  ...latency("end-to-end", "Time to the last token"),
];
/** Of each pool. */
export const poolFigures: readonly SimulatedFigure[] = [
  ...shared,
  { name: "kv-use", unit: "%", meaning: "Share of the KV cache that requests held, on average" },
];

/** All figures of a workload by name below `simulated`. */
export function simulatedFigures(pools: readonly string[]): readonly SimulatedFigure[] {
  return [
    ...fleetFigures,
    ...pools.flatMap((pool) => poolFigures.map((figure) => ({ ...figure, name: `pools.${pool}.${figure.name}` }))),
  ];
}

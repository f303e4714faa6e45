/** The `simulation:` group of a serving workload. */
import { z } from "zod";
import { formula, name, named, text } from "../schema/values.ts";
import { simulationQuantity } from "./quantities.ts";

/** A number of the table, as a formula that must be certain. */
function quantity(key: string) {
  const row = simulationQuantity(key);
  if (row === undefined) throw new Error(`there is no quantity ${key}`);
  return formula.optional().describe(`${row.meaning} [${row.unit === "" ? "plain number" : row.unit}].`);
}

function lengths(side: "input" | "output") {
  const at = (key: string) => quantity(`lengths.${side}.${key}`);
  return z.strictObject({ mean: at("mean"), cv: at("cv"), least: at("least"), most: at("most") }).optional();
}

const hours = (count: number, of: string) =>
  z
    .array(z.number().min(0), { error: `expected ${count} numbers, one an hour` })
    .length(count, { error: `expected ${count} numbers, one an hour` })
    .optional()
    .describe(`Shape of ${of}: relative rates by hour from the start on, ${count} numbers`);

export const routers = ["round-robin", "least-loaded", "cheapest-in-slo"] as const;
export const batchings = ["chunked", "prefill-first"] as const;
const refusals = ["refuse", "wait"] as const;

const word = <const Words extends readonly [string, ...string[]]>(words: Words, meaning: string) =>
  z
    .enum(words, { error: `expected one of ${words.join(", ")}` })
    .optional()
    .describe(meaning);

const tier = z
  .strictObject({
    share: quantity("tiers.*.share"),
    priority: quantity("tiers.*.priority"),
    requests: quantity("tiers.*.requests"),
    tokens: quantity("tiers.*.tokens"),
    over: word(refusals, "What comes to a request over the limit: `refuse` (the default) or `wait` at the door"),
    slo: z
      .strictObject({
        ttft: quantity("tiers.*.slo.ttft"),
        tpot: quantity("tiers.*.slo.tpot"),
        end_to_end: quantity("tiers.*.slo.end_to_end"),
      })
      .optional()
      .describe("Objectives of each request; the workload's unless given"),
  })
  .describe("A kind of customer");

export const simulationSchema = z
  .strictObject({
    traffic: z
      .strictObject({
        rate: quantity("traffic.rate"),
        cv: quantity("traffic.cv"),
        day: hours(24, "a day"),
        week: hours(168, "a week"),
        file: text.optional().describe("A trace in the deal's folder: CSV or JSON lines, plain or gzip"),
        speed: quantity("traffic.speed"),
        clients: quantity("traffic.clients"),
      })
      .describe("When requests come: at a `rate`, as in a `file`, or from so many `clients`"),
    lengths: z
      .strictObject({ input: lengths("input"), output: lengths("output") })
      .optional()
      .describe("How long prompts and answers are; the workload's means unless given"),
    sessions: z
      .strictObject({
        turns: quantity("sessions.turns"),
        pause: quantity("sessions.pause"),
        shared: quantity("sessions.shared"),
        context: quantity("sessions.context"),
      })
      .optional()
      .describe("Requests come in sessions, whose beginnings a prefix cache keeps"),
    tiers: named(tier).optional().describe("Kinds of customers, the first served first where priorities are equal"),
    router: word(routers, "Which replica a request goes to: `least-loaded` unless given"),
    batching: word(batchings, "`chunked` or `prefill-first`; as the engine does unless given"),
    budget: quantity("budget"),
    batch_cap: quantity("batch_cap"),
    failures: z.strictObject({ mtbf: quantity("failures.mtbf"), mttr: quantity("failures.mttr") }).optional(),
    drains: z
      .record(name, z.strictObject({ at: quantity("drains.*.at"), share: quantity("drains.*.share") }))
      .optional()
      .describe("Pools part of which stops taking requests, by pool"),
    pools: z
      .record(name, formula)
      .optional()
      .describe("Share of each pool's replicas that serve this workload; all unless given"),
    scale: quantity("scale"),
    duration: quantity("duration"),
    requests: quantity("requests"),
    seed: z.int().min(0).max(0xffffffff).optional().describe("Seed of traffic and failures; 1 unless given"),
  })
  .describe("What `underwatt simulate` puts this workload through");

export type SimulationWritten = z.infer<typeof simulationSchema>;

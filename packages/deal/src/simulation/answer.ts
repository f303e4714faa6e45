/** What `simulate` answers: the documented form of its `--json`; the version changes when a field changes meaning. */
import { engines } from "@underwatt/compute";
import { z } from "zod";

export const simulationVersion = "underwatt/simulate@1";

/** Null where there was nothing to count. */
const number = z.number().nullable();
const percentiles = z
  .strictObject({ count: z.int(), mean: number, p50: number, p90: number, p99: number, max: number })
  .describe("Over requests; percentiles within 0.2 %");
const latency = z
  .strictObject({
    ttft_s: percentiles.describe("From arrival to the first token, seconds"),
    tpot_s: percentiles.describe("Per output token after the first, seconds"),
    end_to_end_s: percentiles.describe("From arrival to the last token, seconds"),
  })
  .describe("Latencies, all requests until the last has ended");
const goodput = z
  .strictObject({
    share: number.describe("Of finished requests"),
    requests_per_s: z.number(),
    tokens_per_s: z.number().describe("Output tokens"),
  })
  .describe("Requests that met their objectives; rates of the whole fleet while requests came");
const counts = z.strictObject({
  offered: z.int(),
  finished: z.int(),
  refused: z.strictObject({
    "too-large": z.int().describe("No replica can hold it"),
    "over-limit": z.int().describe("Its tier had no more"),
    drained: z.int().describe("No replica that could hold it is left"),
    failures: z.int().describe("It lost its replica too often"),
  }),
  unfinished: z.int().describe("Still under way when all replicas were gone"),
  delayed: z.int().describe("Kept at the door by a limit for a while"),
});
const series = z.array(number);

export const simulationPoolSchema = z.strictObject({
  name: z.string(),
  accelerator: z.string(),
  engine: z.enum(engines),
  layout: z.string(),
  replicas: z.int().describe("In the fleet"),
  simulated: z.int().describe("In the slice"),
  stranded: z.int().describe("Accelerators that make no whole replica"),
  cache_tokens: z.int().describe("Tokens that one replica caches"),
  batch_cap: z.int(),
  tokens_per_s: z.number().describe("Output tokens generated, of the whole pool, while requests came"),
  tokens_per_s_per_accelerator: z.number(),
  utilisation: z.number().describe("Share of the available time in which iterations ran"),
  availability: z.number(),
  mean_waiting: z.number().describe("Requests that wait, in the slice"),
  mean_running: z.number(),
  mean_kv_use: z.number(),
  peak_kv_use: z.number(),
  preemptions: z.int(),
  failures: z.int(),
  finished: z.int(),
  latency,
  goodput,
});

export const simulationTierSchema = z.strictObject({ name: z.string(), requests: counts, latency, goodput });

export const simulationAnswerSchema = z
  .strictObject({
    schema: z.literal(simulationVersion),
    deal: z.string(),
    workload: z.string(),
    as_of: z.string(),
    key: z.string().describe("Hash of all that the results depend on"),
    seed: z.int(),
    version: z.string(),
    slice: z
      .number()
      .describe(
        "Share of the fleet that was simulated, with its share of the traffic; rates are scaled up to the fleet",
      ),
    seconds: z.number().describe("Simulated time in which requests came"),
    seconds_to_end: z.number().describe("Until the last of them had ended"),
    requests: counts,
    preemptions: z.int(),
    failovers: z.int(),
    tokens: z
      .strictObject({
        input: z.number(),
        output: z.number(),
        generated: z.number().describe("Also for requests that did not finish"),
        prefilled: z.number().describe("Prompt tokens computed, again after a restart too"),
        from_cache: z.number().describe("Prompt tokens that a prefix cache had"),
      })
      .describe("Tokens in the slice, of finished requests where not said otherwise"),
    latency,
    goodput,
    pools: z.array(simulationPoolSchema),
    tiers: z.array(simulationTierSchema),
    over_time: z
      .strictObject({
        bin_s: z.number(),
        pools: z.array(
          z.strictObject({
            name: z.string(),
            waiting: series,
            running: series,
            kv_use: series,
            utilisation: series,
            tokens_per_s: series.describe("Output tokens, in the slice"),
          }),
        ),
        tiers: z.array(
          z.strictObject({
            name: z.string(),
            offered_per_s: series,
            finished_per_s: series,
            refused_per_s: series,
            goodput_per_s: series,
            ttft_p50_s: series,
            ttft_p99_s: series,
          }),
        ),
      })
      .describe("By bins of simulated time, in the slice"),
    notes: z
      .array(z.string())
      .describe("What the reader should know: pools left out, rows of a trace mended or refused"),
    figures: z
      .record(z.string(), z.number())
      .describe("What a deal finds below `workloads.NAME.simulated`, in its units"),
  })
  .describe("A simulated workload");

export type SimulationAnswer = z.infer<typeof simulationAnswerSchema>;

/** What `estimate serving` answers: the documented form of its `--json`; the version changes when a field changes meaning. */
import { engines, supports, weightFormats } from "@underwatt/compute";
import { z } from "zod";

export const servingAnswerVersion = "underwatt/estimate-serving@1";

const interval = z
  .strictObject({ value: z.number(), low: z.number(), high: z.number() })
  .describe("With its central 80 % interval");
const layout = z
  .strictObject({
    tp: z.int().describe("Ways that attention and dense layers are cut"),
    attention_dp: z.int().describe("Copies of attention that each serve their own sequences"),
    expert_tp: z.int().describe("Ways that each expert is cut"),
    expert_ep: z.int().describe("Groups among which experts are shared out"),
    pp: z.int().describe("Pipeline stages"),
  })
  .describe("How a worker is spread over accelerators");
const workers = z.strictObject({ count: z.int(), layout });

export const servingPointSchema = z
  .strictObject({
    workers,
    prefill: workers.optional().describe("Workers that only prefill"),
    accelerators: z.int().describe("Of the whole deployment"),
    concurrency: z.number().describe("Clients that each ask again when answered, over the whole deployment"),
    ttft_s: interval.describe("Mean time to first token, seconds"),
    tpot_s: interval.describe("Mean time per output token after the first, seconds"),
    tokens_per_s_per_accelerator: interval.describe("Output tokens"),
    tokens_per_s_per_user: interval.describe(
      "Interactivity: output tokens a second that one client sees after the first",
    ),
    support: z
      .enum(supports)
      .describe("How close measured runs come: cell (model, chip and engine measured together), model, engine, none"),
    remarks: z.array(z.string()).describe("What lies outside what was measured; empty inside"),
  })
  .describe("One way to serve");

const memory = z
  .strictObject({
    accelerator_gb: z.number().describe("Of one accelerator, as its vendor counts it"),
    weights_gb: z.number().describe("Weights on one accelerator, 10^9 bytes"),
    cache_room_gb: z.number().describe("Left for the KV cache on one accelerator; below 0 the weights do not fit"),
    sequences_held: z
      .number()
      .describe("Sequences of the mean length that all workers hold at once; above, requests wait"),
  })
  .describe("Memory of the workers that decode");

export const servingAnswerSchema = z
  .strictObject({
    schema: z.literal(servingAnswerVersion),
    model: z.string(),
    accelerator: z.string(),
    engine: z.enum(engines),
    weights: z.enum(weightFormats),
    input: z.number().describe("Mean tokens of a prompt"),
    output: z.number().describe("Mean tokens of an answer"),
    slo: z
      .strictObject({ ttft_s: z.number().optional(), tpot_s: z.number().optional() })
      .describe("Limits on mean latencies, seconds"),
    point: servingPointSchema
      .optional()
      .describe("The layout asked about; else the one with most tokens per second and accelerator within the limits"),
    keeps_slo: z.boolean().optional().describe("Whether the point keeps the limits"),
    memory: memory.optional(),
    step: z
      .strictObject({
        sequences: z.number().describe("Decoding at once on one worker"),
        decode_s: z.number().describe("One step of all of them"),
        reading_cache_s: z.number().describe("Of which attention to what is cached"),
        prefill_s: z.number().describe("One prompt by itself"),
      })
      .optional()
      .describe("Time of a worker's passes, seconds"),
    frontier: z
      .array(servingPointSchema)
      .optional()
      .describe(
        "Where no layout is given: points that no other beats in both TPOT and throughput, within the TTFT limit, by rising TPOT",
      ),
    unfit: z.string().optional().describe("Why there is no point, and what would help"),
  })
  .describe("What a model gives on an accelerator");

export type ServingAnswer = z.infer<typeof servingAnswerSchema>;
export type ServingPoint = z.infer<typeof servingPointSchema>;

/** What `estimate training` answers: the documented form of its `--json`; the version changes when a field changes meaning. */
import { frameworks, recomputations, shardings, trainingFormats, trainingSupports } from "@underwatt/compute";
import { z } from "zod";

export const trainingAnswerVersion = "underwatt/estimate-training@1";

const interval = z
  .strictObject({ value: z.number(), low: z.number(), high: z.number() })
  .describe("With its central 80 % interval");

const layout = z
  .strictObject({
    tp: z.int().describe("Tensor parallel: accelerators that share every matrix product"),
    pp: z.int().describe("Pipeline stages"),
    cp: z.int().describe("Context parallel: accelerators that share a sequence"),
    ep: z.int().describe("Expert parallel: groups among which experts are shared out"),
    expert_tp: z.int().describe("Ways that each expert is cut"),
    dp: z.int().describe("Replicas of the model"),
    chunks: z.int().describe("Chunks of layers of each stage; more than 1 are interleaved"),
    micro_batch: z.int().describe("Sequences of a micro-batch"),
    sharding: z.enum(shardings).describe("What the replicas share out of the model's state: ZeRO stages 0 to 3"),
    recomputation: z.enum(recomputations).describe("Activations that the backward pass computes again"),
  })
  .describe("How the job is spread over accelerators");

const point = z
  .strictObject({
    layout,
    accelerators: z.int().describe("That the layout occupies"),
    idle: z.int().describe("Of those at hand, that no whole replica with an equal share of the batch can use"),
    tokens_per_s_per_accelerator: interval.describe("Of one that the layout occupies"),
    step_s: interval.describe("Time of a step, seconds"),
    mfu: interval.describe("Model FLOPs utilisation: tokens a second x `flop_per_token` / `peak_flop_per_s`"),
    hfu: z.number().describe("Hardware FLOPs utilisation: the same with the FLOP that are computed again"),
    memory_gb: z.number().describe("Needed on an accelerator of the fullest stage, 10^9 bytes"),
    support: z
      .enum(trainingSupports)
      .describe(
        "How close measured runs come: release (the one named, on this chip, and of this model where it has experts), chip (the chip), generation (other chips of it), none",
      ),
    remarks: z.array(z.string()).describe("What lies outside what was measured; empty inside"),
  })
  .describe("One way to train");

export const trainingAnswerSchema = z
  .strictObject({
    schema: z.literal(trainingAnswerVersion),
    model: z.string(),
    accelerator: z.string(),
    accelerators: z.int().describe("At hand"),
    framework: z.enum(frameworks),
    release: z.string().optional().describe("Of the framework; where absent, the latest that was measured"),
    format: z.enum(trainingFormats).describe("Arithmetic of the matrix products"),
    sequences: z.int().describe("Of a step, over all replicas"),
    length: z.int().describe("Tokens of a sequence"),
    flop_per_token: z.number().describe("That the model needs: forward and backward, causal attention counted"),
    peak_flop_per_s: z.number().describe("Dense peak of an accelerator at 16 bit, whatever the format is"),
    point: point.optional().describe("The layout asked about; else the fastest that fits"),
    waterfall: z
      .array(z.strictObject({ cause: z.string(), meaning: z.string(), share: z.number() }))
      .optional()
      .describe(
        "Shares of the point's step: first the model's arithmetic at the format's peak, then what is lost to each cause; they add up to 1",
      ),
    memory: z
      .strictObject({
        usable_gb: z.number().describe("Of one accelerator"),
        total_gb: z.number(),
        weights_gb: z.number(),
        gradients_gb: z.number(),
        optimizer_gb: z.number(),
        activations_gb: z.number(),
        software_gb: z.number().describe("Context, kernels and buffers of collectives"),
      })
      .optional()
      .describe("On an accelerator of the fullest stage of the point, or of the layout that does not fit, 10^9 bytes"),
    layouts: z.array(point).optional().describe("Where no layout is given: the fastest that fit, the point first"),
    searched: z.int().optional().describe("Where no layout is given: how many there are"),
    anchor: z
      .strictObject({
        accelerator: z.string(),
        ratio: z.number().describe("How many times as fast the job is taken to be as on that accelerator"),
        factor: z.number().describe("On what the model says by itself"),
      })
      .optional()
      .describe("A published ratio that the figures are scaled to"),
    unfit: z.string().optional().describe("Why there is no point, and what would fit"),
  })
  .describe("What accelerators train of a model");

export type TrainingAnswer = z.infer<typeof trainingAnswerSchema>;
export type TrainingPoint = z.infer<typeof point>;

/** What `worth` returns: the documented form of `worth --json`; the version changes when a field changes meaning. */
import { z } from "zod";
import { about, interval, sampledRun } from "./shared-schema.ts";

export const worthVersion = "underwatt/worth@1";

const threshold = z.strictObject({
  at: z
    .number()
    .describe(
      "In the unit of the fact, to a hundredth of its range; of a discrete one, the first value of the upper side",
    ),
  below: z.string().describe("Option preferred below"),
  above: z.string().describe("Option preferred above"),
});

export const factSchema = z
  .strictObject({
    path: z.string().describe("An uncertain input, or a claim that sets some"),
    says: z.string().optional(),
    inputs: z.array(z.string()).describe("The inputs that it tells"),
    unit: z.string(),
    part: z.boolean().describe("Whether it is but a part of its figure's formula, such as a factor"),
    value: interval.describe("Expected gain from knowing it before deciding; of a useless fact it may fall below 0"),
    cost: z.number().optional().describe("What finding out costs, where the deal says"),
    net: z.number().describe("The value, at least 0, less the cost; facts stand in this order"),
    thresholds: z.array(threshold).describe("Where the preferred option changes, of a fact of one input"),
    watch: z
      .strictObject({ id: z.string(), asks: z.string(), due: z.string().optional() })
      .optional()
      .describe("The question of the watch list that settles it"),
  })
  .describe("A fact, and what it is worth to find out");

export const decisionWorthSchema = z
  .strictObject({
    says: z.string(),
    unit: z.string().describe("Of payoffs and values"),
    options: z.record(z.string(), z.strictObject({ says: z.string().optional(), expected: interval })),
    preferred: z.string().describe("Option with the highest expected payoff"),
    other_better: interval.describe("Chance that another option turns out better"),
    perfect: interval.describe("Expected value of perfect information: of knowing everything"),
    undefined: z.number().describe("Share of samples left out because a payoff has no finite value in them"),
    facts: z.array(factSchema),
  })
  .describe("A decision and what is worth finding out first");

export const worthSchema = z
  .strictObject({
    schema: z.literal(worthVersion),
    ...about,
    run: sampledRun,
    decisions: z.record(z.string(), decisionWorthSchema),
    left_out: z
      .record(z.string(), z.array(z.string()))
      .describe("Decisions that rest on claims nobody has made by that day, and those claims"),
  })
  .describe("What is worth finding out before the decisions of a deal");

export type Worth = z.infer<typeof worthSchema>;
export type DecisionWorth = z.infer<typeof decisionWorthSchema>;
export type FactWorthRow = z.infer<typeof factSchema>;

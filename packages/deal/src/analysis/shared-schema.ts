/** What the results of all analyses have in common: estimates with their intervals, and what they are of. */
import type { Estimate } from "@underwatt/engine";
import { z } from "zod";
import type { Prepared } from "../prepare.ts";
import { evidenceOf } from "../assemble.ts";
import { evidenceRead } from "../result.ts";
import { version } from "../version.ts";

/** Null is undefined, without bound, or, for an error, unseen. */
export const number = z.number().nullable();

export const interval = z
  .strictObject({ value: number, se: number, low: number, high: number })
  .describe(
    "An estimate with its standard error and central 95 % interval, from independent scrambles; null is undefined or unseen",
  );

/** An estimate as a result shows it. */
export type Interval = z.infer<typeof interval>;

/** A number that is none has no place in JSON. */
export function numberOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

export function intervalOf(estimate: Estimate | undefined): Interval {
  return {
    value: numberOrNull(estimate?.value),
    se: numberOrNull(estimate?.se),
    low: numberOrNull(estimate?.low),
    high: numberOrNull(estimate?.high),
  };
}

/** The deal that a result is of. */
export const about = { deal: z.string(), title: z.string(), as_of: z.string() };
const settings = {
  scenario: z.string().optional(),
  set: z.record(z.string(), z.string()).optional(),
  evidence: evidenceRead.optional(),
};
/** How a result without samples of its own was made. */
export const unsampledRun = z.strictObject({ version: z.string(), seed: z.number(), ...settings });
export const sampledRun = z.strictObject({
  version: z.string(),
  seed: z.number(),
  samples: z.number(),
  replicates: z.number(),
  ...settings,
});

export function aboutOf({ deal, asOf }: Prepared): { deal: string; title: string; as_of: string } {
  return { deal: deal.document.deal, title: deal.document.title ?? deal.document.deal, as_of: asOf };
}

export function unsampledRunOf({
  plan,
  expansion,
  options: { scenario, set },
}: Prepared): z.infer<typeof unsampledRun> {
  return {
    version,
    seed: plan.seed,
    ...(scenario === undefined ? {} : { scenario }),
    ...(set === undefined || set.size === 0 ? {} : { set: Object.fromEntries(set) }),
    ...evidenceOf(expansion),
  };
}

export function sampledRunOf(prepared: Prepared): z.infer<typeof sampledRun> {
  const { samples, replicates } = prepared.plan;
  return { ...unsampledRunOf(prepared), samples, replicates };
}

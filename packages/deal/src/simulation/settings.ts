/** A workload's `simulation:` group as the simulator takes it: certain numbers in SI units, defaults filled in; `read-settings.ts` fills them. */
import type { RateLimits, RouterPolicy, ServiceObjectives } from "@underwatt/compute";

export interface SimulationSettings {
  readonly traffic: TrafficSettings;
  readonly lengths: { readonly input: LengthSettings; readonly output: LengthSettings };
  readonly sessions?: SessionSettings | undefined;
  readonly tiers: readonly TierSettings[];
  readonly router: RouterPolicy;
  /** The engine's own unless given. */
  readonly batching?: "chunked" | "prefill-first" | undefined;
  /** Tokens of an iteration, of one attention rank. */
  readonly budget: number;
  readonly batchCap?: number | undefined;
  readonly failures?: { readonly mtbf: number; readonly mttr: number } | undefined;
  readonly drains: ReadonlyMap<string, { readonly at: number; readonly share: number }>;
  /** Share of each pool's replicas; 1 for those not named. */
  readonly shares: ReadonlyMap<string, number>;
  /** Replicas of the largest pool in the slice; all unless given. */
  readonly scale?: number | undefined;
  /** Seconds, or requests: what comes first ends the traffic. */
  readonly duration?: number | undefined;
  readonly requests?: number | undefined;
  readonly seed: number;
}

export type TrafficSettings =
  | {
      readonly kind: "rate";
      /** Requests a second, averaged over the shape. */
      readonly rate: number;
      readonly cv: number;
      /** Relative rates, hour by hour. */
      readonly hours?: readonly number[] | undefined;
    }
  | {
      readonly kind: "trace";
      readonly file: string;
      readonly speed?: number | undefined;
      /** Requests a second that the trace is brought to. */
      readonly rate?: number | undefined;
    }
  | { readonly kind: "closed-loop"; readonly clients: number; readonly file?: string | undefined };

/** Tokens. */
export type LengthSettings =
  | { readonly kind: "fixed"; readonly tokens: number }
  | { readonly kind: "uniform"; readonly least: number; readonly most: number }
  | { readonly kind: "lognormal"; readonly mean: number; readonly cv: number; readonly most?: number | undefined };

export interface SessionSettings {
  readonly turns: number;
  readonly pause: number;
  readonly shared: number;
  readonly context: number;
}

export interface TierSettings {
  readonly name: string;
  readonly share: number;
  readonly priority: number;
  readonly limits?: RateLimits | undefined;
  readonly slo: ServiceObjectives;
}

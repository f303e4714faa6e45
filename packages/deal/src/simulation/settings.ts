/** A workload's `simulation:` group as the simulator takes it: certain numbers in SI units, defaults filled in. */
import type { RateLimits, RouterPolicy, ServiceObjectives } from "@underwatt/compute";
import type { SimulationWritten } from "./schema.ts";

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

/** What cannot be simulated as written; `key` is below `simulation`. */
export interface SettingsFault {
  readonly key: string;
  readonly message: string;
  readonly expected: string;
}

/** What the rest of the workload gives. */
export interface WorkloadMeans {
  /** Mean tokens; undefined where they are uncertain or not given. */
  readonly input: number | undefined;
  readonly output: number | undefined;
  readonly slo: ServiceObjectives;
}

const usualBudget = 8192;
const usualRequests = 10_000;

/**
 * @param number value of a key of {@link simulationQuantities} below `simulation`, or undefined where none was written
 */
export function readSettings(
  written: SimulationWritten,
  number: (key: string) => number | undefined,
  means: WorkloadMeans,
): SimulationSettings | readonly SettingsFault[] {
  const faults: SettingsFault[] = [];
  const fault = (key: string, message: string, expected: string): void => {
    faults.push({ key, message, expected });
  };
  const whole = (key: string): number | undefined => {
    const value = number(key);
    return value === undefined ? undefined : Math.max(1, Math.round(value));
  };

  const lengthOf = (side: "input" | "output"): LengthSettings => {
    const key = `lengths.${side}`;
    const [mean, cv, least, most] = ["mean", "cv", "least", "most"].map((name) => number(`${key}.${name}`));
    if (least !== undefined && mean === undefined && most !== undefined) {
      if (least > most) fault(`${key}.least`, "the least length is above the most", "`least` up to `most`");
      return { kind: "uniform", least: Math.round(least), most: Math.round(most) };
    }
    if (least !== undefined)
      fault(`${key}.least`, "a least length stands without its most", "`least` with `most`, and no mean");
    const usual = mean ?? means[side];
    if (usual === undefined) {
      fault(
        key,
        `nothing certain says how long ${side === "input" ? "prompts" : "answers"} are`,
        `${key}.mean, such as 1024 token`,
      );
      return { kind: "fixed", tokens: 1 };
    }
    if (cv === undefined || cv === 0) return { kind: "fixed", tokens: Math.max(1, Math.round(usual)) };
    return { kind: "lognormal", mean: usual, cv, most: most === undefined ? undefined : Math.round(most) };
  };

  const traffic = (): TrafficSettings => {
    const { file, day, week } = written.traffic;
    const [rate, clients, cv, speed] = ["rate", "clients", "cv", "speed"].map((name) => number(`traffic.${name}`));
    if (clients !== undefined) {
      if (rate !== undefined)
        fault("traffic.rate", "clients of a closed loop ask when they are answered, at no rate", "`rate` or `clients`");
      return { kind: "closed-loop", clients: Math.round(clients), file };
    }
    if (file !== undefined) {
      if (rate !== undefined && speed !== undefined)
        fault("traffic.speed", "a trace has a rate and a speed", "one of both");
      if (speed !== undefined && !(speed > 0))
        fault("traffic.speed", "the speed of a replay must be above zero", "such as 2");
      return { kind: "trace", file, speed, rate };
    }
    if (rate === undefined || !(rate > 0))
      fault(
        "traffic",
        "nothing says when requests come",
        "`rate`, such as 20 request/s, a trace as `file`, or `clients`",
      );
    if (day !== undefined && week !== undefined)
      fault("traffic.week", "traffic has the shape of a day and of a week", "one of both");
    return { kind: "rate", rate: rate ?? 1, cv: cv ?? 1, hours: week ?? day };
  };

  const sessions = (): SessionSettings | undefined => {
    if (written.sessions === undefined) return undefined;
    const [turns, pause, shared, context] = ["turns", "pause", "shared", "context"].map((name) =>
      number(`sessions.${name}`),
    );
    if (!(pause !== undefined && pause > 0))
      fault("sessions", "a session needs the pause between turns", "pause: such as 60 s");
    if (context === undefined)
      fault("sessions", "a session needs the context that ends it", "context: such as 32000 token");
    if (written.traffic.file !== undefined || written.traffic.clients !== undefined)
      fault(
        "sessions",
        "sessions are drawn; a trace has its own, and a closed loop has none",
        "`sessions` with a `rate`",
      );
    return { turns: turns ?? 3, pause: pause ?? 1, shared: Math.round(shared ?? 0), context: Math.round(context ?? 2) };
  };

  const tierNames = Object.keys(written.tiers ?? {});
  const tiers = tierNames.map((name): TierSettings => {
    const at = (key: string) => number(`tiers.${name}.${key}`);
    const [requestsPerMinute, tokensPerMinute] = [at("requests"), at("tokens")];
    const slo = { ttft: at("slo.ttft"), tpot: at("slo.tpot"), endToEnd: at("slo.end_to_end") };
    const isLimited = requestsPerMinute !== undefined || tokensPerMinute !== undefined;
    const over = written.tiers?.[name]?.over ?? "refuse";
    return {
      name,
      share: at("share") ?? NaN,
      priority: Math.round(at("priority") ?? 0),
      ...(isLimited ? { limits: { requestsPerMinute, tokensPerMinute, over } } : {}),
      slo: Object.values(slo).some((time) => time !== undefined) ? slo : means.slo,
    };
  });
  const open = tiers.filter(({ share }) => Number.isNaN(share));
  const given = tiers.reduce((sum, { share }) => sum + (Number.isNaN(share) ? 0 : share), 0);
  if (tiers.length > 0 && (given > 1 + 1e-9 || (open.length === 0 && given < 1 - 1e-9)))
    fault(
      "tiers",
      `the shares of the tiers add up to ${Number((100 * given).toPrecision(4))} %`,
      "100 %; what is left is the tiers' without a share",
    );
  const rest = (1 - given) / Math.max(1, open.length);

  const [mtbf, mttr] = [number("failures.mtbf"), number("failures.mttr")];
  if (written.failures !== undefined && !(mtbf !== undefined && mttr !== undefined && mtbf > 0 && mttr > 0))
    fault("failures", "failures need times", "`mtbf` and `mttr`, both above zero, such as 720 h and 2 h");

  const duration = number("duration");
  const requests = whole("requests");
  const isTrace = written.traffic.file !== undefined;
  const settings: SimulationSettings = {
    traffic: traffic(),
    lengths: isTrace
      ? { input: { kind: "fixed", tokens: 1 }, output: { kind: "fixed", tokens: 1 } }
      : { input: lengthOf("input"), output: lengthOf("output") },
    sessions: sessions(),
    tiers:
      tiers.length === 0
        ? [{ name: "all", share: 1, priority: 0, slo: means.slo }]
        : tiers.map((tier) => (Number.isNaN(tier.share) ? { ...tier, share: rest } : tier)),
    router: written.router ?? "least-loaded",
    batching: written.batching,
    budget: whole("budget") ?? usualBudget,
    batchCap: whole("batch_cap"),
    failures: mtbf === undefined || mttr === undefined ? undefined : { mtbf, mttr },
    drains: new Map(
      Object.keys(written.drains ?? {}).map((pool) => [
        pool,
        { at: number(`drains.${pool}.at`) ?? 0, share: number(`drains.${pool}.share`) ?? 1 },
      ]),
    ),
    shares: new Map(Object.keys(written.pools ?? {}).map((pool) => [pool, number(`pools.${pool}`) ?? 1])),
    scale: whole("scale"),
    duration,
    requests: requests ?? (duration === undefined && !isTrace ? usualRequests : undefined),
    seed: written.seed ?? 1,
  };
  return faults.length > 0 ? faults : settings;
}

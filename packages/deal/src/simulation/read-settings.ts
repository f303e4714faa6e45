/** Reads a workload's `simulation:` group: numbers that the deal makes of it, defaults, and what does not go together. */
import type { ServiceObjectives } from "@underwatt/compute";
import type { SimulationWritten } from "./schema.ts";
import type { LengthSettings, SessionSettings, SimulationSettings, TierSettings, TrafficSettings } from "./settings.ts";

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

/** Value of a key of the table of quantities, below `simulation`; undefined where none was written. */
type NumberOf = (key: string) => number | undefined;

/** Tokens of an iteration, as vLLM, SGLang and TensorRT-LLM have it on accelerators of this size unless told otherwise. */
const usualBudget = 8192;
const usualRequests = 10_000;

export function readSettings(
  written: SimulationWritten,
  number: NumberOf,
  means: WorkloadMeans,
): SimulationSettings | readonly SettingsFault[] {
  const reader = new SettingsReader(written, number, means);
  const settings = reader.settings();
  return reader.faults.length > 0 ? reader.faults : settings;
}

class SettingsReader {
  readonly faults: SettingsFault[] = [];
  private readonly written: SimulationWritten;
  private readonly number: NumberOf;
  private readonly means: WorkloadMeans;

  constructor(written: SimulationWritten, number: NumberOf, means: WorkloadMeans) {
    this.written = written;
    this.number = number;
    this.means = means;
  }

  settings(): SimulationSettings {
    const { written } = this;
    const { file } = written.traffic;
    const requests = this.whole("requests");
    const duration = this.number("duration");
    // A trace has lengths of its own.
    const none: LengthSettings = { kind: "fixed", tokens: 1 };
    return {
      traffic: this.traffic(),
      lengths:
        file === undefined
          ? { input: this.length("input"), output: this.length("output") }
          : { input: none, output: none },
      sessions: this.sessions(),
      tiers: this.tiers(),
      router: written.router ?? "least-loaded",
      batching: written.batching,
      budget: this.whole("budget") ?? usualBudget,
      batchCap: this.whole("batch_cap"),
      failures: this.failures(),
      drains: new Map(
        Object.keys(written.drains ?? {}).map((pool) => [
          pool,
          { at: this.number(`drains.${pool}.at`) ?? 0, share: this.number(`drains.${pool}.share`) ?? 1 },
        ]),
      ),
      shares: new Map(Object.keys(written.pools ?? {}).map((pool) => [pool, this.number(`pools.${pool}`) ?? 1])),
      scale: this.whole("scale"),
      duration,
      requests: requests ?? (duration === undefined && file === undefined ? usualRequests : undefined),
      seed: written.seed ?? 1,
    };
  }

  private traffic(): TrafficSettings {
    const { file, day, week } = this.written.traffic;
    const at = (key: string): number | undefined => this.number(`traffic.${key}`);
    const [rate, clients, speed] = [at("rate"), at("clients"), at("speed")];
    if (clients !== undefined) {
      if (rate !== undefined)
        this.fault(
          "traffic.rate",
          "clients of a closed loop ask when they are answered, at no rate",
          "`rate` or `clients`",
        );
      return { kind: "closed-loop", clients: Math.round(clients), file };
    }
    if (file !== undefined) {
      if (rate !== undefined && speed !== undefined)
        this.fault("traffic.speed", "a trace has a rate and a speed", "one of both");
      if ([rate, speed].some((value) => value !== undefined && !(value > 0)))
        this.fault("traffic", "a trace is replayed at no speed", "a rate or a speed above zero");
      return { kind: "trace", file, speed, rate };
    }
    if (rate === undefined || !(rate > 0))
      this.fault(
        "traffic",
        "nothing says when requests come",
        "`rate`, such as 20 request/s, a trace as `file`, or `clients`",
      );
    if (day !== undefined && week !== undefined)
      this.fault("traffic.week", "traffic has the shape of a day and of a week", "one of both");
    return { kind: "rate", rate: rate ?? 1, cv: at("cv") ?? 1, hours: week ?? day };
  }

  private length(side: "input" | "output"): LengthSettings {
    const key = `lengths.${side}`;
    const at = (name: string): number | undefined => this.number(`${key}.${name}`);
    const [mean, cv, least, most] = [at("mean"), at("cv"), at("least"), at("most")];
    if (least !== undefined) {
      if (mean !== undefined || most === undefined)
        this.fault(`${key}.least`, "a least length makes a range with its most", "`least` with `most`, and no mean");
      else if (least > most) this.fault(`${key}.least`, "the least length is above the most", "`least` up to `most`");
      return { kind: "uniform", least: Math.round(least), most: Math.round(most ?? least) };
    }
    const usual = mean ?? this.means[side];
    if (usual === undefined) {
      const what = side === "input" ? "prompts" : "answers";
      this.fault(key, `nothing certain says how long ${what} are`, `${key}.mean, such as 1024 token`);
      return { kind: "fixed", tokens: 1 };
    }
    if (cv === undefined || cv === 0) return { kind: "fixed", tokens: Math.max(1, Math.round(usual)) };
    return { kind: "lognormal", mean: usual, cv, most: most === undefined ? undefined : Math.round(most) };
  }

  private sessions(): SessionSettings | undefined {
    const { sessions, traffic } = this.written;
    if (sessions === undefined) return undefined;
    const at = (key: string): number | undefined => this.number(`sessions.${key}`);
    const [pause, context] = [at("pause"), at("context")];
    if (!(pause !== undefined && pause > 0))
      this.fault("sessions", "a session needs the pause between turns", "pause: such as 60 s");
    if (context === undefined)
      this.fault("sessions", "a session needs the context that ends it", "context: such as 32000 token");
    if (traffic.file !== undefined || traffic.clients !== undefined)
      this.fault(
        "sessions",
        "sessions are drawn; a trace has its own, and a closed loop has none",
        "`sessions` with a `rate`",
      );
    return {
      turns: at("turns") ?? 3,
      pause: pause ?? 1,
      shared: Math.round(at("shared") ?? 0),
      context: Math.round(context ?? 2),
    };
  }

  /** Tiers; those without a share have equal parts of what is left. */
  private tiers(): TierSettings[] {
    const names = Object.keys(this.written.tiers ?? {});
    if (names.length === 0) return [{ name: "all", share: 1, priority: 0, slo: this.means.slo }];
    const shares = names.map((name) => this.number(`tiers.${name}.share`));
    const given = shares.reduce<number>((sum, share) => sum + (share ?? 0), 0);
    const open = shares.filter((share) => share === undefined).length;
    if (given > 1 + 1e-9 || (open === 0 && given < 1 - 1e-9))
      this.fault(
        "tiers",
        `the shares of the tiers add up to ${Number((100 * given).toPrecision(4))} %`,
        "100 %; what is left is the tiers' without a share",
      );
    const rest = (1 - given) / Math.max(1, open);
    return names.map((name, index) => this.tier(name, shares[index] ?? rest));
  }

  private tier(name: string, share: number): TierSettings {
    const at = (key: string): number | undefined => this.number(`tiers.${name}.${key}`);
    const [requestsPerMinute, tokensPerMinute] = [at("requests"), at("tokens")];
    const slo = { ttft: at("slo.ttft"), tpot: at("slo.tpot"), endToEnd: at("slo.end_to_end") };
    const isLimited = requestsPerMinute !== undefined || tokensPerMinute !== undefined;
    const over = this.written.tiers?.[name]?.over ?? "refuse";
    return {
      name,
      share,
      priority: Math.round(at("priority") ?? 0),
      ...(isLimited ? { limits: { requestsPerMinute, tokensPerMinute, over } } : {}),
      slo: Object.values(slo).some((time) => time !== undefined) ? slo : this.means.slo,
    };
  }

  private failures(): SimulationSettings["failures"] {
    if (this.written.failures === undefined) return undefined;
    const [mtbf = 0, mttr = 0] = [this.number("failures.mtbf"), this.number("failures.mttr")];
    if (!(mtbf > 0 && mttr > 0))
      this.fault("failures", "failures need times", "`mtbf` and `mttr`, both above zero, such as 720 h and 2 h");
    return { mtbf, mttr };
  }

  private whole(key: string): number | undefined {
    const value = this.number(key);
    return value === undefined ? undefined : Math.max(1, Math.round(value));
  }

  private fault(key: string, message: string, expected: string): void {
    this.faults.push({ key, message, expected });
  }
}

/** The requests of a simulation: drawn by the settings, or a trace cut and tagged as they say. */
import {
  constantRate,
  fixedLength,
  generateRequests,
  generateSessions,
  hourlyShape,
  independentLengths,
  lognormalLength,
  Random,
  TrafficError,
  uniformLength,
  type Arrivals,
  type Length,
  type RequestColumns,
} from "@underwatt/compute";
import type { LengthSettings, SimulationSettings } from "./settings.ts";

/** Tokens of a block of a drawn prefix: a multiple of a KV block. */
const prefixTokens = 256;

/** Mean tokens of prompt and half the answer: what a sequence caches on average while it decodes. */
export function meanTokens({ lengths, traffic, sessions }: SimulationSettings): number {
  if (traffic.kind === "trace" || (traffic.kind === "closed-loop" && traffic.file !== undefined)) return 2048;
  const own = meanOf(lengths.input) + meanOf(lengths.output) / 2;
  return sessions === undefined ? own : Math.min(sessions.context, sessions.shared + (own * (sessions.turns + 1)) / 2);
}

export function meanOf(length: LengthSettings): number {
  switch (length.kind) {
    case "fixed":
      return length.tokens;
    case "uniform":
      return (length.least + length.most) / 2;
    case "lognormal":
      return length.mean;
  }
}

/**
 * Requests as the settings draw them, for a share `slice` of the fleet. Equal settings give equal requests.
 * @throws TrafficError with a sentence for people
 */
export function drawnRequests(settings: SimulationSettings, slice: number): Generator<RequestColumns, void> {
  const { traffic, seed, tiers, sessions } = settings;
  const lengths = independentLengths(lengthBy(settings.lengths.input), lengthBy(settings.lengths.output));
  const tierShares = tiers.map(({ share }) => share);
  const count = settings.requests;
  if (traffic.kind === "closed-loop")
    return generateRequests({
      seed,
      arrivals: "closed-loop",
      lengths,
      tierShares,
      count: count ?? Number.MAX_SAFE_INTEGER,
    });
  if (traffic.kind === "trace") throw new TrafficError("a trace is read, not drawn");
  const { cv, hours } = traffic;
  const bounds = { count, until: settings.duration };
  const rate = traffic.rate * slice;
  const at = (mean: number): Arrivals => ({
    rate: hours === undefined ? constantRate(mean) : hourlyShape(mean, hours),
    cv,
  });
  if (sessions === undefined) return generateRequests({ seed, arrivals: at(rate), lengths, tierShares, ...bounds });
  return generateSessions({
    seed,
    // A rate of requests: sessions begin as much less often as they have turns.
    starts: at(rate / sessions.turns),
    meanTurns: sessions.turns,
    meanPause: sessions.pause,
    lengths,
    sharedTokens: sessions.shared,
    mostContext: sessions.context,
    blockTokens: prefixTokens,
    tierShares,
    ...bounds,
  });
}

function lengthBy(length: LengthSettings): Length {
  switch (length.kind) {
    case "fixed":
      return fixedLength(length.tokens);
    case "uniform":
      return uniformLength(length.least, length.most);
    case "lognormal":
      return lognormalLength(length.mean, length.cv, length.most);
  }
}

/** Takes the stretches of a trace to the settings' speed, slice, end and tiers. */
export class TraceCutter {
  private readonly settings: SimulationSettings;
  private readonly slice: number;
  private readonly speed: number;
  private readonly thinning: Random;
  private readonly tierDraw: Random;
  private left: number;

  /** @param speed how much faster than recorded */
  constructor(settings: SimulationSettings, slice: number, speed: number) {
    this.settings = settings;
    this.slice = slice;
    this.speed = speed;
    this.thinning = new Random(settings.seed, "thinning");
    this.tierDraw = new Random(settings.seed, "tiers");
    this.left = settings.requests ?? Infinity;
  }

  /** Whether no more of the trace is wanted. */
  get isDone(): boolean {
    return this.left <= 0;
  }

  /**
   * @param names names of the trace's tiers, by its indices
   * @throws TrafficError for a tier that the settings do not have
   */
  cut(piece: RequestColumns, names: readonly string[]): RequestColumns {
    const { settings, slice, speed } = this;
    const { duration = Infinity, tiers } = settings;
    const isOpen = settings.traffic.kind === "trace";
    const ownTiers = piece.tier === undefined || tiers.length === 1 ? undefined : this.tiersOf(names);
    const kept = {
      arrival: new Float64Array(piece.count),
      input: new Int32Array(piece.count),
      output: new Int32Array(piece.count),
      tier: new Uint8Array(piece.count),
    };
    const start: number[] = [0];
    const blocks: number[] = [];
    let count = 0;
    for (let row = 0; row < piece.count && this.left > 0; row++) {
      const time = (piece.arrival[row] ?? 0) / speed;
      if (isOpen && time >= duration) {
        this.left = 0;
        break;
      }
      if (slice < 1 && this.thinning.uniform() >= slice) continue;
      kept.arrival[count] = time;
      kept.input[count] = piece.input[row] ?? 1;
      kept.output[count] = piece.output[row] ?? 1;
      kept.tier[count] = tiers.length === 1 ? 0 : (ownTiers?.[piece.tier?.[row] ?? 0] ?? this.drawTier());
      if (piece.prefix !== undefined) {
        for (let at = piece.prefix.start[row] ?? 0; at < (piece.prefix.start[row + 1] ?? 0); at++)
          blocks.push(piece.prefix.blocks[at] ?? 0);
      }
      count++;
      start.push(blocks.length);
      this.left--;
    }
    return {
      count,
      ...kept,
      ...(piece.prefix === undefined
        ? {}
        : {
            prefix: {
              blockTokens: piece.prefix.blockTokens,
              start: Int32Array.from(start),
              blocks: Int32Array.from(blocks),
            },
          }),
    };
  }

  private tiersOf(names: readonly string[]): number[] {
    const { tiers } = this.settings;
    return names.map((name) => {
      const index = tiers.findIndex((tier) => tier.name === name);
      if (index >= 0) return index;
      throw new TrafficError(
        `the trace has requests of a tier "${name}"; the simulation's tiers are ${tiers.map((tier) => tier.name).join(", ")}`,
      );
    });
  }

  private drawTier(): number {
    const u = this.tierDraw.uniform();
    let total = 0;
    for (const [index, { share }] of this.settings.tiers.entries()) {
      total += share;
      if (u < total) return index;
    }
    return this.settings.tiers.length - 1;
  }
}

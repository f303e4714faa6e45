/** What a stream of requests is like: rate, burstiness, lengths. One pass; memory does not grow with the number of requests. */
import type { RequestColumns } from "./requests.ts";
import { demand } from "./traffic-error.ts";

/** Lengths in tokens. */
export interface LengthStatistics {
  readonly mean: number;
  /** Standard deviation (of all requests, not estimated for more). */
  readonly sd: number;
  readonly least: number;
  readonly most: number;
  /** Least number of tokens that at least this share of requests does not exceed. */
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** A stream of requests in numbers; NaN where requests are too few for one. */
export interface TrafficStatistics {
  readonly requests: number;
  /** Arrivals of the first and the last request, in seconds. */
  readonly first: number;
  readonly last: number;
  /** Requests a second: gaps over the time from first to last. */
  readonly meanRate: number;
  /** Coefficient of variation of the gaps between arrivals: 1 for a Poisson process, more for bursts and for swings of the rate. */
  readonly gapCv: number;
  /** Most requests that came in one bin over what the mean rate brings in one; bins are counted from the first request. NaN where all is over within one bin. */
  readonly peakToMean: number;
  /** Seconds of a bin. */
  readonly bin: number;
  readonly input: LengthStatistics;
  readonly output: LengthStatistics;
  /** Pearson's correlation of prompt and answer. */
  readonly correlation: number;
  /** Share of requests of each tier that occurs or is below one that does. */
  readonly tierShares: readonly number[];
}

/** Describes requests in order of arrival. @param bin seconds of the bins of `peakToMean` */
export function describeTraffic(pieces: Iterable<RequestColumns>, bin = 60): TrafficStatistics {
  const description = new TrafficDescription(bin);
  for (const piece of pieces) description.add(piece);
  return description.statistics();
}

/** The same for requests that come piece by piece, such as from a file. */
export class TrafficDescription {
  private readonly bin: number;
  private readonly gaps = new Moments();
  private readonly input = new Lengths();
  private readonly output = new Lengths();
  private readonly tiers: number[] = [];
  private rows = 0;
  private coMoment = 0;
  private first = NaN;
  private last = NaN;
  private binIndex = 0;
  private inBin = 0;
  private mostInBin = 0;

  constructor(bin = 60) {
    demand(bin > 0 && bin < Infinity, `a bin must last a positive number of seconds, got ${bin}`);
    this.bin = bin;
  }

  add({ count, arrival, input, output, tier }: RequestColumns): void {
    for (let i = 0; i < count; i++) {
      this.arrive(arrival[i] ?? NaN);
      const inputTokens = input[i] ?? 0;
      const outputTokens = output[i] ?? 0;
      // Welford's update of the co-moment: the mean of one before, of the other after this request.
      const inputDeviation = inputTokens - this.input.moments.mean;
      this.input.add(inputTokens);
      this.output.add(outputTokens);
      this.coMoment += inputDeviation * (outputTokens - this.output.moments.mean);
      const index = tier?.[i] ?? 0;
      while (this.tiers.length <= index) this.tiers.push(0);
      this.tiers[index] = (this.tiers[index] ?? 0) + 1;
      this.rows++;
    }
  }

  statistics(): TrafficStatistics {
    const { rows, gaps, first, last, bin } = this;
    const meanRate = last > first ? (rows - 1) / (last - first) : NaN;
    return {
      requests: rows,
      first,
      last,
      meanRate,
      gapCv: gaps.sd / gaps.mean,
      peakToMean: last - first >= bin ? Math.max(this.mostInBin, this.inBin) / (meanRate * bin) : NaN,
      bin,
      input: this.input.statistics(),
      output: this.output.statistics(),
      correlation: this.coMoment / rows / (this.input.moments.sd * this.output.moments.sd),
      tierShares: this.tiers.map((requests) => requests / rows),
    };
  }

  private arrive(time: number): void {
    if (this.rows === 0) this.first = time;
    else this.gaps.add(time - this.last);
    this.last = time;
    const index = Math.floor((time - this.first) / this.bin);
    if (index !== this.binIndex) {
      this.mostInBin = Math.max(this.mostInBin, this.inBin);
      this.binIndex = index;
      this.inBin = 0;
    }
    this.inBin++;
  }
}

/** Mean and variance in one pass. Source: B. Welford, Technometrics 4 (1962). */
class Moments {
  count = 0;
  mean = 0;
  private squares = 0;

  add(value: number): void {
    this.count++;
    const deviation = value - this.mean;
    this.mean += deviation / this.count;
    this.squares += deviation * (value - this.mean);
  }

  get sd(): number {
    return Math.sqrt(this.squares / this.count);
  }
}

/** How often each length occurs: there are at most as many as tokens in the longest context. */
class Lengths {
  readonly moments = new Moments();
  private readonly counts = new Map<number, number>();

  add(tokens: number): void {
    this.moments.add(tokens);
    this.counts.set(tokens, (this.counts.get(tokens) ?? 0) + 1);
  }

  statistics(): LengthStatistics {
    const { count, mean, sd } = this.moments;
    const ascending = [...this.counts].sort(([a], [b]) => a - b);
    const quantile = (share: number): number => {
      let seen = 0;
      for (const [tokens, times] of ascending) if ((seen += times) >= share * count) return tokens;
      return NaN;
    };
    return {
      mean: count === 0 ? NaN : mean,
      sd,
      least: ascending[0]?.[0] ?? NaN,
      most: ascending.at(-1)?.[0] ?? NaN,
      p50: quantile(0.5),
      p90: quantile(0.9),
      p99: quantile(0.99),
    };
  }
}

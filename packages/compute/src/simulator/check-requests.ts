/** Says what is wrong with offered requests before any of them is simulated. */
import type { RequestColumns } from "../traffic/requests.ts";
import { count, must, SimulationError } from "./simulation-error.ts";

/** What a simulation knows when requests are offered to it. */
export interface OfferContext {
  /** How many tiers there are. */
  readonly tiers: number;
  /** Arrival of the request before, seconds; undefined where arrivals do not count. */
  readonly last: number | undefined;
  /** Tokens of a prefix block in earlier offers. */
  readonly prefixTokens: number | undefined;
  /** Tokens of a KV block in each pool that caches prefixes. */
  readonly kvBlockTokens: readonly number[];
}

/** @throws SimulationError for the first row that is no request */
export function checkRequests(
  requests: RequestColumns,
  { tiers, last, prefixTokens, kvBlockTokens }: OfferContext,
): void {
  const { count: rows, arrival, input, output, tier, prefix } = requests;
  const columns = { arrival, input, output, ...(tier === undefined ? {} : { tier }) };
  for (const [name, { length }] of Object.entries(columns)) {
    must(length >= rows, `requests say ${rows} rows, their column ${name} has ${length}`);
  }
  if (last !== undefined) checkArrivals(arrival, rows, last);
  checkTokens(input, output, rows);
  if (tier !== undefined) checkTiers(tier, rows, tiers);
  if (prefix === undefined) return;
  count(prefix.blockTokens, "tokens of a prefix block");
  must(prefix.start.length > rows, `prefixes need a start for each of ${rows} requests and one more`);
  must(
    prefixTokens === undefined || prefix.blockTokens === prefixTokens,
    `prefix blocks have ${prefix.blockTokens} tokens, those offered before had ${prefixTokens}; they must stay the same`,
  );
  for (const tokens of kvBlockTokens) {
    must(
      prefix.blockTokens % tokens === 0,
      `prefix blocks have ${prefix.blockTokens} tokens, no multiple of a KV block's ${tokens}; choose kv.blockTokens that divides it`,
    );
  }
}

function checkArrivals(arrival: Float64Array, rows: number, last: number): void {
  let before = last;
  for (let row = 0; row < rows; row++) {
    const time = arrival[row] ?? NaN;
    if (!(time >= before && time < Infinity)) {
      throw new SimulationError(
        `request ${row} of those offered arrives at ${time} s, after one at ${before} s; arrivals must be finite and never fall: sort them`,
      );
    }
    before = time;
  }
}

function checkTokens(input: Int32Array, output: Int32Array, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const prompt = input[row] ?? 0;
    const answer = output[row] ?? 0;
    if (prompt < 1 || answer < 1) {
      throw new SimulationError(
        `request ${row} of those offered has ${prompt} input and ${answer} output tokens; each must be 1 or more`,
      );
    }
  }
}

function checkTiers(tier: Uint8Array, rows: number, tiers: number): void {
  for (let row = 0; row < rows; row++) {
    if ((tier[row] ?? 0) >= tiers) {
      throw new SimulationError(`request ${row} of those offered is of tier ${tier[row]}; there are ${tiers}, from 0`);
    }
  }
}

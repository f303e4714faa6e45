/**
 * Operator times of a worker over the passes that one load can bring, so that they are computed once for any constants: decode
 * steps by the number of sequences, prefill passes by the number of attention ranks that share them.
 */
import { typicalTimes, type KernelTimes } from "../kernels/index.ts";
import type { Deployment, Workers } from "./deployment.ts";
import { WorkerOperators, type OperatorTimes, type Pass } from "./operators.ts";

/** Classes of operators, measured and typical: the columns of a table. */
export const classes = ["linear", "experts", "attention", "communication"] as const;
export const columns = classes.length * 2;

/** Rows of operator times at increasing places, straight between them. */
export class PassTable {
  readonly #places: Float64Array;
  readonly #rows: readonly Float64Array[];

  constructor(places: readonly number[], rows: readonly Float64Array[]) {
    this.#places = Float64Array.from(places);
    this.#rows = rows;
  }

  get places(): Iterable<number> & ArrayLike<number> {
    return this.#places;
  }

  /** Seconds by class at a place, measured then typical; the nearest row's beyond the ends. */
  at(place: number, into: Float64Array): void {
    const places = this.#places;
    let upper = 1;
    while (upper < places.length - 1 && place > (places[upper] ?? 0)) upper++;
    const from = places[upper - 1] ?? 0;
    const share = Math.min(1, Math.max(0, (place - from) / ((places[upper] ?? from) - from || 1)));
    const low = this.#rows[upper - 1];
    const high = this.#rows[upper] ?? low;
    for (let c = 0; c < columns; c++) into[c] = (low?.[c] ?? 0) * (1 - share) + (high?.[c] ?? 0) * share;
  }
}

/** A worker's operators, timed by measured tables and by typical efficiencies. */
export interface TwiceTimed {
  readonly measured: WorkerOperators;
  readonly typical: WorkerOperators;
}

/** The operators of some workers of a deployment, ready to be timed both ways. */
export function timedTwice(
  { architecture, quantisation, accelerator }: Deployment,
  { layout }: Workers,
  kernels: KernelTimes,
): TwiceTimed {
  return {
    measured: new WorkerOperators(architecture, quantisation, layout, accelerator, kernels),
    typical: new WorkerOperators(architecture, quantisation, layout, accelerator, typicalTimes(accelerator)),
  };
}

/** Decode steps of 0.5 to `most` sequences a rank, each with `cached` tokens. */
export function decodeTable(operators: TwiceTimed, cached: number, most: number): PassTable {
  const places = [0.5];
  for (let place = 1; place < most; place *= place < 16 ? 2 : 1.5) places.push(place);
  places.push(Math.max(1, most));
  return new PassTable(
    places,
    places.map((decoding) => timesOf(operators, { decoding, cached, prefilling: 0, prefillingRanks: 0 })),
  );
}

/**
 * What a prompt of `tokens` on each of `ranks` attention ranks adds to a decode step, by the step's sequences: weights that the
 * step reads anyway are not read again.
 */
export function addedTable(
  operators: TwiceTimed,
  decode: PassTable,
  tokens: number,
  cached: number,
  ranks: number,
): PassTable {
  const without = new Float64Array(columns);
  const rows = Array.from(decode.places, (decoding) => {
    const row = timesOf(operators, { decoding, cached, prefilling: tokens, prefillingRanks: ranks });
    decode.at(decoding, without);
    return row.map((seconds, c) => Math.max(0, seconds - (without[c] ?? 0)));
  });
  return new PassTable([...decode.places], rows);
}

/** Passes that prefill a prompt of `tokens` on 1 to `ranks` attention ranks at once. */
export function prefillTable(operators: TwiceTimed, tokens: number, ranks: number): PassTable {
  const places = ranks === 1 ? [1] : [1, ranks];
  return new PassTable(
    places,
    places.map((count) => timesOf(operators, { decoding: 0, cached: 0, prefilling: tokens, prefillingRanks: count })),
  );
}

/** Seconds of a pass by class, measured then typical. */
export function timesOf({ measured, typical }: TwiceTimed, pass: Pass): Float64Array {
  const row = new Float64Array(columns);
  for (const [half, operators] of [measured, typical].entries()) {
    const times: OperatorTimes = { linear: 0, experts: 0, attention: 0, communication: 0 };
    operators.time(pass, times);
    for (const [c, name] of classes.entries()) row[half * classes.length + c] = times[name];
  }
  return row;
}

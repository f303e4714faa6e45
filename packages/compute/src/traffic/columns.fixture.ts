/** Columns of requests as plain rows, for tests. */
import type { RequestColumns } from "./requests.ts";

export interface PlainRequest {
  readonly arrival: number;
  readonly input: number;
  readonly output: number;
  readonly tier: number | undefined;
  readonly blocks: readonly number[] | undefined;
}

/** One object a request, whatever the pieces. */
export function plain(pieces: Iterable<RequestColumns>): PlainRequest[] {
  return [...pieces].flatMap(({ count, arrival, input, output, tier, prefix }) =>
    Array.from({ length: count }, (_, i) => ({
      arrival: arrival[i] ?? NaN,
      input: input[i] ?? NaN,
      output: output[i] ?? NaN,
      tier: tier?.[i],
      blocks: prefix === undefined ? undefined : [...prefix.blocks.subarray(prefix.start[i], prefix.start[i + 1])],
    })),
  );
}

/** Columns of requests at the given times. */
export function columnsAt(times: readonly number[], input = 10, output = 5): RequestColumns {
  return {
    count: times.length,
    arrival: Float64Array.from(times),
    input: new Int32Array(times.length).fill(input),
    output: new Int32Array(times.length).fill(output),
  };
}

/** The same columns in pieces of `size` rows. */
export function pieces(columns: RequestColumns, size: number): RequestColumns[] {
  const rows = plain([columns]);
  const cut: RequestColumns[] = [];
  for (let from = 0; from < rows.length; from += size) {
    const part = rows.slice(from, from + size);
    cut.push({
      count: part.length,
      arrival: Float64Array.from(part, (row) => row.arrival),
      input: Int32Array.from(part, (row) => row.input),
      output: Int32Array.from(part, (row) => row.output),
    });
  }
  return cut;
}

/** A trace read from text in a test: what came out, what was reported, and the sentence that refused it. */
import { plain, type PlainRequest } from "../columns.fixture.ts";
import type { RequestColumns } from "../requests.ts";
import { TrafficError } from "../traffic-error.ts";
import type { TraceReport } from "./report.ts";
import { traceReader, type TraceOptions } from "./trace-reader.ts";

export interface Reading {
  readonly requests: PlainRequest[];
  readonly report: TraceReport;
  /** The sentence with which the trace was refused. */
  readonly refusal: string | undefined;
}

export function read(pieces: string | readonly string[], options: TraceOptions = { refusedShare: 1 }): Reading {
  const reader = traceReader(options);
  const columns: RequestColumns[] = [];
  let refusal: string | undefined;
  try {
    for (const piece of typeof pieces === "string" ? [pieces] : pieces) columns.push(...some(reader.push(piece)));
    columns.push(...some(reader.finish()));
  } catch (error) {
    if (!(error instanceof TrafficError)) throw error;
    refusal = error.message;
  }
  return { requests: plain(columns), report: reader.report(), refusal };
}

export const some = <T>(thing: T | undefined): T[] => (thing === undefined ? [] : [thing]);
export const brief = ({ requests }: Reading): number[][] =>
  requests.map(({ arrival, input, output }) => [arrival, input, output]);
export const csv = (...rows: string[]): string => ["arrival,input,output", ...rows, ""].join("\n");

/** Reads traces of requests that come in pieces of text, of any length, in bounded memory. */
import { joinColumns } from "../columns.ts";
import type { RequestColumns } from "../requests.ts";
import { demand, TrafficError } from "../traffic-error.ts";
import { ArrivalOrder } from "./arrival-order.ts";
import { CsvRows } from "./csv-rows.ts";
import { readHeader, unknownForm } from "./header.ts";
import { JsonRows } from "./json-rows.ts";
import { LineSplitter, longestLine } from "./lines.ts";
import { grouped, refusalClauses, Refusals, type TraceReport } from "./report.ts";
import type { Row, RowReader } from "./row.ts";

/** Forms of traces: a CSV with a header, or JSON lines as of Mooncake. */
export type TraceFormat = "csv" | "json-lines";

/** What to bear with. */
export interface TraceOptions {
  /** The form, where the first line is not to decide. */
  readonly format?: TraceFormat | undefined;
  /** Seconds that a row may stand behind a later one and be put in order; 300 unless given. Later ones are refused. */
  readonly lateness?: number | undefined;
  /** Share of the rows that may be refused before the whole trace is; 0.05 unless given. */
  readonly refusedShare?: number | undefined;
}

/** Seconds that a request may come after all before it: a longer silence is taken for a wrong time. */
const longestSilence = 31 * 86_400;
/** From so many refused rows on their share is judged, before the trace is at its end. */
const enoughRefused = 1000;

/**
 * Starts reading a trace; see `header.ts` for the forms. Feed it with {@link TraceReader.push}, end with
 * {@link TraceReader.finish}.
 */
export function traceReader(options: TraceOptions = {}): TraceReader {
  return new TraceReader(options);
}

/**
 * A trace being read. However its text is cut into pieces, the requests, the report and the refusal are the same; only
 * where one stretch of columns ends and the next begins may differ.
 */
export class TraceReader {
  private readonly format: TraceFormat | undefined;
  private readonly lateness: number;
  private readonly refusedShare: number;
  private readonly splitter: LineSplitter;
  private readonly refusals = new Refusals();
  private readonly row: Row = { time: 0, input: 0, output: 0, tier: 0, blocks: [] };
  private reader: RowReader | undefined;
  private order: ArrivalOrder | undefined;
  private rows = 0;
  private kept = 0;
  private failed = 0;
  private ready: RequestColumns[] = [];
  private origin: number | undefined;

  constructor({ format, lateness = 300, refusedShare = 0.05 }: TraceOptions) {
    demand(lateness >= 0 && lateness < Infinity, `the lateness to bear must be seconds, zero or more, got ${lateness}`);
    demand(
      refusedShare >= 0 && refusedShare <= 1,
      `the share of rows to refuse must be from 0 to 1, got ${refusedShare}`,
    );
    this.format = format;
    this.lateness = lateness;
    this.refusedShare = refusedShare;
    this.splitter = new LineSplitter({
      line: (text, from, to, number) => this.take(text, from, to, number),
      tooLong: (number) => this.takeTooLong(number),
    });
  }

  /**
   * Reads the next piece of the text.
   *
   * @returns requests now known to be in order, if any; they are held back until earlier ones can no longer come
   * @throws TrafficError when the form is unknown or too many rows are refused
   */
  push(piece: string): RequestColumns | undefined {
    this.splitter.push(piece);
    return this.handOver();
  }

  /**
   * Ends the trace.
   *
   * @returns the requests still held back, if any
   * @throws TrafficError also when no request is left
   */
  finish(): RequestColumns | undefined {
    this.splitter.finish();
    if (this.reader === undefined) throw new TrafficError("the trace is empty: it has neither a header nor requests");
    if (this.rows === 0) throw new TrafficError("the trace has a header but no requests below it");
    this.judge();
    if (this.kept === 0) throw new TrafficError(`no request of the trace is left: ${this.losses().join("; ")}`);
    this.release(true);
    return this.handOver();
  }

  /** What became of the rows so far. */
  report(): TraceReport {
    const { reader, rows, kept, failed, order } = this;
    return {
      format: reader?.format,
      columns: reader?.columns ?? { time: "", input: "", output: "" },
      times: reader?.times ?? "none read",
      tiers: [...(reader?.tiers ?? [])],
      rows,
      kept,
      mended: { sorted: order?.sorted ?? 0, failed },
      refused: this.refusals.record,
    };
  }

  private take(text: string, from: number, to: number, line: number): void {
    if (isBlank(text, from, to)) return;
    if (this.reader === undefined) {
      this.reader = this.recognise(text.slice(from, to));
      this.order = new ArrivalOrder(this.lateness, this.reader.columns.tier !== undefined, this.reader.blockTokens);
      if (this.reader.format === "csv") return;
    }
    const misread = this.reader.read(text, from, to, this.row);
    this.rows++;
    const fault = misread ?? this.place(this.row);
    if (fault !== undefined) this.refuse(fault, line);
  }

  private takeTooLong(line: number): void {
    if (this.reader === undefined)
      throw unknownForm(undefined, `longer than ${grouped(longestLine)} characters, as no text of a trace is`);
    this.rows++;
    this.refuse(`row: longer than ${grouped(longestLine)} characters`, line);
  }

  private recognise(firstLine: string): RowReader {
    if (firstLine.includes("\0"))
      throw unknownForm(firstLine, "no UTF-8 text (a binary file, or UTF-16, which can be saved as UTF-8)");
    const format = this.format ?? (firstLine.trimStart().startsWith("{") ? "json-lines" : "csv");
    return format === "json-lines" ? new JsonRows() : new CsvRows(readHeader(firstLine));
  }

  /** Takes a request in, leaves it out as failed, or says why its time cannot be. */
  private place(row: Row): string | undefined {
    const { order } = this;
    if (order === undefined) return undefined;
    if (row.output === 0) {
      this.failed++;
      return undefined;
    }
    if (order.isTooLate(row.time))
      return `time: too far behind a later row (over ${this.lateness} s); sort the trace by time`;
    if (order.leap(row.time) > longestSilence) return "time: over 31 days after all rows before";
    order.add(row);
    this.kept++;
    if (order.isFull) this.release(false);
    return undefined;
  }

  private refuse(reason: string, line: number): void {
    this.refusals.add(reason, line);
    if (this.refusals.total >= enoughRefused) this.judge();
  }

  /** Refuses the trace when too many of its rows so far are refused. */
  private judge(): void {
    const { total } = this.refusals;
    if (total <= this.refusedShare * this.rows) return;
    const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
    throw new TrafficError(
      `the trace is refused: ${grouped(total)} of ${grouped(this.rows)} rows (${percent(total / this.rows)}) cannot be ` +
        `used, more than the ${percent(this.refusedShare)} borne: ${refusalClauses(this.refusals.record).join("; ")}`,
    );
  }

  private losses(): string[] {
    const failed = this.failed > 0 ? [`${grouped(this.failed)} without an answer token`] : [];
    return [...failed, ...refusalClauses(this.refusals.record)];
  }

  private release(all: boolean): void {
    if (this.order === undefined) return;
    const columns = this.order.release(all);
    if (columns.count === 0) return;
    this.origin ??= this.reader?.isOfDay === true ? (columns.arrival[0] ?? 0) : 0;
    for (let i = 0; i < columns.count; i++) columns.arrival[i] = (columns.arrival[i] ?? NaN) - this.origin;
    this.ready.push(columns);
  }

  private handOver(): RequestColumns | undefined {
    const ready = this.ready;
    this.ready = [];
    return ready.length > 1 ? joinColumns(ready) : ready[0];
  }
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code !== 32 && code !== 9) return false;
  }
  return true;
}

/** Traces of requests on disk: read as a stream, plain or packed with gzip, in memory that does not grow with the file. */
import { createReadStream } from "node:fs";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import {
  traceReader,
  TrafficError,
  type RequestColumns,
  type TraceOptions,
  type TraceReport,
} from "@underwatt/compute";
import { Unusable } from "./deal-folder.ts";

/** A trace on disk. */
export interface TraceFile {
  /** Its requests in order of arrival, stretch by stretch; can be gone through once. Throws {@link Unusable}. */
  readonly requests: AsyncGenerator<RequestColumns, void>;
  /** What became of the rows so far; whole after the last stretch. */
  report(): TraceReport;
}

/** Bytes read at a time. */
const pieceBytes = 2 ** 18;

/** Opens a trace; nothing is read before the first stretch is asked for. */
export function openTrace(path: string, options: TraceOptions = {}): TraceFile {
  const reader = traceReader(options);
  async function* requests(): AsyncGenerator<RequestColumns, void> {
    try {
      const decoder = new TextDecoder();
      for await (const bytes of unpacked(createReadStream(path, { highWaterMark: pieceBytes }))) {
        const columns = reader.push(decoder.decode(bytes, { stream: true }));
        if (columns !== undefined) yield columns;
      }
      const last = reader.push(decoder.decode());
      if (last !== undefined) yield last;
      const rest = reader.finish();
      if (rest !== undefined) yield rest;
    } catch (error) {
      if (error instanceof TrafficError) throw new Unusable(`${path}: ${error.message}`);
      if (isOfSystem(error)) throw new Unusable(`cannot read ${path}: ${error.message}`);
      throw error;
    }
  }
  return { requests: requests(), report: () => reader.report() };
}

/** The bytes of a file, unpacked if they begin as gzip does, whatever the file is called. */
async function* unpacked(file: Readable): AsyncGenerator<Uint8Array, void> {
  try {
    const pieces = bytesOf(file);
    const first = await pieces.next();
    if (first.done === true) return;
    const whole = startingWith(first.value, pieces);
    if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) yield* whole;
    else {
      const gunzip = createGunzip({ chunkSize: pieceBytes });
      // What goes wrong on the way reaches the reader of the unpacked bytes.
      pipeline(Readable.from(whole), gunzip, () => {});
      yield* bytesOf(gunzip);
    }
  } finally {
    file.destroy();
  }
}

async function* startingWith(
  first: Uint8Array,
  rest: AsyncGenerator<Uint8Array, void>,
): AsyncGenerator<Uint8Array, void> {
  yield first;
  yield* rest;
}

async function* bytesOf(stream: Readable): AsyncGenerator<Uint8Array, void> {
  for await (const piece of stream) if (piece instanceof Uint8Array) yield piece;
}

/** Errors of the disk and of gzip carry a code; others are mistakes of ours. */
function isOfSystem(error: unknown): error is Error {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}

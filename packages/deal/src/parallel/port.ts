/** The two ends of a connection to a worker. Every kind of worker has an adapter that passes the contract of these. */
import type { Answer, Request } from "./protocol.ts";

/** A worker, as its caller sees it. */
export interface WorkerPort {
  /** Whether memory can be shared with it, so that it can write into a caller's columns. */
  readonly sharesMemory: boolean;
  /**
   * Sends a request; requests arrive in order, also those sent before the worker has begun to listen.
   * @param transfer buffers that go over to the worker instead of being copied
   */
  post(request: Request, transfer?: readonly ArrayBuffer[]): void;
  /** Calls back with every answer. */
  listen(listener: (answer: Answer) => void): void;
  /** Calls back when the worker died, could not be started or sent what cannot be read; not after `terminate`. */
  failed(listener: (error: Error) => void): void;
  /** Ends the worker, whatever it is doing. */
  terminate(): Promise<void>;
}

/** The caller, as its worker sees it. */
export interface CallerPort {
  post(answer: Answer, transfer?: readonly ArrayBuffer[]): void;
  listen(listener: (request: Request) => void): void;
}

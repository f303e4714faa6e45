/** Runs of a deal on any number of workers, in Node and in a browser. */
export { Cancelled, type CancelSignal } from "./cancel.ts";
export { onThisThread, type Compute } from "./compute.ts";
export { parallelModel } from "./model.ts";
export { WorkerPool } from "./pool.ts";
export type { CallerPort, WorkerPort } from "./port.ts";
export type { Answer, Request } from "./protocol.ts";
export { runToPrecision, type PreciseResult } from "./run-to-precision.ts";
export { serve } from "./server.ts";

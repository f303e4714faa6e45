/** Requests to serve: generated, read from traces, replayed, described. */
export * from "./requests.ts";
export { joinColumns, RequestBuilder, sliceColumns } from "./columns.ts";
export * from "./describe.ts";
export { arrivalTimes, type Arrivals } from "./generate/arrivals.ts";
export type { Bounds } from "./generate/bounds.ts";
export { generateRequests, type RequestTraffic } from "./generate/generate-requests.ts";
export * from "./generate/lengths.ts";
export * from "./generate/rate-profile.ts";
export { replay, type Replay } from "./generate/replay.ts";
export { generateSessions, type SessionTraffic } from "./generate/sessions.ts";
export { Random } from "./random.ts";
export { TrafficError } from "./traffic-error.ts";
export { describeReport, type Refusal, type TraceReport } from "./trace/report.ts";
export { traceReader, type TraceFormat, type TraceOptions, type TraceReader } from "./trace/trace-reader.ts";

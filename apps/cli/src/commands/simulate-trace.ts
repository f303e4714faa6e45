/** Requests of a trace in the deal's folder, at the speed, share and end that a simulation asks for. */
import { describeReport, type RequestColumns } from "@underwatt/compute";
import { SimulationFault, TraceCutter, type SimulationPlan } from "@underwatt/deal";
import { openTrace, traceOf, Unusable, type DealFolder } from "@underwatt/runtime";
import { exitCodes, Stop } from "../exit.ts";
import { usable } from "../open.ts";

/** @throws Stop with the reader's sentence when the trace cannot be used */
export async function tracedRequests(
  place: DealFolder,
  file: string,
  { settings, slice }: SimulationPlan,
): Promise<{ requests: AsyncGenerator<RequestColumns, void>; report: () => readonly string[] }> {
  const path = usable(() => traceOf(place, file));
  const { traffic } = settings;
  const speed = traffic.kind !== "trace" ? 1 : (traffic.speed ?? (await speedFor(path, traffic.rate)));
  const trace = openTrace(path);
  const cutter = new TraceCutter(settings, slice, speed);
  async function* requests(): AsyncGenerator<RequestColumns, void> {
    for await (const piece of stopping(trace.requests)) {
      const cut = cutter.cut(piece, trace.report().tiers);
      if (cut.count > 0) yield cut;
      if (cutter.isDone) return;
    }
  }
  return { requests: requests(), report: () => describeReport(trace.report()).map((line) => `trace ${file}: ${line}`) };
}

/** How much faster than recorded a trace has the wanted rate, in requests a second; it is read once for it. */
async function speedFor(path: string, rate: number | undefined): Promise<number> {
  if (rate === undefined) return 1;
  let count = 0;
  let first = Infinity;
  let last = 0;
  for await (const { count: rows, arrival } of stopping(openTrace(path).requests)) {
    count += rows;
    first = Math.min(first, arrival[0] ?? Infinity);
    last = Math.max(last, arrival[rows - 1] ?? 0);
  }
  if (!(last > first))
    throw new SimulationFault(`${path} has no rate of its own to scale: its requests all come at one moment`);
  return rate / ((count - 1) / (last - first));
}

async function* stopping<T>(pieces: AsyncIterable<T>): AsyncGenerator<T, void> {
  try {
    yield* pieces;
  } catch (error) {
    if (error instanceof Unusable) throw new Stop(error.message, exitCodes.mistakes);
    throw error;
  }
}

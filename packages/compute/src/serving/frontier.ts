/** Throughput against interactivity: what a model on an accelerator can give at each latency, and its best layout. */
import type { Deployment, Layout, Load } from "./deployment.ts";
import type { ServingEstimate, ServingModel } from "./estimate.ts";
import { fits, layoutsOf } from "./layouts.ts";

/** Limits on latency, seconds; without one, none. */
export interface ServiceLevel {
  readonly ttft?: number | undefined;
  readonly tpot?: number | undefined;
}

/** One way to serve: a layout at a concurrency, of one worker. */
export interface OperatingPoint {
  readonly layout: Layout;
  readonly concurrency: number;
  readonly estimate: ServingEstimate;
}

/** A deployment whose layout is still open, and how many accelerators one worker may take. */
export type OpenDeployment = Omit<Deployment, "workers" | "prefill"> & { readonly most: number };
export type MeanLengths = Omit<Load, "concurrency">;

const concurrencies = [1, 2, 4, 8, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 2048, 4096];

/** Every layout that fits at every concurrency, one worker each. */
export function operatingPoints(model: ServingModel, open: OpenDeployment, lengths: MeanLengths): OperatingPoint[] {
  const { architecture, accelerator, quantisation, engine, most } = open;
  const points: OperatingPoint[] = [];
  for (const layout of layoutsOf(architecture, accelerator, most)) {
    if (!fits(architecture, quantisation, accelerator, layout)) continue;
    const deployment = { architecture, accelerator, quantisation, engine, workers: { count: 1, layout } };
    for (const concurrency of concurrencies) {
      if (concurrency < layout.attentionDp) continue;
      points.push({ layout, concurrency, estimate: model.estimate(deployment, { ...lengths, concurrency }) });
    }
  }
  return points;
}

/** Points that no other beats in both TPOT and tokens a second and accelerator, by rising TPOT. */
export function frontier(points: readonly OperatingPoint[], { ttft = Infinity }: ServiceLevel = {}): OperatingPoint[] {
  const sorted = points
    .filter(({ estimate }) => estimate.ttft.value <= ttft)
    .toSorted((a, b) => a.estimate.tpot.value - b.estimate.tpot.value);
  const best: OperatingPoint[] = [];
  for (const point of sorted) {
    if (point.estimate.throughput.value > (best.at(-1)?.estimate.throughput.value ?? 0)) best.push(point);
  }
  return best;
}

/** The point with most tokens a second and accelerator within the limits; `undefined` when none keeps them. */
export function bestUnder(
  points: readonly OperatingPoint[],
  { ttft = Infinity, tpot = Infinity }: ServiceLevel,
): OperatingPoint | undefined {
  return points
    .filter(({ estimate }) => estimate.ttft.value <= ttft && estimate.tpot.value <= tpot)
    .reduce<OperatingPoint | undefined>(
      (best, point) =>
        best === undefined || point.estimate.throughput.value > best.estimate.throughput.value ? point : best,
      undefined,
    );
}

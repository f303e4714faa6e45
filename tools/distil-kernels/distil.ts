/** Makes a grid of a series of measured points, and judges it on points that it did not see. */
import { Grid, type Accelerator, type MeasuredGrid } from "@underwatt/compute";
import { fitGrid } from "./fit.ts";
import type { Kind } from "./kinds/kind.ts";
import type { Series } from "./measured.ts";

export interface Distilled extends MeasuredGrid {
  /** A hundred times the natural logarithm of measured over ideal time, rounded. */
  readonly hundredths: readonly number[];
}

/** One point in this many is kept from the fit. */
const heldOut = 5;

export function distil<Shape>(kind: Kind<Shape>, accelerator: Accelerator, series: Series<Shape>): Distilled {
  const axes = kind.law.axes.length;
  const coordinates = new Float64Array(series.points.length * axes);
  const logRatios = new Float64Array(series.points.length);
  for (const [i, { shape, seconds }] of series.points.entries()) {
    kind.law.place(shape, coordinates.subarray(i * axes, (i + 1) * axes));
    logRatios[i] = Math.log(seconds / kind.law.ideal(accelerator, shape));
  }
  const places = series.points.map((_, i) => i);
  const isHeld = (i: number): boolean => (Math.imul(i + 1, 0x9e3779b1) >>> 0) % heldOut === 0;
  const seen = places.filter((i) => !isHeld(i));
  const fitted = fitGrid(kind.nodes, {
    coordinates: Float64Array.from(seen.flatMap((i) => [...coordinates.subarray(i * axes, (i + 1) * axes)])),
    logRatios: Float64Array.from(seen, (i) => logRatios[i] ?? 0),
  });
  const hundredths = Array.from(fitted, (value) => Math.round(100 * value));
  const grid = new Grid(
    kind.nodes,
    Float64Array.from(hundredths, (value) => value / 100),
  );
  const errors = places
    .filter(isHeld)
    .map((i) => Math.abs(grid.at(coordinates.subarray(i * axes, (i + 1) * axes)) / Math.exp(logRatios[i] ?? 0) - 1));
  return {
    kind: kind.name,
    engine: series.engine,
    variant: series.variant,
    version: series.version,
    points: series.points.length,
    error: { median: quantile(errors, 0.5), p90: quantile(errors, 0.9) },
    grid,
    hundredths,
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(1000 * (sorted[Math.floor(share * (sorted.length - 1))] ?? 0)) / 1000;
}

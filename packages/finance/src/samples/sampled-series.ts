/**
 * A monthly series in many simulated futures, and any function of one future's series put to all of them. The functions of
 * this package know nothing of samples: a path is an array of numbers like any other.
 */

/** Sample-major: all months of the first sample, then all of the second, so that a path is one view of the block. */
export interface SampledSeries {
  readonly months: number;
  readonly samples: number;
  /** `months` × `samples` numbers. */
  readonly data: Float64Array;
}

/** A block of zeros to be written, or of `data`, which throws unless it has `months` × `samples` numbers. */
export function sampledSeries(
  months: number,
  samples: number,
  data: Float64Array = new Float64Array(months * samples),
): SampledSeries {
  if (data.length !== months * samples)
    throw new RangeError(`${months} months in ${samples} samples are ${months * samples} numbers, not ${data.length}`);
  return { months, samples, data };
}

/** One sample's series: a view, not a copy. */
export function pathOf({ months, data }: SampledSeries, sample: number): Float64Array {
  return data.subarray(sample * months, (sample + 1) * months);
}

/**
 * Runs `visit` on every sample with its path of each of the series, in their order. What `visit` computes it writes where
 * it likes, by `pathOf(out, sample).set(...)` for a series: a waterfall fills five blocks in one go.
 * Throws where the series have different numbers of samples.
 */
export function forEachPath(
  series: readonly SampledSeries[],
  visit: (paths: readonly Float64Array[], sample: number) => void,
): void {
  const samples = series[0]?.samples ?? 0;
  for (const other of series) {
    if (other.samples !== samples)
      throw new RangeError(`series of ${samples} and of ${other.samples} samples cannot be read together`);
  }
  for (let sample = 0; sample < samples; sample++) {
    visit(
      series.map((each) => pathOf(each, sample)),
      sample,
    );
  }
}

/**
 * A figure of each sample.
 * @example figureOfEach([flows], ([path = []]) => npv(0.01, path))
 */
export function figureOfEach(
  series: readonly SampledSeries[],
  figure: (paths: readonly Float64Array[], sample: number) => number,
): Float64Array {
  const figures = new Float64Array(series[0]?.samples ?? 0);
  forEachPath(series, (paths, sample) => {
    figures[sample] = figure(paths, sample);
  });
  return figures;
}

/**
 * A series of each sample, as long in all of them as the first sample's.
 * @example seriesOfEach([cfads, debtService], ([cash = [], due = []]) => dscr(cash, due))
 */
export function seriesOfEach(
  series: readonly SampledSeries[],
  make: (paths: readonly Float64Array[], sample: number) => ArrayLike<number>,
): SampledSeries {
  let out = sampledSeries(0, series[0]?.samples ?? 0);
  forEachPath(series, (paths, sample) => {
    const made = make(paths, sample);
    if (sample === 0) out = sampledSeries(made.length, out.samples);
    if (made.length !== out.months)
      throw new RangeError(`sample ${sample} came to ${made.length} months, the first to ${out.months}`);
    pathOf(out, sample).set(made);
  });
  return out;
}

/** How many requests a second are expected, over time: steps of equal length, once or again and again. */
import { demand } from "../traffic-error.ts";

/** Expected arrivals as a step function of time. */
export interface RateProfile {
  /** Seconds that each rate holds; infinite for a constant rate. */
  readonly step: number;
  /** Arrivals a second, from time 0 on; none negative, one at least positive. */
  readonly rates: ArrayLike<number>;
  /** Whether it begins again after the last step; otherwise no arrivals follow it. */
  readonly repeats: boolean;
}

/** `rate` > 0 arrivals a second for ever. */
export function constantRate(rate: number): RateProfile {
  demand(rate > 0 && rate < Infinity, `the rate must be a positive number of requests a second, got ${rate}`);
  return { step: Infinity, rates: [rate], repeats: false };
}

/**
 * Rates as measured, such as ServeGen's bins of 600 s.
 *
 * @param step seconds of each
 * @param repeats whether the series begins again after its end (a day of 144 bins, a week)
 */
export function rateSeries(rates: ArrayLike<number>, step: number, repeats = false): RateProfile {
  demand(step > 0 && step < Infinity, `a step of the rate must last a positive number of seconds, got ${step}`);
  let total = 0;
  for (let i = 0; i < rates.length; i++) {
    const rate = rates[i] ?? NaN;
    demand(
      rate >= 0 && rate < Infinity,
      `rate ${i + 1} of the series must be zero or more requests a second, got ${rate}`,
    );
    total += rate;
  }
  demand(total > 0, "a series of rates needs one above zero");
  return { step, rates, repeats };
}

/**
 * The shape of a day (24 numbers) or a week (168) that repeats, one number an hour, scaled to the mean rate.
 *
 * @param mean requests a second, over the whole shape
 * @param shape relative rates by hour, in any unit
 * @param from which of its hours time 0 is the beginning of
 */
export function hourlyShape(mean: number, shape: ArrayLike<number>, from = 0): RateProfile {
  const hours = shape.length;
  demand(hours === 24 || hours === 168, `an hourly shape has 24 numbers (a day) or 168 (a week), got ${hours}`);
  demand(
    Number.isInteger(from) && from >= 0 && from < hours,
    `the first hour must be one of 0 to ${hours - 1}, got ${from}`,
  );
  const turned = Array.from(shape, (_, hour) => shape[(hour + from) % hours] ?? NaN);
  return scaledTo(rateSeries(turned, 3600, true), mean);
}

/** Mean arrivals a second, over all steps. */
export function meanRate({ rates }: RateProfile): number {
  let total = 0;
  for (let i = 0; i < rates.length; i++) total += rates[i] ?? 0;
  return total / rates.length;
}

/** The same shape with another mean rate, in arrivals a second. */
export function scaledTo(profile: RateProfile, mean: number): RateProfile {
  demand(mean > 0 && mean < Infinity, `the mean rate must be a positive number of requests a second, got ${mean}`);
  const factor = mean / meanRate(profile);
  return { ...profile, rates: Float64Array.from(profile.rates, (rate) => rate * factor) };
}

/**
 * Time as the expected number of arrivals tells it: gives, call by call, the time at which that number has grown by
 * `expected` since the last call's time (first call: since time 0); infinite when the profile ends before.
 */
export function timeByArrivals({ step, rates, repeats }: RateProfile): (expected: number) => number {
  let time = 0;
  let index = 0;
  return (expected) => {
    let left = expected;
    for (;;) {
      if (index >= rates.length && !repeats) return (time = Infinity);
      const rate = rates[index % rates.length] ?? 0;
      const end = (index + 1) * step;
      const capacity = rate === 0 ? 0 : rate * (end - time);
      // An arrival at the very end belongs to the next step; a step of no arrivals never has it.
      if (left < capacity) return (time = Math.min(time + left / rate, end));
      left -= capacity;
      time = end;
      index++;
    }
  };
}

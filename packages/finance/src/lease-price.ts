/** From a price per GPU-hour to revenue and back. Which hours are meant moves a price by 1.4 % (720 against 730 a month). */

/** A fleet let by the hour. */
export interface HourlyLease {
  readonly gpus: number;
  /** Any currency; the revenue is in the same. */
  readonly pricePerGpuHour: number;
  /** 8,760, or 8,784 in a leap year. */
  readonly hoursPerYear: number;
  /** Share of the hours that are paid for, 0 to 1. */
  readonly occupancyFraction: number;
}

/** Revenue per year before credits and cost. */
export function grossLeaseRevenue({ gpus, pricePerGpuHour, hoursPerYear, occupancyFraction }: HourlyLease): number {
  return gpus * pricePerGpuHour * hoursPerYear * occupancyFraction;
}

/** A fleet let for a fee per month. */
export interface MonthlyLease {
  readonly monthlyFee: number;
  readonly gpus: number;
  /** 720 (30 days), 730 (a twelfth of a year) or the month's own. */
  readonly hoursPerMonth: number;
}

/**
 * The price per GPU-hour a monthly fee amounts to if every hour is used. NaN without GPUs or hours.
 * @example impliedGpuHourPrice({ monthlyFee: 920e6, gpus: 110_000, hoursPerMonth: 720 }) // 11.62
 */
export function impliedGpuHourPrice({ monthlyFee, gpus, hoursPerMonth }: MonthlyLease): number {
  const gpuHours = gpus * hoursPerMonth;
  return gpuHours > 0 ? monthlyFee / gpuHours : NaN;
}

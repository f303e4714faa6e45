/** The times of one trace: all in the form of the first, as seconds. */
import { looksCivil, parseCivilTime, parseDay } from "./civil-time.ts";
import { parseDecimal } from "./numbers.ts";

/** Parts of a second that a number counts. */
export type TimeUnit = "seconds" | "milliseconds" | "microseconds" | "nanoseconds";

export const partsOfSecond: Readonly<Record<TimeUnit, number>> = {
  seconds: 1,
  milliseconds: 1e3,
  microseconds: 1e6,
  nanoseconds: 1e9,
};

/** Seconds no trace lasts (three years), and since 1970 every log does. */
const sinceEpoch = 1e8;

/** Reads times. The first good one settles what the numbers mean. */
export class TraceClock {
  private kind: "unknown" | "civil" | "number" = "unknown";
  private unit: TimeUnit | undefined;
  private originDay = 0;
  private origin = 0;

  /** @param unit where the name of the column or the form of the trace tells it */
  constructor(unit: TimeUnit | undefined) {
    this.unit = unit;
  }

  /** Whether times are of a clock on the wall, so that only their distance from the first request means something. */
  get isOfDay(): boolean {
    return this.kind === "civil" || this.origin > 0;
  }

  /** How times are read, in words. */
  get meaning(): string {
    if (this.kind === "unknown") return "none read";
    if (this.kind === "civil") return "dates and times, counted from the first request (UTC where no zone stands)";
    const unit = this.unit ?? "seconds";
    return this.origin > 0 ? `${unit} since 1970, counted from the first request` : unit;
  }

  /** Seconds of the time in `text` from `from` until before `to`, from an origin of this trace; or what is wrong. */
  read(text: string, from: number, to: number): number | string {
    if (from === to) return "time: empty";
    if (this.kind !== "number" && looksCivil(text, from, to)) return this.readCivil(text, from, to);
    if (this.kind === "civil") return "time: not a date and time as in the first request";
    return this.readNumber(parseDecimal(text, from, to));
  }

  /** Seconds of a number from the same origin; or what is wrong. */
  readNumber(value: number): number | string {
    if (!Number.isFinite(value))
      return Number.isNaN(value)
        ? "time: not one in a form that is read (a number, or YYYY-MM-DD hh:mm:ss)"
        : "time: absurd";
    if (value < 0) return "time: negative";
    this.unit ??= unitOfMagnitude(value);
    const seconds = value / partsOfSecond[this.unit];
    if (this.kind === "unknown") {
      this.kind = "number";
      if (seconds >= sinceEpoch) this.origin = Math.floor(seconds);
    }
    return seconds - this.origin;
  }

  private readCivil(text: string, from: number, to: number): number | string {
    if (this.kind === "unknown") {
      if (Number.isNaN(parseCivilTime(text, from, to, 0))) return "time: no valid date and time";
      this.kind = "civil";
      this.originDay = parseDay(text, from);
    }
    const seconds = parseCivilTime(text, from, to, this.originDay);
    return Number.isNaN(seconds) ? "time: no valid date and time" : seconds;
  }
}

/** A number too great for seconds of a trace counts parts of seconds since 1970: thousands of times greater for each unit. */
function unitOfMagnitude(value: number): TimeUnit {
  if (value < sinceEpoch * 1e3) return "seconds";
  if (value < sinceEpoch * 1e6) return "milliseconds";
  return value < sinceEpoch * 1e9 ? "microseconds" : "nanoseconds";
}

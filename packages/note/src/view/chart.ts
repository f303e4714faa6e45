/** What a chart shows; the drawing is in `charts/`. */

/** A value axis: data are in the figure's unit, labels are divided by `factor`. */
export interface ValueAxis {
  /** `billion USD/yr` */
  readonly label: string;
  readonly factor: number;
}

/** Null: no value there. */
export type Point = number | null;

/** Monthly figures: the median, and the band between the 10 and 90 percent points where `band` says so. */
export interface FanChart {
  readonly shape: "fan";
  readonly months: readonly string[];
  readonly axis: ValueAxis;
  readonly series: readonly {
    readonly label: string;
    readonly low: readonly Point[];
    readonly middle: readonly Point[];
    readonly high: readonly Point[];
    readonly uncertain: boolean;
    /** Whether the band is drawn: of many lines only the first uncertain one has it, or they would hide each other. */
    readonly band: boolean;
  }[];
}

/** Uncertain numbers under each other on one axis. */
export interface IntervalChart {
  readonly shape: "intervals";
  readonly axis: ValueAxis;
  readonly rows: readonly {
    readonly label: string;
    readonly text: string;
    readonly p5: number;
    readonly p10: number;
    readonly p50: number;
    readonly p90: number;
    readonly p95: number;
  }[];
}

/** Certain numbers in one unit. */
export interface BarChart {
  readonly shape: "bars";
  readonly axis: ValueAxis;
  readonly rows: readonly { readonly label: string; readonly text: string; readonly value: number }[];
}

/** Losses from a whole, and last what is left: ends of each bar, the whole being the sum of all rows. */
export interface WaterfallChart {
  readonly shape: "waterfall";
  readonly axis: ValueAxis;
  readonly rows: readonly {
    readonly label: string;
    readonly text: string;
    readonly from: number;
    readonly to: number;
  }[];
}

export type Chart = FanChart | IntervalChart | BarChart | WaterfallChart;

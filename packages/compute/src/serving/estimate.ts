/** What a deployment gives under a load, with the interval that the model's errors on unseen runs leave. */
import { kernelTimes, type KernelTables, type KernelTimes } from "../kernels/index.ts";
import type { Accelerator } from "../accelerator.ts";
import { constantsOf, metrics, modeOf, supportOf, type Calibration, type Metric, type Support } from "./calibration.ts";
import { ClosedLoop } from "./closed-loop.ts";
import { totalAccelerators, type Deployment, type Engine, type Load } from "./deployment.ts";
import type { Circumstances } from "./levels.ts";

/** A central 80 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface ServingEstimate {
  /** Mean time to first token, seconds. */
  readonly ttft: Interval;
  /** Mean time per output token after the first, seconds. */
  readonly tpot: Interval;
  /** Output tokens a second and accelerator. */
  readonly throughput: Interval;
  /** How close the measured runs come to this deployment. */
  readonly support: Support;
  /** Sentences on what lies outside what was measured; empty inside. */
  readonly remarks: readonly string[];
}

const nowhere: Circumstances = { release: "", source: "" };

export class ServingModel {
  readonly calibration: Calibration;
  readonly #tables: KernelTables;
  readonly #kernels = new Map<string, KernelTimes>();

  constructor(calibration: Calibration, tables: KernelTables) {
    this.calibration = calibration;
    this.#tables = tables;
  }

  /** Latencies and throughput of a deployment with `load.concurrency` clients in a closed loop. */
  estimate(deployment: Deployment, load: Load, circumstances: Circumstances = nowhere): ServingEstimate {
    const loop = new ClosedLoop(deployment, load, this.kernels(deployment.accelerator, deployment.engine));
    const state = loop.solve(constantsOf(this.calibration, deployment, circumstances));
    const support = supportOf(this.calibration, deployment);
    const errors = this.calibration.errors[support][modeOf(deployment)];
    const interval = (metric: Metric): Interval => {
      const { low, high } = errors[metric];
      const value = state[metric];
      return { value, low: value * low, high: value * high };
    };
    const [ttft, tpot, throughput] = metrics.map(interval);
    if (ttft === undefined || tpot === undefined || throughput === undefined) throw new Error("no metrics");
    return { ttft, tpot, throughput, support, remarks: this.#remarks(deployment, load, support) };
  }

  /** Kernel times of an engine on an accelerator, kept. */
  kernels(accelerator: Accelerator, engine: Engine): KernelTimes {
    const key = `${engine} ${accelerator.name}`;
    let found = this.#kernels.get(key);
    if (found === undefined) this.#kernels.set(key, (found = kernelTimes(accelerator, engine, this.#tables)));
    return found;
  }

  #remarks(deployment: Deployment, load: Load, support: Support): string[] {
    const { range } = this.calibration;
    const said: string[] = [];
    const within = (name: string, value: number, [least, most]: readonly [number, number], unit: string): void => {
      if (value >= least && value <= most) return;
      said.push(`${name} of ${shown(value)} ${unit} is outside the measured ${shown(least)} to ${shown(most)}`);
    };
    within("a mean prompt", load.input, range.input, "tokens");
    within("a mean answer", load.output, range.output, "tokens");
    within(
      "concurrency",
      load.concurrency / totalAccelerators(deployment),
      range.perAccelerator,
      "clients an accelerator",
    );
    const what = `${deployment.architecture.name} on ${deployment.accelerator.name} with ${deployment.engine}`;
    if (support === "model") said.push(`nobody measured ${what}; its model and its chip were measured apart`);
    if (support === "engine") said.push(`nobody measured ${what}; only its model, or only its engine on this chip`);
    if (support === "none") said.push(`nobody measured anything near ${what}: physics and typical efficiencies only`);
    return said;
  }
}

/** Whole numbers, and two digits of what is less than ten. */
function shown(value: number): string {
  return value < 10 ? String(Number(value.toPrecision(2))) : String(Math.round(value));
}

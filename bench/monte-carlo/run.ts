/**
 * Monte Carlo on the reference deal (`gpu-60/deal.yaml`): this engine, C, numpy, hand-written JavaScript and Squiggle, each in
 * a process of its own with one thread, taking turns so that a busy machine hits all alike. `npm run bench:monte-carlo`.
 * Options: `--quick` (100,000 trials only, fewer rounds).
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const quick = process.argv.includes("--quick");
const folder = mkdtempSync(join(tmpdir(), "underwatt-bench-"));

interface Engine {
  readonly name: string;
  readonly command: readonly [file: string, ...given: string[]];
  /** The largest number of trials worth waiting for. */
  readonly most: number;
}
interface Timing {
  readonly trialsPerSecond: number;
  readonly npv: { readonly mean: number; readonly p10: number; readonly p90: number };
  readonly peakMegabytes?: number;
  readonly compileSeconds?: number;
}

const ours: Engine = { name: "Underwatt", command: [process.execPath, join(here, "underwatt.ts")], most: Infinity };
const engines = [ours, ...peers()];
try {
  agreement();
  speed();
  workers();
  sobol();
  accuracy();
} finally {
  rmSync(folder, { recursive: true });
}

/** The peers that this machine can run; what is missing is said, with how to have it. */
function peers(): Engine[] {
  const file = (name: string): string => join(here, "peers", name);
  const found: Engine[] = [];
  const binary = join(folder, "gpu60");
  const built = spawnSync("gcc", ["-O3", "-o", binary, file("gpu60.c"), "-lm"]);
  if (built.status === 0) found.push({ name: "C -O3", command: [binary], most: Infinity });
  else console.log("C is left out: it needs gcc");
  if (spawnSync("python3", ["-c", "import numpy"]).status === 0)
    found.push({ name: "numpy", command: ["python3", file("gpu60.py")], most: Infinity });
  else console.log("numpy is left out: it needs python3 with numpy");
  found.push({ name: "JavaScript by hand", command: [process.execPath, file("gpu60.js")], most: Infinity });
  if (existsSync(file("node_modules")))
    found.push({ name: "Squiggle", command: [process.execPath, file("gpu60.squiggle.js")], most: 10_000 });
  else console.log("Squiggle is left out: it needs `npm ci --prefix bench/monte-carlo/peers`");
  return found;
}

function ask(engine: Engine, ...options: readonly (string | number)[]): string {
  const [file, ...given] = engine.command;
  // One thread for every engine, whatever its libraries would like.
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  return execFileSync(file, [...given, ...options.map(String)], { encoding: "utf8", env, maxBuffer: 1e9 });
}

function table(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** The outputs of the peers for our draws, value by value. */
function agreement(): void {
  const [inFile, outFile, peerFile] = [join(folder, "in"), join(folder, "out"), join(folder, "peer")];
  const rows = 10_000;
  ask(ours, "agree", inFile, outFile, rows);
  const mine = doubles(outFile);
  console.log(`\nLargest relative difference on the same ${rows} draws: NPV, IRR, payback, least cover`);
  for (const engine of engines.slice(1)) {
    if (engine.name === "Squiggle") continue;
    ask(engine, "evaluate", inFile, rows, peerFile);
    const theirs = doubles(peerFile);
    const worst = [0, 1, 2, 3].map((output) => {
      let most = 0;
      for (let row = 0; row < rows; row++) {
        const [a = NaN, b = NaN] = [mine[row * 4 + output], theirs[row * 4 + output]];
        if (Number.isNaN(a) !== Number.isNaN(b)) return Infinity;
        most = Math.max(most, Math.abs(a - b) / Math.max(Math.abs(b), 1e-300) || 0);
      }
      return most;
    });
    console.log(`  ${engine.name}: ${worst.map((each) => each.toExponential(1)).join(", ")}`);
    if (worst.some((each) => each > 1e-9)) process.exitCode = 1;
  }
}

function doubles(file: string): Float64Array {
  const bytes = readFileSync(file);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

function speed(): void {
  const rounds = quick ? 3 : 5;
  for (const trials of quick ? [100_000] : [10_000, 100_000, 1_000_000]) {
    console.log(
      `\n${trials.toLocaleString("en")} trials: draws, model, IRR (not Squiggle), mean and percentiles of NPV`,
    );
    const rates = new Map<string, number[]>();
    let last: Timing | undefined;
    for (let round = 0; round < rounds; round++) {
      for (const engine of engines) {
        const size = Math.min(trials, engine.most);
        if (engine.name === "Squiggle" && (round > 0 || trials > 100_000)) continue;
        // Two runs each turn, the first one to warm up where there is a compiler to warm.
        const timing: Timing = JSON.parse(
          ask(engine, "time", size, 1 + round * 10, engine.name === "Squiggle" ? 1 : 3),
        );
        rates.set(engine.name, [...(rates.get(engine.name) ?? []), timing.trialsPerSecond]);
        if (engine === ours) last = timing;
      }
    }
    const own = median(rates.get(ours.name) ?? []);
    table([
      ["engine", "trials/s, median", "lowest to highest", "Underwatt is"],
      ...[...rates].map(([name, each]) => [
        name,
        Math.round(median(each)).toLocaleString("en"),
        `${Math.round(Math.min(...each)).toLocaleString("en")} to ${Math.round(Math.max(...each)).toLocaleString("en")}`,
        name === ours.name ? "" : `${(own / median(each)).toPrecision(3)} times`,
      ]),
    ]);
    if (last?.peakMegabytes !== undefined)
      console.log(
        `  peak memory ${last.peakMegabytes} MB; compiled in ${((last.compileSeconds ?? 0) * 1000).toFixed(0)} ms`,
      );
  }
}

function workers(): void {
  const trials = quick ? 200_000 : 1_000_000;
  const { one, two, ratio }: { one: number; two: number; ratio: number } = JSON.parse(
    ask(ours, "workers", trials, quick ? 3 : 5),
  );
  console.log(`\n${trials.toLocaleString("en")} trials on worker threads, without summaries`);
  console.log(
    `  one ${(one * 1000).toFixed(0)} ms, two ${(two * 1000).toFixed(0)} ms: two are ${ratio.toFixed(2)} times one`,
  );
}

/** The mean's own standard error, beside what a million plain trials would have. */
function sobol(): void {
  const { seconds, runs }: { seconds: number; runs: { mean: number; se: number }[] } = JSON.parse(
    ask(ours, "sobol", 1, 21),
  );
  const million = 77.77e6 / Math.sqrt(1e6);
  const [first] = runs;
  const spread = Math.sqrt(runs.reduce((sum, { mean }) => sum + (mean - 31.2868e6) ** 2, 0) / runs.length);
  console.log("\nMean of NPV by 4,096 Sobol points in 8 scrambles, and its own interval");
  console.log(
    `  ${(seconds * 1000).toFixed(1)} ms; $${((first?.mean ?? NaN) / 1e6).toFixed(3)}M, standard error ${((first?.se ?? NaN) / 1e6).toFixed(3)}M ` +
      `(median of ${runs.length} seeds ${(median(runs.map(({ se }) => se)) / 1e6).toFixed(3)}M, true error ${(spread / 1e6).toFixed(3)}M); a million plain trials: ${(million / 1e6).toFixed(3)}M`,
  );
}

interface Found {
  readonly mean: number;
  readonly p10: number;
  readonly p90: number;
  readonly below: number;
}

/** Errors of both engines in the same time, from many seeds, against a much larger run. */
function accuracy(): void {
  const numpy = engines.find(({ name }) => name === "numpy");
  if (numpy === undefined) return;
  const truth = averageOf(errorsOf(ours, 2 ** 20, quick ? 2 : 8).found);
  console.log("\nRoot mean square error in the same time: Underwatt (scrambled Sobol) and numpy (plain Monte Carlo)");
  const rows: string[][] = [["time", "points", "mean", "P10", "P90", "P(NPV < 0)"]];
  for (const samples of quick ? [16_384] : [4_096, 16_384, 131_072]) {
    const seeds = quick ? 16 : 32;
    const own = errorsOf(ours, samples, seeds);
    const rate: Timing = JSON.parse(ask(numpy, "time", 20_000, 1, 3));
    const plain = Math.max(500, Math.round(own.seconds * rate.trialsPerSecond));
    const theirs = errorsOf(numpy, plain, seeds);
    const [a, b] = [rmse(own.found, truth), rmse(theirs.found, truth)];
    const show = (key: keyof Found): string => {
      const scale = key === "below" ? 100 : 1e-6;
      const unit = key === "below" ? "points" : "$M";
      return `${(a[key] * scale).toPrecision(2)} and ${(b[key] * scale).toPrecision(2)} ${unit}, ${(b[key] / a[key]).toPrecision(2)} times`;
    };
    rows.push([
      `${(own.seconds * 1000).toFixed(0)} ms`,
      `${samples.toLocaleString("en")} and ${plain.toLocaleString("en")}`,
      ...(["mean", "p10", "p90", "below"] as const).map(show),
    ]);
  }
  table(rows);
  methods(truth);
}

/** The three ways to draw, by this engine, with the same number of points. */
function methods(truth: Found): void {
  const samples = 16_384;
  console.log(`\nRoot mean square error of ${samples.toLocaleString("en")} points by the way they are drawn`);
  const rows: string[][] = [["draws", "mean", "P10", "P90", "P(NPV < 0)"]];
  for (const method of ["sobol", "latin-hypercube", "monte-carlo"]) {
    const { mean, p10, p90, below } = rmse(errorsOf(ours, samples, quick ? 8 : 32, method).found, truth);
    const million = [mean, p10, p90].map((each) => `${(each / 1e6).toPrecision(2)} $M`);
    rows.push([method, ...million, `${(100 * below).toPrecision(2)} points`]);
  }
  table(rows);
}

function errorsOf(
  engine: Engine,
  samples: number,
  seeds: number,
  method: string = "sobol",
): { seconds: number; found: Found[] } {
  return JSON.parse(ask(engine, "error", samples, seeds, method));
}

function averageOf(found: readonly Found[]): Found {
  const of = (key: keyof Found): number => found.reduce((sum, each) => sum + each[key], 0) / found.length;
  return { mean: of("mean"), p10: of("p10"), p90: of("p90"), below: of("below") };
}

function rmse(found: readonly Found[], truth: Found): Found {
  const of = (key: keyof Found): number =>
    Math.sqrt(found.reduce((sum, each) => sum + (each[key] - truth[key]) ** 2, 0) / found.length);
  return { mean: of("mean"), p10: of("p10"), p90: of("p90"), below: of("below") };
}

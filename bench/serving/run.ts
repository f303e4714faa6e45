/**
 * The serving simulator beside a minimal C++ simulator of the same trace and rules, each in a process of its own with one
 * thread, taking turns and timed by the processor's time, so that a busy machine hits both alike. Outputs are compared before anything is timed.
 * `npm run bench:serving`. Options: `--quick` (fewer rounds, a shorter fleet).
 */
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { hasTrace } from "./case.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const quick = process.argv.includes("--quick");
const folder = mkdtempSync(join(tmpdir(), "underwatt-bench-"));
const requests = 10_000;

interface Engine {
  readonly name: string;
  readonly command: readonly [file: string, ...given: string[]];
}
interface Timing {
  readonly seconds: readonly number[];
  readonly percentiles: readonly number[];
}
interface FleetRun {
  readonly wall: number;
  readonly requests: number;
  readonly ttftP99: number;
  readonly utilisation: readonly number[];
  readonly megabytes: readonly number[];
}

const script = join(here, "underwatt.ts");
try {
  console.log(
    hasTrace
      ? "Requests of the Azure 2023 conversation trace, Poisson arrivals, 32 a second on 8 replicas (case H8)"
      : "Requests drawn with the means of the Azure 2023 conversation trace, which is not at hand; 32 a second on 8 replicas",
  );
  const peers = build();
  for (const rounds of quick ? [1] : [1, 100]) {
    const file = join(folder, `case-${rounds}`);
    execFileSync(process.execPath, [script, "case", String(rounds), "1", file]);
    if (rounds === 1) agree(peers, file);
    speed(peers, file, rounds);
  }
  everything();
  context();
  await fleet();
} finally {
  rmSync(folder, { recursive: true });
}

/** The C++ peer in its two forms; none without a compiler. */
function build(): Engine[] {
  const binary = join(folder, "serving");
  const source = join(here, "peers", "serving.cpp");
  if (spawnSync("g++", ["-O3", "-march=native", "-o", binary, source]).status !== 0) {
    console.log("C++ is left out: it needs g++");
    return [];
  }
  return [
    { name: "C++ that walks every sequence", command: [binary, "walk"] },
    { name: "C++ with the same jumps", command: [binary, "jump"] },
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function doubles(file: string): Float64Array {
  const bytes = readFileSync(file);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** First token and end of every request, by each engine. */
function agree(peers: readonly Engine[], file: string): void {
  const ours = join(folder, "ours");
  execFileSync(process.execPath, [script, "outcomes", "1", "1", ours]);
  const mine = doubles(ours);
  for (const { name, command } of peers) {
    const [binary, form = ""] = command;
    const theirs = join(folder, "theirs");
    execFileSync(binary, [form, file, "1", theirs]);
    const other = doubles(theirs);
    const worst = mine.reduce((most, time, i) => Math.max(most, Math.abs(time / (other[i] ?? NaN) - 1)), 0);
    console.log(`  times of all requests agree with ${name} to ${worst.toExponential(1)} relative`);
    if (!(worst < 1e-9) || mine.length !== other.length) process.exitCode = 1;
  }
}

function speed(peers: readonly Engine[], file: string, rounds: number): void {
  const count = rounds * requests;
  // Of our short runs the first ones compile; they are run, and not counted.
  const [warm, counted] = rounds === 1 ? [30, 10] : [1, 2];
  const rates = new Map<string, number[]>();
  const note = (name: string, { seconds }: Timing): void => {
    const rate = count / median(seconds.slice(-counted));
    rates.set(name, [...(rates.get(name) ?? []), rate]);
  };
  for (let turn = 0; turn < (quick ? 3 : 5); turn++) {
    note("Underwatt", ask(process.execPath, script, "time", rounds, warm + counted));
    for (const { name, command } of peers) {
      const [binary, form = ""] = command;
      note(name, ask(binary, form, file, counted + 1));
    }
  }
  const own = median(rates.get("Underwatt") ?? []);
  console.log(
    `\n${count.toLocaleString("en")} requests, percentiles included: requests a second of processor time, median of turns`,
  );
  table([
    ["engine", "requests/s", "lowest to highest", "Underwatt is"],
    ...[...rates].map(([name, each]) => [
      name,
      ...range(each),
      name === "Underwatt" ? "" : `${(own / median(each)).toPrecision(3)} times`,
    ]),
  ]);
}

function everything(): void {
  const rates: number[] = [];
  for (let turn = 0; turn < (quick ? 3 : 5); turn++) {
    const { seconds }: Timing = ask(process.execPath, script, "all", 1, 80);
    rates.push(requests / median(seconds.slice(-10)));
  }
  console.log(
    "\nThree tiers with priorities and limits, two kinds of replicas chosen by cost within objectives, prefix cache, failures",
  );
  const [rate = "", spread = ""] = range(rates);
  console.log(`  ${rate} requests/s (${spread})`);
}

function context(): void {
  console.log(
    "\nRecorded elsewhere (2 cores of a Xeon at 2.5 GHz, the same case): Vidur 400 requests/s; BLIS with its cache signal off\n" +
      "  1,600 to 1,720; neither is run here.",
  );
}

/** Two halves of a fleet, each on a core with a router of its own. */
async function fleet(): Promise<void> {
  const seconds = quick ? 60 : 1200;
  const run = promisify(execFile);
  const halves = await Promise.all([1, 2].map(() => run(process.execPath, [script, "fleet", String(seconds), "1"])));
  const found = halves.map(({ stdout }): FleetRun => JSON.parse(stdout));
  const wall = Math.max(...found.map((each) => each.wall));
  const total = found.reduce((sum, each) => sum + each.requests, 0);
  console.log(`\n1,000 replicas of two kinds, least loaded, failures, 4,000 requests/s, in two processes`);
  console.log(
    `  ${seconds} simulated seconds, ${total.toLocaleString("en")} requests: ${wall.toFixed(1)} s, so 24 hours in ` +
      `${((wall * 86_400) / seconds / 60).toFixed(0)} minutes; memory of each at half time and at the end ` +
      `${found.map(({ megabytes }) => megabytes.join(" and ")).join("; ")} MB`,
  );
}

function ask(file: string, ...given: readonly (string | number)[]): Timing {
  return JSON.parse(execFileSync(file, given.map(String), { encoding: "utf8" }));
}

function range(rates: readonly number[]): string[] {
  const print = (rate: number): string => (Math.round(rate / 1000) * 1000).toLocaleString("en");
  return [print(median(rates)), `${print(Math.min(...rates))} to ${print(Math.max(...rates))}`];
}

function table(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`);
}

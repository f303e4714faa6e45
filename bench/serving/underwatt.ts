/**
 * This simulator as one of the engines of the comparison, in a process of its own.
 *
 *     node underwatt.ts case ROUNDS RUNS FILE     writes the case for the C++ peer; FILE then holds its requests, 10,000 a round
 *     node underwatt.ts time ROUNDS RUNS          case H8: processor seconds of each run, and percentiles
 *     node underwatt.ts outcomes ROUNDS 1 FILE    first token and end of each request of the last round, float64
 *     node underwatt.ts all ROUNDS RUNS           tiers, limits, two kinds of replicas, prefix cache, failures, routing by cost
 *     node underwatt.ts fleet SECONDS 1           half of 1,000 replicas of two kinds under half their traffic
 */
import { writeFileSync } from "node:fs";
import { simulate, type RequestColumns, type ServingReport, type ServingScenario } from "@underwatt/compute";
import { conversation, h100Cost, h100Pool, later, nextPool } from "./case.ts";

const [, , mode = "", ...given] = process.argv;
const [rounds, runs] = [Number(given[0]), Number(given[1])];
const file = given[2] ?? "";

const h8: ServingScenario = { pools: [h100Pool], router: "round-robin", seed: 1 };

function serve(scenario: ServingScenario, columns: RequestColumns): ServingReport {
  const simulation = simulate(scenario);
  for (let round = 0; round < rounds; round++) simulation.offer(later(columns, round));
  return simulation.finish();
}

function times(scenario: ServingScenario, columns: RequestColumns): unknown {
  const seconds: number[] = [];
  let percentiles: number[] = [];
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage();
    const { latency, requests } = serve(scenario, columns);
    const { user, system } = process.cpuUsage(before);
    seconds.push((user + system) / 1e6);
    percentiles = [latency.ttft, latency.tpot, latency.endToEnd].flatMap(({ p50, p90, p99 }) => [p50, p90, p99]);
    if (requests.offered !== rounds * columns.count || requests.unfinished > 0) throw new Error("requests were lost");
  }
  return { seconds, percentiles };
}

/** The case as the C++ peer reads it. */
function writeCase(columns: RequestColumns): void {
  const { budget, batchCap, kv, replicas } = h100Pool;
  const head = [
    ...h100Cost,
    budget,
    batchCap,
    kv.blocks,
    kv.blockTokens,
    kv.watermark,
    replicas,
    rounds,
    columns.count,
  ];
  const { arrival, input, output } = columns;
  const parts = [Float64Array.from(head), arrival, input, output];
  writeFileSync(file, Buffer.concat(parts.map(({ buffer, byteLength }) => new Uint8Array(buffer, 0, byteLength))));
}

function writeOutcomes(columns: RequestColumns): void {
  const { outcomes = [] } = serve({ ...h8, record: true }, columns);
  const before = (rounds - 1) * columns.count;
  const rows = new Float64Array(2 * columns.count);
  for (const { id, firstToken, end } of outcomes) if (id >= before) rows.set([firstToken, end], 2 * (id - before));
  writeFileSync(file, rows);
}

/** Everything on. Prefixes are invented: a common beginning of 256 tokens, and 500 conversations that come again. */
function everything(): [ServingScenario, RequestColumns] {
  const columns = conversation(32, 1);
  const blockTokens = 256;
  const start = [0];
  const blocks: number[] = [];
  for (let row = 0; row < columns.count; row++) {
    const conversation = row % 4 === 0 ? 1000 + row : (row * 7919) % 500;
    const full = Math.floor((columns.input[row] ?? 0) / blockTokens);
    for (let block = 0; block < full; block++) blocks.push(block < 1 ? block : 100 * conversation + block);
    start.push(blocks.length);
  }
  const failures = { meanTimeBetweenFailures: 600, meanTimeToRepair: 60 };
  const scenario: ServingScenario = {
    pools: [
      { ...h100Pool, replicas: 4, prefixCache: true, failures },
      { ...nextPool, replicas: 4, prefixCache: true, failures },
    ],
    router: "cheapest-in-slo",
    seed: 1,
    tiers: [
      { name: "enterprise", slo: { ttft: 1, tpot: 0.06 } },
      { name: "plus", priority: 1, slo: { ttft: 2 }, limits: { requestsPerMinute: 650, over: "wait" } },
      { name: "free", priority: 2, slo: { ttft: 5 }, limits: { tokensPerMinute: 900_000, over: "refuse" } },
    ],
  };
  const tier = new Uint8Array(columns.count).map((_, row) => row % 3);
  const prefix = { blockTokens, start: Int32Array.from(start), blocks: Int32Array.from(blocks) };
  return [scenario, { ...columns, tier, prefix }];
}

/** Half of a fleet of 600 and 400 replicas under half of 4,000 requests a second, for some simulated seconds. */
function fleet(seconds: number): unknown {
  const failures = { meanTimeBetweenFailures: 30 * 86_400, meanTimeToRepair: 4 * 3600 };
  const simulation = simulate({
    pools: [
      { ...h100Pool, replicas: 300, failures },
      { ...nextPool, replicas: 200, failures },
    ],
    router: "least-loaded",
    seed: 1,
  });
  const columns = conversation(2000, 1);
  const before = performance.now();
  let halfway = 0;
  for (let round = 0; simulation.progress.seconds < seconds; round++) {
    simulation.offer(later(columns, round));
    if (simulation.progress.seconds < seconds / 2) halfway = process.memoryUsage().rss;
  }
  const { requests, latency, pools } = simulation.finish();
  return {
    wall: (performance.now() - before) / 1000,
    requests: requests.finished,
    ttftP99: latency.ttft.p99,
    utilisation: pools.map(({ utilisation }) => utilisation),
    megabytes: [halfway, process.memoryUsage().rss].map((bytes) => Math.round(bytes / 1e6)),
  };
}

switch (mode) {
  case "case":
    writeCase(conversation(32, 1));
    break;
  case "time":
    console.log(JSON.stringify(times(h8, conversation(32, 1))));
    break;
  case "outcomes":
    writeOutcomes(conversation(32, 1));
    break;
  case "all":
    console.log(JSON.stringify(times(...everything())));
    break;
  case "fleet":
    console.log(JSON.stringify(fleet(rounds)));
    break;
  default:
    console.error("modes: case, time, outcomes, all, fleet; see the top of this file");
    process.exitCode = 2;
}

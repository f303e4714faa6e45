import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  defaultOptions,
  resultSchema,
  simulationAnswerSchema,
  type Result,
  type SimulationAnswer,
} from "@underwatt/deal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Stop } from "../exit.ts";
import { run } from "./run.ts";
import { simulateWorkload, type SimulateFlags } from "./simulate.ts";

const folder = mkdtempSync(join(tmpdir(), "underwatt-simulate-"));
afterAll(() => rmSync(folder, { recursive: true }));
const deal = join(folder, "deal.yaml");
const workload = (simulation: string, more = ""): string => `deal: small
as_of: 2026-05-09
calendar: { start: 2026-06, months: 12 }
currency: USD
fleets:
  hall:
    pools:
      h100: { accelerator: nvidia-h100-sxm, count: 9 GPU }
      h200: { accelerator: nvidia-h200-sxm, count: 4 GPU }
workloads:
  chat:
    kind: serving
    fleet: hall
    model: llama-3-1-70b
    traffic: { input: 512 token, output: 64 token }
    most: 2 GPU
    slo: { tpot: 50 ms }
    simulation: ${simulation}
${more}`;
const usual = "{ traffic: { rate: 20 request/s }, requests: 300 request }";
const formula = `model:
  sold: { is: workloads.chat.simulated.goodput * 2 USD/Mtoken in USD/yr, key: yes }
thesis:
  pays: { says: It pays., holds_if: sold > 1 USD/yr }
`;
const scenarios = `scenarios:
  rush: { set: { workloads.chat.simulation.traffic.rate: 40 request/s } }
`;
const options = { ...defaultOptions, samples: 64 };

const screen = async (flags: Partial<SimulateFlags> = {}, name = "chat"): Promise<string> =>
  (await simulateWorkload(deal, name, { options, changes: {}, ...flags }, 160)).join("\n");
const answered = async (flags: Partial<SimulateFlags> = {}): Promise<SimulationAnswer> =>
  simulationAnswerSchema.parse(JSON.parse(await screen({ ...flags, json: "-" })));
const ran = async (
  more: Partial<typeof options> & { workers?: number; scenario?: string; set?: ReadonlyMap<string, string> } = {},
): Promise<Result> => {
  const { workers, ...changed } = more;
  const lines = await run(deal, { options: { ...options, ...changed }, workers, json: "-" }, 120);
  return resultSchema.parse(JSON.parse(lines.join("\n")));
};
const refusal = async (work: Promise<unknown>): Promise<Stop> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Stop) return error;
    throw error;
  }
  throw new Error("it should have been refused");
};

describe("simulate", () => {
  beforeAll(() => writeFileSync(deal, workload(usual, formula)));

  it("answers in its documented form, and loses no request", async () => {
    const answer = await answered();
    expect(answer.requests.offered).toBe(300);
    const refused = Object.values(answer.requests.refused).reduce((sum, count) => sum + count, 0);
    expect(answer.requests.finished + refused + answer.requests.unfinished).toBe(300);
    expect(answer.pools.map(({ name }) => name)).toEqual(["h100", "h200"]);
    expect(answer.pools.reduce((sum, { finished }) => sum + finished, 0)).toBe(answer.requests.finished);
    // One of nine accelerators makes no replica where they are laid out by two, four or eight.
    expect(answer.pools[0]?.stranded).toBe(answer.pools[0]?.layout === "tp 1" ? 0 : 1);
    expect(answer.latency.ttft_s.p50).toBeLessThanOrEqual(answer.latency.ttft_s.p99 ?? 0);
    expect(answer.seed).toBe(1);
  });

  it("gives equal bytes for equal seeds, and others for others", async () => {
    const [first, second, other] = [await answered(), await answered(), await answered({ changes: { seed: 2 } })];
    expect(second).toEqual(first);
    expect(other.latency).not.toEqual(first.latency);
  });

  it("shows pools, tiers, charts, the balance of requests and its speed", async () => {
    const text = await screen();
    expect(text).toContain("20 requests/s, Poisson");
    expect(text).toMatch(/h200 +\d/);
    expect(text).toContain("300 offered = 300 finished + 0 refused + 0 unfinished");
    expect(text).toMatch(/requests a second/);
    expect(text).toContain("responses/chat.json");
  });

  it("scales a slice up to the fleet", async () => {
    const whole = await answered({ changes: { requests: 2000 } });
    const part = await answered({ changes: { requests: 2000, scale: 2 } });
    expect(part.slice).toBeCloseTo(2 / Math.max(...part.pools.map(({ replicas }) => replicas)));
    expect(part.requests.offered).toBe(whole.requests.offered);
    expect(part.seconds).toBeGreaterThan(whole.seconds);
    expect((part.figures["requests"] ?? 0) / (whole.figures["requests"] ?? 1)).toBeCloseTo(1, 0);
  });

  it.for([
    ["a closed loop", "{ traffic: { clients: 8 }, requests: 200 request }", 200],
    [
      "bursts in the shape of a day",
      `{ traffic: { rate: 20 request/s, cv: 3, day: [${"1, ".repeat(23)}1] }, requests: 200 request }`,
      200,
    ],
    [
      "sessions",
      "{ traffic: { rate: 20 request/s }, sessions: { turns: 3, pause: 1 s, shared: 512 token, context: 8000 token }, requests: 200 request }",
      200,
    ],
    [
      "tiers, limits, failures and drains",
      "{ traffic: { rate: 20 request/s }, tiers: { paid: { share: 60 % }, free: { priority: 1, requests: 60 request/min, over: wait } }, failures: { mtbf: 1 h, mttr: 1 min }, drains: { h200: { at: 2 s, share: 50 % } }, router: cheapest-in-slo, requests: 200 request }",
      200,
    ],
  ] as const)("simulates %s", async ([, simulation, offered]) => {
    writeFileSync(deal, workload(simulation));
    const { requests, tokens } = await answered();
    expect(requests.offered).toBe(offered);
    expect(requests.finished).toBe(offered);
    if (simulation.includes("sessions")) expect(tokens.from_cache).toBeGreaterThan(0);
    if (simulation.includes("wait")) expect(requests.delayed).toBeGreaterThan(0);
  });
});

describe("results in the deal", () => {
  beforeAll(() => {
    writeFileSync(deal, workload(usual, formula + scenarios));
    rmSync(join(folder, "responses"), { recursive: true, force: true });
  });

  it("are figures of a run as long as their inputs stand, and never afterwards", async () => {
    const before = await ran();
    expect(before.figures["model.sold"]).toBeUndefined();
    expect(before.warnings.join()).toMatch(
      /workloads\.chat has not been simulated yet; left out: model\.sold, thesis\.pays/,
    );

    const { figures } = await answered();
    const after = await ran();
    expect(after.warnings).toEqual([]);
    expect(after.figures["workloads.chat.simulated.goodput"]?.value).toBe(figures["goodput"]);
    expect(after.figures["model.sold"]?.value).toBeCloseTo(((figures["goodput"] ?? 0) * 2 * 31_536_000) / 1e6, -1);
    expect(after.thesis["pays"]?.state).toBe("holds");
    expect(after.run.hash).not.toBe(before.run.hash);

    const changed = await ran({ set: new Map([["fleets.hall.pools.h100.count", "16 GPU"]]) });
    expect(changed.figures["model.sold"]).toBeUndefined();
    expect(changed.warnings.join()).toContain("was simulated with other inputs than these");
  });

  it("are the same on worker threads, which read no files", async () => {
    await answered();
    expect(await ran({ workers: 2 })).toEqual(await ran());
  });

  it("are kept for each scenario, and not for what only the command line asks", async () => {
    const base = await answered();
    const rush = await answered({ options: { ...options, scenario: "rush" } });
    expect((await ran({ scenario: "rush" })).figures["workloads.chat.simulated.goodput"]?.value).toBe(
      rush.figures["goodput"],
    );
    expect((await ran()).figures["workloads.chat.simulated.goodput"]?.value).toBe(base.figures["goodput"]);
    const kept = readFileSync(join(folder, "responses/chat.json"), "utf8");
    expect(await screen({ changes: { seed: 7 } })).toContain("results not kept");
    expect(readFileSync(join(folder, "responses/chat.json"), "utf8")).toBe(kept);
  });

  it("are none where the file is damaged", async () => {
    await answered();
    writeFileSync(join(folder, "responses/chat.json"), "{");
    expect((await ran()).warnings.join()).toContain("has not been simulated yet");
  });
});

describe("a trace", () => {
  const trace = "{ traffic: { file: trace.csv } }";

  it("is replayed, with what became of its rows", async () => {
    const rows = Array.from({ length: 100 }, (_, row) => `${row / 10},${row === 50 ? -1 : 300},20`);
    writeFileSync(join(folder, "trace.csv"), `timestamp,input_tokens,output_tokens\n${rows.join("\n")}\n`);
    writeFileSync(deal, workload(trace, formula));
    const text = await screen();
    expect(text).toContain("trace trace.csv: 100 rows read, 99 requests kept");
    expect(text).toMatch(/refused: .*negative/);
    expect((await ran()).figures["model.sold"]).toBeDefined();
    writeFileSync(deal, workload("{ traffic: { file: trace.csv, rate: 40 request/s } }"));
    expect((await answered()).seconds).toBeCloseTo(99 / 40, 0);
  });

  it("that changes is another input", async () => {
    writeFileSync(deal, workload(trace, formula));
    await screen();
    writeFileSync(join(folder, "trace.csv"), "timestamp,input_tokens,output_tokens\n0,10,10\n1,10,10\n");
    expect((await ran()).figures["model.sold"]).toBeUndefined();
  });

  it("that cannot be used is refused in the reader's words", async () => {
    writeFileSync(deal, workload(trace));
    writeFileSync(join(folder, "trace.csv"), "a,b\n1,2\n");
    expect((await refusal(screen())).message).toContain("trace.csv");
    writeFileSync(deal, workload("{ traffic: { file: ../trace.csv } }"));
    expect((await refusal(screen())).message).toContain("there is no trace ../trace.csv in the deal's folder");
  });
});

describe("what cannot be simulated", () => {
  it("is said with what would help", async () => {
    writeFileSync(deal, workload(usual));
    expect((await refusal(screen({}, "chta"))).message).toBe('there is no workload "chta"; did you mean chat?');
    writeFileSync(deal, workload("{ traffic: { rate: 10 to 20 request/s } }"));
    const uncertain = await refusal(screen());
    expect(uncertain.code).toBe(2);
    expect(uncertain.message).toContain("workloads.chat.simulation.traffic.rate is uncertain");
    expect(uncertain.message).not.toContain("nothing says when");
    writeFileSync(
      deal,
      workload("{ traffic: { rate: 10 request/s }, tiers: { a: { share: 60 % }, b: { share: 60 % } } }"),
    );
    expect((await refusal(screen())).message).toContain("add up to 120 %");
    writeFileSync(deal, workload("{ traffic: { rate: 10 GPU } }"));
    expect((await refusal(screen())).message).toContain("GPU is not request/s");
    writeFileSync(deal, workload("{ traffic: { rte: 10 request/s } }"));
    expect((await refusal(screen())).message).toMatch(/unknown key "rte"/);
    writeFileSync(deal, workload("{ traffic: {} }"));
    expect((await refusal(screen())).message).toContain("nothing says when requests come");
    writeFileSync(deal, workload("{ traffic: { rate: 10 request/s }, pools: { gb200: 50 % } }"));
    expect((await refusal(screen())).message).toContain('simulation names a pool "gb200"; the workload has h100, h200');
  });

  it("is a closed loop with fewer requests than clients: no time passes in which they come", async () => {
    writeFileSync(deal, workload("{ traffic: { clients: 50 }, requests: 20 request }"));
    const { code, message } = await refusal(screen());
    expect(code).toBe(2);
    expect(message).toContain("came at once");
  });

  it("is a model that no pool holds, with what would hold it", async () => {
    const large = workload(usual).replace("llama-3-1-70b", "deepseek-v3").replace("    slo: { tpot: 50 ms }\n", "");
    writeFileSync(deal, large);
    const { message } = await refusal(screen());
    expect(message).toContain("no pool can serve chat");
    expect(message).toMatch(/pool h200: deepseek-v3 needs \d+ GB of weights on each of 2 nvidia-h200-sxm/);
  });
});

/** A simulated workload, for a terminal. */
import type { SimulationAnswer, SimulationSettings } from "@underwatt/deal";
import { sparkline } from "./chart.ts";
import { faint, heading, style } from "./style.ts";
import { table, wrap, type TableColumn } from "./table.ts";

/** @param wall seconds that the simulation took */
export function simulationTables(
  answer: SimulationAnswer,
  settings: SimulationSettings,
  wall: number,
  width: number,
): string[] {
  const { deal, workload, as_of, seed, pools, tiers, notes } = answer;
  return [
    ...wrap(`${deal}: ${workload}, simulated`, width).map(heading),
    faint(`as of ${as_of} · seed ${seed} · ${trafficText(settings)} · ${settings.router}`),
    ...notes.flatMap((note) => wrap(note, width)).map((line) => style("yellow", line)),
    ...sliceLines(answer, width),
    "",
    heading("Pools"),
    ...table(poolColumns, pools.map(poolRow), width),
    "",
    heading("Tiers"),
    ...table(
      tierColumns,
      [...tiers.map((tier) => tierRow(tier.name, tier)), ...(tiers.length > 1 ? [tierRow("all", answer)] : [])],
      width,
    ),
    "",
    heading("Over time"),
    ...chartLines(answer, width),
    "",
    ...conservationLines(answer, width),
    faint(
      `${span(answer.seconds)} of traffic (${span(answer.seconds_to_end)} until the last answer) in ${digits(wall)} s: ${Math.round(answer.requests.offered / wall).toLocaleString("en-US")} requests a second`,
    ),
  ];
}

function trafficText({ traffic, tiers }: SimulationSettings): string {
  const of = tiers.length > 1 ? ` in ${tiers.length} tiers` : "";
  switch (traffic.kind) {
    case "rate": {
      const shape = traffic.hours === undefined ? "" : traffic.hours.length === 24 ? ", daily" : ", weekly";
      const bursts = traffic.cv === 1 ? "Poisson" : `gaps of cv ${digits(traffic.cv)}`;
      return `${digits(traffic.rate)} requests/s, ${bursts}${shape}${of}`;
    }
    case "trace":
      return `trace ${traffic.file}${of}`;
    case "closed-loop":
      return `${traffic.clients.toLocaleString("en-US")} clients in a closed loop${of}`;
  }
}

function sliceLines({ slice, pools }: SimulationAnswer, width: number): string[] {
  if (slice === 1) return [];
  const parts = pools.map(
    ({ name, simulated, replicas }) => `${simulated} of ${replicas.toLocaleString("en-US")} replicas of ${name}`,
  );
  const text = `A slice was simulated: ${parts.join(", ")}, with ${digits(100 * slice)} % of the traffic. Rates are scaled up to the fleet.`;
  return wrap(text, width).map((line) => style("yellow", line));
}

const right = (title: string): TableColumn => ({ title, align: "right" });
const percentileColumns = ["TTFT p50/p90/p99 s", "TPOT p50/p90/p99 ms", "E2E p50/p90/p99 s"].map(right);

const poolColumns: readonly TableColumn[] = [
  { title: "pool" },
  right("replicas"),
  right("tokens/s"),
  right("goodput"),
  right("busy"),
  right("KV mean/peak"),
  right("queue"),
  ...percentileColumns,
  { title: "layout", flexible: true },
];

function poolRow(pool: SimulationAnswer["pools"][number]): string[] {
  return [
    pool.name,
    pool.replicas.toLocaleString("en-US"),
    large(pool.tokens_per_s),
    large(pool.goodput.tokens_per_s),
    percent(pool.utilisation),
    `${percent(pool.mean_kv_use)}/${percent(pool.peak_kv_use)}`,
    digits(pool.mean_waiting),
    ...percentileCells(pool.latency),
    `${pool.layout} of ${pool.accelerator}`,
  ];
}

const tierColumns: readonly TableColumn[] = [
  { title: "tier" },
  right("requests"),
  right("refused"),
  right("throttled"),
  right("in SLO"),
  right("goodput"),
  ...percentileColumns,
];

function tierRow(
  name: string,
  { requests, goodput, latency }: Pick<SimulationAnswer, "requests" | "goodput" | "latency">,
): string[] {
  return [
    name,
    requests.offered.toLocaleString("en-US"),
    percent(refusedOf(requests) / Math.max(1, requests.offered)),
    percent(requests.delayed / Math.max(1, requests.offered)),
    goodput.share === null ? "-" : percent(goodput.share),
    `${large(goodput.tokens_per_s)} tok/s`,
    ...percentileCells(latency),
  ];
}

function percentileCells({ ttft_s, tpot_s, end_to_end_s }: SimulationAnswer["latency"]): string[] {
  const cell = (
    { p50, p90, p99 }: { p50: number | null; p90: number | null; p99: number | null },
    scale: number,
  ): string => [p50, p90, p99].map((value) => (value === null ? "-" : digits(value * scale))).join("/");
  return [cell(ttft_s, 1), cell(tpot_s, 1000), cell(end_to_end_s, 1)];
}

function chartLines({ over_time, slice }: SimulationAnswer, width: number): string[] {
  const room = Math.max(16, Math.min(64, width - 56));
  const known = (values: readonly (number | null)[]): number[] => values.map((value) => value ?? 0);
  const row = (name: string, values: readonly number[], text: (most: number) => string): string[] => [
    name,
    sparkline(values, room),
    text(values.reduce((most, value) => Math.max(most, value), 0)),
  ];
  const rows = [
    ...over_time.tiers.map((tier) =>
      row(`${tier.name}: offered`, known(tier.offered_per_s), (most) => `up to ${large(most / slice)} requests/s`),
    ),
    ...over_time.tiers.map((tier) =>
      row(`${tier.name}: TTFT p99`, known(tier.ttft_p99_s), (most) => `up to ${digits(most)} s`),
    ),
    ...over_time.pools.flatMap((pool) => [
      row(`${pool.name}: busy`, known(pool.utilisation), (most) => `up to ${percent(most)}`),
      row(`${pool.name}: waiting`, known(pool.waiting), (most) => `up to ${large(most)} requests`),
    ]),
  ];
  return table([{ title: "" }, { title: `by ${span(over_time.bin_s)}` }, { title: "" }], rows, width);
}

/** That nothing was lost on the way: what was offered is what ended, one way or the other. */
function conservationLines({ requests, tokens, preemptions, failovers }: SimulationAnswer, width: number): string[] {
  const { offered, finished, unfinished } = requests;
  const refused = refusedOf(requests);
  const sound = offered === finished + refused + unfinished;
  const count = (value: number): string => value.toLocaleString("en-US");
  const causes = Object.entries(requests.refused).flatMap(([reason, times]) =>
    times > 0 ? [`${count(times)} ${reason}`] : [],
  );
  const line = `Requests: ${count(offered)} offered ${sound ? "=" : "≠"} ${count(finished)} finished + ${count(refused)} refused${causes.length === 0 ? "" : ` (${causes.join(", ")})`} + ${count(unfinished)} unfinished; ${count(preemptions)} preemptions, ${count(failovers)} failovers. Tokens: ${large(tokens.prefilled)} prefilled, ${large(tokens.from_cache)} from prefix caches, ${large(tokens.generated)} generated.`;
  return wrap(line, width).map((text) => (sound ? text : style("red", text)));
}

function refusedOf({ refused }: Pick<SimulationAnswer["requests"], "refused">): number {
  return Object.values(refused).reduce((sum, count) => sum + count, 0);
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function percent(share: number): string {
  return `${digits(100 * share)} %`;
}

/** Three digits with thousands and millions in words. */
function large(value: number): string {
  if (value >= 1e9) return `${digits(value / 1e9)} billion`;
  if (value >= 1e6) return `${digits(value / 1e6)} million`;
  return value >= 1000 ? Number(value.toPrecision(3)).toLocaleString("en-US") : digits(value);
}

function span(seconds: number): string {
  if (seconds >= 7200) return `${digits(seconds / 3600)} h`;
  return seconds >= 120 ? `${digits(seconds / 60)} min` : `${digits(seconds)} s`;
}

/** The numbers of a workload's `simulation:` group. Schema, definitions and messages derive from this table. */

/** One number that a deal may give. */
export interface SimulationQuantity {
  /** Key below `simulation`, nested by dots; `*` stands for a name of the author's. */
  readonly name: string;
  /** Unit it is brought to, which is what the simulator takes; empty for a plain number. */
  readonly unit: string;
  readonly least?: number;
  readonly most?: number;
  readonly meaning: string;
}

const lengthOf = (side: "input" | "output", what: string): SimulationQuantity[] => [
  {
    name: `lengths.${side}.mean`,
    unit: "token",
    least: 1,
    meaning: `Mean tokens of ${what}; alone, all are this long`,
  },
  { name: `lengths.${side}.cv`, unit: "", least: 0, most: 100, meaning: "Standard deviation over mean: lognormal" },
  { name: `lengths.${side}.least`, unit: "token", least: 1, meaning: "With `most` and no mean: any length between" },
  { name: `lengths.${side}.most`, unit: "token", least: 1, meaning: "Longer ones count as this long" },
];

export const simulationQuantities: readonly SimulationQuantity[] = [
  {
    name: "traffic.rate",
    unit: "request/s",
    least: 0,
    meaning: "Mean requests a second of all tiers; of a trace, scaled to it",
  },
  {
    name: "traffic.cv",
    unit: "",
    least: 0,
    most: 100,
    meaning: "Burstiness of the gaps: 1 Poisson (the default), more comes in bursts",
  },
  { name: "traffic.speed", unit: "", least: 0, meaning: "How much faster than recorded a trace is replayed" },
  { name: "traffic.clients", unit: "", least: 1, meaning: "Closed loop: clients that each ask again when answered" },
  ...lengthOf("input", "a prompt"),
  ...lengthOf("output", "an answer"),
  {
    name: "sessions.turns",
    unit: "",
    least: 1,
    meaning: "Mean turns of a session, each with what was said before as its prefix",
  },
  { name: "sessions.pause", unit: "s", least: 0, meaning: "Mean time from one turn to the next" },
  { name: "sessions.shared", unit: "token", least: 0, meaning: "Tokens that all prompts begin with" },
  {
    name: "sessions.context",
    unit: "token",
    least: 2,
    meaning: "Most tokens of prompt and answer; a session ends before it is full",
  },
  { name: "tiers.*.share", unit: "", least: 0, most: 1, meaning: "Share of the requests" },
  { name: "tiers.*.priority", unit: "", least: 0, most: 255, meaning: "0, the default, is served first" },
  { name: "tiers.*.requests", unit: "request/min", least: 0, meaning: "Limit: requests a minute" },
  { name: "tiers.*.tokens", unit: "token/min", least: 0, meaning: "Limit: tokens a minute, prompts and answers" },
  { name: "tiers.*.slo.ttft", unit: "s", least: 0, meaning: "Time to first token" },
  { name: "tiers.*.slo.tpot", unit: "s", least: 0, meaning: "Time per output token after the first" },
  { name: "tiers.*.slo.end_to_end", unit: "s", least: 0, meaning: "Time to the last token" },
  { name: "budget", unit: "token", least: 1, meaning: "Most tokens of an iteration and attention rank" },
  { name: "batch_cap", unit: "request", least: 1, meaning: "Most requests in a batch of one replica" },
  { name: "failures.mtbf", unit: "s", least: 0, meaning: "Mean time between failures of a replica" },
  { name: "failures.mttr", unit: "s", least: 0, meaning: "Mean time to repair" },
  { name: "drains.*.at", unit: "s", least: 0, meaning: "When part of the pool stops taking requests, from the start" },
  { name: "drains.*.share", unit: "", least: 0, most: 1, meaning: "Share of its replicas" },
  { name: "pools.*", unit: "", least: 0, most: 1, meaning: "Share of the pool's replicas that serve this workload" },
  {
    name: "scale",
    unit: "",
    least: 1,
    meaning: "Simulate a slice with so many replicas of the largest pool, and traffic alike",
  },
  { name: "duration", unit: "s", least: 0, meaning: "How long requests come" },
  {
    name: "requests",
    unit: "request",
    least: 1,
    meaning: "How many requests come, to the slice where there is one; 10,000 where no end is given",
  },
];

/** The row of a key, with names in place of `*` or without. */
export function simulationQuantity(name: string): SimulationQuantity | undefined {
  const parts = name.split(".");
  return simulationQuantities.find((row) => {
    const wanted = row.name.split(".");
    return wanted.length === parts.length && wanted.every((part, index) => part === "*" || part === parts[index]);
  });
}

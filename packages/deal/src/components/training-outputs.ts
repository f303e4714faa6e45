/** The formulas of a training workload, over what the training model answers for its pools. */
import { countedOutputs, type Given, type Output } from "./component.ts";
import { lossCauses, type Mix, type Recovery } from "./training.ts";

/** What decides which formulas a workload has. */
export interface TrainingFacts {
  readonly given: Given;
  /** Path of the workload and of its fleet. */
  readonly base: string;
  readonly fleet: string;
  /** Accelerator of each pool, by the pool's name. */
  readonly pools: ReadonlyMap<string, { readonly accelerator: string }>;
  readonly mix: Mix;
  readonly recovery: Recovery;
  /** Whether the fleet's power is given. */
  readonly hasPower: boolean;
  /** What accelerators are counted in. */
  readonly counted: string;
}

/** Formulas of one pool. Its speed is capped at the peak, whatever the model's error. */
export function trainingPoolOutputs(pool: string, { base, fleet, pools, mix, counted }: TrainingFacts): Output[] {
  const peak = `catalog.${pools.get(pool)?.accelerator ?? ""}.peak-dense-bf16`;
  return countedOutputs(counted, [
    {
      name: "reached",
      formula: `min(1, useful * model-error * ${base}.model-error) * fits`,
      meaning: "Share of the format's peak reached in a job of this kind alone, with the model's error",
    },
    {
      name: "tokens-per-gpu",
      formula: "modelled / useful * reached",
      meaning: "Tokens per accelerator, with the model's error",
    },
    {
      name: "alone-mfu",
      formula: `tokens-per-gpu * ${base}.flop-per-token / ${peak} in %`,
      meaning: "MFU of a job of this kind alone, with the model's error",
      means: "job-mfu",
    },
    { name: "gpus", formula: `${fleet}.pools.${pool}.count`, meaning: "Accelerators of the pool" },
    { name: "training-gpus", formula: "gpus * fits", meaning: "Of which some layout fits" },
    { name: "tokens", formula: "tokens-per-gpu * training-gpus in token/s", meaning: "Tokens of the pool alone" },
    {
      name: "pace",
      formula: "if(fits > 0, tokens-per-gpu, 1 Ttoken/s/GPU)",
      meaning: "Its speed where others wait for it; a pool that trains nothing keeps nobody waiting",
    },
    { name: "peak", formula: `training-gpus * ${peak} in EFLOP/s`, meaning: "Dense 16-bit peak of what trains" },
    {
      name: "weight",
      // Where no pool holds the job there is no peak to share.
      formula: `if(${base}.training-gpus > (0 ${counted}), training-gpus * format-peak / ${base}.format-peak, 0)`,
      meaning: "Share of the format's peak of all that trains",
    },
    {
      name: "in-step",
      formula: mix === "gated" ? `${base}.slowest / pace` : `${base}.throughput / ${base}.balanced`,
      meaning: "Speed in a step with the other pools, over that alone",
    },
    {
      name: "lost",
      formula: "weight * in-step * (1 - reached) / max(1 - useful, 0.000001)",
      meaning: "Part of the fleet's steps that its losses are counted in: all grow and shrink with the model's error",
    },
  ]);
}

/** Formulas of the whole workload. */
export function trainingOutputs(facts: TrainingFacts): Output[] {
  const { counted, given, recovery } = facts;
  return countedOutputs(counted, [
    ...mixOutputs(facts),
    ...stepOutputs(facts),
    ...failureOutputs(facts, recovery),
    ...utilisationOutputs(facts),
    ...tokenOutputs(facts),
    ...(given.has("batch.critical") ? learningOutputs : []),
    ...waterfallOutputs(facts),
  ]);
}

/** Pools in one step: training/mixed of the compute package, where no time goes into filling a pipeline twice. */
function mixOutputs(facts: TrainingFacts): Output[] {
  const { total, list } = over(facts);
  const names = [...facts.pools.keys()].sort();
  const kept = names.map(
    (own) =>
      `pools.${own}.pace * (${names.map((other) => `if(pools.${other}.pace >= pools.${own}.pace, pools.${other}.training-gpus, 0 ${facts.counted})`).join(" + ")})`,
  );
  return [
    { name: "gpus", formula: total("gpus"), meaning: "Accelerators of the fleet" },
    { name: "training-gpus", formula: total("training-gpus"), meaning: "Accelerators of pools that can hold the job" },
    { name: "slowest", formula: least(list("pace")), meaning: "Speed of the slowest kind" },
    {
      name: "balanced",
      formula: `${total("tokens")} in token/s`,
      meaning: "Tokens of the fleet where work is dealt out by speed, or each kind trains its own job",
    },
    {
      name: "gated",
      formula: "slowest * training-gpus in token/s",
      meaning: "The same where every accelerator gets as much, and all wait for the slowest kind",
    },
    {
      name: "integer",
      formula: "max(gated, balanced * integer-share) in token/s",
      meaning: "The same where faster kinds take more micro-batches, in whole numbers",
    },
    {
      name: "selected",
      formula: `${greatest(kept)} in token/s`,
      meaning: "The same where all get as much and the slow kinds whose absence pays are left out",
    },
    { name: "best", formula: "max(integer, selected)", meaning: "The best of these that can be run" },
    { name: "lockstep-loss", formula: "1 - gated / balanced in %", meaning: "What waiting for the slowest kind costs" },
    { name: "integer-loss", formula: "1 - integer / balanced in %", meaning: "What whole micro-batches cost" },
    { name: "selected-loss", formula: "1 - selected / balanced in %", meaning: "What leaving slow kinds out costs" },
    { name: "throughput", formula: facts.mix, meaning: "Tokens of the fleet's steps, as its pools are mixed" },
  ];
}

/** What a step is, and what waiting and the network take of it. */
function stepOutputs(facts: TrainingFacts): Output[] {
  const { pools } = facts;
  const { total, sum } = over(facts);
  return [
    { name: "peak", formula: total("peak"), meaning: "Dense 16-bit peak of what trains" },
    {
      name: "format-peak",
      formula: `${sum((pool) => `pools.${pool}.training-gpus * pools.${pool}.format-peak`)} in EFLOP/s`,
      meaning: "Dense peak of the format, of what trains",
    },
    {
      name: "exposed",
      formula: sum(
        (pool) =>
          `pools.${pool}.weight * (${["context-parallel", "expert-parallel", "replicas"].map((cause) => `pools.${pool}.loss.${cause}`).join(" + ")})`,
      ),
      meaning: "Share of the modelled steps that waits for traffic between hosts, or between experts",
    },
    { name: "hosts", formula: "accelerators / stragglers.host", meaning: "Hosts of a job" },
    {
      name: "slow-present",
      formula: "1 - exp(hosts * ln(1 - stragglers.slow))",
      meaning: "Probability that some host of a job is slow",
    },
    {
      name: "excess",
      formula: `(1 - slow-present) * stragglers.spread * ${slowestOf("hosts")} + slow-present * max(stragglers.spread * ${slowestOf("hosts")}, stragglers.slowness + stragglers.spread * ${slowestOf("(hosts * stragglers.slow)")})`,
      meaning: "Time that the slowest host adds to a step",
    },
    {
      name: "fabric-factor",
      formula: "1 / (1 - fabric.exposed + fabric.exposed / fabric.efficiency)",
      meaning: "Speed over that on the network of measured runs",
    },
    {
      name: "mixed-mfu",
      formula: "throughput * flop-per-token / peak in %",
      meaning: `MFU of a step over ${pools.size === 1 ? "the pool" : "all pools"}, before stragglers and network`,
      means: "job-mfu",
    },
  ];
}

/** Expected maximum of n standard normals, for many: the mean of the Gumbel law that it tends to. */
function slowestOf(n: string): string {
  const root = `sqrt(2 * ln(${n}))`;
  // ln(4 pi) - 2 x Euler's constant.
  return `if(${n} < 2, 0, ${root} - (ln(ln(${n})) + 1.376593) / (2 * ${root}))`;
}

/** Closed forms of training/scale: Daly's interval and goodput, or replicas that drop out one by one. */
function failureOutputs(facts: TrainingFacts, recovery: Recovery): Output[] {
  const between: Output = {
    name: "between-failures",
    formula: "failures.every / accelerators in min",
    meaning: "Mean time between failures of a job",
  };
  if (recovery === "replica") {
    const replica = greatest([...facts.pools.keys()].sort().map((pool) => `pools.${pool}.replica`));
    return [
      between,
      {
        name: "goodput",
        formula: `exp(-failures.stall / between-failures) * exp(-max(0 s, failures.restart - failures.stall) * ${replica} / failures.every) in %`,
        meaning: "Share of a run's time and replicas that makes progress",
        means: "goodput",
      },
    ];
  }
  return [
    between,
    {
      name: "checkpoint-interval",
      formula:
        "if(failures.checkpoint >= 2 * between-failures, between-failures, sqrt(2 * failures.checkpoint * between-failures) * (1 + sqrt(failures.checkpoint / (2 * between-failures)) / 3 + failures.checkpoint / (18 * between-failures)) - failures.checkpoint) in min",
      meaning: "Training between two checkpoints at which least is lost (Daly 2006)",
    },
    {
      name: "goodput",
      formula:
        "checkpoint-interval / (between-failures * exp(failures.restart / between-failures) * (exp((checkpoint-interval + failures.checkpoint) / between-failures) - 1)) in %",
      meaning: "Share of a run's time that makes progress",
      means: "goodput",
    },
  ];
}

function utilisationOutputs(facts: TrainingFacts): Output[] {
  const { sum } = over(facts);
  return [
    {
      name: "job-mfu",
      formula: "mixed-mfu * (1 - stragglers.waste) * fabric-factor",
      meaning: "MFU of running steps",
      means: "job-mfu",
    },
    {
      name: "hfu",
      formula: `job-mfu * (${sum((pool) => `pools.${pool}.weight * pools.${pool}.recomputed`)})`,
      meaning: "The same with what is computed again",
      means: "hfu",
    },
    { name: "run-mfu", formula: "job-mfu * goodput in %", meaning: "MFU of whole runs", means: "run-mfu" },
    {
      name: "running-share",
      formula: `running * peak / ${facts.fleet}.bf16-peak in %`,
      meaning:
        "Share of the accelerators given to training that runs hold, by peak; kinds that cannot hold the job are not",
      means: "running-share",
    },
    {
      name: "allocated-mfu",
      formula: "run-mfu * running-share in %",
      meaning: "MFU of all accelerators given to training",
      means: "allocated-mfu",
    },
    {
      name: "fleet-mfu",
      formula: "allocated-mfu * allocated in %",
      meaning: "MFU of the whole fleet",
      means: "fleet-mfu",
    },
  ];
}

function tokenOutputs({ given, fleet, hasPower }: TrainingFacts): Output[] {
  return [
    {
      name: "efficiency",
      formula: "(1 - stragglers.waste) * fabric-factor * goodput",
      meaning: "What waiting, network and failures leave of the steps",
    },
    {
      name: "tokens",
      formula: "throughput * efficiency * running * allocated in token/s",
      meaning: "Tokens of the fleet in steps that last",
    },
    {
      name: "tokens-per-gpu",
      formula: "tokens / gpus in token/s/GPU",
      meaning: "The same per accelerator of the fleet",
    },
    { name: "trained", formula: "tokens in Ttoken/yr", meaning: "Tokens of a year" },
    {
      name: "job-tokens",
      formula: "throughput / training-gpus * accelerators * efficiency in token/s",
      meaning: "Tokens of one job in steps that last",
    },
    ...(given.has("wanted")
      ? [
          {
            name: "days",
            formula: "wanted / job-tokens in day",
            meaning: "Days that one job takes for the tokens wanted",
          },
        ]
      : []),
    ...(hasPower
      ? [
          {
            name: "energy",
            formula: `${fleet}.power * load * (1 yr) in GWh`,
            meaning: "Energy of the fleet in a year",
          },
          {
            name: "energy-per-token",
            formula: `${fleet}.power * load / tokens in GWh/Ttoken`,
            meaning: "Energy of trained tokens",
          },
        ]
      : []),
    ...(given.has("cost")
      ? [
          { name: "fleet-cost", formula: "cost * gpus in $/yr", meaning: "Cost of the fleet in a year" },
          {
            name: "cost-per-token",
            formula: "fleet-cost / trained in $/Ttoken",
            meaning: "Cost of a trillion trained tokens, idle and restarting accelerators included",
          },
        ]
      : []),
    ...(given.has("worth")
      ? [
          { name: "value", formula: "worth * trained in $/yr", meaning: "Worth of the tokens of a year" },
          { name: "value-per-gpu-hour", formula: "value / gpus in $/GPU/h", meaning: "The same per accelerator-hour" },
        ]
      : []),
  ];
}

const learningOutputs: readonly Output[] = [
  { name: "batch.tokens", formula: "batch.sequences * batch.length", meaning: "Tokens of a step" },
  {
    name: "data-efficiency",
    formula: "1 / (1 + batch.tokens / batch.critical) in %",
    meaning: "Worth of a token in this batch over one in a small batch; no part of any MFU",
  },
];

/**
 * Where the time of the whole fleet goes, at the format's peak: shares that add up to 1. Outer causes come first in time: what is not
 * given to training, what no run holds, what failures take, what waits in a step; the rest are shares of the model's steps.
 */
function waterfallOutputs(facts: TrainingFacts): Output[] {
  const { sum } = over(facts);
  const share = (name: string, formula: string, meaning: string): Output => ({
    name: `waterfall.${name}`,
    formula: `${formula} in %`,
    meaning,
  });
  const given = "allocated";
  const held = `${given} * running-share`;
  const lasting = `${held} * goodput`;
  const moving = `${lasting} * (1 - stragglers.waste)`;
  return [
    {
      name: "in-steps",
      formula: `${moving} * fabric-factor`,
      meaning: "Share of the fleet's time in steps as modelled",
    },
    share(
      "useful",
      `in-steps * (${sum((pool) => `pools.${pool}.weight * pools.${pool}.in-step * pools.${pool}.reached`)})`,
      "The model's arithmetic at the format's peak",
    ),
    ...lossCauses.map(([cause, meaning]) =>
      share(cause, `in-steps * (${sum((pool) => `pools.${pool}.lost * pools.${pool}.loss.${cause}`)})`, meaning),
    ),
    share(
      "mixing",
      `in-steps * (${sum((pool) => `pools.${pool}.weight * (1 - pools.${pool}.in-step)`)})`,
      "Faster accelerators that wait for slower ones",
    ),
    share("fabric", `${moving} * (1 - fabric-factor)`, "A network slower than that of measured runs"),
    share("stragglers", `${lasting} * stragglers.waste`, "Waiting for the slowest host"),
    share("failures", `${held} * (1 - goodput)`, "Checkpoints, work done again and restarts"),
    share("not-running", `${given} * (1 - running-share)`, "Given to training and held by no run"),
    share("not-training", `1 - ${given}`, "Not given to training"),
  ];
}

function over({ pools }: TrainingFacts): {
  readonly list: (output: string) => string[];
  readonly total: (output: string) => string;
  readonly sum: (term: (pool: string) => string) => string;
} {
  const names = [...pools.keys()].sort();
  const list = (output: string): string[] => names.map((name) => `pools.${name}.${output}`);
  return {
    list,
    total: (output) => list(output).join(" + "),
    sum: (term) => names.map(term).join(" + "),
  };
}

function least(formulas: readonly string[]): string {
  return formulas.length === 1 ? (formulas[0] ?? "") : `min(${formulas.join(", ")})`;
}

function greatest(formulas: readonly string[]): string {
  return formulas.length === 1 ? (formulas[0] ?? "") : `max(${formulas.join(", ")})`;
}

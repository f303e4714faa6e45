/**
 * Serving: a model on the pools of a fleet, from accelerators to tokens to money. What a pool gives within the limits on latency
 * is a response of the serving model (packages/compute/src/serving), asked for once and cached: `modelled`, `fits`, `ttft`, `tpot`,
 * `concurrency`, `worker`. Everything else is formulas over it.
 */
import { countedOutputs, type Component, type Given, type Output, type Parameter } from "./component.ts";

export const serving: Component = {
  kind: "serving",
  meaning: "A model served on a fleet",
  parameters: [
    { name: "fleet", unit: "text", required: true, meaning: "Fleet it runs on" },
    {
      name: "model",
      unit: "text",
      required: true,
      meaning: "Model of the catalogue, by any published name, or of the deal under `models:`",
    },
    { name: "engine", unit: "text", meaning: "vllm, sglang or trtllm; vllm unless given" },
    { name: "weights", unit: "text", meaning: "bf16, fp8, fp4 or int4; fp8 unless given, and fp4 of gpt-oss" },
    {
      name: "most",
      unit: "GPU",
      default: "16 GPU",
      least: 1,
      meaning: "Accelerators of one worker at most; it never leaves its scale-up domain",
    },
    { name: "traffic.input", unit: "token", required: true, least: 1, meaning: "Prompt of a request, on average" },
    { name: "traffic.output", unit: "token", required: true, least: 2, meaning: "Answer of a request, on average" },
    {
      name: "traffic.cached",
      unit: "%",
      default: "0 %",
      least: 0,
      most: 100,
      meaning: "Share of prompt tokens billed as cached; it changes the bill, not the speed",
      evidence: "operations",
    },
    { name: "slo.ttft", unit: "s", least: 0, meaning: "Limit on the mean time to first token; none unless given" },
    {
      name: "slo.tpot",
      unit: "s",
      least: 0,
      meaning: "Limit on the mean time per output token after the first; none unless given",
    },
    {
      name: "utilisation",
      unit: "%",
      default: "100 %",
      least: 0,
      most: 100,
      meaning: "Traffic over the year, as a share of what the fleet could serve within the limits",
      means: "occupancy",
      evidence: "operations",
    },
    {
      name: "availability",
      unit: "%",
      default: "100 %",
      least: 0,
      most: 100,
      meaning: "Share of hours in which the fleet can serve",
      evidence: "operations or service level",
    },
    { name: "price.input", unit: "$/token", least: 0, meaning: "List price of prompt tokens; nothing unless given" },
    { name: "price.output", unit: "$/token", least: 0, meaning: "List price of answer tokens; without it no revenue" },
    {
      name: "price.cached",
      unit: "$/token",
      least: 0,
      meaning: "List price of cached prompt tokens; that of others unless given",
    },
    {
      name: "cost",
      unit: "$/GPU/h",
      least: 0,
      meaning: "What an accelerator-hour costs, used or not, such as `contracts.lease.rate`; without it no cost",
    },
    { name: "target", unit: "$/yr", least: 0, meaning: "Revenue to ask what must be true for" },
  ],
  check(given) {
    for (const [name, needs] of [
      ["price.input", "price.output"],
      ["price.cached", "price.output"],
    ] as const) {
      if (given.has(name) && !given.has(needs))
        return { parameter: name, message: `\`${name}:\` stands here without \`${needs}:\``, expected: "both" };
    }
    return undefined;
  },
  expand: () => [],
  limits: [
    "The speed is that of a steady closed loop of clients with these mean lengths; bursts and queues are the simulator's.",
    "Limits on latency are kept by the model's central estimate; how far it may be off stands in `model-error` and in the remarks.",
    "Layouts are aggregated, one worker in one scale-up domain; prefill apart, and workers over several domains, are asked for with `estimate serving`.",
    "Cached prompt tokens are billed at their price and computed like others: a prefix cache would make the fleet faster than this.",
    "Whole workers are not rounded: a pool of 1,001 accelerators serves as 1,001 eighths of eight.",
  ],
};

/** One channel through which tokens are sold. */
export const channel: Component = {
  kind: "channel",
  meaning: "A way to the customer, and what of the list price it leaves",
  parameters: [
    {
      name: "share",
      unit: "%",
      required: true,
      least: 0,
      most: 100,
      meaning: "Share of list revenue that is sold through it; shares are taken relative to their sum",
    },
    {
      name: "kept",
      unit: "%",
      default: "100 %",
      least: 0,
      most: 100,
      meaning: "What the seller keeps of the list price, after discounts and the channel's share",
      evidence: "contract or filing",
    },
  ],
  expand: () => [],
  limits: [],
};

/** Quantities that the serving model answers, by pool; their units with `GPU` for what the fleet is counted in. */
export const responses: readonly (Pick<Parameter, "name" | "unit" | "meaning"> & { readonly unit: string })[] = [
  {
    name: "modelled",
    unit: "token/s/GPU",
    meaning: "Output tokens per accelerator in the best layout within the limits",
  },
  { name: "fits", unit: "", meaning: "1 where a layout keeps the limits, else 0" },
  { name: "ttft", unit: "s", meaning: "Mean time to first token in that layout" },
  { name: "tpot", unit: "s", meaning: "Mean time per output token after the first in that layout" },
  { name: "concurrency", unit: "request", meaning: "Requests that a worker serves at once" },
  { name: "worker", unit: "GPU", meaning: "Accelerators of a worker" },
  {
    name: "model-error",
    unit: "",
    meaning: "True over modelled speed of this pool: what unseen runs leave open, less what the pools share",
  },
];
/** The part of the error that all pools of a workload share. */
export const sharedError = {
  name: "model-error",
  unit: "",
  meaning: "True over modelled speed, of what pools of one engine and model share",
} as const;

/** What decides which formulas a workload has. */
export interface ServingFacts {
  readonly given: Given;
  /** Path of the workload and of its fleet. */
  readonly base: string;
  readonly fleet: string;
  /** Names of the pools, and whether the power of their boards is published. */
  readonly pools: ReadonlyMap<string, { readonly hasBoardPower: boolean }>;
  readonly channels: readonly string[];
  /** Whether the fleet's power is given. */
  readonly hasPower: boolean;
  /** What accelerators are counted in. */
  readonly counted: string;
}

/** Formulas of one pool, over its responses. */
export function servingPoolOutputs(pool: string, facts: ServingFacts): Output[] {
  const { base, fleet, given, pools, counted } = facts;
  const own = `${fleet}.pools.${pool}`;
  return countedOutputs(counted, [
    {
      name: "tokens-per-gpu",
      formula: `modelled * model-error * ${base}.${sharedError.name}`,
      meaning: "Output tokens per accelerator, with the model's error",
    },
    { name: "gpus", formula: `${own}.count`, meaning: "Accelerators of the pool" },
    { name: "serving-gpus", formula: "gpus * fits", meaning: "Of which some layout keeps the limits" },
    { name: "stranded-gpus", formula: "gpus - serving-gpus", meaning: "Of which no layout fits or keeps the limits" },
    { name: "tokens", formula: "tokens-per-gpu * serving-gpus in token/s", meaning: "Output tokens, fully used" },
    { name: "interactivity", formula: "1 token / tpot in token/s", meaning: "Output tokens that one user sees" },
    ...(pools.get(pool)?.hasBoardPower === true
      ? [
          {
            name: "tokens-per-power",
            formula: `tokens / ${own}.board-power in token/s/kW`,
            meaning: "Output tokens per power of the boards",
          },
        ]
      : []),
    ...(given.has("cost")
      ? [
          {
            name: "tokens-per-money",
            formula: `tokens-per-gpu / ${base}.cost in token/$`,
            meaning: "Output tokens per money, fully used",
          },
          {
            name: "cost-per-token",
            formula: `${base}.cost / (tokens-per-gpu * ${base}.utilisation * ${base}.availability) in $/Mtoken`,
            meaning: "Cost of output tokens, prompts included, at the utilisation",
          },
        ]
      : []),
  ]);
}

/** Formulas of the whole workload. */
export function servingOutputs(facts: ServingFacts): Output[] {
  const { given, counted } = facts;
  const hasRevenue = given.has("price.output");
  return countedOutputs(counted, [
    ...tokenOutputs(facts),
    ...(given.has("cost") ? costOutputs : []),
    ...(hasRevenue ? bridgeOutputs(facts) : []),
    ...(given.has("target") ? inverseOutputs(facts, hasRevenue) : []),
  ]);
}

function tokenOutputs({ fleet, pools, hasPower }: ServingFacts): Output[] {
  const total = (output: string): string =>
    [...pools.keys()]
      .sort()
      .map((name) => `pools.${name}.${output}`)
      .join(" + ");
  return [
    { name: "gpus", formula: total("gpus"), meaning: "Accelerators of the fleet" },
    { name: "serving-gpus", formula: total("serving-gpus"), meaning: "Accelerators of pools that serve it" },
    { name: "stranded-gpus", formula: "gpus - serving-gpus", meaning: "Accelerators of pools that cannot" },
    {
      name: "stranded-share",
      formula: "stranded-gpus / gpus in %",
      meaning: "Share of accelerators that cannot serve it",
    },
    { name: "tokens", formula: `${total("tokens")} in token/s`, meaning: "Output tokens of the fleet, fully used" },
    {
      name: "tokens-per-gpu",
      formula: "tokens / gpus in token/s/GPU",
      meaning: "The same per accelerator of the fleet",
    },
    ...(hasPower
      ? [
          {
            name: "tokens-per-power",
            formula: `tokens / ${fleet}.power in token/s/kW`,
            meaning: "Output tokens per power of the site",
          },
        ]
      : []),
    {
      name: "served",
      formula: "tokens * utilisation * availability in Ttoken/yr",
      meaning: "Output tokens of a year, at the utilisation and availability",
    },
    { name: "prompts", formula: "served * traffic.input / traffic.output", meaning: "Prompt tokens of a year" },
  ];
}

const costOutputs: readonly Output[] = [
  { name: "fleet-cost", formula: "cost * gpus in $/yr", meaning: "Cost of the fleet in a year, stranded pools too" },
  {
    name: "cost-per-token",
    formula: "fleet-cost / served in $/Mtoken",
    meaning: "Cost of output tokens, with their prompts and with stranded and idle accelerators",
  },
  {
    name: "cost-per-token-processed",
    formula: "fleet-cost / (served + prompts) in $/Mtoken",
    meaning: "The same over prompt and output tokens together",
  },
];

function bridgeOutputs({ channels: written, given, hasPower, fleet }: ServingFacts): Output[] {
  const channels = written.toSorted();
  const shares = channels.map((name) => `channels.${name}.share`).join(" + ");
  const kept = channels.map((name) => `channels.${name}.share * channels.${name}.kept`).join(" + ");
  return [
    {
      name: "list-price",
      formula: `price.output${promptPrice(given)} in $/Mtoken`,
      meaning: "List price of an output token with its share of the prompt",
    },
    {
      name: "kept-share",
      formula: channels.length === 0 ? "100 %" : `(${kept}) / (${shares}) in %`,
      meaning: "What the seller keeps of the list price, over all channels",
    },
    { name: "list-revenue", formula: "served * list-price in $/yr", meaning: "Revenue of a year at list prices" },
    {
      name: "revenue",
      formula: "list-revenue * kept-share in $/yr",
      meaning: "Revenue of a year that the seller keeps",
    },
    {
      name: "revenue-per-gpu-hour",
      formula: "revenue / gpus in $/GPU/h",
      meaning: "Revenue per accelerator-hour of the fleet",
    },
    ...(hasPower
      ? [
          {
            name: "revenue-per-power",
            formula: `revenue / ${fleet}.power in $/GW/yr`,
            meaning: "Revenue per power of the site, a year",
          },
        ]
      : []),
    ...(given.has("cost")
      ? [{ name: "margin", formula: "revenue - fleet-cost", meaning: "Revenue of a year less the cost of the fleet" }]
      : []),
  ];
}

/** Of the prompt that comes with an output token. */
function promptPrice(given: Given): string {
  const prompt = "traffic.input / traffic.output";
  if (!given.has("price.cached")) return given.has("price.input") ? ` + price.input * ${prompt}` : "";
  const full = given.has("price.input") ? "price.input * (1 - traffic.cached) + " : "";
  return ` + (${full}price.cached * traffic.cached) * ${prompt}`;
}

function inverseOutputs({ hasPower, fleet }: ServingFacts, hasRevenue: boolean): Output[] {
  const ofRevenue: readonly Output[] = [
    {
      name: "needed-tokens",
      formula: "target / (list-price * kept-share) in Ttoken/yr",
      meaning: "Output tokens of a year that the target needs at these prices",
    },
    {
      name: "needed-tokens-per-gpu",
      formula: "needed-tokens / (utilisation * availability * gpus) in token/s/GPU",
      meaning: "Speed per accelerator of the fleet that the target needs, at the utilisation",
    },
    {
      name: "needed-utilisation",
      formula: "needed-tokens / (tokens * availability) in %",
      meaning: "Utilisation that the target needs; above 100 % the fleet cannot reach it",
      means: "occupancy",
    },
    { name: "reach", formula: "revenue / target in %", meaning: "Revenue over the target" },
  ];
  return [
    {
      name: "needed-per-gpu-hour",
      formula: "target / gpus in $/GPU/h",
      meaning: "Revenue that the target needs from every accelerator in every hour",
    },
    ...(hasPower
      ? [
          {
            name: "needed-per-power",
            formula: `target / ${fleet}.power in $/GW/yr`,
            meaning: "Revenue that the target needs per power of the site, a year",
          },
        ]
      : []),
    {
      name: "needed-price",
      formula: `target / (served${hasRevenue ? " * kept-share" : ""}) in $/Mtoken`,
      meaning: "List price of an output token with its prompt that the target needs from the tokens served",
    },
    ...(hasRevenue ? ofRevenue : []),
  ];
}

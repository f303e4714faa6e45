/** From a workload's pools and settings to what the simulator takes: replicas, their memory and step costs, a slice of them. */
import {
  acceleratorsOf,
  bestUnder,
  constantsOf,
  fits,
  iterationCost,
  operatingPoints,
  sequencesHeld,
  whatWouldFit,
  type Deployment,
  type Layout,
  type ReplicaPool,
  type ServingModel,
  type ServingScenario,
} from "@underwatt/compute";
import { closest, usualSpread } from "../serving/points.ts";
import type { SimulationQuestion } from "./question.ts";
import type { SimulationSettings } from "./settings.ts";
import { meanTokens } from "./traffic.ts";

/** A pool of the workload's fleet, and how the model is laid out on it. */
export interface ServedPool {
  readonly name: string;
  readonly open: Omit<Deployment, "workers" | "prefill">;
  readonly layout: Layout;
  readonly accelerators: number;
  /** Requests that its best operating point keeps in a batch. */
  readonly batch: number;
}

/** The pools with their best layouts; those that cannot serve are told in sentences. */
export function servedPools(
  { pools }: SimulationQuestion,
  model: ServingModel,
): { readonly served: readonly ServedPool[]; readonly unfit: readonly string[] } {
  const served: ServedPool[] = [];
  const unfit: string[] = [];
  for (const { name, question, accelerators } of pools) {
    const { architecture, accelerator, quantisation, input, output, slo, most } = question;
    const points = operatingPoints(model, question, { input, output, spread: usualSpread });
    const best = bestUnder(points, slo);
    if (points.length === 0) unfit.push(`pool ${name}: ${whatWouldFit(architecture, quantisation, accelerator, most)}`);
    else if (best === undefined) unfit.push(`pool ${name}: ${closest(points, slo)}`);
    else served.push({ name, open: question, layout: best.layout, accelerators, batch: best.concurrency });
  }
  return { served, unfit };
}

export interface SimulationPlan {
  readonly scenario: ServingScenario;
  readonly pools: readonly PlannedPool[];
  /** Share of the fleet that is simulated; traffic is scaled alike. */
  readonly slice: number;
  readonly settings: SimulationSettings;
}

export interface PlannedPool {
  readonly name: string;
  /** What all of its replicas are. */
  readonly deployment: Deployment;
  /** In the fleet, and in the slice. */
  readonly replicas: number;
  readonly simulated: number;
  /** Left over because they make no whole replica. */
  readonly stranded: number;
  /** Tokens that one replica caches. */
  readonly cacheTokens: number;
  readonly batchCap: number;
}

/** A pool that cannot serve, in a sentence. */
export class SimulationFault extends Error {
  override readonly name = "SimulationFault";
}

/** Tokens of a KV block; vLLM's default. */
const blockTokens = 16;
/** Share of the blocks that an admission leaves free; vLLM's default. */
const watermark = 0.01;

/** @throws SimulationFault when a pool cannot hold the model, or nothing is left to simulate */
export function planSimulation(
  served: readonly ServedPool[],
  settings: SimulationSettings,
  model: ServingModel,
): SimulationPlan {
  for (const name of [...settings.shares.keys(), ...settings.drains.keys()]) {
    if (served.some((pool) => pool.name === name)) continue;
    throw new SimulationFault(
      `simulation names a pool "${name}"; the workload has ${served.map((pool) => pool.name).join(", ")}`,
    );
  }
  const sized = served.map((pool) => {
    const size = acceleratorsOf(pool.layout);
    const replicas = Math.floor(Math.floor(pool.accelerators / size) * (settings.shares.get(pool.name) ?? 1) + 1e-9);
    return { pool, size, replicas };
  });
  const used = sized.filter(({ replicas }) => replicas > 0);
  const largest = Math.max(...used.map(({ replicas }) => replicas));
  if (used.length === 0)
    throw new SimulationFault("no pool has accelerators for one replica; give pools more, or a smaller layout");
  const slice = Math.min(1, (settings.scale ?? Infinity) / largest);
  const planned = used.map(({ pool, size, replicas }) => {
    const { architecture, accelerator, engine, quantisation } = pool.open;
    if (!fits(architecture, quantisation, accelerator, pool.layout))
      throw new SimulationFault(`pool ${pool.name}: ${whatWouldFit(architecture, quantisation, accelerator, size)}`);
    const deployment: Deployment = {
      architecture,
      accelerator,
      engine,
      quantisation,
      workers: { count: 1, layout: pool.layout },
    };
    const constants = constantsOf(model.calibration, deployment, { release: "", source: "" });
    const context = meanTokens(settings);
    const cacheTokens = sequencesHeld(deployment, pool.layout, context) * context * constants.room;
    const blocks = Math.max(1, Math.floor(cacheTokens / blockTokens));
    const { attentionDp } = pool.layout;
    const batchCap = settings.batchCap ?? pool.batch;
    const budget = Math.max(settings.budget * attentionDp, batchCap);
    const drain = settings.drains.get(pool.name);
    const simulated = Math.max(1, Math.round(replicas * slice));
    const drained = drain === undefined ? 0 : Math.round(simulated * drain.share);
    const replica: ReplicaPool = {
      name: pool.name,
      replicas: simulated,
      cost: iterationCost(deployment, model.kernels(accelerator, engine), constants, budget),
      kv: { blocks, blockTokens, watermark: Math.min(blocks - 1, Math.floor(watermark * blocks)) },
      batchCap,
      budget,
      batching: settings.batching ?? (engine === "sglang" ? "prefill-first" : "chunked"),
      prefixCache: true,
      // A workload has one cost of an accelerator-hour, so that replicas cost by their size.
      price: size,
      ...(settings.failures === undefined
        ? {}
        : { failures: { meanTimeBetweenFailures: settings.failures.mtbf, meanTimeToRepair: settings.failures.mttr } }),
      ...(drain === undefined || drained === 0 ? {} : { drains: [{ at: drain.at, replicas: drained }] }),
    };
    const plan: PlannedPool = {
      name: pool.name,
      deployment,
      replicas,
      simulated,
      stranded: pool.accelerators - Math.floor(pool.accelerators / size) * size,
      cacheTokens: blocks * blockTokens,
      batchCap,
    };
    return { replica, plan };
  });
  const scaled = (limit: number | undefined): number | undefined => (limit === undefined ? undefined : limit * slice);
  return {
    pools: planned.map(({ plan }) => plan),
    slice,
    settings,
    scenario: {
      pools: planned.map(({ replica }) => replica),
      router: settings.router,
      tiers: settings.tiers.map(({ name, priority, limits, slo }) => ({
        name,
        priority,
        slo,
        ...(limits === undefined
          ? {}
          : {
              limits: {
                ...limits,
                requestsPerMinute: scaled(limits.requestsPerMinute),
                tokensPerMinute: scaled(limits.tokensPerMinute),
              },
            }),
      })),
      ...(settings.traffic.kind === "closed-loop"
        ? { clients: Math.max(1, Math.round(settings.traffic.clients * slice)) }
        : {}),
      seed: settings.seed,
    },
  };
}

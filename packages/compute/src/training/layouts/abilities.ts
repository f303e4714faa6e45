/** What each framework can share out, as its users run it. */
import type { Framework, Sharding } from "../job.ts";

export interface Abilities {
  readonly tensor: boolean;
  readonly pipeline: boolean;
  readonly context: boolean;
  readonly expert: boolean;
  /** What its data-parallel replicas share out: Megatron's distributed optimizer, or all of FSDP and ZeRO-3. */
  readonly sharding: Sharding;
}

const everything = { tensor: true, pipeline: true, context: true, expert: true };
const replicasOnly = { tensor: false, pipeline: false, context: false, expert: false };

export const abilities: Readonly<Record<Framework, Abilities>> = {
  megatron: { ...everything, sharding: "optimizer" },
  megascale: { ...everything, sharding: "optimizer" },
  neuron: { ...everything, context: false, sharding: "optimizer" },
  torchtitan: { ...everything, sharding: "parameters" },
  maxtext: { ...everything, pipeline: false, sharding: "parameters" },
  paxml: { ...everything, pipeline: false, sharding: "parameters" },
  "torch-fsdp": { ...replicasOnly, sharding: "parameters" },
  deepspeed: { ...replicasOnly, sharding: "parameters" },
};

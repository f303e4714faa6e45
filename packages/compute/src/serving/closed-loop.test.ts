import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deepseekV3, gptOss120b, qwen35 } from "../architecture.fixture.ts";
import { kernelTimes } from "../kernels/index.ts";
import { startingConstants } from "./calibration.ts";
import { ClosedLoop, type SteadyState } from "./closed-loop.ts";
import type { Constants } from "./constants.ts";
import { engines, totalAccelerators, type Deployment, type Load } from "./deployment.ts";
import { sequencesHeld } from "./memory.ts";
import { columns, decodeTable, prefillTable, timedTwice } from "./pass-table.ts";
import {
  attentionParallel,
  b200,
  deploymentOf,
  flatKernels,
  h100,
  h200,
  llama70b,
  llama8b,
  tensorParallel,
} from "./serving.fixture.ts";
import { decodeStep, prefillPass } from "./step.ts";

const start = startingConstants();
const almostNothing = 1e-12;
/** Prefill and everything around it cost nothing. */
const freePrefill: Constants = {
  ...start,
  prefillLinear: almostNothing,
  prefillExperts: almostNothing,
  prefillAttention: almostNothing,
  prefillCommunication: almostNothing,
  pass: almostNothing,
  front: almostNothing,
  tokenise: almostNothing,
};
const usual: Load = { concurrency: 32, input: 1000, output: 1000, spread: 0.2 };

function solved(deployment: Deployment, load: Load, constants = start): SteadyState {
  return new ClosedLoop(deployment, load, kernelTimes(deployment.accelerator, deployment.engine, flatKernels)).solve(
    constants,
  );
}

/** Seconds of a decode step of `active` sequences of a worker. */
function stepAt(
  deployment: Deployment,
  { concurrency, input, output }: Load,
  active: number,
  constants = start,
): number {
  const { accelerator, engine, workers } = deployment;
  const twice = timedTwice(deployment, workers, kernelTimes(accelerator, engine, flatKernels));
  const times = new Float64Array(columns);
  const ranks = workers.layout.attentionDp;
  const sequences = active / ranks;
  decodeTable(twice, input + output / 2, concurrency / workers.count / ranks).at(sequences, times);
  return decodeStep(times, constants, twice.measured, sequences);
}

const deployments = fc
  .record({
    architecture: fc.constantFrom(llama8b, llama70b, deepseekV3, gptOss120b, qwen35),
    accelerator: fc.constantFrom(h100, h200, b200),
    engine: fc.constantFrom(...engines),
    size: fc.constantFrom(1, 2, 4, 8),
    isCopied: fc.boolean(),
    count: fc.integer({ min: 1, max: 4 }),
    prefillers: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ architecture, size, isCopied, prefillers, ...rest }) => {
    const layout = isCopied && architecture.experts !== undefined ? attentionParallel(size) : tensorParallel(size);
    const own = architecture.experts === undefined ? { ...layout, expertTp: 1 } : layout;
    const prefill = prefillers === 0 ? {} : { prefill: { count: prefillers, layout: own } };
    return deploymentOf(architecture, { ...rest, ...prefill, layout: own });
  });
const loads = fc.record({
  concurrency: fc.integer({ min: 1, max: 4096 }),
  input: fc.integer({ min: 1, max: 16_000 }),
  output: fc.integer({ min: 2, max: 8000 }),
  spread: fc.double({ min: 0, max: 1, noNaN: true }),
});
/** Answers long enough for a steady state to be found; with few tokens an answer and prefill all the time it is not always. */
const longAnswers = loads.filter(({ input, output }) => output >= 100 && input <= 20 * output);

describe("every steady state", () => {
  it("keeps Little's law: clients over their cycle are the answers a second", () => {
    fc.assert(
      fc.property(deployments, loads, (deployment, load) => {
        const { ttft, tpot, throughput } = solved(deployment, load);
        for (const value of [ttft, tpot, throughput]) expect(value > 0 && value < Infinity).toBe(true);
        const answers = (throughput * totalAccelerators(deployment)) / load.output;
        const cycle = ttft + tpot * (load.output - 1);
        expect((answers * cycle) / load.concurrency).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 },
    );
  });

  it("has a time per token no shorter than the decode step of its own active sequences", () => {
    fc.assert(
      fc.property(deployments, loads, (deployment, load) => {
        const { ttft, tpot } = solved(deployment, load);
        const clients = load.concurrency / deployment.workers.count;
        const held = Math.max(1, sequencesHeld(deployment, deployment.workers.layout, load.input + 0.6 * load.output));
        const active = Math.min(clients, held, (clients * load.output * tpot) / (ttft + load.output * tpot));
        // The step of the batch that the answer itself implies; the solver stops within its tolerance.
        expect(tpot).toBeGreaterThan(0.98 * stepAt(deployment, load, active));
      }),
      { numRuns: 60 },
    );
  });

  it("does not compute faster than the peak of its accelerators", () => {
    fc.assert(
      fc.property(deployments, loads, (deployment, load) => {
        const { throughput } = solved(deployment, load);
        // Each token's weights are multiplied once at least: 2 FLOP a weight, over the widest peak.
        const weights = { [llama8b.name]: 7.5e9, [llama70b.name]: 69e9 }[deployment.architecture.name] ?? 3e9;
        const peak = deployment.accelerator.peak.fp8 ?? deployment.accelerator.peak.bf16;
        expect(throughput * 2 * weights).toBeLessThan(peak);
      }),
      { numRuns: 40 },
    );
  });
});

describe("limits", () => {
  const deployment = deploymentOf(llama70b);

  it("one client decodes alone: TPOT is the step of one sequence", () => {
    const load = { ...usual, concurrency: 1, output: 4000 };
    const { tpot } = solved(deployment, load, freePrefill);
    expect(tpot / stepAt(deployment, load, 1, freePrefill)).toBeCloseTo(1, 3);
  });

  it("without a cost of prefill TPOT is the step of all clients, and TTFT a part of a step", () => {
    for (const concurrency of [4, 64]) {
      const load = { ...usual, concurrency, output: 4000 };
      const { ttft, tpot } = solved(deployment, load, freePrefill);
      const step = stepAt(deployment, load, concurrency, freePrefill);
      expect(tpot / step).toBeCloseTo(1, 2);
      expect(ttft).toBeLessThan(2 * step + 1e-3 * concurrency);
    }
  });

  it("clients beyond what memory holds wait, and bring no more tokens", () => {
    const cramped = { ...deployment, accelerator: { ...h100, memory: 26e9 } };
    const held = sequencesHeld(cramped, tensorParallel(4), usual.input + 0.6 * usual.output);
    const at = (times: number): SteadyState =>
      solved(cramped, { ...usual, concurrency: Math.round(held * times) }, freePrefill);
    const [four, eight] = [at(4), at(8)];
    expect(eight.throughput / four.throughput).toBeCloseTo(1, 1);
    expect(eight.tpot / four.tpot).toBeCloseTo(1, 1);
    // Of eight held's worth of clients, seven wait for their first token: seven parts of the cycle of eight.
    expect(eight.ttft / (eight.ttft + usual.output * eight.tpot)).toBeCloseTo(7 / 8, 1);
  });

  it("two workers with twice the clients give what one gives", () => {
    const one = solved(deployment, usual);
    const two = solved(deploymentOf(llama70b, { count: 2 }), { ...usual, concurrency: 2 * usual.concurrency });
    expect(two.tpot / one.tpot).toBeCloseTo(1, 9);
    expect(two.throughput / one.throughput).toBeCloseTo(1, 9);
  });
});

describe("a pool of prefill workers", () => {
  const prefill = { count: 1, layout: tensorParallel(4) };
  const deployment = deploymentOf(llama70b, { count: 2, prefill });
  const load: Load = { concurrency: 3000, input: 8000, output: 100, spread: 0.2 };

  it("that cannot keep up gives one prompt a pass, and everyone else waits for it", () => {
    const quiet = { ...start, burst: almostNothing, poolQueue: almostNothing, transfer: almostNothing };
    const { throughput } = solved(deployment, load, quiet);
    const twice = timedTwice(deployment, prefill, kernelTimes(h100, "vllm", flatKernels));
    const times = new Float64Array(columns);
    prefillTable(twice, load.input, 1).at(1, times);
    const pass = prefillPass(times, quiet, twice.measured);
    const answers = (throughput * totalAccelerators(deployment)) / load.output;
    expect(answers * pass).toBeGreaterThan(0.97);
    expect(answers * pass).toBeLessThan(1.01);
  });

  it("leaves decode steps alone: TPOT is the step of the active sequences", () => {
    const quietLoad: Load = { ...usual, concurrency: 16, output: 4000 };
    const { ttft, tpot } = solved(deployment, quietLoad);
    const active = (8 * 4000 * tpot) / (ttft + 4000 * tpot);
    expect(tpot / stepAt(deployment, quietLoad, active)).toBeCloseTo(1, 2);
  });
});

describe("more of a resource", () => {
  const onlyTypical = {
    ...start,
    linearTrust: almostNothing,
    expertsTrust: almostNothing,
    attentionTrust: almostNothing,
    communicationTrust: almostNothing,
  };

  it("is never slower", () => {
    fc.assert(
      fc.property(deployments, longAnswers, fc.double({ min: 1.05, max: 3, noNaN: true }), (deployment, load, more) => {
        const { accelerator } = deployment;
        const { peak } = accelerator;
        const faster = [
          { ...accelerator, memoryBandwidth: accelerator.memoryBandwidth * more },
          {
            ...accelerator,
            peak: {
              bf16: peak.bf16 * more,
              fp8: (peak.fp8 ?? peak.bf16) * more,
              ...(peak.fp4 === undefined ? {} : { fp4: peak.fp4 * more }),
            },
          },
        ];
        const own = solved(deployment, load, onlyTypical);
        for (const chip of faster) {
          const other = solved({ ...deployment, accelerator: chip }, load, onlyTypical);
          // Faster decode keeps clients in step for longer, which costs a little where prompts come in waves.
          expect(other.throughput).toBeGreaterThan(0.97 * own.throughput);
        }
      }),
      { numRuns: 40 },
    );
  });
});

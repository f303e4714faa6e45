/**
 * Steady state of a closed loop of clients, as benchmarks run it: latencies and throughput at which arrivals and answers balance.
 *
 * Little's law: a client's cycle is TTFT + output * TPOT, so X = concurrency / cycle requests arrive each second. Decode steps at
 * the mean number of active sequences give TPOT. Where the same workers prefill, each prefill holds up the decoding sequences;
 * where others do, prompts queue for them. Sequences beyond what memory holds wait. Clients that all began at once keep in step
 * while their answers take equally long: then prompts come in waves, and a request waits for the others' prefills before its
 * first token instead of between tokens.
 */
import { power } from "@underwatt/engine";
import type { KernelTimes } from "../kernels/index.ts";
import type { Constants } from "./constants.ts";
import { totalAccelerators, type Deployment, type Engine, type Load, type Workers } from "./deployment.ts";
import { sequencesHeld } from "./memory.ts";
import { addedTable, columns, decodeTable, prefillTable, timedTwice, type PassTable } from "./pass-table.ts";
import { addedByPrompt, decodeStep, prefillPass, type WorkerFrame } from "./step.ts";

/** Means over requests, seconds; output tokens a second and accelerator. */
export interface SteadyState {
  readonly ttft: number;
  readonly tpot: number;
  readonly throughput: number;
}

/** The first half takes half a step (in ratio) at a time, the second, for loads that swing, a small one. */
const mostIterations = 120;
const tolerance = 1e-5;
/** Share of its time that a busy server is at the most taken to be busy: a steady state exists because clients wait. */
const busiest = 0.95;

/** A deployment under a load, ready to be solved for any constants. */
export class ClosedLoop {
  readonly #deployment: Deployment;
  readonly #load: Load;
  readonly #decode: PassTable;
  readonly #decodeFrame: WorkerFrame;
  readonly #prefill: PassTable;
  readonly #prefillFrame: WorkerFrame;
  /** What a prompt adds to a decode step, on one attention rank and on all. */
  readonly #added: readonly [PassTable, PassTable] | undefined;
  readonly #held: number;
  readonly #times = new Float64Array(columns);

  constructor(deployment: Deployment, load: Load, kernels: KernelTimes) {
    const { workers, prefill = workers } = deployment;
    this.#deployment = deployment;
    this.#load = load;
    const decoding = timedTwice(deployment, workers, kernels);
    const prefilling = prefill === workers ? decoding : timedTwice(deployment, prefill, kernels);
    const { attentionDp, pp } = workers.layout;
    const most = load.concurrency / workers.count / attentionDp / pp;
    this.#decode = decodeTable(decoding, load.input + load.output / 2, most);
    this.#decodeFrame = decoding.measured;
    this.#prefill = prefillTable(prefilling, load.input, prefill.layout.attentionDp);
    this.#prefillFrame = prefilling.measured;
    if (prefill === workers) {
      const added = (ranks: number): PassTable =>
        addedTable(decoding, this.#decode, load.input, load.input + load.output / 2, ranks);
      const one = added(1);
      this.#added = [one, attentionDp === 1 ? one : added(attentionDp)];
    }
    this.#held = sequencesHeld(deployment, workers.layout, load.input + load.output * 0.6);
  }

  solve(constants: Constants): SteadyState {
    const { workers, prefill } = this.#deployment;
    const { input, output, concurrency } = this.#load;
    const clients = concurrency / workers.count;
    const held = Math.max(1, this.#held * constants.room);
    const ranks = (prefill ?? workers).layout.attentionDp;
    const joint = ranks === 1 ? 1 : prefill === undefined ? Math.min(ranks, Math.max(1, constants.joint)) : ranks;
    const alone = this.#pass(constants, 1);
    const together = joint === 1 ? alone : this.#pass(constants, joint);
    const front = constants.front + constants.tokenise * input;
    let tpot = this.#step(constants, Math.min(clients, held));
    let ttft = alone + front;
    for (let iteration = 0; iteration < mostIterations; iteration++) {
      const rate = clients / (ttft + output * tpot);
      const active = Math.min(clients, held, Math.max(rate * output * tpot, 0.5 * Math.min(clients, 1)));
      const step = this.#step(constants, active);
      const [nextTtft, nextTpot] =
        prefill === undefined
          ? this.#sharing(constants, {
              clients,
              held,
              step,
              rate,
              front,
              ...this.#prompt(constants, active, joint, alone, together),
            })
          : this.#apart(constants, prefill, { clients, held, step, rate, tpot, together, front });
      const change = Math.abs(nextTpot / tpot - 1) + Math.abs(nextTtft / ttft - 1);
      const share = iteration < mostIterations / 2 ? 0.5 : 0.15;
      tpot *= power(nextTpot / tpot, share);
      ttft *= power(nextTtft / ttft, share);
      if (change < tolerance) break;
    }
    const throughput = (concurrency * output) / (ttft + tpot * (output - 1)) / totalAccelerators(this.#deployment);
    return { ttft, tpot, throughput };
  }

  /** Workers that prefill and decode: TTFT and TPOT. `together` is the time of one prompt when ranks share their passes. */
  #sharing(constants: Constants, at: SharingState): readonly [number, number] {
    const { clients, held, step, rate, alone, together, front } = at;
    const { output, spread } = this.#load;
    const { pp } = this.#deployment.workers.layout;
    const each = together / pp;
    const wave = clients * each;
    const others = 1 - 1 / Math.max(clients, 1.0001);
    const inStep =
      (Math.min(1, constants.waves * wavesOf[this.#deployment.engine]) * others) /
      (1 + (spread * output * step) / (wave * constants.loosening));
    const busy = Math.min(busiest, rate * each * constants.interference * (1 - inStep));
    const tpot = step / (1 - busy);
    const ttft =
      alone +
      0.7 * step +
      constants.queue * (busy / (1 - busy)) * together * 0.5 * others +
      (inStep + constants.burst) * wave +
      front;
    if (clients <= held) return [ttft, tpot];
    return [Math.max(ttft, (clients / held) * (output * tpot + alone) - output * tpot), tpot];
  }

  /** Workers of their own for prefill: TTFT and TPOT. */
  #apart(constants: Constants, prefill: Workers, at: ApartState): readonly [number, number] {
    const { clients, held, step, rate, tpot, together, front } = at;
    const { concurrency, output } = this.#load;
    const servers = prefill.count * prefill.layout.attentionDp * prefill.layout.pp;
    const busy = Math.min(busiest, (rate * this.#deployment.workers.count * together) / servers);
    // Sakasegawa's approximation of the wait in a queue with several servers, M/D/c (Oper. Res. Q. 1977).
    const wait = (0.5 * together * power(busy, Math.sqrt(2 * (servers + 1)))) / (servers * (1 - busy));
    const free =
      together +
      constants.poolQueue * wait +
      constants.transfer +
      front +
      (constants.burst * concurrency * together) / servers;
    const saturated = Math.max((concurrency * together) / servers - output * tpot, 1e-6);
    // The first token is the prefill's: who waits for room to decode waits between tokens.
    return [corner(free, saturated), step * Math.max(1, clients / held)];
  }

  /** Seconds that a prompt takes of an aggregated worker: by itself, and each where `joint` ranks prefill at once. */
  #prompt(constants: Constants, active: number, joint: number, alone: number, together: number) {
    const { attentionDp, pp } = this.#deployment.workers.layout;
    const mixing = this.#mixed(constants);
    const sequences = active / attentionDp / pp;
    const [one, all] = this.#added ?? [];
    if (one === undefined || all === undefined) return { alone, together: together / joint };
    one.at(sequences, this.#times);
    const addedOne = addedByPrompt(this.#times, constants);
    all.at(sequences, this.#times);
    const addedAll = one === all ? addedOne : addedByPrompt(this.#times, constants);
    const share = attentionDp === 1 ? 0 : (joint - 1) / (attentionDp - 1);
    const added = addedOne + share * (addedAll - addedOne);
    return {
      alone: alone + mixing * (addedOne - alone),
      together: (together + mixing * (added - together)) / joint,
    };
  }

  /** Share of prefills that run in the same pass as decode steps. */
  #mixed({ mixing }: Constants): number {
    const odds = mixing * usualMixing[this.#deployment.engine];
    return odds / (1 + odds);
  }

  #step(constants: Constants, active: number): number {
    const { attentionDp, pp } = this.#deployment.workers.layout;
    const sequences = active / attentionDp / pp;
    this.#decode.at(sequences, this.#times);
    return decodeStep(this.#times, constants, this.#decodeFrame, sequences);
  }

  #pass(constants: Constants, ranks: number): number {
    this.#prefill.at(ranks, this.#times);
    return prefillPass(this.#times, constants, this.#prefillFrame);
  }
}

interface SharingState {
  readonly clients: number;
  readonly held: number;
  readonly step: number;
  readonly rate: number;
  readonly alone: number;
  readonly together: number;
  readonly front: number;
}

interface ApartState {
  readonly clients: number;
  readonly held: number;
  readonly step: number;
  readonly rate: number;
  readonly tpot: number;
  readonly together: number;
  readonly front: number;
}

/**
 * Prefills that run in the same pass as decode steps, over those that run alone, as engines do unless told otherwise: vLLM (V1) and
 * TensorRT-LLM schedule both together, SGLang runs prefill batches by themselves unless started with mixed chunks.
 */
const usualMixing: Readonly<Record<Engine, number>> = { vllm: 10, trtllm: 10, sglang: 0.02 };
/** Where prefill batches run by themselves, all prompts of a wave wait for their batch; where they are mixed in, each for its own. */
const wavesOf: Readonly<Record<Engine, number>> = { vllm: 0.05, trtllm: 0.05, sglang: 1 };

/** Near the larger of two, a little above where they are alike (4-norm). */
function corner(a: number, b: number): number {
  const most = Math.max(a, b);
  const x = (a / most) * (a / most);
  const y = (b / most) * (b / most);
  return most * Math.sqrt(Math.sqrt(x * x + y * y));
}

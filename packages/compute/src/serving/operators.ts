/**
 * Time of the operators of one forward pass of a worker, by class, from kernel times: what an idealised engine would need, with
 * every kernel at its measured speed, nothing overlapped and nothing between kernels. `calibration` corrects each class.
 *
 * Shapes follow the model publishers' configuration files. A layer: projections into attention, attention, projection out,
 * all-reduce; feed-forward network or experts, all-reduce. With attention data parallelism the experts are reached by gathering
 * every rank's tokens and scattering the results back.
 */
import { peakOf, type Accelerator, type Precision } from "../accelerator.ts";
import {
  expertLayers,
  fullAttentionLayers,
  linearLayers,
  slidingLayers,
  type Architecture,
  type LatentAttention,
} from "../architecture.ts";
import type { PassKernels } from "../kernels/index.ts";
import type { Layout, Quantisation } from "./deployment.ts";

/** Tokens of one pass, on each attention-data-parallel rank. Means: counts need not be whole. */
export interface Pass {
  /** Sequences that decode one token each. */
  readonly decoding: number;
  /** Tokens in the cache of each of them. */
  readonly cached: number;
  /** New prompt tokens, all of one sequence. */
  readonly prefilling: number;
  /** Ranks that prefill in this pass; the others wait. */
  readonly prefillingRanks: number;
}

/** Seconds by class of operator. */
export interface OperatorTimes {
  /** Matrix products of attention, dense layers, shared experts, router and output head. */
  linear: number;
  experts: number;
  attention: number;
  communication: number;
}

/** One matrix product per token: weights n x k in a format, `times` in the model. */
interface Product {
  readonly time: (tokens: number) => number;
  readonly times: number;
}

/** The operators of one worker, ready to be timed. */
export class WorkerOperators {
  readonly #perToken: readonly Product[];
  readonly #perSequence: readonly Product[];
  readonly #latentDecode: readonly Product[];
  readonly #latentPrefill: readonly Product[];
  readonly #kernels: PassKernels;
  readonly #architecture: Architecture;
  readonly #quantisation: Quantisation;
  readonly #layout: Layout;

  constructor(
    architecture: Architecture,
    quantisation: Quantisation,
    layout: Layout,
    accelerator: Accelerator,
    kernels: PassKernels,
  ) {
    this.#architecture = architecture;
    this.#quantisation = quantisation;
    this.#layout = layout;
    this.#kernels = kernels;
    const product = (precision: Precision, n: number, k: number, times: number): Product => ({
      time: kernels.gemmOf(precision, Math.max(1, Math.round(n)), Math.max(1, Math.round(k))),
      times,
    });
    const { tp } = layout;
    const { hidden, vocabulary, attention, dense, experts } = architecture;
    const { attention: precision, output } = quantisation;
    const perToken: Product[] = [];
    this.#latentDecode = [];
    this.#latentPrefill = [];
    if (attention.kind === "gqa") {
      const { heads, kvHeads, headDim, gated, linear } = attention;
      const full = fullAttentionLayers(architecture) + slidingLayers(architecture);
      const queries = ((gated === true ? 2 : 1) * heads * headDim) / tp;
      perToken.push(
        product(precision, queries + 2 * Math.max(1, kvHeads / tp) * headDim, hidden, full),
        product(output, hidden, (heads * headDim) / tp, full),
      );
      if (linear !== undefined) {
        const { keyHeads, valueHeads, headDim: dim, layers } = linear;
        perToken.push(
          product(precision, (2 * keyHeads * dim + 2 * valueHeads * dim + 2 * valueHeads) / tp, hidden, layers),
          product(output, hidden, (valueHeads * dim) / tp, layers),
        );
      }
    } else {
      const { heads, queryRank, kvRank, ropeDim, nopeDim, valueDim, sparse } = attention;
      const { layers } = architecture;
      const own = heads / tp;
      const index = sparse === undefined ? 0 : sparse.indexDim + sparse.indexHeads;
      perToken.push(
        product(precision, queryRank + kvRank + ropeDim + index, hidden, layers),
        product(
          precision,
          own * (nopeDim + ropeDim) + (sparse === undefined ? 0 : sparse.indexHeads * sparse.indexDim),
          queryRank,
          layers,
        ),
        product(output, hidden, own * valueDim, layers),
      );
      // Decoding multiplies by the up-projections themselves (absorbed, 16 bit); prefill expands keys and values.
      this.#latentDecode = [{ time: absorbed(attention, own, accelerator), times: layers }];
      this.#latentPrefill = [product(precision, own * (nopeDim + valueDim), kvRank, layers)];
    }
    if (dense !== undefined && dense.layers > 0) {
      perToken.push(
        product(quantisation.dense, ((dense.plain === true ? 1 : 2) * dense.intermediate) / tp, hidden, dense.layers),
        product(quantisation.dense, hidden, dense.intermediate / tp, dense.layers),
      );
    }
    if (experts !== undefined) {
      const layers = expertLayers(architecture);
      perToken.push(product("bf16", experts.count, hidden, layers));
      if (experts.shared > 0) {
        const width = (experts.shared * experts.intermediate) / tp;
        perToken.push(
          product(quantisation.dense, 2 * width, hidden, layers),
          product(quantisation.dense, hidden, width, layers),
        );
      }
    }
    this.#perToken = perToken;
    this.#perSequence = [product("bf16", vocabulary / tp, hidden, 1)];
  }

  /** Seconds by class, added into `into`. */
  time(pass: Pass, into: OperatorTimes): void {
    const { decoding, prefilling, prefillingRanks } = pass;
    const { attentionDp, tp, expertTp, expertEp } = this.#layout;
    const tokens = decoding + prefilling;
    let linear = sum(this.#perToken, tokens) + sum(this.#perSequence, decoding + (prefilling > 0 ? 1 : 0));
    if (decoding > 0) linear += sum(this.#latentDecode, decoding);
    if (prefilling > 0) linear += sum(this.#latentPrefill, prefilling);
    into.linear += linear;
    const { experts, hidden } = this.#architecture;
    const all = decoding * attentionDp + prefilling * prefillingRanks;
    if (experts !== undefined) {
      into.experts +=
        expertLayers(this.#architecture) *
        this.#kernels.experts({
          precision: this.#quantisation.experts,
          tokens: all,
          hidden,
          intermediate: experts.intermediate,
          active: experts.active,
          count: experts.count,
          tp: expertTp,
          ep: expertEp,
        });
    }
    into.attention += this.#attention(pass);
    into.communication += this.#communication(tokens, all, tp, attentionDp, expertTp * expertEp);
  }

  #attention({ decoding, cached, prefilling }: Pass): number {
    const { attention } = this.#architecture;
    const { tp } = this.#layout;
    const { cacheBytes: kvBytes } = this.#quantisation;
    const kernels = this.#kernels;
    let seconds = 0;
    if (attention.kind === "mla") {
      const heads = attention.heads / tp;
      const { layers } = this.#architecture;
      const { sparse } = attention;
      if (decoding > 0) {
        seconds +=
          layers *
          (sparse === undefined
            ? kernels.latentDecode({ sequences: decoding, cached, heads, kvBytes })
            : kernels.sparseDecode({ sequences: decoding, cached, heads, kvBytes }));
      }
      if (prefilling > 0) {
        seconds +=
          layers *
          (sparse === undefined
            ? kernels.latentPrefill({ sequences: 1, tokens: prefilling, heads, kvBytes })
            : kernels.sparsePrefill({ sequences: 1, tokens: prefilling, heads, kvBytes }));
      }
      return seconds;
    }
    const heads = attention.heads / tp;
    const kvHeads = Math.max(1, attention.kvHeads / tp);
    const { headDim, sliding, linear } = attention;
    const full = fullAttentionLayers(this.#architecture);
    if (decoding > 0) {
      const decode = { sequences: decoding, cached, heads, kvHeads, headDim, kvBytes };
      seconds += full * kernels.decodeAttention(decode);
      if (sliding !== undefined) {
        seconds += sliding.layers * kernels.decodeAttention({ ...decode, window: sliding.window });
      }
    }
    if (prefilling > 0) {
      const prefill = { sequences: 1, tokens: prefilling, heads, kvHeads, headDim, kvBytes };
      seconds += full * kernels.prefillAttention(prefill);
      if (sliding !== undefined) {
        seconds += sliding.layers * kernels.prefillAttention({ ...prefill, window: sliding.window });
      }
    }
    if (linear !== undefined) {
      const state = { keyHeads: linear.keyHeads / tp, valueHeads: linear.valueHeads / tp, headDim: linear.headDim };
      if (decoding > 0) seconds += linear.layers * kernels.linearDecode({ sequences: decoding, ...state });
      if (prefilling > 0)
        seconds += linear.layers * kernels.linearPrefill({ sequences: 1, tokens: prefilling, ...state });
    }
    return seconds;
  }

  #communication(tokens: number, all: number, tp: number, ranks: number, expertWays: number): number {
    const { hidden, layers } = this.#architecture;
    const kernels = this.#kernels;
    const mixture = expertLayers(this.#architecture);
    const bytes = 2 * tokens * hidden;
    const perReduce = tp > 1 ? kernels.allReduce(bytes, tp) : 0;
    if (ranks === 1 || mixture === 0) {
      const afterExperts = expertWays === tp ? perReduce : kernels.allReduce(bytes, expertWays);
      return layers * perReduce + (layers - mixture) * perReduce + mixture * afterExperts;
    }
    const gathered = 2 * all * hidden;
    return (
      layers * perReduce +
      (layers - mixture) * perReduce +
      mixture * (kernels.allGather(gathered, expertWays) + kernels.reduceScatter(gathered, expertWays))
    );
  }

  /** Attention ranks of the worker. */
  get ranks(): number {
    return this.#layout.attentionDp;
  }

  /** Usual seconds between the big kernels of all layers. */
  get gaps(): number {
    return this.#architecture.layers * layerGap(this.#architecture);
  }
}

function sum(products: readonly Product[], tokens: number): number {
  let total = 0;
  for (const { time, times } of products) total += times * time(tokens);
  return total;
}

/**
 * Usual seconds between the big kernels of a layer: norms, rotary embedding, quantisation, routing, launches. Typical values of
 * decode steps at one sequence after their kernels are taken off; a constant corrects them by engine and chip.
 */
function layerGap(architecture: Architecture): number {
  const { attention, experts } = architecture;
  const mixture = experts === undefined ? 0 : 20e-6;
  if (attention.kind === "mla") return 30e-6 + mixture + (attention.sparse === undefined ? 0 : 20e-6);
  return 8e-6 + mixture + (linearLayers(architecture) > 0 ? 8e-6 : 0);
}

/** The two batched products with the absorbed up-projections, as a roofline: weights once, in 16 bit. */
function absorbed({ kvRank, nopeDim, valueDim }: LatentAttention, heads: number, accelerator: Accelerator) {
  const weights = heads * kvRank * (nopeDim + valueDim);
  const read = (2 * weights) / accelerator.memoryBandwidth;
  const perToken = (2 * weights) / peakOf(accelerator, "bf16");
  return (tokens: number): number => read + tokens * perToken;
}

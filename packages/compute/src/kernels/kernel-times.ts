/** How long an engine's kernels take on an accelerator, by measured grids: the ideal time of a shape times the nearest ratio. */
import type { Accelerator, Precision } from "../accelerator.ts";
import {
  allReduceLaw,
  decodeLaw,
  exchangeLaw,
  expertExchangeLaw,
  expertLaw,
  gemmLaw,
  latentDecodeLaw,
  latentPrefillLaw,
  linearDecodeLaw,
  linearPrefillLaw,
  prefillLaw,
  sparseDecodeLaw,
  sparsePrefillLaw,
  type CollectiveShape,
  type DecodeShape,
  type ExpertExchangeShape,
  type ExpertShape,
  type GemmShape,
  type LatentDecodeShape,
  type LatentPrefillShape,
  type Law,
  type LinearDecodeShape,
  type LinearPrefillShape,
  type PrefillShape,
} from "./laws/index.ts";
import { sourceOf, type Provenance, type Source } from "./source.ts";
import type { Engine, KernelTables } from "./tables.ts";

/** Seconds on one GPU. Nothing is counted but the kernels themselves: no host, no sampling, no norms. */
export interface KernelTimes {
  /** Product of m x k activations and k x n weights. */
  gemm(precision: Precision, m: number, n: number, k: number): number;
  /** The same for many m: finds what belongs to n and k once. */
  gemmOf(precision: Precision, n: number, k: number): (m: number) => number;
  /** The grouped products of an expert layer on the GPU that is asked the most, with the uneven routing that engines see. */
  experts(shape: ExpertShape): number;
  /** Attention of one new token a sequence; heads are those on this GPU. */
  decodeAttention(shape: DecodeShape): number;
  /** Causal attention of a prompt or a chunk of one. */
  prefillAttention(shape: PrefillShape): number;
  /** Multi-head latent attention on the compressed cache, without the products around it. */
  latentDecode(shape: LatentDecodeShape): number;
  latentPrefill(shape: LatentPrefillShape): number;
  /** Sparse latent attention: scoring, choice and attention, without the products around them. */
  sparseDecode(shape: LatentDecodeShape): number;
  sparsePrefill(shape: LatentPrefillShape): number;
  /** Gated delta rule with its convolution, without the products around it. */
  linearDecode(shape: LinearDecodeShape): number;
  linearPrefill(shape: LinearPrefillShape): number;
  /** Sum over GPUs of a vector of `bytes` on each, 16-bit numbers. */
  allReduce(bytes: number, gpus: number): number;
  /** `bytes` that each GPU holds in the end. */
  allGather(bytes: number, gpus: number): number;
  /** `bytes` that each GPU holds at first. */
  reduceScatter(bytes: number, gpus: number): number;
  /** `bytes` that each GPU holds at first, for all others together. */
  allToAll(bytes: number, gpus: number): number;
  /** Sending tokens to the GPUs of their experts and the results back, by kernels for that alone (DeepEP, NVLink). */
  expertExchange(shape: ExpertExchangeShape, way: ExchangeWay): number;
  /** Where the times come from, by the same arguments as far as they matter. */
  readonly provenance: {
    gemm(precision: Precision): Provenance;
    experts(precision: Precision): Provenance;
    decodeAttention(shape: HeadShape): Provenance;
    prefillAttention(shape: HeadShape): Provenance;
    latentDecode(kvBytes: number): Provenance;
    latentPrefill(kvBytes: number): Provenance;
    sparseDecode(kvBytes: number): Provenance;
    sparsePrefill(kvBytes: number): Provenance;
    linearDecode(): Provenance;
    linearPrefill(): Provenance;
    allReduce(): Provenance;
    allGather(): Provenance;
    reduceScatter(): Provenance;
    allToAll(): Provenance;
    expertExchange(way: ExchangeWay): Provenance;
  };
}

/** Kernels for many tokens at once (prefill), or for few (decode). */
export type ExchangeWay = "throughput" | "low latency";
export type HeadShape = Pick<DecodeShape, "headDim" | "kvBytes" | "window">;

/** Ratios below this are errors of a grid beyond what was measured: no kernel halves the ideal time. */
const lowestRatio = 0.5;
const headDims = [64, 128, 256];

/** @throws KernelTableError on the first question that no table can answer */
export function kernelTimes(accelerator: Accelerator, engine: Engine, tables: KernelTables): KernelTimes {
  const source = (kind: string, variants: readonly string[]): Source =>
    sourceOf(tables, accelerator.name, engine, kind, variants);
  const point = new Float64Array(4);
  const secondsOf = <Shape>(law: Law<Shape>, { grid }: Source, shape: Shape): number => {
    law.place(shape, point);
    return law.ideal(accelerator, shape) * Math.max(grid.at(point), lowestRatio);
  };

  const gemms = byPrecision((precision) => source("gemm", formatsOf(accelerator, precision)));
  const expertGrids = byPrecision((precision) => source("experts", formatsOf(accelerator, precision)));
  const decodes = byHead((shape) => source("decode", headsOf(shape)));
  const prefills = byHead((shape) => source("prefill", headsOf(shape)));
  const latent = (kind: string) => byPlace((kvBytes) => source(kind, [cacheOf(kvBytes), cacheOf(3 - kvBytes)]));
  const latentDecodes = latent("latentDecode");
  const latentPrefills = latent("latentPrefill");
  const sparseDecodes = latent("sparseDecode");
  const sparsePrefills = latent("sparsePrefill");
  const single = (kind: string) => byPlace(() => source(kind, [""]));
  const [linearDecodes, linearPrefills, allReduces, allGathers, reduceScatters, allToAlls] = [
    single("linearDecode"),
    single("linearPrefill"),
    single("allReduce"),
    single("allGather"),
    single("reduceScatter"),
    single("allToAll"),
  ];
  const throughput = byPlace(() => source("expertExchange", ["throughput", "low latency"]));
  const lowLatency = byPlace(() => source("expertExchange", ["low latency", "throughput"]));
  const exchangeBy = (way: ExchangeWay) => (way === "throughput" ? throughput : lowLatency);

  const gemmShape: GemmShape = { precision: "bf16", m: 1, n: 1, k: 1 };
  const exchange: CollectiveShape = { bytes: 1, gpus: 1 };
  const exchanged = (law: Law<CollectiveShape>, of: (place: number) => Source, bytes: number, gpus: number): number => {
    if (gpus < 2 || bytes <= 0) return 0;
    exchange.bytes = bytes;
    exchange.gpus = gpus;
    return secondsOf(law, of(0), exchange);
  };
  const attended = <Shape extends HeadShape>(law: Law<Shape>, found: Source, shape: Shape, unwindowed: () => Shape) =>
    // Without a grid for the window: that of full attention, for what is seen through it.
    shape.window !== undefined && !found.provenance.variant.includes("window")
      ? secondsOf(law, found, unwindowed())
      : secondsOf(law, found, shape);

  return {
    gemm(precision, m, n, k) {
      gemmShape.precision = precision;
      gemmShape.m = m;
      gemmShape.n = n;
      gemmShape.k = k;
      return secondsOf(gemmLaw, gemms(precision), gemmShape);
    },
    gemmOf(precision, n, k) {
      const shape: GemmShape = { precision, m: 1, n, k };
      const own = new Float64Array(gemmLaw.axes.length);
      gemmLaw.place(shape, own);
      const along = gemms(precision).grid.alongFirst(own);
      return (m) => {
        shape.m = m;
        own[0] = m;
        return gemmLaw.ideal(accelerator, shape) * Math.max(along.at(own), lowestRatio);
      };
    },
    experts: (shape) => secondsOf(expertLaw, expertGrids(shape.precision), shape),
    decodeAttention: (shape) =>
      attended(decodeLaw, decodes(shape), shape, () => ({
        ...shape,
        cached: Math.min(shape.cached, shape.window ?? shape.cached),
        window: undefined,
      })),
    prefillAttention: (shape) => secondsOf(prefillLaw, prefills(shape), shape),
    latentDecode: (shape) => secondsOf(latentDecodeLaw, latentDecodes(shape.kvBytes), shape),
    latentPrefill: (shape) => secondsOf(latentPrefillLaw, latentPrefills(shape.kvBytes), shape),
    sparseDecode: (shape) => secondsOf(sparseDecodeLaw, sparseDecodes(shape.kvBytes), shape),
    sparsePrefill: (shape) => secondsOf(sparsePrefillLaw, sparsePrefills(shape.kvBytes), shape),
    linearDecode: (shape) => secondsOf(linearDecodeLaw, linearDecodes(0), shape),
    linearPrefill: (shape) => secondsOf(linearPrefillLaw, linearPrefills(0), shape),
    allReduce: (bytes, gpus) => exchanged(allReduceLaw, allReduces, bytes, gpus),
    allGather: (bytes, gpus) => exchanged(exchangeLaw, allGathers, bytes, gpus),
    reduceScatter: (bytes, gpus) => exchanged(exchangeLaw, reduceScatters, bytes, gpus),
    allToAll: (bytes, gpus) => exchanged(exchangeLaw, allToAlls, bytes, gpus),
    expertExchange: (shape, way) =>
      shape.gpus < 2 || shape.tokens <= 0 ? 0 : secondsOf(expertExchangeLaw, exchangeBy(way)(0), shape),
    provenance: {
      gemm: (precision) => gemms(precision).provenance,
      experts: (precision) => expertGrids(precision).provenance,
      decodeAttention: (shape) => decodes(shape).provenance,
      prefillAttention: (shape) => prefills(shape).provenance,
      latentDecode: (kvBytes) => latentDecodes(kvBytes).provenance,
      latentPrefill: (kvBytes) => latentPrefills(kvBytes).provenance,
      sparseDecode: (kvBytes) => sparseDecodes(kvBytes).provenance,
      sparsePrefill: (kvBytes) => sparsePrefills(kvBytes).provenance,
      linearDecode: () => linearDecodes(0).provenance,
      linearPrefill: () => linearPrefills(0).provenance,
      allReduce: () => allReduces(0).provenance,
      allGather: () => allGathers(0).provenance,
      reduceScatter: () => reduceScatters(0).provenance,
      allToAll: () => allToAlls(0).provenance,
      expertExchange: (way) => exchangeBy(way)(0).provenance,
    },
  };
}

/** Grids that tell of a format, the truest first. A format nobody measured runs as the one it is computed in, at its own count of bytes. */
function formatsOf({ peak }: Accelerator, precision: Precision): readonly string[] {
  switch (precision) {
    case "bf16":
      return ["bf16"];
    case "fp8":
      return ["fp8", "fp8-block", "bf16"];
    case "fp8-block":
      return ["fp8-block", "fp8", "bf16"];
    case "nvfp4":
      return peak.fp4 === undefined ? ["int4", "bf16"] : ["nvfp4", "fp8", "bf16"];
    // Activations of 8 bit on chips that multiply in 4 bit.
    case "mxfp4":
      return peak.fp4 === undefined ? ["mxfp4", "int4", "bf16"] : ["mxfp4-mxfp8", "mxfp4", "fp8", "bf16"];
    case "int4":
      return ["int4", "bf16"];
  }
}

function headsOf({ headDim, kvBytes, window }: HeadShape): readonly string[] {
  const dims = headDims.toSorted((a, b) => Math.abs(a - headDim) - Math.abs(b - headDim));
  return dims.flatMap((dim) =>
    [kvBytes, 3 - kvBytes].flatMap((bytes) => {
      const variant = `head ${dim}, ${cacheOf(bytes)}`;
      return window === undefined ? [variant] : [`${variant}, window ${window}`, variant];
    }),
  );
}

function cacheOf(kvBytes: number): string {
  return `cache ${8 * kvBytes} bit`;
}

/** Keeps what was found, by format. */
function byPrecision(find: (precision: Precision) => Source): (precision: Precision) => Source {
  const known: Partial<Record<Precision, Source>> = {};
  return (precision) => (known[precision] ??= find(precision));
}

/** Keeps what was found, by a small whole number. */
function byPlace(find: (place: number) => Source): (place: number) => Source {
  const known: (Source | undefined)[] = [];
  return (place) => (known[place] ??= find(place));
}

function byHead(find: (shape: HeadShape) => Source): (shape: HeadShape) => Source {
  const known = new Map<number, Source>();
  return (shape) => {
    const key = (shape.headDim * 2 + shape.kvBytes) * 2 ** 32 + (shape.window ?? 0);
    let found = known.get(key);
    if (found === undefined) known.set(key, (found = find(shape)));
    return found;
  };
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Accelerator } from "../accelerator.ts";
import { kernelTimes, type KernelTimes } from "./kernel-times.ts";
import { acceleratorNamed, tableOf } from "./kernels.fixture.ts";
import { decodeLaw, gemmLaw } from "./laws/index.ts";
import { readKernelTables, type Engine } from "./tables.ts";

const folder = fileURLToPath(new URL("../../../../catalog/kernels/", import.meta.url));
const shipped = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .map((file) => readKernelTables(JSON.parse(readFileSync(folder + file, "utf8")), file));

const h100 = acceleratorNamed("nvidia-h100-sxm");
const h200: Accelerator = { ...h100, name: "nvidia-h200-sxm", memoryBandwidth: 4.8e12 };
const b200: Accelerator = {
  ...acceleratorNamed("nvidia-b200-sxm", { bf16: 2250e12, fp8: 4500e12, fp4: 9000e12 }),
  memoryBandwidth: 8e12,
  scaleUp: { domain: 8, bandwidth: 900e9 },
};
const mi300x: Accelerator = {
  ...acceleratorNamed("amd-mi300x", { bf16: 1307e12, fp8: 2615e12 }),
  memoryBandwidth: 5.3e12,
};

describe("kernel times", () => {
  it("are the ideal time of the shape on this accelerator times the ratio of the grid", () => {
    const tables = [tableOf("nvidia-h100-sxm", [{ kind: "gemm", engine: "vllm", variant: "bf16", hundredths: 40 }])];
    for (const accelerator of [h100, h200, mi300x]) {
      const times = kernelTimes(accelerator, "sglang", tables);
      const shape = { precision: "bf16", m: 300, n: 4096, k: 2048 } as const;
      expect(times.gemm("bf16", 300, 4096, 2048) / gemmLaw.ideal(accelerator, shape)).toBeCloseTo(Math.exp(0.4), 12);
    }
  });

  it("never halve the ideal time, whatever a table says", () => {
    const tables = [tableOf("nvidia-h100-sxm", [{ kind: "gemm", engine: "vllm", variant: "bf16", hundredths: -500 }])];
    const shape = { precision: "bf16", m: 300, n: 4096, k: 2048 } as const;
    expect(kernelTimes(h100, "vllm", tables).gemm("bf16", 300, 4096, 2048)).toBe(gemmLaw.ideal(h100, shape) / 2);
  });

  it("count a format that nobody measured at its own bytes, by the ratio of what it is computed in", () => {
    const tables = [tableOf("nvidia-h100-sxm", [{ kind: "gemm", engine: "vllm", variant: "bf16", hundredths: 0 }])];
    const times = kernelTimes(h100, "vllm", tables);
    expect(times.provenance.gemm("int4")).toMatchObject({ from: "measured", variant: "bf16" });
    expect(times.gemm("int4", 1, 16384, 16384) / times.gemm("bf16", 1, 16384, 16384)).toBeCloseTo(0.53125 / 2, 2);
  });

  it("see through a window, with a grid of its own or without", () => {
    const full = { kind: "decode", engine: "vllm", variant: "head 128, cache 16 bit", hundredths: 0 };
    const times = kernelTimes(h100, "vllm", [tableOf("nvidia-h100-sxm", [full])]);
    const shape = { sequences: 64, cached: 32768, heads: 32, kvHeads: 8, headDim: 128, kvBytes: 2 };
    expect(times.decodeAttention({ ...shape, window: 1024 })).toBe(times.decodeAttention({ ...shape, cached: 1024 }));
    expect(times.decodeAttention({ ...shape, window: 1024 })).toBe(decodeLaw.ideal(h100, { ...shape, cached: 1024 }));
  });

  it("take the nearest measured head size, and the cache's other width when there is but one", () => {
    const times = kernelTimes(h100, "vllm", shipped);
    expect(times.provenance.decodeAttention({ headDim: 112, kvBytes: 2 }).variant).toBe("head 128, cache 16 bit");
    expect(times.provenance.prefillAttention({ headDim: 192, kvBytes: 1, window: 512 }).variant).toMatch(
      /^head (128|256), cache 8/,
    );
  });

  it("are the same when a product is asked for many numbers of rows", () => {
    const times = kernelTimes(b200, "trtllm", shipped);
    const of = times.gemmOf("nvfp4", 7168, 2304);
    for (const m of [0.5, 1, 3, 16, 100, 1025.5, 8192, 1e6])
      expect(of(m) / times.gemm("nvfp4", m, 7168, 2304)).toBeCloseTo(1, 12);
  });

  it("are nothing for an exchange of one GPU with itself", () => {
    expect(kernelTimes(h100, "vllm", shipped).allReduce(1e6, 1)).toBe(0);
  });
});

/** As the tables of aiconfigurator (head of 2026-08-21) have them, in milliseconds; folder and engine version beside each. */
const measured: readonly {
  readonly what: string;
  readonly accelerator: Accelerator;
  readonly engine: Engine;
  readonly time: (times: KernelTimes) => number;
  readonly milliseconds: number;
  /** Most that the fitted grid may be off here. */
  readonly within: number;
}[] = [
  {
    what: "h100_sxm/gemm/trtllm/1.3.0rc10, fp8",
    accelerator: h100,
    engine: "trtllm",
    time: (times) => times.gemm("fp8", 4096, 5120, 3072),
    milliseconds: 0.132028,
    within: 0.05,
  },
  {
    what: "h200_sxm/gemm/sglang/0.5.9, fp8_block",
    accelerator: h200,
    engine: "sglang",
    time: (times) => times.gemm("fp8-block", 48, 3072, 7168),
    milliseconds: 0.0140142,
    within: 0.15,
  },
  {
    what: "b200_sxm/gemm/vllm/0.19.0, nvfp4",
    accelerator: b200,
    engine: "vllm",
    time: (times) => times.gemm("nvfp4", 2048, 7168, 2560),
    milliseconds: 0.0244987,
    within: 0.05,
  },
  {
    what: "h100_sxm/moe/sglang/0.5.9, fp8_block, power_law_1.01",
    accelerator: h100,
    engine: "sglang",
    time: (times) =>
      times.experts({
        precision: "fp8-block",
        tokens: 96,
        hidden: 7168,
        intermediate: 2048,
        active: 8,
        count: 256,
        tp: 8,
        ep: 1,
      }),
    milliseconds: 0.470371,
    within: 0.15,
  },
  {
    what: "h100_sxm/attention/sglang/0.5.9, generation",
    accelerator: h100,
    engine: "sglang",
    time: (times) =>
      times.decodeAttention({ sequences: 64, cached: 4096, heads: 8, kvHeads: 1, headDim: 128, kvBytes: 2 }),
    milliseconds: 0.0611664,
    within: 0.1,
  },
  {
    what: "h200_sxm/attention/trtllm/1.3.0rc10, context",
    accelerator: h200,
    engine: "trtllm",
    time: (times) =>
      times.prefillAttention({ sequences: 2, tokens: 3072, heads: 16, kvHeads: 2, headDim: 128, kvBytes: 2 }),
    milliseconds: 0.235536,
    within: 0.1,
  },
  {
    what: "b200_sxm/mla/trtllm/1.3.0rc10, generation",
    accelerator: b200,
    engine: "trtllm",
    time: (times) => times.latentDecode({ sequences: 32, cached: 4096, heads: 16, kvBytes: 1 }),
    milliseconds: 0.01912,
    within: 0.35,
  },
  {
    what: "b200_sxm/mla/sglang/0.5.9, context",
    accelerator: b200,
    engine: "sglang",
    time: (times) => times.latentPrefill({ sequences: 1, tokens: 3072, heads: 16, kvBytes: 1 }),
    milliseconds: 0.10287,
    within: 0.15,
  },
  {
    what: "h100_sxm/comm/vllm/0.19.0, all_reduce of 2097152 numbers of 16 bit",
    accelerator: h100,
    engine: "vllm",
    time: (times) => times.allReduce(2 * 2097152, 8),
    milliseconds: 0.0305699,
    within: 0.15,
  },
];

describe.skipIf(!existsSync(folder))("the shipped grids", () => {
  it.each(measured)("tell $what", ({ accelerator, engine, time, milliseconds, within }) => {
    const ratio = (1e3 * time(kernelTimes(accelerator, engine, shipped))) / milliseconds;
    expect(Math.abs(ratio - 1)).toBeLessThan(within);
  });

  it("know where a time comes from", () => {
    expect(kernelTimes(h100, "sglang", shipped).provenance.gemm("fp8-block")).toMatchObject({
      from: "measured",
      accelerator: "nvidia-h100-sxm",
      engine: "sglang",
      version: "0.5.9",
    });
    expect(kernelTimes(mi300x, "vllm", shipped).provenance.gemm("fp8").from).toBe("generic");
  });

  it("answer for any size, in finite time and without jumps", () => {
    const times = kernelTimes(b200, "vllm", shipped);
    const size = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(size, size, size, (m, n, k) => {
        const time = times.gemm("nvfp4", m, n, k);
        expect(time).toBeGreaterThan(0);
        expect(time).toBeLessThan(Infinity);
        // One more row adds less than a part in a few of rows, never a step; a grid falls no faster than its nodes do.
        expect(Math.abs(times.gemm("nvfp4", m * (1 + 1e-6), n, k) / time - 1)).toBeLessThan(1e-5);
      }),
    );
  });

  it("take longer for much more work", () => {
    for (const accelerator of [h100, b200, mi300x])
      for (const engine of ["vllm", "sglang", "trtllm"] as const) {
        const times = kernelTimes(accelerator, engine, shipped);
        const shape = { sequences: 8, cached: 1024, heads: 32, kvHeads: 8, headDim: 128, kvBytes: 2 };
        const layer = {
          precision: "fp8-block" as const,
          tokens: 64,
          hidden: 7168,
          intermediate: 2048,
          active: 8,
          count: 256,
          tp: 1,
          ep: 8,
        };
        expect(times.gemm("bf16", 4096, 4096, 4096)).toBeGreaterThan(times.gemm("bf16", 64, 4096, 4096));
        expect(times.experts({ ...layer, tokens: 8192 })).toBeGreaterThan(times.experts(layer));
        expect(times.decodeAttention({ ...shape, cached: 65536 })).toBeGreaterThan(4 * times.decodeAttention(shape));
        expect(times.allReduce(1e8, 8)).toBeGreaterThan(10 * times.allReduce(1e6, 8));
      }
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deepseekV3, gptOss120b, llama31With405b, qwen35 } from "../architecture.fixture.ts";
import { quantisationOf } from "./checkpoint.ts";
import { singleAccelerator, type Layout } from "./deployment.ts";
import { fits } from "./layouts.ts";
import { cacheBytes, cacheRoomOf, sequencesHeld, weightBytes } from "./memory.ts";
import { attentionParallel, deploymentOf, h100, h200, llama70b, llama8b, tensorParallel } from "./serving.fixture.ts";

const sixteenBit = quantisationOf("bf16", llama70b, h100);

describe("weights", () => {
  it.each([
    // Counts of parameters in the headers of the published checkpoints.
    [llama8b, 8_030_261_248],
    [llama70b, 70_553_706_496],
    [llama31With405b, 405_853_388_800],
  ])("take two bytes a published parameter of $name in 16 bit", (architecture, parameters) => {
    const bytes = weightBytes(architecture, sixteenBit, singleAccelerator);
    expect(bytes / (2 * parameters)).toBeCloseTo(1, 3);
  });

  it("of DeepSeek-V3 take a byte each in FP8, and the tables of tokens two", () => {
    const bytes = weightBytes(deepseekV3, quantisationOf("fp8", deepseekV3, h200), singleAccelerator);
    // 671.0e9 parameters (arXiv 2412.19437), 2 x 129,280 x 7,168 of them in 16 bit, as is the router (58 x 256 x 7,168).
    const expected = 671.0e9 + 2 * 129_280 * 7168 + 58 * 256 * 7168;
    expect(bytes / expected).toBeCloseTo(1, 3);
  });

  it("of gpt-oss-120b in MXFP4 are the 60.8 GiB of its model card", () => {
    const bytes = weightBytes(gptOss120b, quantisationOf("fp4", gptOss120b, h100), singleAccelerator);
    expect(bytes / 2 ** 30 / 60.8).toBeCloseTo(1, 1);
  });

  it("of a worker's accelerators are those of one, and copies of attention where it is not cut", () => {
    const quantisation = quantisationOf("fp8", deepseekV3, h200);
    const whole = weightBytes(deepseekV3, quantisation, singleAccelerator);
    const cut = 8 * weightBytes(deepseekV3, quantisation, tensorParallel(8));
    const copied = 8 * weightBytes(deepseekV3, quantisation, attentionParallel(8));
    const router = 2 * 58 * 256 * 7168;
    expect(cut - whole).toBeCloseTo(7 * router, -3);
    const shared = weightBytes(
      { ...deepseekV3, experts: { count: 256, active: 8, shared: 1, intermediate: 0 } },
      quantisation,
      singleAccelerator,
    );
    // What is not experts stands on each of the eight (the shared expert too, 58 x 3 x 7,168 x 2,048).
    expect(copied - whole).toBeCloseTo(7 * (shared + 58 * 3 * 7168 * 2048), -6);
  });
});

describe("the cache of a token", () => {
  it.each([
    // By hand from the configurations: 2 x KV heads x head dimension x layers x bytes.
    [llama8b, 131_072],
    [llama70b, 327_680],
    [llama31With405b, 516_096],
    // (512 + 64) x 61 layers x 2 bytes: 70,272 (arXiv 2412.19437).
    [deepseekV3, 70_272],
  ])("of $name in 16 bit", (architecture, bytes) => {
    expect(cacheBytes(architecture, sixteenBit, singleAccelerator, 1000) / 1000).toBeCloseTo(bytes, 6);
  });

  it("is shared out over tensor-parallel ways as far as there are KV heads, and that of latent attention is not", () => {
    const of = (architecture: typeof llama70b, layout: Layout): number =>
      cacheBytes(architecture, sixteenBit, layout, 1);
    expect(of(llama70b, tensorParallel(4))).toBe(327_680 / 4);
    expect(of(llama70b, tensorParallel(16))).toBe(327_680 / 8);
    expect(of(deepseekV3, tensorParallel(8))).toBe(70_272);
  });

  it("stops growing in layers with a window, and a recurrent state is there from the first token", () => {
    const perToken = 2 * 8 * 64 * 2;
    const long = cacheBytes(gptOss120b, sixteenBit, singleAccelerator, 10_000);
    expect(long).toBe(18 * perToken * 10_000 + 18 * perToken * 128);
    const state = 45 * 64 * 128 ** 2 * 4;
    expect(cacheBytes(qwen35, sixteenBit, singleAccelerator, 0)).toBe(state);
  });

  it("is half as large in 8 bit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), (context) => {
        const of = (bytes: 1 | 2): number =>
          cacheBytes(llama70b, { ...sixteenBit, cacheBytes: bytes }, tensorParallel(4), context);
        expect(of(2)).toBe(2 * of(1));
      }),
    );
  });
});

describe("what fits where", () => {
  const eight = tensorParallel(8);
  it.each([
    // Meta serves the 405B in FP8 on one node of eight H100; DeepSeek-V3 in FP8 is said to need eight H200 or two nodes of H100.
    [llama31With405b, "fp8", h100, eight, true],
    [llama31With405b, "bf16", h100, eight, false],
    [deepseekV3, "fp8", h100, eight, false],
    [deepseekV3, "fp8", h200, eight, true],
    [llama70b, "bf16", h100, tensorParallel(1), false],
    [llama70b, "bf16", h100, tensorParallel(4), true],
    [llama8b, "bf16", h100, tensorParallel(1), true],
    // Its publisher made it for one 80 GB accelerator.
    [gptOss120b, "fp4", h100, tensorParallel(1), true],
  ] as const)("$0.name in %s", (architecture, format, accelerator, layout, expected) => {
    expect(fits(architecture, quantisationOf(format, architecture, accelerator), accelerator, layout)).toBe(expected);
  });
});

describe("sequences held", () => {
  it("fill the room that weights leave, on every attention rank", () => {
    const deployment = deploymentOf(llama70b, { layout: tensorParallel(8) });
    const { quantisation } = deployment;
    const held = sequencesHeld(deployment, tensorParallel(8), 4000);
    expect(held * 4000 * (327_680 / 2 / 8)).toBeCloseTo(
      cacheRoomOf(llama70b, quantisation, h100, tensorParallel(8)),
      -3,
    );
    const latent = deploymentOf(deepseekV3, { accelerator: h200, layout: attentionParallel(8) });
    const all = sequencesHeld(latent, attentionParallel(8), 4000);
    expect(all * 4000 * (70_272 / 2)).toBeCloseTo(
      8 * Math.max(cacheRoomOf(deepseekV3, latent.quantisation, h200, attentionParallel(8)), 0.04 * h200.memory),
      -4,
    );
  });

  it("are inversely as many as they are long", () => {
    const deployment = deploymentOf(llama70b);
    const held = (context: number): number => sequencesHeld(deployment, tensorParallel(4), context);
    expect(held(1000) / held(8000)).toBeCloseTo(8, 9);
  });
});

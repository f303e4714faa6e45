import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acceleratorNamed } from "../kernels.fixture.ts";
import { causalPairs } from "./attention.ts";
import { allReduceLaw, exchangeLaw } from "./collectives.ts";
import { expertLaw, type ExpertShape } from "./experts.ts";
import { gemmLaw } from "./gemm.ts";
import { latentDecodeLaw } from "./latent.ts";
import { launch } from "./law.ts";

const h100 = acceleratorNamed("nvidia-h100-sxm");

describe("pairs of tokens in causal attention", () => {
  it("are those that counting one by one finds", () => {
    const small = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(
        small,
        small,
        fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
        (tokens, prior, window) => {
          let pairs = 0;
          for (let token = 1; token <= tokens; token++) pairs += Math.min(prior + token, window ?? Infinity);
          expect(causalPairs({ tokens, prior, window })).toBe(pairs);
        },
      ),
    );
  });
});

describe("the ideal time", () => {
  it("of a large product is its arithmetic, of a narrow one its weights, of a tiny one the launch", () => {
    const large = { precision: "bf16", m: 32768, n: 16384, k: 16384 } as const;
    expect(gemmLaw.ideal(h100, large) / ((2 * 32768 * 16384 * 16384) / 989e12)).toBeCloseTo(1, 3);
    const narrow = { precision: "fp8", m: 1, n: 16384, k: 16384 } as const;
    expect(gemmLaw.ideal(h100, narrow) / (16384 ** 2 / 3.35e12)).toBeCloseTo(1, 2);
    expect(gemmLaw.ideal(h100, { precision: "bf16", m: 1, n: 32, k: 32 }) / launch).toBeCloseTo(1, 6);
  });

  const layer: ExpertShape = {
    precision: "fp8",
    tokens: 1,
    hidden: 7168,
    intermediate: 2048,
    active: 8,
    count: 256,
    tp: 1,
    ep: 1,
  };

  it("of experts for one token is that of reading those it is sent to", () => {
    expect(expertLaw.ideal(h100, layer) / ((8 * 3 * 7168 * 2048) / 3.35e12)).toBeCloseTo(1, 2);
  });

  it("of experts falls as they are dealt to more GPUs, or cut over them", () => {
    const many = { ...layer, tokens: 4096 };
    const whole = expertLaw.ideal(h100, many);
    expect(expertLaw.ideal(h100, { ...many, ep: 8 }) / whole).toBeCloseTo(1 / 8, 2);
    expect(expertLaw.ideal(h100, { ...many, tp: 8 })).toBeLessThan(whole / 4);
  });

  it("of latent decode with few heads is that of reading 576 numbers a token once", () => {
    const shape = { sequences: 64, cached: 8192, heads: 8, kvBytes: 2 };
    expect(latentDecodeLaw.ideal(h100, shape) / ((64 * 8192 * 576 * 2) / 3.35e12)).toBeCloseTo(1, 2);
  });

  it("of a sum is twice that of a gathering, and within one domain the fabric's alone", () => {
    const shape = { bytes: 2 ** 30, gpus: 8 };
    expect(exchangeLaw.ideal(h100, shape) / ((2 ** 30 * 7) / 8 / 450e9)).toBeCloseTo(1, 6);
    expect(allReduceLaw.ideal(h100, shape) / exchangeLaw.ideal(h100, shape)).toBeCloseTo(2, 6);
    expect(exchangeLaw.ideal(h100, { ...shape, gpus: 16 })).toBeGreaterThan(exchangeLaw.ideal(h100, shape));
  });
});

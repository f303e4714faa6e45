import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acceleratorNamed } from "../kernels.fixture.ts";
import { causalPairs } from "./attention.ts";
import { allReduceLaw, exchangeLaw } from "./collectives.ts";
import { expertLaw, type ExpertShape } from "./experts.ts";
import { gemmLaw } from "./gemm.ts";
import { expertExchangeLaw } from "./expert-exchange.ts";
import { latentDecodeLaw } from "./latent.ts";
import { launch } from "./law.ts";
import { linearDecodeLaw, linearPrefillLaw } from "./linear.ts";
import { sparseDecodeLaw, sparsePrefillLaw } from "./sparse.ts";

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

  it("of sparse decode grows with a long cache by its scores alone", () => {
    const shape = { sequences: 64, cached: 32768, heads: 16, kvBytes: 2 };
    const more = sparseDecodeLaw.ideal(h100, { ...shape, cached: 65536 }) - sparseDecodeLaw.ideal(h100, shape);
    expect(more / ((64 * 32768 * (132 + 8)) / 3.35e12)).toBeCloseTo(1, 1);
    expect(sparseDecodeLaw.ideal(h100, shape)).toBeLessThan(latentDecodeLaw.ideal(h100, shape) / 2);
  });

  it("of sparse prefill is for a short prompt that of full attention with expanded keys, and scoring", () => {
    const shape = { sequences: 1, tokens: 1024, heads: 128, kvBytes: 2 };
    const pairs = (1024 * 1025) / 2;
    const expected = (2 * 128 * pairs * 320) / 989e12 + (2 * pairs * 64 * 128) / 1979e12;
    expect(sparsePrefillLaw.ideal(h100, shape) / expected).toBeGreaterThan(1);
    expect(sparsePrefillLaw.ideal(h100, shape)).toBeLessThan(2 * expected);
  });

  it("of linear decode is that of reading and writing the states, whatever came before", () => {
    const shape = { sequences: 256, keyHeads: 16, valueHeads: 64, headDim: 128 };
    expect(linearDecodeLaw.ideal(h100, shape) / ((2 * 256 * 64 * 128 * 128 * 4) / 3.35e12)).toBeCloseTo(1, 3);
  });

  it("of linear prefill is in proportion to the tokens", () => {
    const shape = { sequences: 1, tokens: 8192, keyHeads: 16, valueHeads: 64, headDim: 128 };
    const twice = linearPrefillLaw.ideal(h100, { ...shape, tokens: 16384 });
    expect(twice / linearPrefillLaw.ideal(h100, shape)).toBeCloseTo(2, 2);
  });

  it("of sending a token to its experts counts a GPU once, however many of them it has", () => {
    const shape = { tokens: 4096, hidden: 7168, active: 1, gpus: 8 };
    const one = expertExchangeLaw.ideal(h100, shape);
    expect(one / ((4096 * 7168 * 3 * 7) / 8 / 450e9)).toBeCloseTo(1, 3);
    const many = expertExchangeLaw.ideal(h100, { ...shape, active: 1000 });
    expect(many / one).toBeCloseTo(8, 2);
  });
});

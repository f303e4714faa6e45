import { expect, test } from "vitest";
import { cacheElements, cacheElementsPerToken, recurrentStateBytes } from "./cache.ts";
import { flopsPerToken } from "./flops.ts";
import { deepseekV3, gptOss120b, llama31With405b, nemotron3Nano, qwen35 } from "./architecture.fixture.ts";
import { multipliedWeights, weightsOf } from "./weights.ts";

test("DeepSeek-V3 has 671 B weights, of which a token passes 37 B (its technical report, arXiv 2412.19437)", () => {
  expect(Math.round(weightsOf(deepseekV3).total / 1e9)).toBe(671);
  expect(Math.round(multipliedWeights(deepseekV3) / 1e9)).toBe(37);
});

test("gpt-oss-120b by part (its model card, arXiv 2508.10925, table 1)", () => {
  const weights = weightsOf(gptOss120b);
  const billions = (count: number): number => count / 1e9;
  expect(billions(weights.routedExperts + weights.router)).toBeCloseTo(114.71, 1);
  expect(billions(36 * weights.attentionPerLayer)).toBeCloseTo(0.96, 2);
  expect(billions(weights.embedding + weights.outputHead)).toBeCloseTo(1.16, 2);
  expect(billions(weights.total)).toBeCloseTo(116.83, 1);
  expect(billions(multipliedWeights(gptOss120b))).toBeCloseTo(5.13, 2);
});

test("Nemotron 3 Nano has 31.6 B weights, of which a token passes 3.2 B without its tables (arXiv 2512.20848)", () => {
  const { total, active, embedding } = weightsOf(nemotron3Nano);
  expect(total / 1e9).toBeCloseTo(31.6, 1);
  expect((active - embedding) / 1e9).toBeCloseTo(3.2, 0);
});

test("of a state space's layers only the others have a cache; its state has as many elements as it prints", () => {
  expect(cacheElements(nemotron3Nano, 1000)).toBe(6 * 1000 * 2 * 2 * 128);
  expect(recurrentStateBytes(nemotron3Nano)).toBe(23 * 64 * 64 * 128 * 4);
  // Only attention's layers cost more with a longer context: scores and values of 32 heads.
  expect(flopsPerToken(nemotron3Nano, 2000) - flopsPerToken(nemotron3Nano, 1000)).toBe(6 * 4 * 32 * 128 * 1000);
  expect(flopsPerToken(nemotron3Nano, 0)).toBe(2 * multipliedWeights(nemotron3Nano) + 5 * 23 * 64 * 64 * 128);
});

test("Llama 3.1 405B", () => {
  expect(Math.round(weightsOf(llama31With405b).total / 1e9)).toBe(406);
});

test("tied embeddings are counted once, and multiply all the same", () => {
  const tied = { ...llama31With405b, tiedEmbeddings: true };
  const { embedding } = weightsOf(tied);
  expect(weightsOf(tied).total).toBe(weightsOf(llama31With405b).total - embedding);
  expect(multipliedWeights(tied)).toBe(multipliedWeights(llama31With405b));
});

test("KV cache per token in 16 bit (Insights into DeepSeek-V3, arXiv 2505.09343, table 1)", () => {
  expect(2 * cacheElements(deepseekV3, 1)).toBe(70_272);
  expect(2 * cacheElements(llama31With405b, 1)).toBe(516_096);
});

test("sliding layers stop growing at their window", () => {
  const element = cacheElementsPerToken(gptOss120b);
  expect(cacheElements(gptOss120b, 100)).toBe(36 * 100 * element);
  expect(cacheElements(gptOss120b, 10_000)).toBe(18 * (10_000 + 128) * element);
});

test("linear layers keep a matrix of each value head, and no cache", () => {
  expect(recurrentStateBytes(qwen35)).toBe(45 * 64 * 128 * 128 * 4);
  expect(recurrentStateBytes(deepseekV3)).toBe(0);
  expect(cacheElements(qwen35, 1)).toBe(15 * 1024);
});

test("training costs 250 GFLOP a token at 4,096 tokens (Insights into DeepSeek-V3, table 2)", () => {
  // Forward and backward are three times forward; a causal token attends to half of the sequence on average.
  expect((3 * flopsPerToken(deepseekV3, 2048)) / 1e9).toBeCloseTo(250, -1);
});

test("decoding from the compressed cache costs more operations than from rebuilt keys", () => {
  const added = 61 * 2 * 128 * (2 * 512 + 64 - (128 + 64 + 128)) * 1000;
  expect(flopsPerToken(deepseekV3, 1000, "absorbed") - flopsPerToken(deepseekV3, 1000)).toBe(added);
});

test("sparse attention attends to its top tokens and scores the rest", () => {
  const sparse = {
    ...deepseekV3,
    attention: { ...deepseekV3.attention, sparse: { topK: 2048, indexHeads: 64, indexDim: 128 } },
  };
  const growth = flopsPerToken(sparse, 20_000) - flopsPerToken(sparse, 10_000);
  expect(growth).toBe(61 * 2 * 64 * 128 * 10_000);
  expect(cacheElementsPerToken(sparse)).toBe(576 + 128);
});

import { expect, test } from "vitest";
import { deepseekV3, gptOss120b, llama31With405b, nemotron3Nano, qwen35 } from "../architecture.fixture.ts";
import { unservedPart } from "./unserved.ts";

test("shapes whose kernels are known are served", () => {
  for (const shape of [deepseekV3, gptOss120b, llama31With405b, qwen35]) expect(unservedPart(shape)).toBeUndefined();
});

test("others are refused by what they have", () => {
  expect(unservedPart(nemotron3Nano)).toBe("state-space layers");
  expect(unservedPart({ ...llama31With405b, mixerOnly: 1 })).toBe("layers without a feed-forward network");
  expect(unservedPart({ ...gptOss120b, experts: nemotron3Nano.experts })).toBe("experts without a gate");
});

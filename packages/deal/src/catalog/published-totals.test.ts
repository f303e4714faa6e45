/** The catalogue's shapes against the counts of weights that publishers print: a mistake in a shape shows in their sum. */
import { weightsOf } from "@underwatt/compute";
import { expect, it } from "vitest";
import { architectureOf } from "../catalog.ts";
import { shippedCatalog } from "../small-deal.contract.ts";

/** Billions of weights by where they are printed. Of models that see, the part for text where that is told apart. */
const printed: readonly (readonly [where: string, billions: Readonly<Record<string, number>>])[] = [
  ["DeepSeek-V2 and V3 reports, arXiv 2405.04434 and 2412.19437", { "deepseek-v2": 236, "deepseek-v3": 671 }],
  ["GLM-5 report, as quoted by Glenn Lockwood", { "glm-5": 744 }],
  ["Umans, GLM-5 vs Kimi-K2.5", { "kimi-k2-5": 1040 }],
  ["gpt-oss model card, arXiv 2508.10925", { "gpt-oss-20b": 20.9, "gpt-oss-120b": 116.8 }],
  [
    "Gemma 3 report, table 1, arXiv 2503.19786, without the vision encoder",
    { "gemma-3-12b": 11.771, "gemma-3-27b": 27.016 },
  ],
  ["Grok-1 release, README", { "grok-1": 314 }],
  ["Llama 4 release, with what sees", { "llama-4-scout": 109, "llama-4-maverick": 400 }],
  ["Mistral AI's releases", { "mixtral-8x7b": 46.7, "mixtral-8x22b": 141, "mistral-7b": 7.24 }],
  ["Model cards of Qwen3", { "qwen3-8b": 8.2, "qwen3-30b-a3b": 30.5, "qwen3-32b": 32.8, "qwen3-235b-a22b": 235 }],
  ["Model's name", { "qwen3-5-397b-a17b": 397 }],
  ["Meta's releases", { "llama-2-7b": 6.74, "llama-2-13b": 13, "llama-2-70b": 69, "llama-34b": 34, "llama-65b": 65.2 }],
  ["Meta's releases", { "llama-3-1-8b": 8.03, "llama-3-1-70b": 70.6, "llama-3-1-405b": 405.9 }],
  ["Megatron-LM, arXiv 2104.04473, table 1", { "megatron-3-6b": 3.6, "megatron-7-5b": 7.5, "megatron-18-4b": 18.4 }],
  ["Megatron-LM, arXiv 2104.04473, table 1", { "gpt-3-40b": 39.1, "megatron-76-1b": 76.1, "megatron-145-6b": 145.6 }],
  [
    "Megatron-LM, arXiv 2104.04473, table 1",
    { "megatron-310-1b": 310.1, "megatron-529-6b": 529.6, "megatron-1t": 1008 },
  ],
  ["Megatron-LM, arXiv 2104.04473, table 2", { "gpt-3-175b": 174.6 }],
  ["Reducing activation recomputation, arXiv 2205.05198", { "megatron-22b": 22 }],
  ["MegaScale, arXiv 2402.15627", { "megascale-175b": 175, "megascale-530b": 530 }],
  ["NeMo's names", { "gpt-3-5b": 5, "gpt-3-20b": 20 }],
  ["OPT and BLOOM, arXiv 2205.01068 and 2211.05100", { "opt-175b": 175, "bloom-176b": 176 }],
  ["llm-foundry, counts at 2,048 tokens", { "mpt-125m": 0.125, "mpt-760m": 0.76, "mpt-1b": 1.316, "mpt-3b": 2.652 }],
  ["llm-foundry, counts at 2,048 tokens", { "mpt-7b": 6.658, "mpt-13b": 12.854, "mpt-70b": 64.862 }],
  ["MPT's names", { "mpt-30b": 30 }],
  ["Nemotron-3 8B, as its name and vocabulary have it", { "nemotron-3-8b": 8.5 }],
  [
    "Nemotron-4 reports, arXiv 2402.16819 (3.2 with 12.5) and 2406.11704",
    { "nemotron-4-15b": 15.7, "nemotron-4-340b": 340 },
  ],
  [
    "Nemotron-H and Nemotron 3 Nano reports, arXiv 2504.03624 and 2512.20848",
    { "nemotron-h-56b": 56, "nemotron-3-nano": 31.6 },
  ],
  ["Nemotron-H's name", { "nemotron-h-8b": 8 }],
  ["PaLM, arXiv 2204.02311, table 1", { "palm-8b": 8.63, "palm-62b": 62.5, "palm-540b": 540.35 }],
  [
    "MaxText's run scripts",
    { "maxtext-16b": 16, "maxtext-22b": 22, "maxtext-32b": 32, "maxtext-52b": 52, "maxtext-64b": 64 },
  ],
];

/** Models without an exact figure: names are round, or no publisher's figure was read. */
const unprinted = new Set([
  // MaxText names these by its scale, a power of two.
  "maxtext-128b",
  "maxtext-256b",
  "maxtext-512b",
  "maxtext-1024b",
  // 1.7 is printed; 1.65 rounded up.
  "megatron-1-7b",
  // The name is 22B; the shape of NeMo's configuration has 21.3.
  "nemotron-3-22b",
  "minimax-m2-5",
  "qwen2-5-7b",
  "qwen2-5-14b",
  "qwen2-5-32b",
  "qwen2-5-72b",
  "qwen3-14b",
]);

const totals = printed.flatMap(([where, billions]) =>
  Object.entries(billions).map(([id, total]) => ({ id, total, where })),
);

it.each(totals)("$id has $total billion weights, of $where", ({ id, total }) => {
  const architecture = architectureOf(id, shippedCatalog);
  if (architecture === undefined) throw new Error(`no model ${id}`);
  expect(Math.abs(weightsOf(architecture).total / 1e9 / total - 1)).toBeLessThan(0.02);
});

it("knows of every model of the catalogue what is printed, or that nothing is", () => {
  const known = [...totals.map(({ id }) => id), ...unprinted].sort();
  expect(known).toEqual([...shippedCatalog.models.keys()].sort());
});

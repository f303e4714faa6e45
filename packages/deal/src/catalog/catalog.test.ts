/** The shipped catalogue against the table it was entered from, and against what vendors and publishers say themselves. */
import { cacheElementsPerToken, weightsOf } from "@underwatt/compute";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { architectureOf, entryNamed } from "../catalog.ts";
import { shippedCatalog } from "../small-deal.contract.ts";
import { acceleratorSpec } from "./accelerator-spec.ts";

describe("a model of the catalogue", () => {
  it("is found by its name, or by one it is published under, in whatever case", () => {
    for (const name of ["deepseek-v3", "deepseek-ai/DeepSeek-R1", "DEEPSEEK-AI/deepseek-v3"])
      expect(architectureOf(name, shippedCatalog)?.name).toBe("deepseek-v3");
    expect(architectureOf("deepseek-ai/DeepSeek-V9", shippedCatalog)).toBeUndefined();
  });

  it.each([
    ["GPT-OSS-120B", "gpt-oss-120b"],
    ["Llama-3-8B", "llama-3-1-8b"],
    ["Llama-3-70B", "llama-3-1-70b"],
    ["Llama-3.1-405B", "llama-3-1-405b"],
    ["Llama-2-70B", "llama-2-70b"],
    ["GPT-3-175B", "gpt-3-175b"],
    ["GPT-174.6B", "gpt-3-175b"],
    ["GPT-530B", "megascale-530b"],
    ["Megatron-1T", "megatron-1t"],
    ["Megatron-1008.0B", "megatron-1t"],
    ["Grok-1-314B", "grok-1"],
    ["Nemotron-3-8B-dense", "nemotron-3-8b"],
    ["MPT-125m", "mpt-125m"],
    ["MaxText-1024B", "maxtext-1024b"],
    ["Kimi-K2", "kimi-k2-5"],
    ["Llama-4-Maverick", "llama-4-maverick"],
  ])("is found by the name that tables of training print: %s", (name, id) => {
    expect(architectureOf(name, shippedCatalog)?.name).toBe(id);
  });

  it("says of no name that it means two things", () => {
    for (const entries of [shippedCatalog.models, shippedCatalog.accelerators]) {
      for (const [id, { means = [] }] of entries)
        for (const name of [id, ...means]) expect(entryNamed(entries, name)).toBe(id);
    }
  });

  it.each([...shippedCatalog.models])("has a known source: %s", (_, { from }) => {
    expect(Object.keys(shippedCatalog.sources)).toContain(from);
  });
});

const table = new URL("../../../../../shared/data/model-architectures.csv", import.meta.url);
if (existsSync(table)) {
  const [head = "", ...rows] = readFileSync(table, "utf8").trim().split("\n");
  const records = rows.map((row) => {
    const cells = row.trim().split(",");
    return new Map(
      head
        .trim()
        .split(",")
        .map((key, index) => [key, cells[index] ?? ""]),
    );
  });
  test.each(records.map((record) => [record.get("architecture") ?? "", record] as const))(
    "%s has the weights and the cache of model-architectures.csv",
    (name, record) => {
      for (const published of [name, ...(record.get("models") ?? "").split(";")]) {
        const architecture = architectureOf(published, shippedCatalog);
        if (architecture === undefined) throw new Error(`no model ${published}`);
        const { total, active } = weightsOf(architecture);
        expect((total / 1e9).toFixed(1)).toBe(record.get("total_params_b"));
        expect((active / 1e9).toFixed(1)).toBe(record.get("active_params_b"));
        expect(String(cacheElementsPerToken(architecture))).toBe(record.get("kv_elements_per_token_layer"));
      }
    },
  );
} else {
  // The table lies beside the repository, not in it, so there may be nothing to compare: skipping says so, passing would not.
  test.skip("../shared/data/model-architectures.csv is absent: models were not compared with it", () => undefined); // no table, nothing to compare
}

describe("the specification of an accelerator", () => {
  it("is in SI units, each link in one direction", () => {
    const h100 = {
      name: "nvidia-h100-sxm",
      memory: 80e9,
      memoryBandwidth: 3.35e12,
      peak: { bf16: 989e12, fp8: 1979e12, fp4: undefined },
      scaleUp: { domain: 8, bandwidth: 450e9 },
      scaleOut: { bandwidth: 50e9 },
      power: 700,
    };
    expect(acceleratorSpec("H100", shippedCatalog)).toEqual({ accelerator: h100, missing: [] });
  });

  it("counts chips too", () => {
    const tpu = acceleratorSpec("google-tpu-v5p", shippedCatalog)?.accelerator;
    expect(tpu).toMatchObject({ peak: { fp8: 459e12 }, scaleUp: { domain: 8960, bandwidth: 600e9 } });
  });

  it("does without the board power that nobody published", () => {
    const spec = acceleratorSpec("google-tpu-v5e", shippedCatalog);
    expect(spec?.missing).toEqual([]);
    expect(spec?.accelerator?.power).toBeUndefined();
  });

  it("does without a network that nobody published", () => {
    const spec = acceleratorSpec("TPU-v3", shippedCatalog);
    expect(spec?.missing).toEqual([]);
    expect(spec?.accelerator?.scaleOut).toBeUndefined();
    expect(acceleratorSpec("MI300X", shippedCatalog)?.accelerator?.scaleOut).toEqual({ bandwidth: 50e9 });
    expect(acceleratorSpec("nobody-knows", shippedCatalog)).toBeUndefined();
  });

  it("says what is missing", () => {
    const figures = { "hbm-capacity": { is: "80 GB/GPU" } };
    const mine = new Map([["mine", { name: "Mine", unit: "GPU", means: [], figures } as const]]);
    expect(acceleratorSpec("mine", { ...shippedCatalog, accelerators: mine })?.missing).toContain(
      "Memory bandwidth (hbm-bandwidth)",
    );
  });

  it("is found by the name that tables of measurements print, in whatever case", () => {
    const printed =
      "A100-40GB A100-80GB H100 H200 H800 H20 B200 GB200 B300 GB300 L40S TPU-v3 TPU-v4 TPU-v5e TPU-v5p TPU-v6e TPU-v7x ironwood MI250X MI300X MI325X MI355X Gaudi2 Gaudi3 Trainium1 Trainium2 Trainium3";
    const found = printed.split(" ").map((name) => acceleratorSpec(name, shippedCatalog)?.accelerator?.name ?? name);
    expect(found).toEqual(
      "nvidia-a100-sxm-40gb nvidia-a100-sxm-80gb nvidia-h100-sxm nvidia-h200-sxm nvidia-h800-sxm nvidia-h20-sxm nvidia-b200-sxm nvidia-gb200-nvl72 nvidia-b300-sxm nvidia-gb300-nvl72 nvidia-l40s google-tpu-v3 google-tpu-v4 google-tpu-v5e google-tpu-v5p google-tpu-v6e google-tpu-v7x google-tpu-v7x amd-mi250x amd-mi300x amd-mi325x amd-mi355x intel-gaudi2 intel-gaudi3 aws-trainium1 aws-trainium2 aws-trainium3".split(
        " ",
      ),
    );
  });

  it("is complete for every accelerator of the catalogue", () => {
    for (const id of shippedCatalog.accelerators.keys()) {
      expect(acceleratorSpec(id, shippedCatalog)?.accelerator, id).toBeDefined();
    }
  });

  it("will not do with a figure that is uncertain, of another kind or not above zero", () => {
    const figures = {
      "peak-dense-bf16": { is: "1 TFLOP/s/GPU" },
      "peak-dense-fp8": { is: "0 TFLOP/s/GPU" },
      "hbm-capacity": { is: "100 to 200 GB/GPU" },
      "hbm-bandwidth": { is: "1 TB/GPU" },
      "scale-up-domain": { is: "8 GPU" },
      "scale-up-bandwidth": { is: "900 GB/s/GPU" },
      "scale-out-bandwidth": { is: "400 Gbit/s/GPU" },
    };
    const mine = new Map([["mine", { name: "Mine", unit: "GPU", means: [], figures } as const]]);
    expect(acceleratorSpec("mine", { ...shippedCatalog, accelerators: mine })).toEqual({
      accelerator: undefined,
      missing: [
        "Memory (hbm-capacity), which is uncertain where one value is needed",
        "Memory bandwidth (hbm-bandwidth), which is not in B/s/GPU",
        "Dense peak of FP8 arithmetic (peak-dense-fp8), which is not above zero",
      ],
    });
  });
});

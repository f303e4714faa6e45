import { describe, expect, test } from "vitest";
import { figureOf, head, mistakesIn, numberOf, result } from "../small-deal.contract.ts";

const fleet = (pools: string): string => `${head}fleets:
  f:
    power: 1 MW
    pools: { ${pools} }
`;
const hundredTpus = "t: { accelerator: google-tpu-v7x, count: 100 chip }";

describe("a fleet", () => {
  test("of every accelerator of the catalogue has totals", async () => {
    // 100 x 2,307 TFLOP/s against 989 of an H100.
    const tpu = await result(fleet(hundredTpus));
    expect(figureOf(tpu, "fleets.f.gpus")).toMatchObject({ value: 100, unit: "chip" });
    expect(numberOf(tpu, "fleets.f.h100e")).toBeCloseTo((100 * 2307) / 989, 9);
    expect(figureOf(tpu, "fleets.f.power-per-gpu")).toMatchObject({ value: 10, unit: "kW/chip" });
    expect(tpu.figures["fleets.f.board-power"]).toBeUndefined();
  });

  test("of GPUs has their board power too", async () => {
    const gpus = await result(fleet("h: { accelerator: nvidia-h100-sxm, count: 1000 GPU }"));
    expect(numberOf(gpus, "fleets.f.board-power")).toBeCloseTo(0.7, 12);
    expect(figureOf(gpus, "fleets.f.power-per-gpu")).toMatchObject({ value: 1, unit: "kW/GPU" });
  });

  test("never adds chips to GPUs", () => {
    const mixed = mistakesIn(fleet(`${hundredTpus}, h: { accelerator: nvidia-h100-sxm, count: 8 GPU }`));
    expect(mixed[0]?.message).toContain("cannot add chip to GPU");
    expect(mistakesIn(fleet("t: { accelerator: google-tpu-v7x, count: 8 GPU }"))[0]?.message).toBe("GPU is not chip");
  });
});

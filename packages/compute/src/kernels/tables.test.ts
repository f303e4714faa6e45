import { describe, expect, it } from "vitest";
import { fileOf } from "./kernels.fixture.ts";
import { KernelTableError, readKernelTables } from "./tables.ts";

const grid = {
  engine: "vllm",
  variant: "bf16",
  version: "0.19.0",
  points: 100,
  error: { median: 0.02, p90: 0.1 },
  hundredths: ["0 10", "20 -30"],
};

function file(changes: Readonly<Record<string, unknown>>, axes: unknown = { m: [1, 2], n: [4, 8] }): unknown {
  return { accelerator: "nvidia-h100-sxm", kinds: { gemm: { axes, grids: [{ ...grid, ...changes }] } } };
}

describe("a file of kernel tables", () => {
  it("is read: the last axis varies fastest", () => {
    const [gemm] = readKernelTables(file({}), "h100.json").grids;
    expect(gemm).toMatchObject({ kind: "gemm", engine: "vllm", variant: "bf16", version: "0.19.0", points: 100 });
    expect(gemm?.grid.at(Float64Array.of(1, 8))).toBeCloseTo(1.105171, 6);
    expect(gemm?.grid.at(Float64Array.of(2, 8))).toBeCloseTo(0.740818, 6);
  });

  it.each([
    [[], "h100.json should be an object, but is []"],
    [{ accelerator: 7, kinds: {} }, "h100.json: accelerator should be a text, but is 7"],
    [{ accelerator: "x" }, "h100.json: kinds should be an object, but is nothing"],
    [file({ engine: "ollama" }), 'gemm, grid 1, engine should be one of vllm, sglang, trtllm, but is "ollama"'],
    [file({ hundredths: ["0 10"] }), "gemm, grid 1, hundredths should be 4 numbers, one a node of the axes"],
    [file({ hundredths: ["0 10", "20 x"] }), 'should be whole numbers with a space between them, but is "x"'],
    [file({ hundredths: ["0 10", 5] }), "hundredths, line 2 should be a text, but is 5"],
    [file({ error: { median: 0.1 } }), "error, p90 should be a number, but is nothing"],
    [file({}, { m: [2, 1], n: [4, 8] }), "gemm, axis m should be positive numbers that increase"],
    [file({}, { m: [0, 1], n: [4, 8] }), "gemm, axis m should be positive numbers that increase"],
    [file({}, { m: [], n: [4, 8] }), "gemm, axis m should be positive numbers that increase"],
  ])("says what is wrong with %j", (json, message) => {
    expect(() => readKernelTables(json, "h100.json")).toThrow(KernelTableError);
    expect(() => readKernelTables(json, "h100.json")).toThrow(message);
  });

  it("says how to mend it", () => {
    expect(() => readKernelTables(null, "h100.json")).toThrow("make the file anew with npm run distil:kernels.");
  });

  it("may have several kinds", () => {
    const read = readKernelTables(
      fileOf("x", [
        { kind: "gemm", engine: "vllm", variant: "bf16", hundredths: 0 },
        { kind: "decode", engine: "sglang", variant: "head 64", hundredths: 5 },
      ]),
      "x.json",
    );
    expect(read.grids.map(({ kind }) => kind)).toEqual(["gemm", "decode"]);
  });
});

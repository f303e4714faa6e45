import { linearDecodeLaw, linearPrefillLaw, type LinearDecodeShape, type LinearPrefillShape } from "@underwatt/compute";
import { numberOf, secondsOf, textOf, type Kind, type Measured, type Row } from "./kind.ts";

const heads = [2, 8, 16, 32, 64];
const table = { folder: "linear_attention", file: "gdn_perf.parquet" };

export const linearDecode: Kind<LinearDecodeShape> = {
  name: "linearDecode",
  law: linearDecodeLaw,
  nodes: [[1, 4, 16, 64, 256, 1024], heads],
  // Old tables lack heads that are cut over GPUs.
  fewest: 100,
  ...table,
  read: (rows) =>
    partsTogether(rows, "generation").map(({ row, seconds }) => ({ variant: "", shape: shapeOf(row), seconds })),
};

export const linearPrefill: Kind<LinearPrefillShape> = {
  name: "linearPrefill",
  law: linearPrefillLaw,
  nodes: [[1, 8, 64], [16, 128, 512, 2048, 8192, 32768], heads],
  ...table,
  read: (rows) =>
    partsTogether(rows, "context").flatMap(({ row, seconds }): Measured<LinearPrefillShape>[] => {
      const tokens = numberOf(row, "seq_len");
      return tokens < 16 ? [] : [{ variant: "", shape: { ...shapeOf(row), tokens }, seconds }];
    }),
};

function shapeOf(row: Row): LinearDecodeShape {
  return {
    sequences: numberOf(row, "batch_size"),
    keyHeads: numberOf(row, "num_k_heads"),
    valueHeads: numberOf(row, "num_v_heads"),
    headDim: numberOf(row, "head_v_dim"),
  };
}

/** Convolution and recurrence are rows of their own; where one was not measured nothing is told. */
function partsTogether(rows: readonly Row[], phase: string): readonly { row: Row; seconds: number }[] {
  const parts = new Map<string, { row: Row; convolution?: number; recurrence?: number }>();
  for (const row of rows) {
    if (textOf(row, "phase") !== phase) continue;
    const key = JSON.stringify([shapeOf(row), numberOf(row, "seq_len")]);
    const part = parts.get(key) ?? { row };
    parts.set(key, part);
    const name = textOf(row, "kernel_source").startsWith("causal_conv1d") ? "convolution" : "recurrence";
    part[name] = Math.min(part[name] ?? Infinity, secondsOf(row));
  }
  return [...parts.values()].flatMap(({ row, convolution, recurrence }) =>
    convolution === undefined || recurrence === undefined ? [] : [{ row, seconds: convolution + recurrence }],
  );
}

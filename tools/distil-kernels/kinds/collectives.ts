import { allReduceLaw, exchangeLaw, type CollectiveShape, type Law } from "@underwatt/compute";
import { numberOf, rowByRow, secondsOf, textOf, type Kind } from "./kind.ts";

const kib = 1024;
const bytes = [256, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 1048576].map((n, i) => (i === 0 ? n : n * kib));
const nodes = [bytes, [2, 4, 8]];

export const allReduce: Kind<CollectiveShape> = {
  name: "allReduce",
  law: allReduceLaw,
  nodes,
  folder: "comm",
  file: "custom_allreduce_perf.parquet",
  read: rowByRow((row) => {
    // Decode runs from CUDA graphs.
    if (/eager/.test(textOf(row, "kernel_source"))) return undefined;
    return { variant: "", shape: shapeOf(row, 2), seconds: secondsOf(row) };
  }),
};

export const allGather = nccl("allGather", "all_gather", exchangeLaw);
export const reduceScatter = nccl("reduceScatter", "reduce_scatter", exchangeLaw);
export const allToAll = nccl("allToAll", "alltoall", exchangeLaw);

function nccl(name: string, operation: string, law: Law<CollectiveShape>): Kind<CollectiveShape> {
  return {
    name,
    law,
    nodes,
    folder: "comm",
    file: "nccl_perf.parquet",
    read: rowByRow((row) => {
      if (textOf(row, "op_name") !== operation || textOf(row, "nccl_dtype") !== "half") return undefined;
      return { variant: "", shape: shapeOf(row, 2), seconds: secondsOf(row) };
    }),
  };
}

/** Sizes are told in numbers, not in bytes: the same size takes twice as long in 16 bit as in 8. */
function shapeOf(row: Readonly<Record<string, unknown>>, bytesPerNumber: number): CollectiveShape {
  return { bytes: numberOf(row, "message_size") * bytesPerNumber, gpus: numberOf(row, "num_gpus") };
}

import { expertExchangeLaw, type ExpertExchangeShape } from "@underwatt/compute";
import { numberOf, rowByRow, textOf, type Kind, type Measured, type Row } from "./kind.ts";

const grid = {
  name: "expertExchange",
  law: expertExchangeLaw,
  nodes: [
    [1, 8, 32, 128, 512, 2048, 16384, 131072],
    [4096, 16384, 65536],
    [2, 4, 8, 16, 64],
  ],
  folder: "comm",
} as const;

/** DeepEP on one server of eight: its kernels for prefill, with the multiprocessors that suit best. */
export const deepEpThroughput: Kind<ExpertExchangeShape> = {
  ...grid,
  file: "wideep_deepep_normal_perf.parquet",
  read: rowByRow((row) => deepEp(row, "throughput", "dispatch_transmit_us", "combine_transmit_us")),
};

/** DeepEP's kernels for decode. */
export const deepEpLowLatency: Kind<ExpertExchangeShape> = {
  ...grid,
  file: "wideep_deepep_ll_perf.parquet",
  read: rowByRow((row) => deepEp(row, "low latency", "dispatch_avg_t_us", "combine_avg_t_us")),
};

/** TensorRT-LLM over NVLink, on one fabric of up to 64. */
export const nvLinkExchange: Kind<ExpertExchangeShape> = {
  ...grid,
  file: "trtllm_alltoall_perf.parquet",
  read(rows) {
    const parts = new Map<string, { shape: ExpertExchangeShape; isTwoSided: boolean; seconds: number[] }>();
    for (const row of rows) {
      if (textOf(row, "moe_dtype") !== "nvfp4" || textOf(row, "op_name").includes("low_precision")) continue;
      const shape = {
        tokens: numberOf(row, "num_tokens"),
        hidden: numberOf(row, "hidden_size"),
        active: numberOf(row, "topk"),
        gpus: numberOf(row, "moe_ep_size"),
      };
      const way = textOf(row, "kernel_source");
      const key = JSON.stringify([way, shape]);
      const part = parts.get(key) ?? { shape, isTwoSided: way === "NVLinkTwoSided", seconds: [] };
      parts.set(key, part);
      part.seconds.push(numberOf(row, "latency") / 1e3);
    }
    // Two-sided has a preparation before dispatch and combine.
    return [...parts.values()].flatMap(({ shape, isTwoSided, seconds }): Measured<ExpertExchangeShape>[] =>
      seconds.length === (isTwoSided ? 3 : 2)
        ? [{ variant: "throughput", shape, seconds: seconds.reduce((a, b) => a + b, 0) }]
        : [],
    );
  },
};

function deepEp(row: Row, variant: string, dispatch: string, combine: string): Measured<ExpertExchangeShape> {
  return {
    variant,
    shape: {
      tokens: numberOf(row, "num_token"),
      hidden: numberOf(row, "hidden_size"),
      active: numberOf(row, "num_topk"),
      gpus: 8 * numberOf(row, "node_num"),
    },
    seconds: (numberOf(row, dispatch) + numberOf(row, combine)) / 1e6,
  };
}

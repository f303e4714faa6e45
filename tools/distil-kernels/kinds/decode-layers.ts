/** Latent attention in decode where only whole layers were measured, products and small kernels included. */
import type { LatentDecodeShape } from "@underwatt/compute";
import { bytesOfCache, numberOf, secondsOf, textOf, type Measured, type Row } from "./kind.ts";

/** Shorter caches say what the rest of a layer takes. */
const shortest = 32;

/**
 * What grows with the cache is attention; the same layer with hardly any cache is taken off.
 *
 * @param handful seconds that attention to hardly any cache takes, which were taken off with the rest
 */
export function attentionOfLayers(rows: readonly Row[], handful: number): readonly Measured<LatentDecodeShape>[] {
  const measured = rows.map((row) => {
    const [sequences, heads, kvBytes] = [numberOf(row, "batch_size"), numberOf(row, "num_heads"), bytesOfCache(row)];
    return {
      shape: { sequences, cached: numberOf(row, "step") + 1, heads, kvBytes },
      seconds: secondsOf(row),
      layer: JSON.stringify([sequences, heads, kvBytes, textOf(row, "gemm_type")]),
    };
  });
  const rest = new Map<string, number>();
  for (const { layer, seconds } of measured) rest.set(layer, Math.min(rest.get(layer) ?? Infinity, seconds));
  return measured
    .filter(({ shape }) => shape.cached > shortest)
    .map(({ shape, seconds, layer }) => ({
      variant: `cache ${8 * shape.kvBytes} bit`,
      shape,
      seconds: seconds - (rest.get(layer) ?? 0) + handful,
    }));
}

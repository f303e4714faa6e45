/** Ways to lay a model out over accelerators, and what keeps one from working. */
import type { Accelerator } from "../accelerator.ts";
import type { Architecture } from "../architecture.ts";
import { acceleratorsOf, type Layout, type Quantisation } from "./deployment.ts";
import { cacheRoomOf, weightBytes } from "./memory.ts";

/** Worker sizes that engines run. */
const sizes = [1, 2, 4, 8, 16, 32, 64] as const;

/**
 * Layouts of one worker on at most `most` accelerators: tensor parallel, attention data parallel, experts cut or shared out, whole
 * heads on every accelerator, workers no larger than the scale-up domain. Whether weights fit is asked of {@link fits}.
 */
export function layoutsOf(architecture: Architecture, { scaleUp }: Accelerator, most: number): readonly Layout[] {
  const found: Layout[] = [];
  for (const size of sizes) {
    if (size > Math.min(most, scaleUp.domain)) break;
    for (const attentionDp of architecture.experts === undefined ? [1] : sizes) {
      if (attentionDp > size) break;
      const tp = size / attentionDp;
      if (architecture.attention.heads % tp !== 0) continue;
      const ways = architecture.experts === undefined ? [1] : [1, size];
      for (const expertEp of new Set(ways)) {
        if (architecture.experts !== undefined && architecture.experts.count % expertEp !== 0) continue;
        const expertTp = architecture.experts === undefined ? 1 : size / expertEp;
        found.push({ tp, attentionDp, expertTp, expertEp, pp: 1 });
      }
    }
  }
  return found;
}

/** Whether the weights leave room for a cache. */
export function fits(
  architecture: Architecture,
  quantisation: Quantisation,
  accelerator: Accelerator,
  layout: Layout,
): boolean {
  return cacheRoomOf(architecture, quantisation, accelerator, layout) > 0;
}

/** Why nothing fits, and what would: a sentence. */
export function whatWouldFit(
  architecture: Architecture,
  quantisation: Quantisation,
  accelerator: Accelerator,
  most: number,
): string {
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(0)} GB`;
  const smallest = layoutsOf(architecture, accelerator, most).toSorted(
    (a, b) => weightBytes(architecture, quantisation, a) - weightBytes(architecture, quantisation, b),
  )[0];
  if (smallest === undefined) return `${architecture.name} has no layout on up to ${most} ${accelerator.name}`;
  const needed = weightBytes(architecture, quantisation, smallest);
  const roomy = layoutsOf(architecture, accelerator, Infinity).find((layout) =>
    fits(architecture, quantisation, accelerator, layout),
  );
  const mend =
    roomy === undefined
      ? "a smaller weight format or an accelerator with more memory would"
      : `${acceleratorsOf(roomy)} of them would hold it`;
  return `${architecture.name} needs ${gigabytes(needed)} of weights on each of ${acceleratorsOf(smallest)} ${accelerator.name} with ${gigabytes(accelerator.memory)}: it does not fit; ${mend}`;
}

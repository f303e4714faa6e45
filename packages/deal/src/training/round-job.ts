/** Sizes that a model is asked about: near those of the deal, and such that no accident of their divisors decides. */
import type { OpenTraining } from "@underwatt/compute";
import type { GivenLayout } from "./layout.ts";

type Size = Pick<OpenTraining, "accelerators" | "batch">;

/**
 * A size to search layouts in. 220,000 accelerators and 4,096 sequences share few divisors, and whole replicas with equal shares of
 * the batch would leave a third of the accelerators idle, which nobody would do: a few accelerators or sequences less, and the search is
 * about the model. The size is cut to its four highest binary digits; sequences per accelerator are kept within an eighth, as a multiple
 * of the size's odd part with three binary digits. Powers of two stay what they are.
 */
export function roundJob({ accelerators, batch }: Size): Size {
  const size = Math.max(1, Math.floor(accelerators));
  const near = Math.floor(size / unitOf(size, 4)) * unitOf(size, 4);
  let odd = near;
  while (odd % 2 === 0) odd /= 2;
  const each = ((batch.sequences / accelerators) * near) / odd;
  const unit = unitOf(Math.max(1, Math.round(each)), 3);
  const sequences =
    each < 1 ? Math.max(1, Math.round(each * odd)) : Math.max(unit, Math.round(each / unit) * unit) * odd;
  return { accelerators: near, batch: { sequences, length: Math.round(batch.length) } };
}

/**
 * Whole replicas with whole micro-batches of a given layout, and the accelerators per which their speed counts: those that make no
 * replica, or whose replica the batch leaves without a micro-batch, are idle.
 */
export function wholeJob(
  { accelerators, batch }: Size,
  { tp = 1, pp = 1, cp = 1, microBatch = 1 }: GivenLayout,
): Size & { readonly atHand: number } {
  const replica = tp * pp * cp;
  const room = Math.floor(accelerators / replica);
  const replicas = Math.max(1, Math.min(room, Math.floor(batch.sequences / microBatch)));
  const each = Math.max(1, Math.round(batch.sequences / (replicas * microBatch)));
  return {
    accelerators: replicas * replica,
    batch: { sequences: replicas * microBatch * each, length: Math.round(batch.length) },
    atHand: Math.max(Math.floor(accelerators), replicas * replica),
  };
}

/** Of a whole number, what its `count` highest binary digits count in. */
function unitOf(size: number, count: number): number {
  return 2 ** Math.max(0, 32 - Math.clz32(size) - count);
}

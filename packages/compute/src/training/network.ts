/** Bandwidth of groups of accelerators that talk to each other. */
import type { Accelerator } from "../accelerator.ts";

/**
 * Bytes a second that each member of a group sends, where consecutive accelerators share a scale-up domain.
 * @param extent accelerators that the group spans: members times the distance between neighbours
 */
export function groupBandwidth({ scaleUp, scaleOut }: Accelerator, extent: number): number {
  if (extent <= scaleUp.domain || scaleOut === undefined) return scaleUp.bandwidth;
  return Math.min(scaleUp.bandwidth, scaleOut.bandwidth);
}

/**
 * The same of replicas, for rings that leave a domain through all adapters of those of its members that belong to the same group:
 * with one accelerator to a replica the eight adapters of a server serve one ring (research on NCCL's rings; measured here on runs
 * with and without tensor parallel).
 * @param stride accelerators from one member of the group to the next
 */
export function replicaBandwidth({ scaleUp, scaleOut }: Accelerator, members: number, stride: number): number {
  if (members * stride <= scaleUp.domain || scaleOut === undefined) return scaleUp.bandwidth;
  const together = Math.max(1, scaleUp.domain / stride);
  return Math.min(scaleUp.bandwidth, scaleOut.bandwidth * together);
}

/** Chunked prefill: every iteration decodes, and prompts fill what is left of its tokens. */
import type { Schedulable } from "./scheduler.ts";

/**
 * Decodes come first, one token each; then the prompt under way, then those in line, cut to the budget.
 * Source: A. Agrawal et al., Taming Throughput-Latency Tradeoff in LLM Inference with Sarathi-Serve, OSDI 2024.
 */
export function chunkedPrefill(replica: Schedulable): void {
  const { batch, decodes } = replica;
  replica.growDecodes();
  let room = replica.budget - decodes.count;
  let prompt = replica.partial;
  replica.partial = undefined;
  while (room > 0) {
    prompt ??= replica.admit();
    if (prompt === undefined) return;
    const before = batch.prefill;
    if (!batch.add(prompt, room)) replica.partial = prompt;
    room -= batch.prefill - before;
    prompt = undefined;
  }
  replica.partial ??= prompt;
}

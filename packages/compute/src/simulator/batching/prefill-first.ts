/** Prefill first: an iteration computes whole prompts or decodes, never both. */
import type { Schedulable } from "./scheduler.ts";

/**
 * Prompts are taken as long as they fit the budget whole; decodes wait meanwhile. A prompt longer than the budget takes
 * several iterations of its own. What a prefix cache saves is not counted when a prompt is asked whether it fits.
 * Source: W. Kwon et al., Efficient Memory Management for Large Language Model Serving with PagedAttention, SOSP 2023, and
 * the scheduler of vLLM's first versions.
 */
export function prefillFirst(replica: Schedulable): void {
  const { batch } = replica;
  let room = replica.budget;
  let prompt = replica.partial;
  replica.partial = undefined;
  for (;;) {
    if (prompt === undefined) {
      const next = replica.firstPrompt();
      if (next === undefined || (batch.prefill > 0 && next.context > room)) break;
      prompt = replica.admit();
      if (prompt === undefined) break;
    }
    if (!batch.add(prompt, room)) {
      replica.partial = prompt;
      break;
    }
    room = replica.budget - batch.prefill;
    if (room <= 0) break;
    prompt = undefined;
  }
  batch.decodes = batch.prefill === 0;
  if (batch.decodes) replica.growDecodes();
}

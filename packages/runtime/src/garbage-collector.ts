/**
 * Frees a thread's large arrays soon after they are used. By itself V8 lets some 64 MB of them pile up in every thread, since
 * they stand outside the heap that it watches; with several threads that is more than a whole run needs.
 */
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes outside the heap that may pile up. */
const mostGarbage = 8 * 1024 * 1024;
/** What outlived a few collections of the young is freed by one of everything, which takes some ten times as long. */
const youngBeforeAll = 64;

/** A function to call after each piece of work; most of the time it does nothing. */
export function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  // Contexts made from now on have it; without it memory is only freed later.
  const collect: unknown = runInNewContext("globalThis.gc");
  if (typeof collect !== "function") return () => {};
  let kept = getHeapStatistics().external_memory;
  let collections = 0;
  return () => {
    if (getHeapStatistics().external_memory < kept + mostGarbage) return;
    if (++collections % youngBeforeAll === 0) collect();
    // What the first finds is counted as freed by the second.
    collect({ type: "minor" });
    collect({ type: "minor" });
    kept = getHeapStatistics().external_memory;
  };
}

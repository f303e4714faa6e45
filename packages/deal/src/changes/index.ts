/** What changed in a deal, what changed it, and what is awaited. */
export { diff, type DiffPorts, type DiffSide } from "./diff.ts";
export { diffSchema, diffVersion, type Diff, type FigureChange, type ItemChange } from "./diff-result.ts";
export { replay, type ReplayPorts } from "./replay.ts";
export { replaySchema, replayVersion, type Replay, type ReplayDay } from "./replay-result.ts";
export { watch, type WatchOptions } from "./watch.ts";
export { watchSchema, watchVersion, type Watch, type WatchItem } from "./watch-result.ts";

/** What changed in a deal, what changed it, and what is awaited. */
export { diff, type DiffPorts, type DiffSide } from "./diff.ts";
export { diffSchema, diffVersion, type Diff, type FigureChange, type ItemChange } from "./diff-result.ts";

/** Shapes whose operators the serving model has no kernels for. */
import { stateSpaceLayers, type Architecture } from "../architecture.ts";

/** Why the serving model cannot tell what a model gives: what it has, for a sentence; undefined where it can. */
export function unservedPart(architecture: Architecture): string | undefined {
  if (stateSpaceLayers(architecture) > 0) return "state-space layers";
  if ((architecture.mixerOnly ?? 0) > 0) return "layers without a feed-forward network";
  return architecture.experts?.plain === true ? "experts without a gate" : undefined;
}

/** What stands in the box at the top: how the theses fare, the key figures, and how hard the evidence is. */
import { grades } from "@underwatt/evidence";
import { formatProbability } from "../format/index.ts";
import { labelOf, type NoteContext } from "./context.ts";
import type { Summary } from "./note.ts";
import { thesisTone } from "./tone.ts";

export function summary(context: NoteContext): Summary {
  const { result } = context;
  const claims = Object.values(result.claims);
  return {
    thesis: Object.values(result.thesis).map(({ says, probability, se, state }) => ({
      says,
      // Its state says already that it is undefined.
      chance: probability === null ? "" : formatProbability(probability, se),
      state,
      tone: thesisTone[state],
    })),
    figures: Object.entries(result.figures)
      .filter(([, figure]) => figure.key === true)
      .map(([path, figure]) => ({ label: labelOf(path, figure), figure: context.span(path, figure) })),
    evidence: grades.flatMap((basis) => {
      const count = claims.filter((claim) => claim.grade === basis).length;
      return count === 0 ? [] : [{ basis, count, share: count / claims.length }];
    }),
  };
}

/** How fast a deal answers a changed assumption, measured alike in Node and in a browser. */
import { WhatIf, type Prepared } from "@underwatt/deal";

/** Changes in turn, each from the deal as it stands. */
const changes: readonly (readonly [path: string, formula: string])[] = [
  ["assumptions.occupancy", "75 to 95 %"],
  ["assumptions.upkeep-share", "5 to 9 %"],
  ["assumptions.hazard", "2 to 6 %/month"],
  ["assumptions.load-factor", "80 %"],
  ["claims.lease-rate", "2.20 USD/GPU/h"],
];
const rounds = 12;

export interface ChangeTimes {
  /** Figures that follow: the key ones, theses and breakers. */
  readonly figures: number;
  readonly firstMilliseconds: number;
  /** Of the rounds after the first two, over all changes. */
  readonly medianMilliseconds: number;
  readonly slowestMilliseconds: number;
}

export function timeChanges(prepared: Prepared): ChangeTimes {
  const { origins } = prepared.expansion;
  const shown = prepared.figures.filter((path) => {
    const origin = origins.get(path);
    return origin?.key === true || origin?.kind === "thesis" || origin?.kind === "breaker";
  });
  const session = new WhatIf(prepared, shown);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [path, formula] of changes) {
      const start = performance.now();
      const answer = session.change(new Map([[path, formula]]));
      times.push(performance.now() - start);
      if ("problems" in answer) throw new Error(answer.problems.map(({ message }) => message).join("; "));
    }
  }
  const later = times.slice(2 * changes.length).sort((a, b) => a - b);
  return {
    figures: shown.length,
    firstMilliseconds: times[0] ?? NaN,
    medianMilliseconds: later[later.length >> 1] ?? NaN,
    slowestMilliseconds: later.at(-1) ?? NaN,
  };
}

/** How hard a claim is, and how its publisher stands to the deal. */

/** From hardest to softest. */
export const grades = ["disclosed", "reported", "estimate", "forecast", "opinion"] as const;
export type Grade = (typeof grades)[number];

export const gradeMeaning: Readonly<Record<Grade, string>> = {
  disclosed: "stated by a party, or in a filing that carries liability",
  reported: "printed by a named outlet from sources",
  estimate: "computed by an analyst",
  forecast: "about what has not happened yet",
  opinion: "a judgement",
};

/** Whether `left` is harder evidence than `right`. */
export function isHarder(left: Grade, right: Grade): boolean {
  return grades.indexOf(left) < grades.indexOf(right);
}

export const sourceRoles = ["party", "filing", "press", "analyst", "investor", "aggregator", "catalog"] as const;
export type SourceRole = (typeof sourceRoles)[number];

/** The verdict on a sum that somebody made. */

export const verdicts = ["holds", "holds-with-caveat", "fails", "undetermined"] as const;
export type Verdict = (typeof verdicts)[number];

/** A condition of the verdict, judged. */
export interface Finding {
  readonly effect: "fails" | "undetermined" | "caveat";
  readonly because: string;
}

/** Failure outweighs what is undetermined, which outweighs a caveat. */
export function judge(findings: readonly Finding[]): Verdict {
  if (findings.some((finding) => finding.effect === "fails")) return "fails";
  if (findings.some((finding) => finding.effect === "undetermined")) return "undetermined";
  return findings.length > 0 ? "holds-with-caveat" : "holds";
}

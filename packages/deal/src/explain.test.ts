import { describe, expect, it } from "vitest";
import { explain, explainClaim, type Explanation } from "./explain.ts";
import { resultVersion, type Figure, type Result } from "./result.ts";

function figure(uses: string[], more: Partial<Figure> = {}): Figure {
  const same = { value: 1, p5: 1, p10: 1, p50: 1, p90: 1, p95: 1, mean: 1, se: 0 };
  return {
    unit: "USD",
    kind: "model",
    formula: uses.join(" + "),
    uncertain: false,
    ...same,
    grades: {},
    uses,
    claims: [],
    ...more,
  };
}

function claim(more: Partial<Result["claims"][string]> = {}): Result["claims"][string] {
  return {
    says: "So.",
    printed: "1 USD",
    grade: "reported",
    about: "rent",
    published: "2026-05-08",
    sources: ["paper", "lost"],
    ...more,
  };
}

const result: Result = {
  schema: resultVersion,
  deal: "d",
  title: "D",
  as_of: "2026-05-09",
  currency: "USD",
  months: [],
  run: { version: "0", seed: 1, samples: 1, replicates: 1, deal: "", catalog: "", hash: "" },
  figures: {
    "model.total": figure(["model.half", "model.other", "model.half"], { says: "All of it" }),
    "model.half": figure(["claims.rent"]),
    "model.other": figure(["claims.rent.low", "model.half", "nowhere"]),
    "claims.rent": figure([], { kind: "claim", superseded_by: "filed" }),
    "claims.rent.low": figure([], { kind: "claim" }),
    "claims.filed": figure([], { kind: "claim" }),
  },
  thesis: {},
  breakers: {},
  watch: {},
  conflicts: {},
  supersessions: [],
  claims: { rent: claim({ superseded_by: "filed" }), filed: claim({ grade: "disclosed" }) },
  sources: { paper: { publisher: "A paper", title: "Rent", date: "2026-05-08", role: "press" } },
  readings: {},
  left_out: {},
  warnings: [],
};

/** `path(child child)`, with `*` for what was explained before. */
function sketch({ path, seen, children }: Explanation): string {
  return `${path}${seen ? "*" : ""}${children.length > 0 ? `(${children.map(sketch).join(" ")})` : ""}`;
}

describe("explain", () => {
  it("follows what a formula names, once", () => {
    const tree = explain(result, "model.total");
    expect(tree && sketch(tree)).toBe(
      "model.total(model.half(claims.rent(claims.filed)) model.other(claims.rent.low model.half*) model.half*)",
    );
    expect(tree).toMatchObject({
      says: "All of it",
      unit: "USD",
      kind: "model",
      formula: "model.half + model.other + model.half",
    });
  });

  it("puts the superseding claim under the superseded one", () => {
    const rent = explain(result, "claims.rent");
    expect(rent?.supersededBy).toBe("filed");
    expect(rent?.children.map(({ claim: under }) => under?.grade)).toEqual(["disclosed"]);
  });

  it("gives a claim its sources, also for one of its readings", () => {
    expect(explain(result, "claims.rent.low")?.claim).toMatchObject({
      id: "rent",
      sources: [{ id: "paper", publisher: "A paper" }],
    });
    expect(explain(result, "model.half")?.claim).toBeUndefined();
  });

  it("knows no figure that is not there", () => {
    expect(explain(result, "model.missing")).toBeUndefined();
    expect(explain(result, "constructor")).toBeUndefined();
    expect(explainClaim(result, "claims.constructor")).toBeUndefined();
  });
});

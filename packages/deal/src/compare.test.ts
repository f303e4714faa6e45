import { describe, expect, it } from "vitest";
import { compare } from "./compare.ts";
import { resultVersion, type Cell, type Figure, type Result } from "./result.ts";

function figure(value: Cell, more: Partial<Figure> = {}): Figure {
  const same = { value, p5: value, p10: value, p50: value, p90: value, p95: value, mean: value, se: 0 };
  return {
    unit: "USD",
    kind: "model",
    formula: "f",
    uncertain: false,
    ...same,
    grades: {},
    uses: [],
    claims: [],
    ...more,
  };
}

function run(as_of: string, figures: Result["figures"], more: Partial<Result> = {}): Result {
  return {
    schema: resultVersion,
    deal: "d",
    title: "D",
    as_of,
    currency: "USD",
    months: [],
    run: { version: "0", seed: 1, samples: 1, replicates: 1, deal: "", catalog: "", hash: "" },
    figures,
    thesis: {},
    breakers: {},
    watch: {},
    conflicts: {},
    supersessions: [],
    claims: {},
    sources: {},
    readings: {},
    left_out: {},
    warnings: [],
    ...more,
  };
}

const paths = (changes: ReturnType<typeof compare>): string[] => changes.figures.map(({ path }) => path);

describe("compare", () => {
  it("finds nothing between equal runs", () => {
    const same = run("2026-05-09", { a: figure(1), b: figure(null), c: figure("2026-06-06") });
    expect(compare(same, same)).toEqual({
      from: "2026-05-09",
      to: "2026-05-09",
      figures: [],
      appeared: [],
      gone: [],
      because: [],
      newClaims: [],
      thesis: [],
    });
  });

  it("lists what changed, key figures first, then by relative change", () => {
    const before = run("2026-05-08", {
      small: figure(100),
      big: figure(1),
      key: figure(100),
      gone: figure(1),
      same: figure(3),
      round: figure(1),
    });
    const after = run("2026-05-09", {
      small: figure(101),
      big: figure(2),
      key: figure(99, { key: true }),
      come: figure(1),
      same: figure(3),
      round: figure(1 + 1e-12),
    });
    const changes = compare(before, after);
    expect(paths(changes)).toEqual(["key", "big", "small"]);
    expect(changes.figures[0]).toEqual({ path: "key", unit: "USD", before: 100, after: 99, key: true });
    expect(changes).toMatchObject({ from: "2026-05-08", to: "2026-05-09", appeared: ["come"], gone: ["gone"] });
  });

  it("counts from and to zero, never, dates and units", () => {
    const before = run("a", { zero: figure(0), never: figure(3), date: figure("2026-06-06"), unit: figure(1) });
    const after = run("b", {
      zero: figure(1),
      never: figure(null),
      date: figure("2026-06-07"),
      unit: figure(1, { unit: "EUR" }),
    });
    expect(paths(compare(before, after))).toEqual(["date", "never", "unit", "zero"]);
    expect(compare(before, after).figures[2]).toMatchObject({ unit: "EUR", unitBefore: "USD" });
  });

  it("says which evidence is new and which theses moved", () => {
    const thesis = (probability: number | null, state: "likely" | "open"): Result["thesis"] => ({
      t: { says: "T.", holds_if: "a > 1", probability, se: 0, undefined: 0, state, breakers: [] },
    });
    const old = { path: "claims.a", by: "b", on: "2026-05-01", why: "harder" };
    const fresh = { path: "claims.c", by: "d", on: "2026-05-09", why: "later" };
    const claim = { says: "", printed: "", grade: "reported", about: "", published: "", sources: [] } as const;
    const before = run(
      "a",
      {},
      { supersessions: [old], claims: { a: { ...claim, sources: [] } }, thesis: thesis(0.7, "likely") },
    );
    const after = run(
      "b",
      {},
      {
        supersessions: [old, fresh],
        claims: { a: { ...claim, sources: [] }, d: { ...claim, sources: [] } },
        thesis: thesis(0.5, "open"),
      },
    );
    const changes = compare(before, after);
    expect(changes.because).toEqual([fresh]);
    expect(changes.newClaims).toEqual(["d"]);
    expect(changes.thesis).toEqual([
      {
        id: "t",
        before: { says: "T.", probability: 0.7, se: 0, state: "likely" },
        after: { says: "T.", probability: 0.5, se: 0, state: "open" },
      },
    ]);
    expect(compare(after, after).thesis).toEqual([]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { grades, isHarder } from "./grades.ts";
import { supersessionsOn, type DatedClaim } from "./supersession.ts";

function claim(id: string, published: number, more: Partial<DatedClaim> = {}): DatedClaim {
  return { id, published, grade: "reported", replaces: "number", supersedes: [], ...more };
}

/** `path<-claim` for each supersession in force. */
function inForce(day: number, claims: readonly DatedClaim[]): string[] {
  return supersessionsOn(day, claims).map(({ path, by }) => `${path}<-${by}`);
}

const rate = { about: "lease", quantity: "rate", scope: "the whole site" };

describe("a written supersession", () => {
  const filed = claim("filed", 20, { supersedes: ["rate", "model.fee"], scopeChange: "Both sites." });

  it("holds from the day its claim is published", () => {
    expect(inForce(19, [claim("rate", 8), filed])).toEqual([]);
    expect(inForce(20, [claim("rate", 8), filed])).toEqual(["claims.rate<-filed", "model.fee<-filed"]);
  });

  it("says why, and since when", () => {
    expect(supersessionsOn(99, [filed])[0]).toEqual({ path: "claims.rate", by: "filed", on: 20, why: "Both sites." });
  });

  it("needs neither a harder grade nor a later day: somebody decided it", () => {
    expect(inForce(9, [claim("rate", 8), claim("view", 7, { grade: "opinion", supersedes: ["rate"] })])).toEqual([
      "claims.rate<-view",
    ]);
  });
});

describe("a later and harder claim with the same subject, quantity and scope", () => {
  const estimate = claim("estimate", 8, { ...rate, grade: "estimate" });
  const filing = claim("filing", 20, { ...rate, grade: "disclosed" });

  it("supersedes by itself", () => {
    expect(inForce(30, [estimate, filing])).toEqual(["claims.estimate<-filing"]);
    expect(supersessionsOn(30, [estimate, filing])[0]?.why).toContain("disclosed after estimate");
  });

  it.each<[string, Partial<DatedClaim>]>([
    ["another subject", { about: "rent" }],
    ["another quantity", { quantity: "fee" }],
    ["another scope", { scope: "both sites" }],
    ["no scope", { scope: undefined }],
    ["the same grade", { grade: "estimate" }],
    ["a softer grade", { grade: "opinion" }],
    ["the same day", { published: 8 }],
    ["only a bound for a number", { replaces: "nothing" }],
    ["a text for a number", { replaces: "text" }],
  ])("does not with %s", (_, more) => {
    expect(inForce(30, [estimate, { ...filing, ...more }])).toEqual([]);
  });

  it("does not without a scope on either side: an unwritten scope is unknown, not equal", () => {
    const bare = { scope: undefined };
    expect(
      inForce(30, [
        { ...estimate, ...bare },
        { ...filing, ...bare },
      ]),
    ).toEqual([]);
  });
});

describe("of several that replace one thing", () => {
  const by = (id: string, published: number, grade: DatedClaim["grade"] = "reported"): DatedClaim =>
    claim(id, published, { grade, supersedes: ["rate"] });

  it("the latest does, then the hardest, then the first by name", () => {
    expect(inForce(99, [by("a", 10, "disclosed"), by("b", 11, "opinion")])).toEqual(["claims.rate<-b"]);
    expect(inForce(99, [by("a", 10, "opinion"), by("b", 10, "disclosed")])).toEqual(["claims.rate<-b"]);
    expect(inForce(99, [by("b", 10), by("a", 10)])).toEqual(["claims.rate<-a"]);
  });

  it("the earlier one stands until the later one is known", () => {
    const both = [by("a", 10), by("b", 20)];
    expect(inForce(15, both)).toEqual(["claims.rate<-a"]);
    expect(inForce(25, both)).toEqual(["claims.rate<-b"]);
  });
});

const anyClaims = fc
  .array(
    fc.record({
      published: fc.integer({ min: 0, max: 5 }),
      grade: fc.constantFrom(...grades),
      scope: fc.constantFrom(undefined, "site", "both"),
      replaces: fc.constantFrom<DatedClaim["replaces"]>("number", "text", "nothing"),
      supersedes: fc.subarray(["c0", "c1", "model.fee"]),
    }),
    { maxLength: 7 },
  )
  .map((rows) =>
    rows.map((row, index) => claim(`c${index}`, row.published, { ...row, about: "lease", quantity: "rate" })),
  );

describe("supersessions", () => {
  it("do not depend on the order of the claims", () => {
    const shuffled = anyClaims.chain((claims) =>
      fc.tuple(fc.constant(claims), fc.shuffledSubarray(claims, { minLength: claims.length })),
    );
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 0, max: 6 }), ([claims, others], day) => {
        expect(supersessionsOn(day, others)).toEqual(supersessionsOn(day, claims));
      }),
    );
  });

  it("name each path once, never a claim of the future, and follow a rule", () => {
    fc.assert(
      fc.property(anyClaims, fc.integer({ min: 0, max: 6 }), (claims, day) => {
        const found = supersessionsOn(day, claims);
        expect(new Set(found.map(({ path }) => path)).size).toBe(found.length);
        for (const { path, by, on } of found) {
          const later = claims.find(({ id }) => id === by);
          const earlier = claims.find(({ id }) => `claims.${id}` === path);
          expect(on).toBe(later?.published);
          expect(on).toBeLessThanOrEqual(day);
          const written = later?.supersedes.some((entry) => path === entry || path === `claims.${entry}`) === true;
          if (written || later === undefined || earlier === undefined) continue;
          expect(later.published).toBeGreaterThan(earlier.published);
          expect(isHarder(later.grade, earlier.grade)).toBe(true);
          expect(later.scope).toBe(earlier.scope);
        }
      }),
    );
  });
});

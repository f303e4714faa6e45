import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { head, mistakesIn, prepared } from "../small-deal.contract.ts";
import { concentrationOf, sharesOf, type Edge } from "./concentration.ts";
import { Entities } from "./entities.ts";
import { map } from "./map.ts";

const day = (text: string): number => Date.parse(text) / 86_400_000;

describe("concentration", () => {
  it("of n alike is 1/n, of one is 1, of none is undefined", () => {
    expect(sharesOf(["a", "b", "c", "d"].map((name) => [name, 5])).hhi).toBeCloseTo(0.25, 12);
    expect(
      sharesOf([
        ["a", 3],
        ["a", 4],
      ]),
    ).toMatchObject({ total: 7, hhi: 1 });
    expect(sharesOf([]).hhi).toBeNaN();
    expect(
      sharesOf([
        ["a", 60],
        ["b", 30],
        ["c", 10],
      ]).hhi,
    ).toBeCloseTo(0.36 + 0.09 + 0.01, 12);
  });

  it("lets what is paid be what is received, shares sum to 1 and the index lie between 1/n and 1", () => {
    const party = fc.constantFrom("a", "b", "c", "d");
    const edges = fc.array(fc.record({ payer: party, payee: party, amount: fc.integer({ min: 1, max: 1000 }) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(edges, (given: readonly Edge[]) => {
        const parties = [...concentrationOf(given).values()];
        const all = given.reduce((sum, { amount }) => sum + amount, 0);
        expect(parties.reduce((sum, { paid }) => sum + paid.total, 0)).toBe(all);
        expect(parties.reduce((sum, { received }) => sum + received.total, 0)).toBe(all);
        for (const { by, total, hhi } of parties.flatMap(({ paid, received }) => [paid, received])) {
          if (total === 0) continue;
          expect([...by.values()].reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
          expect(hhi).toBeGreaterThanOrEqual(1 / by.size - 1e-12);
          expect(hhi).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
    );
  });
});

describe("entities", () => {
  const entities = new Entities({
    parent: { name: "Parent Inc." },
    unit: {
      name: "Old Name",
      aliases: [{ name: "New Name", from: "2026-02" }],
      owners: [{ entity: "parent", from: "2026-02", until: "2027-01" }],
    },
    ring: { name: "Ring", owners: [{ entity: "round" }] },
    round: { name: "Round", owners: [{ entity: "ring" }] },
  });

  it("go by their other names from the day on", () => {
    expect(entities.named("new name", day("2026-01-31"))).toBeUndefined();
    expect(entities.named("new name", day("2026-02-01"))).toBe("unit");
    expect(entities.named("OLD-NAME", day("2026-01-31"))).toBe("unit");
  });

  it("belong to whoever owns them on the day", () => {
    expect(entities.group("unit", day("2026-01-31"))).toBe("unit");
    expect(entities.group("unit", day("2026-02-01"))).toBe("parent");
    expect(entities.group("unit", day("2027-01-01"))).toBe("unit");
  });

  it("that own each other end somewhere", () => {
    expect(entities.owners("ring", 0)).toEqual(["round"]);
  });
});

const deal = `${head}sources:
  s: { publisher: S, date: 2026-05-01, role: press }
  later: { publisher: S, date: 2026-08-01, role: press }
claims:
  c: { is: 60 USD, grade: reported, from: s, about: unit }
  d: { is: 60 USD, grade: reported, from: later }
  x: { states: gone, grade: reported, from: s }
conflicts:
  fate: { about: Its fate, between: [x], disagree: Gone or not., reading: Merged., open: no }
contracts:
  lend:
    kind: equity
    investor: Fund
    company: New Name
    amount: 100 USD
    on: 2026-06-01
    exit: { value: 120 USD, on: 2027-03-01 }
  other-reading: { kind: equity, instead_of: lend, investor: Fund, company: Parent, amount: 1 USD, on: 2026-06-01 }
entities:
  parent: { name: Parent, kind: host }
  unit:
    name: Unit
    aliases: [{ name: New Name, from: 2026-02, claim: c }]
    owners: [{ entity: parent, from: 2026-02, claim: c }]
    settles: fate
links:
  sale: { payer: Lab, payee: Parent, is: claims.c, for: compute, claim: c }
  future: { payer: Lab, payee: Fund, is: claims.d, for: compute, claim: d }
`;

describe("a map", () => {
  it("puts a party under its owner, counts both ways of a contract, and no other reading of it", async () => {
    const found = await map(prepared(deal));
    expect(found.edges.map(({ payer, payee, amount }) => [payer, payee, amount])).toEqual([
      ["parent", "fund", 120],
      ["fund", "parent", 100],
      ["lab", "parent", 60],
    ]);
    expect(found.groups["parent"]?.received).toMatchObject({ total: 160, by: { fund: { share: 0.625 } } });
    expect(found.groups["parent"]?.received.hhi).toBeCloseTo(0.625 ** 2 + 0.375 ** 2, 12);
    expect(found.unknown).toEqual(["Fund", "Lab"]);
  });

  it("without one edge is as before it", async () => {
    const found = await map(prepared(deal), "sale");
    expect(found.without?.path).toBe("links.sale");
    expect(found.without?.groups["parent"]?.received).toMatchObject({ total: 100, hhi: 1 });
    expect(found.without?.groups["lab"]).toBeUndefined();
    await expect(map(prepared(deal), "sail")).rejects.toThrow('no contract or link "sail"');
  });

  it("leaves out what is not known yet, and says who is who", async () => {
    const found = await map(prepared(deal));
    expect(found.left_out).toEqual({ "links.future": ["d"] });
    expect(found.entities["unit"]).toMatchObject({ group: "parent", claims: ["c"], settles: [{ conflict: "fate" }] });
    const later = await map(prepared(deal, { asOf: "2026-08-01" }));
    expect(later.edges.map(({ path }) => path)).toContain("links.future");
  });

  it.each([
    ["entities:\n  a: { name: A, owners: [{ entity: b }] }\n", 'there is no entity "b" the name of an entity'],
    ["entities:\n  a: { name: A, settles: b }\n", 'there is no conflict "b"'],
    ["entities:\n  a: { name: A, aliases: [{ name: B, from: 2026-03, until: 2026-02 }] }\n", "ends before it begins"],
    ["links:\n  a: { payer: A, payee: a, is: 1 USD, for: compute, claim: c }\n", "to itself"],
    ["links:\n  a: { payer: A, payee: B, is: 1 GPU, for: compute, claim: c }\n", "GPU"],
  ])("mistakes: %s", (written, message) => {
    const found = mistakesIn(`${head}${written}`).map((each) => `${each.message} ${each.expected}`);
    expect(found.join()).toContain(message);
  });
});

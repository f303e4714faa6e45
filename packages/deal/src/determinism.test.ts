import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import type { Catalog } from "./catalog.ts";
import { result, servedCatalog, type Files } from "./small-deal.contract.ts";

const small = `deal: small
as_of: 2026-05-09
calendar: { start: 2026-05, months: 12 }
currency: USD
sources:
  early: { publisher: P, date: 2026-05-01, role: press }
  late: { publisher: Q, date: 2026-05-08, role: filing }
claims:
  rate: { is: 2 to 3 USD/GPU/h, grade: estimate, from: early, about: lease, quantity: rate, scope: site }
  filed: { is: 3.5 to 4 USD/GPU/h, grade: disclosed, from: late, about: lease, quantity: rate, scope: site }
  other: { is: 9 USD/GPU/h, grade: reported, from: [late, early], about: lease, quantity: rate }
assumptions:
  term: pert(6 month, 12 month, 24 month)
  hazard: 1 to 8 %/month
  used: { is: 40 to 90 %, because: Nobody says. }
  price: normal(50 USD/MWh, 5 USD/MWh)
correlations:
  - { between: [assumptions.term, assumptions.used], spearman: 0.5 }
drivers:
  demand: { moves: { assumptions.hazard: -0.5, assumptions.price: 0.7 } }
fleets:
  hall: { pools: { a: { accelerator: nvidia-h100-sxm, count: 100 GPU }, b: { accelerator: nvidia-h200-sxm, count: 50 GPU } } }
contracts:
  lease:
    kind: lease
    lessor: A
    lessee: B
    fleet: hall
    price: claims.rate
    billing: { take_or_pay: 50 %, used: used }
    term: { from: 2026-05-15, months: term }
    exit: { notice: 30 day, hazard: hazard }
model:
  cash: contracts.lease.lessor-cash - price * (0.1 MW) * (1 month)
  total: { is: sum(cash), key: yes }
thesis:
  pays: { says: It pays., holds_if: total > 1 million USD }
`;

type Data = Readonly<Record<string, unknown>>;
const isData = (value: unknown): value is Data => typeof value === "object" && value !== null && !Array.isArray(value);

/** The same data with the keys of every map in an order of its own. */
function shuffled(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, random));
  if (!isData(value)) return value;
  const entries = Object.entries(value).map(([key, entry]) => ({
    key,
    entry: shuffled(entry, random),
    place: random(),
  }));
  entries.sort((left, right) => left.place - right.place);
  return Object.fromEntries(entries.map(({ key, entry }) => [key, entry]));
}

function dataOf(text: string): Data {
  const value: unknown = parse(text);
  if (!isData(value)) throw new Error("a deal is a map");
  return value;
}

async function textOf(files: Files, more: Parameters<typeof result>[1] = {}, catalog?: Catalog): Promise<string> {
  return JSON.stringify(await result(files, { samples: 300, ...more }, catalog));
}

describe("a run", () => {
  it("gives the same bytes again, and others for another seed", async () => {
    const once = await textOf({ "deal.yaml": small });
    expect(await textOf({ "deal.yaml": small })).toBe(once);
    const other = await result(small, { samples: 300, seed: 2 });
    const first = await result(small, { samples: 300 });
    expect(other.figures["assumptions.term"]?.mean).not.toBe(first.figures["assumptions.term"]?.mean);
    expect(other.run.hash).not.toBe(first.run.hash);
  });

  it("does not depend on the order in which its deal was written", async () => {
    const data = dataOf(small);
    const wanted = await textOf({ "deal.yaml": JSON.stringify(data) });
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), async (stream) => {
        const random = (): number => stream.next().value ?? 0;
        expect(await textOf({ "deal.yaml": JSON.stringify(shuffled(data, random)) })).toBe(wanted);
      }),
      { numRuns: 40 },
    );
  });

  it("of the whole Colossus deal does not either", async () => {
    const folder = new URL("../../../deals/colossus-1/", import.meta.url);
    const names = ["deal.yaml", ...readdirSync(new URL("evidence/", folder)).map((name) => `evidence/${name}`)];
    const files = names.map((name) => [name, dataOf(readFileSync(new URL(name, folder), "utf8"))] as const);
    const catalog = servedCatalog();
    const run = async (random: () => number): Promise<string> => {
      const written = files.map(([name, data]) => [name, JSON.stringify(shuffled(data, random))]);
      return await textOf(Object.fromEntries(written), { samples: 64, asOf: "2026-06-02" }, catalog);
    };
    const wanted = await run(() => 0);
    for (const seed of [1, 2]) {
      let state = seed;
      const random = (): number => (state = (state * 48_271) % 0x7fffffff) / 0x7fffffff;
      expect(await run(random)).toBe(wanted);
    }
  });

  it("does not depend on which file holds what", async () => {
    const { claims, assumptions, ...rest } = dataOf(small);
    const split = {
      "deal.yaml": JSON.stringify({ ...rest, include: ["b.yaml", "a.yaml"] }),
      "a.yaml": JSON.stringify({ claims }),
      "b.yaml": JSON.stringify({ assumptions }),
    };
    const { run: one, ...whole } = await result({ "deal.yaml": JSON.stringify(dataOf(small)) });
    const { run: two, ...parts } = await result(split);
    expect(parts).toEqual(whole);
    expect(two.seed).toBe(one.seed);
  });
});

describe("a new input", () => {
  it("moves no figure that does not rest on it", async () => {
    const before = await result(small, { samples: 300 });
    for (const name of ["aaa", "zzz", "term-2"]) {
      const after = await result(small.replace("assumptions:\n", `assumptions:\n  ${name}: 1 to 2\n`), {
        samples: 300,
      });
      for (const [path, figure] of Object.entries(before.figures)) expect(after.figures[path], path).toEqual(figure);
      expect(Object.keys(after.figures).filter((path) => before.figures[path] === undefined)).toEqual([
        `assumptions.${name}`,
      ]);
    }
  });
});

describe("more samples", () => {
  it.each([1, 2, 17, 255, 256, 257])("of any number run: %i", async (samples) => {
    const run = await result(small, { samples });
    expect(run.run.samples).toBe(samples);
    expect(run.figures["model.total"]?.value).toBeTypeOf("number");
  });

  it("bring the standard error down", async () => {
    const errors = await Promise.all(
      [256, 16_384].map(async (samples) => (await result(small, { samples })).figures["model.total"]?.se),
    );
    const [few = NaN, many = NaN] = errors.map(Number);
    expect(many).toBeGreaterThan(0);
    expect(many).toBeLessThan(few / 4);
  });
});

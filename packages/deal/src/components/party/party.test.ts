import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slugOf } from "../../expand/parties.ts";
import type { Result } from "../../result.ts";
import { figureOf, mistakesIn, numberOf, result, seriesOf } from "../../small-deal.contract.ts";

const head = (months = 12): string =>
  `deal: p\nas_of: 2026-05-09\ncalendar: { start: 2026-06, months: ${months} }\ncurrency: USD\n`;

/** A lease of a whole block from the first month on. */
const lease = (id: string, lessor: string, lessee: string, fee: string, more = ""): string =>
  `  ${id}:\n    kind: lease\n    lessor: ${lessor}\n    lessee: ${lessee}\n    gpus: 1000 GPU\n    fee: ${fee}\n    term: { from: 2026-06-01, months: 12 month }\n${more}`;

const paths = (run: Result): string[] => Object.keys(run.figures).filter((path) => path.startsWith("parties."));

describe("the name of a party in paths", () => {
  it("has lower case, and hyphens for what is no letter or digit", () => {
    expect(["SpaceX AI", "spacex.ai", "Crédit  Agricole S.A.", "24/7 Power", "NVIDIA"].map(slugOf)).toEqual([
      "spacex-ai",
      "spacex-ai",
      "credit-agricole-s-a",
      "24-7-power",
      "nvidia",
    ]);
  });

  it("makes one party of two spellings", async () => {
    const run = await result(
      `${head()}contracts:\n${lease("one", "Big Cloud", "Lab", "2 USD/month")}${lease("two", "big-cloud", "LAB", "3 USD/month")}`,
    );
    expect(new Set(paths(run).map((path) => path.split(".")[1]))).toEqual(new Set(["big-cloud", "lab"]));
    expect(seriesOf(run, "parties.big-cloud.cash")[0]).toBeCloseTo(5, 12);
    expect(seriesOf(run, "parties.lab.paid")[0]).toBeCloseTo(5, 12);
  });

  it("must have a letter or a digit, and be another than the counterparty's", () => {
    const messages = (lessor: string, lessee: string): string =>
      mistakesIn(`${head()}contracts:\n${lease("one", lessor, lessee, "2 USD/month")}`)
        .map(({ message, line }) => `${line}: ${message}`)
        .join();
    expect(messages("株式会社", "Lab")).toMatch(/^8: .*no letter/);
    expect(messages("Lab", "lab")).toMatch(/^9: both parties of the contract "one" are lab/);
  });
});

describe("parties", () => {
  it("are nowhere in a deal without contracts", async () => {
    expect(paths(await result(`${head()}model: { x: 1 USD }\n`))).toEqual([]);
  });

  it("count one of several readings of a contract", async () => {
    const other = lease("two", "Big Cloud", "Lab", "3 USD/month", "    instead_of: one\n");
    const run = await result(`${head()}contracts:\n${lease("one", "Big Cloud", "Lab", "2 USD/month")}${other}`);
    expect(seriesOf(run, "parties.lab.paid")[0]).toBeCloseTo(2, 12);
  });

  it.each([
    ["    instead_of: two\n", /another reading of itself/],
    ["    instead_of: three\n", /there is no contract "three"/],
    ["    instead_of: one\n", /"one" is another reading itself/],
  ])("%j is refused", (more, message) => {
    const one = lease("one", "A", "B", "2 USD/month", more.includes("one") ? "    instead_of: two\n" : "");
    const found = mistakesIn(`${head()}contracts:\n${one}${lease("two", "A", "B", "2 USD/month", more)}`);
    expect(found.map((mistake) => mistake.message).join()).toMatch(message);
  });

  it("are tied to contracts by key or by name, or refused", async () => {
    const contracts = `contracts:\n${lease("one", "SpaceXAI", "Lab", "2 USD/month")}`;
    const run = await result(`${head()}${contracts}parties:\n  spacex: { name: SpaceXAI, loss: 24 USD/yr }\n`);
    expect(seriesOf(run, "parties.spacex.offset-revenue")[3]).toBeCloseTo(1, 12);
    expect(run.figures["parties.spacexai.cash"]).toBeUndefined();
    const found = mistakesIn(`${head()}${contracts}parties:\n  lap: { loss: 24 USD/yr }\n`);
    expect(found).toMatchObject([{ line: 14, message: 'no contract has a party "lap"' }]);
    expect(found[0]?.hint).toMatch(/lab/);
  });

  it("have figures by counterparty where there are several", async () => {
    const run = await result(
      `${head()}contracts:\n${lease("one", "Cloud", "Lab", "2 USD/month")}${lease("two", "Lab", "Tenant", "5 USD/month")}`,
    );
    expect(seriesOf(run, "parties.lab.cash")[0]).toBeCloseTo(3, 12);
    expect(seriesOf(run, "parties.lab.received")[0]).toBeCloseTo(5, 12);
    expect(seriesOf(run, "parties.lab.with.cloud")[0]).toBeCloseTo(-2, 12);
    expect(seriesOf(run, "parties.lab.with.tenant")[0]).toBeCloseTo(5, 12);
    expect(run.figures["parties.cloud.with.lab"]).toBeUndefined();
  });
});

describe("loss offset", () => {
  const offset = async (rent: string, loss: string, more = ""): Promise<Result> =>
    await result(
      `${head()}contracts:\n${lease("one", "SpaceXAI", "Anthropic", `${rent} in USD/month`)}parties:\n  spacexai: { loss: ${loss}${more} }\n`,
    );

  it("of a rent of 4, 5 and 6 billion a year against a loss of 6 is 0.67, 0.83 and 1", async () => {
    for (const [rent, ratio] of [
      [4, "0.67"],
      [5, "0.83"],
      [6, "1.00"],
    ] as const) {
      const run = await offset(`${rent} billion USD/yr`, "6 billion USD/yr");
      for (const month of seriesOf(run, "parties.spacexai.offset-revenue")) expect(month.toFixed(2)).toBe(ratio);
      const quarters = figureOf(run, "parties.spacexai.quarterly-offset-revenue").series;
      expect(quarters?.slice(0, 2)).toEqual([null, null]);
      expect(Number(quarters?.[2]).toFixed(2)).toBe(ratio);
    }
  });

  it("takes a loss of a quarter, and costs on a margin basis", async () => {
    const run = await offset("6 billion USD/yr", "1.5 billion USD/quarter", ", costs: 100 million USD");
    expect(seriesOf(run, "parties.spacexai.offset-revenue")[0]).toBeCloseTo(1, 12);
    expect(seriesOf(run, "parties.spacexai.offset-margin")[0]).toBeCloseTo(0.8, 12);
  });

  it("leaves out what is lent or invested", async () => {
    const stake =
      "  stake:\n    kind: equity\n    investor: Fund\n    company: SpaceXAI\n    amount: 9 USD\n    on: 2026-07-01\n";
    const run = await result(
      `${head()}contracts:\n${lease("one", "SpaceXAI", "Anthropic", "1 USD/month")}${stake}parties:\n  spacexai: { loss: 24 USD/yr }\n`,
    );
    expect(seriesOf(run, "parties.spacexai.received")[1]).toBeCloseTo(10, 12);
    expect(seriesOf(run, "parties.spacexai.offset-revenue")[1]).toBeCloseTo(0.5, 12);
  });

  it("of no loss is undefined", async () => {
    const run = await offset("6 billion USD/yr", "0 USD/yr");
    expect(figureOf(run, "parties.spacexai.offset-revenue").series?.[0]).toBeNull();
  });
});

describe("what a party can afford", () => {
  const lab = (facts: string, months = 12): string =>
    `${head(months)}contracts:\n${lease("one", "Cloud", "Lab", "60 USD/month", "    exit: { notice: 3 month }\n")}parties:\n  lab: { ${facts} }\n`;

  it("is its revenue at its margin, less other costs, over what falls due", async () => {
    const run = await result(lab("revenue: 200 USD, margin: 50 %, other: 10 USD"));
    expect(seriesOf(run, "parties.lab.burden")[0]).toBeCloseTo(30, 12);
    expect(figureOf(run, "parties.lab.firm-burden").series?.slice(0, 4)).toEqual([30, 30, 30, 0]);
    expect(seriesOf(run, "parties.lab.cover")[0]).toBeCloseTo(1.5, 12);
    expect(seriesOf(run, "parties.lab.left")[0]).toBeCloseTo(30, 12);
    for (const name of ["first-short", "runs-out", "lasts"])
      expect(figureOf(run, `parties.lab.${name}`).value).toBeNull();
    // 70 dollars at a margin of 50 % need 140 of revenue, which the first month's 200 exceed: it may even shrink.
    expect(numberOf(run, "parties.lab.required-growth")).toBeCloseTo(100 * ((140 / 200) ** (12 / 11) - 1), 9);
  });

  it("ends when cash in hand has run out", async () => {
    const run = await result(lab("revenue: 100 USD - 80 USD * step(2026-09-01), funds: 100 USD"));
    expect(figureOf(run, "parties.lab.first-short").value).toBe("2026-09-01");
    // Three months leave 40 each, then 40 a month are short: 220 last five months more.
    expect(figureOf(run, "parties.lab.runs-out").value).toBe("2027-02-01");
    expect(numberOf(run, "parties.lab.lasts")).toBe(8);
    expect(figureOf(run, "parties.lab.strain").value).toBe("2026-09-01");
  });

  it("needs the growth that reaches each month's dues", async () => {
    const later =
      "  two:\n    kind: purchase\n    seller: Maker\n    buyer: Lab\n    total: 90 USD\n    ordered: 2027-06-01\n    delivery: { from: 2027-06-02 }\n";
    const text = lab("revenue: 60 USD", 24)
      .replace("parties:", `${later}parties:`)
      .replace("months: 12 month", "months: 13 month");
    const run = await result(text);
    // In the thirteenth month 150 are due: 2.5 times the first month's revenue, a year later.
    expect(numberOf(run, "parties.lab.required-growth")).toBeCloseTo(150, 9);
  });

  it("has no cover where nothing is due, and no growth that helps where the first month falls short", async () => {
    const run = await result(lab("revenue: 30 USD", 24));
    expect(figureOf(run, "parties.lab.cover").series?.[20]).toBeNull();
    expect(figureOf(run, "parties.lab.required-growth").value).toBeNull();
    expect(figureOf(run, "parties.lab.runs-out").value).toBe("2026-06-01");
  });
});

describe("all parties together", () => {
  const names = ["Ash", "Birch", "Cedar", "Doum"] as const;
  const contract = fc
    .record({
      kind: fc.constantFrom("lease", "debt", "commitment", "power-purchase", "purchase", "equity"),
      pair: fc.shuffledSubarray([...names], { minLength: 2, maxLength: 2 }),
      from: fc.constantFrom("2026-06-01", "2026-06-17", "2027-12-31", "2028-02-29", "2025-03-01"),
      months: fc.integer({ min: 0, max: 30 }),
      share: fc.integer({ min: 0, max: 100 }),
    })
    .map(({ kind, pair: [one = "A", two = "B"], from, months, share }) => {
      const term = `term: { from: ${from}, months: ${months} month }`;
      const exit = `exit: { notice: 20 day, hazard: ${share} %/month }`;
      switch (kind) {
        case "lease":
          return ["kind: lease", `lessor: ${one}`, `lessee: ${two}`, "gpus: 10 GPU", "price: 2 USD/GPU/h", term, exit];
        case "debt":
          return [
            `kind: ${kind}`,
            `lender: ${one}`,
            `borrower: ${two}`,
            "limit: 900 USD",
            `cfads: ${share} USD`,
            "rate: 9 %/yr",
            "drawn: 2026-07-03",
            "repay: { from: 2026-09-01, months: 20 month }",
          ];
        case "commitment":
          return [
            `kind: ${kind}`,
            `seller: ${one}`,
            `buyer: ${two}`,
            "amount: 7000 USD",
            `use: ${share} %`,
            term,
            exit,
          ];
        case "power-purchase":
          return [
            `kind: ${kind}`,
            `seller: ${one}`,
            `buyer: ${two}`,
            "load: 1 MW",
            "shape: fixed",
            "energy: 9 USD/MWh",
            term,
            exit,
          ];
        case "purchase":
          return [
            `kind: ${kind}`,
            `seller: ${one}`,
            `buyer: ${two}`,
            "total: 900 USD",
            `deposit: ${share} %`,
            `ordered: ${from}`,
            `delivery: { from: ${from}, over: ${months} month }`,
          ];
        default:
          return [
            "kind: equity",
            `investor: ${one}`,
            `company: ${two}`,
            "contributions: 80 USD",
            `distributions: ${share} USD`,
          ];
      }
    });

  it("keep their cash among themselves in every month", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(contract, { minLength: 1, maxLength: 6 }), async (all) => {
        const written = all.map((lines, index) => `  c${index}:\n${lines.map((line) => `    ${line}\n`).join("")}`);
        const run = await result(`${head(36)}contracts:\n${written.join("")}`, { samples: 16 });
        const cash = paths(run).filter((path) => path.endsWith(".cash"));
        expect(cash.length).toBeGreaterThanOrEqual(2);
        const series = cash.map((path) => seriesOf(run, path));
        for (let month = 0; month < 36; month += 1) {
          const sum = series.reduce((total, each) => total + Number(each[month]), 0);
          const size = series.reduce((total, each) => total + Math.abs(Number(each[month])), 0);
          expect(Math.abs(sum)).toBeLessThanOrEqual(1e-12 * size);
        }
        for (const path of cash) {
          const party = path.slice(0, -".cash".length);
          const [received, paid] = ["received", "paid"].map((name) => seriesOf(run, `${party}.${name}`));
          for (const [month, net] of seriesOf(run, path).entries())
            expect(Number(received?.[month]) - Number(paid?.[month])).toBeCloseTo(net, 6);
        }
      }),
      { numRuns: 25 },
    );
  });
});

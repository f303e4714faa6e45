import { parseFormula } from "@underwatt/engine";
import type { ReadDocument } from "@underwatt/evidence";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readDeal, type DealText } from "../read/read-deal.ts";
import { head, mistakesIn } from "../small-deal.contract.ts";
import { dealUnits } from "../units.ts";
import { draftsFile, intake, intakeSchema, type IntakeDraft } from "./index.ts";

function document(text: string, file = "memo.txt"): ReadDocument {
  return { file, lines: text.split("\n").map((line, index) => ({ text: line, line: index + 1 })) };
}

function drafts(text: string, deal?: DealText): IntakeDraft[] {
  return Object.values(intake([document(text)], deal).drafts);
}

function dealOf(claims: string): DealText {
  const text = `${head}sources:\n  s: { publisher: P, date: 2026-05-01, role: press }\nclaims:\n${claims}`;
  const { deal, diagnostics } = readDeal("deal.yaml", () => text);
  if (deal === undefined) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return deal;
}

const ledger = dealOf(`  power:
    { at_least: 300 MW, grade: disclosed, from: s, about: north-site, quantity: power, says: North Site carries 300 MW. }
  power-low: { is: 120 MW, grade: reported, from: s, about: north-site, quantity: power, says: North Site has 120 MW. }
  rent: { is: 5 to 6 billion USD/yr, grade: estimate, from: s, about: lease, quantity: rent, says: Rent of the lease. }
  signed: { is: 2026-05-06, grade: disclosed, from: s, about: lease, quantity: date, says: The lease was signed on 6 May. }
  ratio: { is: claims.rent / claims.power, grade: estimate, from: s, about: lease, quantity: rent-per-power }
`);

describe("drafts", () => {
  it("hold the claim, its place and its wording, and are unreviewed", () => {
    const [draft] = drafts("Acme said North Hall may need more than 300 MW by 2027.");
    expect(draft).toEqual({
      status: "unreviewed",
      claim: {
        at_least: "300 MW",
        grade: "disclosed",
        from: "memo",
        about: "north-hall",
        quantity: "power",
        says: "Acme said North Hall may need more than 300 MW by 2027.",
      },
      found: {
        file: "memo.txt",
        line: 1,
        quote: "Acme said North Hall may need more than 300 MW by 2027.",
        printed: "more than 300 MW",
        hedges: ["more than"],
        doubt: ["may"],
        dates: ["2027"],
        speaker: "Acme",
        grade: "Acme said so, and may be a party",
      },
    });
  });

  it.each([
    ["Rent is $5–6B annually.", { is: "5 billion USD/yr to 6 billion USD/yr" }],
    ["It needs up to 5 GW.", { at_most: "5 GW" }],
    ["It was signed on May 6, 2026.", { is: "2026-05-06" }],
    ["It was signed on May 6.", { states: "May 6" }],
    ["It opens by 2030.", { states: "2030" }],
    ["It lasts two decades.", { is: "20 yr" }],
  ])("%s", (text, value) => {
    expect(drafts(text)[0]?.claim).toMatchObject(value);
  });

  it("name the earlier draft that says the same", () => {
    const [, second] = drafts("North Site holds 220,000 GPUs.\n\nSo North Site has 220,000 GPUs in all.");
    expect(second?.duplicates).toEqual(["drafts.memo-1"]);
  });

  it("of documents of one name have names of their own", () => {
    const { documents } = intake([document("5 MW", "a/memo.txt"), document("6 MW", "b/memo.md"), document("", "???")]);
    expect(documents.map(({ name }) => name)).toEqual(["memo", "memo-2", "document"]);
  });

  it("leave out what is a table rather than prose, and say how much", () => {
    const [read] = intake([document("5 MW\n".repeat(10_050))]).documents;
    expect(read).toMatchObject({ drafts: 10_000, left_out: 50 });
  });
});

describe("drafts beside a deal", () => {
  const standing = (text: string): string[] =>
    drafts(text, ledger).map(({ duplicates = [], contradicts = [] }) => `=${duplicates.join()} !${contradicts.join()}`);

  it.each([
    ["the same value is a duplicate", "North Site carries over 300 MW.", "=power !power-low"],
    ["in another unit too", "North Site carries 0.3 GW.", "=power !power-low"],
    ["within the printed digits", "North Site has 121 MW.", "=power-low !power"],
    ["a range too", "Rent of the lease is $5-6 billion a year.", "=rent !"],
    ["a day too", "The lease was signed on May 6, 2026.", "=signed !"],
    [
      "another value of a quantity that is named contradicts",
      "The power of North Site is 200 MW.",
      "= !power-low,power",
    ],
    ["a value between two bounds contradicts neither", "Rent of the lease is $5.5 billion a year.", "= !"],
    ["another subject is neither", "South Barn carries 300 kW.", "= !"],
    ["another unit is neither", "North Site carries 300 GPUs.", "= !"],
  ])("%s", (_, text, found) => {
    expect(standing(text)).toEqual([found]);
  });

  it("take subject and quantity from the claim that they repeat", () => {
    expect(drafts("North Site carries over 300 MW.", ledger)[0]?.claim).toMatchObject({
      about: "north-site",
      quantity: "power",
    });
  });
});

describe("the file of drafts", () => {
  const text =
    "Acme said North Site holds more than 220,000 GPUs at $2.60/GPU-hour.\nIt opens on May 6, 2026, within 3 months.";

  it("is a file that a deal may include, without a mistake", () => {
    const files = {
      "deal.yaml": `${head}include: [drafts.yaml]\n`,
      "drafts.yaml": draftsFile(intake([document(text)])),
    };
    expect(mistakesIn(files)).toEqual([]);
  });

  it("holds claims that stand under claims: as they are, once their document is a source", () => {
    const { drafts: all } = intake([document(text)]);
    const claims = Object.fromEntries(Object.entries(all).map(([id, { claim }]) => [id, claim]));
    const sources = { memo: { publisher: "P", date: "2026-05-01", role: "press" } };
    const accepted = `${head}sources: ${JSON.stringify(sources)}
claims: ${JSON.stringify(claims)}
`;
    expect(mistakesIn(accepted)).toEqual([]);
  });

  it("keeps hostile text as text, whatever it is", () => {
    const hostile = [
      'It draws 5 MW"\n  evil: { is: 1 GW }',
      "5 MW: !!js/function x",
      "- &a [*a] 5 MW #",
      "%YAML 5 MW",
      "--- 5 MW ...",
      "? 5 MW : |",
      "5 MW\u2028claims:\u2029 x: 1",
      "\u202e5 MW\u0007\u001b[2J",
      "`5 MW` ${7*7} {{5 MW}}",
    ];
    const given = intake(hostile.map((each) => document(each, `a\n#\u202e${each}.txt`)));
    const file = draftsFile(given);
    expect(parse(file)).toEqual({ drafts: JSON.parse(JSON.stringify(given.drafts)) });
    // eslint-disable-next-line no-control-regex
    expect(file).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2028\u2029]/);
    expect(mistakesIn({ "deal.yaml": `${head}include: [drafts.yaml]\n`, "drafts.yaml": file })).toEqual([]);
  });

  it("comes back from any text, with formulas of the language", () => {
    const units = dealUnits();
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "5",
        " GW",
        " to ",
        "–",
        "$",
        "B",
        " per year",
        "/GPU-hour",
        "1,000",
        " tokens",
        "\n",
        ": ",
        "# ",
        "half of",
        " decades",
        " cents",
        " a kW",
        "%",
        "May 2026",
        "x",
        " million",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const given = intake([document(pieces.join(""))]);
        expect(parse(draftsFile(given))).toEqual({ drafts: JSON.parse(JSON.stringify(given.drafts)) });
        expect(intakeSchema.parse(given)).toEqual(given);
        for (const { claim } of Object.values(given.drafts)) {
          const formula = claim.is ?? claim.at_least ?? claim.at_most;
          if (formula !== undefined) expect(parseFormula(formula, units)).not.toHaveProperty("problem");
        }
      }),
      { numRuns: 300 },
    );
  });
});

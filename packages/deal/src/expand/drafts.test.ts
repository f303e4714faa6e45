import { describe, expect, it } from "vitest";
import { head, mistakesIn, result, type Files } from "../small-deal.contract.ts";

const sources = `sources:
  s: { publisher: P, date: 2026-05-01, role: press }
`;
const claims = `claims:
  power: { is: 300 MW, grade: reported, from: s }
`;
const drafts = `drafts:
  memo-1:
    status: unreviewed
    claim: { is: 500 MW, grade: reported, from: memo, about: site, quantity: power }
    found: { file: memo.txt, line: 3, quote: The site draws 500 MW., printed: 500 MW, grade: nothing marks it }
    contradicts: [power]
`;
const model = (formula: string): string => `model:\n  twice: { is: ${formula}, key: yes }\n  more: twice + 1 MW\n`;

function files(formula: string): Files {
  const deal = `${head}include: [drafts.yaml]\n${sources}${claims}${model(formula)}`;
  return { "deal.yaml": deal, "drafts.yaml": drafts };
}

describe("drafts", () => {
  it.each(["claims.memo-1", "drafts.memo-1", "claims.memo-1.printed", "drafts.memo-1.claim.is", "claims.memo-1.low"])(
    "a formula that names %s is a mistake that says so, once and in its place",
    (name) => {
      const given = files(`2 * ${name}`);
      const found = mistakesIn(given);
      expect(found.map(({ message }) => message)).toEqual([
        `"${name}" is a draft that nobody has accepted, and no figure may rest on it`,
      ]);
      expect(found[0]?.hint).toContain("move what stands under its `claim:` to `claims:`");
      expect((given["deal.yaml"] ?? "").slice(found[0]?.span.start, found[0]?.span.end)).toBe(name);
    },
  );

  it("are seen by no figure: the result with them is that without, to the run's hash", async () => {
    const given = files("2 * claims.power");
    expect(await result(given)).toEqual(await result({ ...given, "drafts.yaml": "drafts: {}\n" }));
  });

  it("feed a figure once they are moved under claims", async () => {
    const accepted = `${head}${sources}claims:\n  memo-1: { is: 500 MW, grade: reported, from: s }\n${model("2 * claims.memo-1")}`;
    expect((await result(accepted)).figures["model.twice"]?.value).toBe(1000);
  });

  it("do not stand in the way of a claim of the same name", async () => {
    const both = `${head}${sources}claims:\n  memo-1: { is: 300 MW, grade: reported, from: s }\n${drafts.replace("[power]", "[memo-1]")}${model("2 * claims.memo-1")}`;
    expect((await result(both)).figures["model.twice"]?.value).toBe(600);
  });

  it("cannot be what conflicts are between, what a claim supersedes, or what answers a question", () => {
    const conflict = "conflicts:\n  c: { about: x, between: [power, memo-1], disagree: d, reading: r, open: yes }\n";
    const [found] = mistakesIn(`${head}${sources}${claims}${drafts}${conflict}`);
    expect(found?.message).toBe('there is no claim "memo-1"');
    expect(found?.hint).toContain("it is a draft");
  });

  it("are unreviewed, and say where they stand", () => {
    const reviewed = drafts.replace("unreviewed", "accepted").replace("quote: The site draws 500 MW., ", "");
    const said = mistakesIn(`${head}${sources}${claims}${reviewed}`).map(
      ({ message, expected }) => `${message} ${expected}`,
    );
    expect(said.join("\n")).toContain("a draft that was looked over goes under `claims:`");
    expect(said.join("\n")).toContain("quote");
  });
});

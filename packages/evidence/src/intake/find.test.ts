import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findingsIn, type IntakeFinding } from "./find.ts";

function found(text: string): IntakeFinding[] {
  return findingsIn({
    file: "memo.txt",
    lines: text.split("\n").map((line, index) => ({ text: line, line: index + 1 })),
  });
}

/** Of the only finding. */
function only(text: string): IntakeFinding {
  const [first, ...rest] = found(text);
  if (first === undefined || rest.length > 0)
    throw new Error(`${rest.length + (first === undefined ? 0 : 1)} findings`);
  return first;
}

describe("the place of a finding", () => {
  it("is its sentence and the line on which that begins", () => {
    const [first, second] = found("Heading\n\nNothing here. The site draws 300 MW. So it is.\nRent is $5 a day.");
    expect([first?.line, first?.sentence]).toEqual([3, "The site draws 300 MW."]);
    expect([second?.line, second?.sentence]).toEqual([4, "Rent is $5 a day."]);
  });

  it("holds across lines that were broken by their width", () => {
    const text =
      "The company said on Wednesday that it would take the whole block, which holds\nsome 220,000 GPUs, and that it pays by the\nmonth. Nobody asked. It has 300 MW of\npower.";
    expect(found(text).map(({ line, sentence }) => [line, sentence.length > 60])).toEqual([
      [1, true],
      [3, false],
    ]);
  });

  it("is not cut at abbreviations, initials and decimals", () => {
    expect(only("The U.S. firm Acme Inc. of J. Doe vs. Bolt Corp. has approx. 2.5 GW.").sentence).toContain(
      "Acme Inc. of",
    );
  });

  it("is a cell of a table, whose headings give the unit", () => {
    const table = "| Site | GPU count | Cost |\n|---|---|---|\n| North | 550,000 | ~$18 billion |";
    expect(found(table).map(({ item, line }) => [item.kind === "quantity" ? item.written[0] : "", line])).toEqual([
      ["550000 GPU", 3],
      ["18 billion USD", 3],
    ]);
  });

  it("names the page where there are pages", () => {
    const lines = [{ text: "It draws 5 MW.", page: 7 }];
    expect(findingsIn({ file: "a.pdf", lines })).toMatchObject([{ page: 7, line: undefined }]);
  });
});

describe("what a draft proposes", () => {
  it.each([
    ["Acme said it had leased 300 MW.", "disclosed"],
    ["Acme signed for 300 MW.", "disclosed"],
    ["According to Reuters, the site draws 300 MW.", "reported"],
    ["The site reportedly draws 300 MW.", "reported"],
    ["Doe Securities puts rent at $5B, our model implies.", "estimate"],
    ["Jane Doe estimates that rent is $5B.", "estimate"],
    ["The site will draw 300 MW by then.", "forecast"],
    ["Rent is expected to reach $5B.", "forecast"],
    ["I think the site draws 300 MW.", "opinion"],
    ["Jane Doe argues that 5 MW would do.", "opinion"],
    ["The site draws 300 MW.", "reported"],
  ])("%s: %s", (text, grade) => {
    expect(only(text).grade.grade).toBe(grade);
  });

  it.each([
    ["Jane Doe estimates that rent is $5B.", "Jane Doe"],
    ["According to reporting from The Daily Post, it draws 5 MW.", "Daily Post"],
    ["“It draws 5 MW,” he said.\n\n- Jane Doe, Some podcast", "Jane Doe, Some podcast"],
    ["“It draws 5 MW.”\n\n- Jane Doe, Some podcast", "Jane Doe, Some podcast"],
    ["It draws 5 MW.", undefined],
    ["Its reported 5 MW are small.", undefined],
  ])("%s: said by %s", (text, name) => {
    expect(found(text)[0]?.speaker?.name).toBe(name);
  });

  it.each([
    ["Acme pays Bolt $5B of annual rent and has $9B of debt.", "bolt", "rent"],
    ["The roadmap of Acme has 30 GW.", "acme", "roadmap"],
    ["North Site 1 holds 220,000 GPUs.", "north-site-1", "gpu-count"],
    ["Acme charges $2.60 per GPU-hour.", "acme", "rate"],
    ["Acme runs at 11 % MFU.", "acme", "mfu"],
    ["Acme gives 90 days of notice.", "acme", "notice"],
    ["Acme runs 33 data centres.", "acme", "data-centres"],
  ])("%s is about %s, %s", (text, about, quantity) => {
    expect(found(text)[0]?.names).toEqual({ about, quantity });
  });

  it("keeps doubt and the other dates of the sentence", () => {
    expect(found("It may reach 5 MW by May 2027, if at all.")[0]).toMatchObject({
      doubt: ["may", "if"],
      dates: ["2027-05"],
    });
  });
});

describe("hostile text", () => {
  it("stays text: what is not shown, or turns what is shown, is gone", () => {
    const hostile = "Power\u202e is\u0000 300\u200b MW\u001b[31m and\u2066 more\u{e0041}.";
    const { sentence, item } = only(hostile);
    expect(sentence).toBe("Power is  300 MW [31m and more.");
    expect(item).toMatchObject({ printed: "300 MW" });
  });

  it("of any kind gives findings whose parts are of the sentence", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\n", "| ", "5 GW", ". ", "$5B", "“", "”", "- Ann", " said "),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        for (const { sentence, item } of found(pieces.join(""))) {
          expect(sentence).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
          expect(sentence.slice(item.start, item.end)).toBe(item.printed);
        }
      }),
    );
  });

  it("without an end is cut into sentences of bounded length, so that work stays in proportion", () => {
    const findings = found("5 GW ".repeat(4000));
    expect(findings.length).toBeGreaterThan(3900);
    expect(Math.max(...findings.map(({ sentence }) => sentence.length))).toBeLessThanOrEqual(2000);
  });
});

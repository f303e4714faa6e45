import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTemplate } from "./parse.ts";

const problems = (text: string): string[] =>
  parseTemplate(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe("parseTemplate", () => {
  it("reads figures", () => {
    expect(parseTemplate("a {{ x.y in USD/GPU/h | p90 }} b{{z|exact}}").nodes).toEqual([
      { kind: "text", text: "a " },
      { kind: "figure", path: "x.y", unit: "USD/GPU/h", show: "p90", at: { line: 1, column: 3 } },
      { kind: "text", text: " b" },
      { kind: "figure", path: "z", show: "exact", at: { line: 1, column: 33 } },
    ]);
  });

  it("reads conditions, nested, and takes their lines away", () => {
    const text = "top\n{{#if a}}\nyes\n  {{#if not b}}\ninner\n  {{/if}}\n{{else}}\nno\n{{/if}}\nend";
    expect(parseTemplate(text).nodes).toMatchObject([
      { text: "top\n" },
      {
        kind: "if",
        path: "a",
        negated: false,
        whenTrue: [
          { text: "yes\n" },
          { kind: "if", path: "b", negated: true, whenTrue: [{ text: "inner\n" }], whenFalse: [] },
        ],
        whenFalse: [{ text: "no\n" }],
      },
      { text: "end" },
    ]);
  });

  it("keeps the line of a condition inside a sentence", () => {
    expect(parseTemplate("a {{#if x}}b{{else}}c{{/if}} d").nodes).toMatchObject([
      { text: "a " },
      { whenTrue: [{ text: "b" }], whenFalse: [{ text: "c" }] },
      { text: " d" },
    ]);
  });

  it("reads blocks", () => {
    expect(parseTemplate("{{table figures a b}}\r\n{{chart a b in GW}}").nodes).toEqual([
      { kind: "table", words: [{ text: "figures" }, { text: "a" }, { text: "b" }], at: { line: 1, column: 1 } },
      { kind: "chart", words: [{ text: "a" }, { text: "b" }], unit: "GW", at: { line: 2, column: 1 } },
    ]);
  });

  it("reads labels and a caption, in any order and over several lines", () => {
    const text = '{{chart\n  a as "The first,\n  or so"\n  b in USD / yr "What  is in it"\n}}';
    expect(parseTemplate(text)).toEqual({
      problems: [],
      nodes: [
        {
          kind: "chart",
          words: [{ text: "a", label: "The first, or so" }, { text: "b" }],
          unit: "USD/yr",
          caption: "What is in it",
          at: { line: 1, column: 1 },
        },
      ],
    });
    expect(parseTemplate('{{table figures "as in" a as "in"}}').nodes).toMatchObject([
      { words: [{ text: "figures" }, { text: "a", label: "in" }], caption: "as in" },
    ]);
  });

  it.each([
    ["{{chart a as}}", '`as` is followed by a "Label"'],
    ["{{chart a as b}}", '`as` is followed by a "Label"'],
    ["{{chart a in}}", "`in` is followed by a unit"],
    ['{{chart a "one" "two"}}', 'a second caption, "two": a label follows `as`'],
    ['{{chart a "one}}', "a quotation mark without its pair"],
  ])("%s is wrong", (text, message) => expect(problems(text)).toEqual([`1:1 ${message}`]));

  it("reports everything wrong in one pass, with its place", () => {
    const text = [
      "{{ a | p9 }} {{}}",
      "text {{table thesis}}",
      "{{else}}",
      "{{/if}}",
      "{{#each x}}",
      "{{ a b }}",
      "{{#if }}",
      "  {{ open",
    ].join("\n");
    expect(problems(text)).toEqual([
      '1:1 unknown statistic "p9": did you mean p5?',
      "1:14 an empty tag",
      "2:6 `{{table}}` stands on a line of its own",
      "3:1 `{{else}}` outside `{{#if}}`",
      "4:1 `{{/if}}` without `{{#if}}`",
      '5:1 unknown tag "#each": there are `#if`, `else`, `/if`, `table` and `chart`',
      '6:1 cannot read "a b": expected `path`, `path in UNIT` or `path | p90`',
      "7:1 `{{#if}}` takes one path, or `not` and a path",
      "7:1 `{{#if}}` without `{{/if}}`",
      "8:3 `{{` without `}}`",
    ]);
  });

  it("never throws and loses no text outside tags", () => {
    const part = fc.constantFrom(
      "{{",
      "}}",
      "{{#if a}}",
      "{{else}}",
      "{{/if}}",
      "\n",
      "word",
      "{{ a }}",
      "{{table x}}",
      "\u{1F600}",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const { nodes } = parseTemplate(parts.join(""));
        const words = (list: typeof nodes): number =>
          list.reduce((sum, node) => {
            if (node.kind === "if") return sum + words(node.whenTrue) + words(node.whenFalse);
            return sum + (node.kind === "text" ? node.text.split("word").length - 1 : 0);
          }, 0);
        const inTags = parts.join("").match(/\{\{(?:(?!\{\{).)*?word(?:(?!\{\{).)*?\}\}/s) !== null;
        if (!inTags) expect(words(nodes)).toBe(parts.filter((text) => text === "word").length);
      }),
    );
  });
});

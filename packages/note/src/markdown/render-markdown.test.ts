import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { audit, changes, result, template } from "../fixture.ts";
import { makeNote } from "../view/make-note.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import { renderMarkdown } from "./render-markdown.ts";

const text = renderMarkdown(makeNote({ result, template, audit, changes }).note);

describe("renderMarkdown", () => {
  it("begins with what it takes to make the note again", () => {
    expect(text.split("\n").slice(0, 5)).toEqual([
      "# The lease, rebuilt",
      "",
      "As of 2026-05-09 · deal `small-lease` · run `9f5e672ef70ead8500aa` · seed 1 · 20,000 samples",
      "",
      "- The rent pays for the loss. **fails**, under 0.1 %",
    ]);
  });

  it("marks each figure by what it rests on", () => {
    expect(text).toContain("leases 220,000 GPU\u00A0(D) at 300 MW\u00A0(D), that is 1.364 kW/GPU\u00A0(D).");
    expect(text).toContain(
      "| Power for each GPU | 1.364 kW/GPU\u00A0(D) | `claims.power / claims.gpus in kW/GPU` | 2 disclosed |",
    );
  });

  it("draws intervals to one scale", () => {
    expect(text).toContain(
      "Rent a year                        ─━━━━━━●━━━─                   3.85 [3.26 to 4.19] billion USD/yr",
    );
  });

  it("ends with the evidence of each figure shown", () => {
    const appendix = text.slice(text.indexOf("## Figures and their evidence"));
    expect(appendix).toContain(
      [
        "- `claims.lease-rate` Rent of one GPU for an hour: **2.31 USD/GPU/h** (D1)",
        "  - formula `2.60 USD/GPU/h`",
        "  - superseded by `filed-rate`",
        "  - `filed-rate` disclosed: 2.31 USD/GPU/h (SpaceX, Registration statement; 2026-05-09)",
      ].join("\n"),
    );
    expect(appendix).not.toContain("`claims.filed-rate`");
  });

  it("makes tables that GitHub's rules read as tables", () => {
    const rendered = new MarkdownIt("default").render(text);
    const captions = text.match(/^\*\*.*\*\*$/gm) ?? [];
    const drawings = text.match(/^```text$/gm) ?? [];
    expect(rendered.match(/<table>/g)).toHaveLength(captions.length - drawings.length);
  });

  it("keeps any plain text plain", () => {
    const plain = (html: string): string =>
      html.replace(/&(lt|gt|amp|quot);/g, (_, name: string) => ({ lt: "<", gt: ">", amp: "&", quot: '"' })[name] ?? "");
    const piece = fc.constantFrom(
      "<b>",
      "*",
      "_",
      "`",
      "[",
      "](",
      "javascript:",
      ")",
      "|",
      "~~",
      "&amp;",
      "\\",
      "a",
      "#",
      "1",
      "!",
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
        const source = `x${pieces.join("")}x`;
        const markdown = new MarkdownIt("default", { html: true });
        expect(plain(markdown.renderInline(escapeMarkdown(source)))).toBe(source);
        expect(plain(markdown.renderInline(codeSpan(source)))).toBe(`<code>${source.replaceAll("|", "\\|")}</code>`);
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { audit, changes, result, template } from "../fixture.ts";
import { makeNote } from "../view/make-note.ts";
import { escapeHtml, html } from "./markup.ts";
import { renderHtml } from "./render-html.ts";

const page = renderHtml(makeNote({ result, template, audit, changes }).note);
const withText = (text: string): string => renderHtml(makeNote({ result, template: text }).note);
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? "");

const empty = new Set(["meta", "br", "hr", "link", "img", "input", "rect", "line", "path", "circle"]);

/** What is open at the end or closed out of turn; a tag is anything between angle brackets, since all text is escaped. */
function unbalanced(markup: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, close, name = "", , self] of markup.matchAll(
    /<(\/?)([a-z][a-z0-9]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*(\/?)>/g,
  )) {
    if (close === "/") {
      if (open.pop() !== name) wrong.push(`</${name}>`);
    } else if (self !== "/" && !empty.has(name)) open.push(name);
  }
  return [...wrong, ...open];
}

/** Angle brackets that begin no tag of ours. */
function strayBrackets(markup: string): string[] {
  const body = markup.replace(/<style>[^]*?<\/style>/, "").replace("<!doctype html>", "");
  return body.replace(/<\/?[a-z][a-z0-9]*(?:\s+[\w:-]+(?:="[^"<>]*")?)*\s*\/?>/g, "").match(/[<>].{0,20}/g) ?? [];
}

describe("renderHtml", () => {
  it("is well formed", () => {
    expect(unbalanced(page)).toEqual([]);
    expect(strayBrackets(page)).toEqual([]);
    expect(unbalanced("<p><b></p>")).not.toEqual([]);
    expect(strayBrackets("<p>a < b</p>")).not.toEqual([]);
  });

  it("has unique ids, and every reference inside the page leads somewhere", () => {
    const ids = all(page, / id="([^"]*)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    const wanted = [
      ...all(page, / href="#([^"]*)"/g),
      ...all(page, / popovertarget="([^"]*)"/g),
      ...all(page, / aria-labelledby="([^"]*)"/g).flatMap((list) => list.split(" ")),
    ];
    expect(wanted.length).toBeGreaterThan(50);
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("loads nothing and links only to sources", () => {
    expect(page).not.toMatch(/ src=|@import|url\(|<script|<link|<img|<iframe/);
    expect(
      all(page, / href="([^#"][^"]*)"/g).filter((url) => url !== "https://www.anthropic.com/news/compute"),
    ).toEqual([]);
    expect(page).toContain(`default-src 'none'`.replaceAll("'", "&#39;"));
  });

  it("can be read without seeing it", () => {
    expect(page).toContain('<html lang="en">');
    for (const landmark of ["header", "main", "footer", "nav"]) expect(page).toContain(`<${landmark}`);
    expect(all(page, /(<table>\s*<caption>)/g)).toHaveLength(all(page, /(<table)/g).length);
    const charts = all(page, /(<svg class="chart" role="img")/g).length;
    expect(charts).toBe(4);
    expect(all(page, /(<details>)/g)).toHaveLength(charts);
    expect(all(page, /<svg\s(?!class="swatch")[^]*?(<title[^]*?<desc)/g)).toHaveLength(charts + 1);
    expect(all(page, /(<th (?!scope))/g)).toEqual([]);
  });

  it("goes down one heading level at a time from one h1", () => {
    const deep = withText("# A\n\n### B\n\n###### C\n\n## D\n\ntext\n\n{{table thesis}}\n\n##### E\n");
    for (const markup of [page, deep]) {
      const levels = all(markup, /<h([1-6])[ >]/g).map(Number);
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    }
    expect(unbalanced(deep)).toEqual([]);
  });

  it("sets figures into text with their mark and their derivation", () => {
    const markup = withText(
      "It is **{{ model.annual-rent }}**, [{{ claims.gpus }}](https://example.org/{{claims.gpus}}) `{{ claims.power }}`",
    );
    expect(markup.replaceAll("\n", " ")).toContain(
      '<strong><span class="tie"><a class="figure" href="#d-model.annual-rent"><b>3.85</b> <i>[3.26 to 4.19]</i> <b>billion USD/yr</b></a>\u2060<button type="button" class="mark" popovertarget="d-model.annual-rent" aria-label="DA: evidence of 3.85, 2 disclosed, 1 assumption" title="2 disclosed, 1 assumption" > DA </button>,</span></strong> ',
    );
    expect(markup).toContain(
      '<a href="https://example.org/220,000%20GPU" rel="noopener noreferrer">220,000 GPU</a> <code>300 MW</code>',
    );
    expect(markup).toContain('<article class="derivation" id="d-claims.gpus"');
    expect(unbalanced(markup)).toEqual([]);
  });

  it("keeps a figure, its mark and what follows it on one line", () => {
    const markup = withText("a ({{ claims.gpus }}), {{ claims.gpus }}. b **{{ claims.gpus }}**; *{{ claims.gpus }}* c");
    const ends = all(markup, /<\/button>([^]*?)(?=\s)/g);
    expect(ends.slice(-4)).toEqual(["),</span>", ".</span>", ";</span></strong>", "</span></em>"]);
    expect(unbalanced(markup)).toEqual([]);
  });

  it("has each derivation once: its entry is its card where a mark leads to it", () => {
    expect(page).toMatch(/<article class="derivation" id="d-model.annual-rent"\s+popover>/);
    // Shown by nothing but what rests on it.
    expect(page).toMatch(/<article class="derivation" id="d-claims.filed-rate"\s*>/);
    expect(all(page, /(<article)/g)).toHaveLength(
      makeNote({ result, template, audit, changes }).note.derivations.length,
    );
  });

  it("says on paper each claim once, and nothing twice", () => {
    const entry = page.split('id="d-model.annual-rent"')[1]?.split("</article>")[0] ?? "";
    expect(all(entry, /<div class="screen">\s*<dt>([^<]*)/g)).toEqual(["From", "Evidence"]);
    expect(all(entry, /<div>\s*<dt>([^<]*)/g)).toEqual(["Formula", "Rests on"]);
    expect(page).toMatch(/\.derivation dl \.screen \{ display: none; \}/);
  });

  it("gives a claim in full at its own entry, and leads there from the figures that rest on it", () => {
    const entryOf = (path: string): string =>
      page.split(`id="d-${path}"`)[1]?.split("</article>")[0]?.replace(/\s+/g, " ") ?? "";
    expect(entryOf("claims.gpus")).toContain(
      'Anthropic, <a href="https://www.anthropic.com/news/compute" rel="noopener noreferrer">Higher limits &amp; more compute</a>; 2026-05-06.',
    );
    expect(entryOf("model.annual-rent")).toContain(
      '<a href="#d-claims.gpus">Over 220,000 NVIDIA GPUs.</a> <b>at least 220000 GPU</b>. Anthropic, 2026-05-06.',
    );
    expect(entryOf("model.annual-rent")).toContain(
      '<a href="#d-assumptions.occupancy">Share of hours that are paid</a>: 86 [73 to 94] %',
    );
    expect(entryOf("claims.filed-rate")).not.toContain("javascript:");
  });

  it("is the same for the same note", () => {
    expect(renderHtml(makeNote({ result, template, audit, changes }).note)).toBe(page);
  });
});

const attacks = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "</title></style></textarea><svg onload=alert(1)>",
  "<!-- --><![CDATA[ x ]]>",
  "\uE0000\uE001",
  "&lt;script&gt;",
];

/** Tags with their attributes' values taken out: what is left of an attack there would run. */
function bare(markup: string): string[] {
  return (markup.match(/<[a-z][^<>]*>/g) ?? []).map((tag) => tag.replace(/="[^"]*"/g, ""));
}

function expectHarmless(markup: string): void {
  expect(unbalanced(markup)).toEqual([]);
  expect(strayBrackets(markup)).toEqual([]);
  expect(bare(markup).filter((tag) => /^<(?:script|img|textarea|iframe)|\son\w+/i.test(tag))).toEqual([]);
}

describe("hostile text", () => {
  it("would be found by these checks", () => {
    expect(() => expectHarmless('<p title="" onmouseover="x"></p>')).toThrow();
    expect(() => expectHarmless("<p><script>x</script></p>")).toThrow();
  });

  it.each(attacks)("%s in the note comes out as text", (attack) => {
    for (const text of [
      attack,
      `# ${attack}\n\n## ${attack}`,
      `[a](${attack})`,
      `![${attack}](http://evil.example/x.png)`,
      `| ${attack} |\n|---|\n| ${attack} |`,
      `\`\`\`${attack}\n${attack}\n\`\`\``,
    ]) {
      expectHarmless(withText(`{{ claims.gpus }}\n\n${text}\n`));
    }
  });

  it.each(["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "&#106;avascript:alert(1)"])(
    "%s is no link",
    (url) => {
      const markup = withText(`[a](${url}) <${url}>\n\n[b]\n\n[b]: ${url}\n`);
      expect(
        all(markup, / href="([^#"][^"]*)"/g).filter((link) => link !== "https://www.anthropic.com/news/compute"),
      ).toEqual([]);
    },
  );

  it.each(attacks)("%s in the deal comes out as text", (attack) => {
    // Every text of the result, names of figures and all, is the attack.
    const hostile: typeof result = JSON.parse(JSON.stringify(result), (key, value: unknown) => {
      const kept = ["unit", "kind", "state", "grade", "schema", "value", "p5", "p10", "p50", "p90", "p95", "mean"];
      return typeof value === "string" && !kept.includes(key) && !/^\d+$/.test(key) ? attack : value;
    });
    const { note } = makeNote({
      result: hostile,
      template: template.replace("{{chart model.cash}}", ""),
      audit: audit.map((row) => ({ ...row, asks: attack, printed: attack, why: [attack] })),
    });
    const markup = renderHtml(note);
    expectHarmless(markup);
    if (attack.startsWith("<script")) expect(markup).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("is escaped whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']/);
        expect(html`<p title="${text}">${text}</p>`.text.match(/[<>"]/g)).toHaveLength(6);
      }),
    );
  });
});

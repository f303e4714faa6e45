import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { dots, linearAxis, logAxis, path, svg, text } from "./svg.ts";

describe("a picture", () => {
  const whole = svg({ title: "a < b & c", description: "says <it>", width: 10, height: 20, body: ["<g/>"] });

  it("has its title and description in words, and follows light and dark", () => {
    expect(whole).toContain('<title id="title">a &lt; b &amp; c</title>');
    expect(whole).toContain('<desc id="description">says &lt;it&gt;</desc>');
    expect(whole).toContain('aria-labelledby="title description"');
    expect(whole).toContain("prefers-color-scheme:dark");
  });

  it("has marks at places rounded to a tenth", () => {
    expect(
      path(
        [
          [1, 2],
          [3.06, 4],
        ],
        "line one",
      ),
    ).toBe('<path class="line one" d="M1 2L3.1 4"/>');
    expect(
      dots(
        [
          [1, 2],
          [3, 4],
        ],
        "two",
      ),
    ).toBe('<path class="dots two" d="M1 2h0M3 4h0"/>');
    expect(text("<", { at: [1, 2] })).toContain(">&lt;</text>");
  });
});

describe("axes", () => {
  it("go from end to end, evenly or by ratio", () => {
    const even = linearAxis(10, 2.5, 100, 200);
    expect(even.ticks).toEqual([0, 2.5, 5, 7.5, 10]);
    expect([0, 5, 10].map((value) => even.at(value))).toEqual([100, 150, 200]);
    const ratio = logAxis(1, 100, [1, 10, 100], 200, 0);
    expect(ratio.ticks.map((value) => ratio.at(value))).toEqual([200, 100, 0]);
  });
});

describe("the pictures of the documentation", () => {
  const folder = new URL("../../docs/pictures/", import.meta.url);

  it("load nothing, say what they show, and hold no number that is none", () => {
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".svg"))) {
      const written = readFileSync(new URL(name, folder), "utf8");
      expect(written).toMatch(/<desc id="[^"]*">[^<]{40,}/);
      expect(written).not.toMatch(/NaN|Infinity|undefined/);
      expect(written.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|@import|url\(/);
    }
  });
});

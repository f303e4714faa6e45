import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findingsIn, type Line } from "@underwatt/evidence";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Unusable } from "../deal-folder.ts";
import { htmlLines } from "./html-lines.ts";
import { pdfOf } from "./pdf.fixture.ts";
import { readDocument } from "./read-document.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "underwatt-documents-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Lines with text. */
async function linesOf(name: string, content: string | Uint8Array): Promise<Line[]> {
  const { lines } = await readDocument(file(name, content));
  return lines.filter(({ text }) => text.trim() !== "");
}

function shown(html: string): string[] {
  return htmlLines(html).flatMap(({ text }) => (text === "" ? [] : [text]));
}

describe("text", () => {
  it("has its lines, whatever ends them, in UTF-8, UTF-16 or Windows' Latin", async () => {
    expect(await linesOf("a.md", "One\r\n\r\n5 €\n")).toEqual([
      { text: "One", line: 1 },
      { text: "5 €", line: 3 },
    ]);
    expect((await linesOf("b.txt", new Uint8Array([0xff, 0xfe, 0x35, 0, 0xac, 0x20])))[0]?.text).toBe("5€");
    expect((await linesOf("c.txt", new Uint8Array([0x35, 0x96, 0x36, 0x80])))[0]?.text).toBe("5–6€");
  });
});

describe("a web page", () => {
  it("is what a browser shows, each block with its line of the file", async () => {
    const page = `<!doctype html><html><head><title>No</title><style>p { width: 5px }</style></head>
<body><script>var x = "7 GW";</script>
<h1>Head</h1>
<p>It draws <b>300</b>
 MW &amp; more.</p><p hidden>9 GW</p><p style="display: none">8 GW</p>
<ul><li>One<li>Two</ul><!-- 6 GW --></body></html>`;
    expect(await linesOf("page.html", page)).toEqual([
      { text: "Head", line: 3 },
      { text: "It draws 300 MW & more.", line: 4 },
      { text: "One", line: 6 },
      { text: "Two", line: 6 },
    ]);
  });

  it("is known by its beginning, whatever its name", async () => {
    expect(await linesOf("saved", "<!-- saved from x -->\n<!DOCTYPE HTML><p>5 MW</p>")).toMatchObject([
      { text: "5 MW" },
    ]);
  });

  it("keeps rows of tables together, so that headings give units", async () => {
    const path = file("t.html", "<html><table><tr><th>Site<th>Power (MW)<tr><td>North<td>~12</table>");
    const [found] = findingsIn(await readDocument(path));
    expect(found?.item).toMatchObject({ unit: "MW", low: 12 });
  });

  it("whose tables lay it out is read as blocks", () => {
    const long = "It draws 5 MW. ".repeat(30).trim();
    expect(shown(`<table><tr><td>Menu<td>${long}</table>`)).toEqual(["Menu", long]);
    expect(shown("<table><tr><td>A<table><tr><td>B<td>C</table>")).toEqual(["| A |", "| B | C |"]);
  });

  it("that nests deeper than calls can is read all the same", () => {
    expect(shown(`${"<div>".repeat(30_000)}5 MW`)).toEqual(["5 MW"]);
  });
});

describe("a PDF", () => {
  it("gives its lines with their pages", async () => {
    const pdf = pdfOf([["Title of the memo"], ["The hall draws 300 MW", "and costs (about) $5B a year."]]);
    expect(await linesOf("memo.pdf", pdf)).toEqual([
      { text: "Title of the memo", page: 1 },
      { text: "The hall draws 300 MW", page: 2 },
      { text: "and costs (about) $5B a year.", page: 2 },
    ]);
  });

  it("leaves out what most pages have at head or foot", async () => {
    const pages = ["one", "two", "three"].map((word, index) => [
      "Acme, 28 May 2026",
      `On ${word}.`,
      `${index + 1} of 3`,
    ]);
    expect((await linesOf("long.pdf", pdfOf(pages))).map(({ text }) => text)).toEqual([
      "On one.",
      "On two.",
      "On three.",
    ]);
  });

  it("is known by its beginning, whatever its name", async () => {
    expect(await linesOf("memo.txt", pdfOf([["5 MW"]]))).toEqual([{ text: "5 MW", page: 1 }]);
  });
});

describe("what cannot be read is told in a sentence", () => {
  const told = async (path: string): Promise<string> =>
    await readDocument(path).then(
      () => "read",
      (error: unknown) => {
        if (error instanceof Unusable) return error.message.replace(folder, "");
        throw error;
      },
    );

  it.each([
    [
      "a zip archive",
      "a.docx",
      new TextEncoder().encode("PK\u0003\u0004"),
      "/a.docx is a zip archive, such as an office document",
    ],
    [
      "a picture",
      "a.png",
      new Uint8Array([0x89, 0x50, 0, 1]),
      "/a.png is no text: expected text, Markdown, HTML or PDF",
    ],
    ["a broken PDF", "a.pdf", new TextEncoder().encode("%PDF-1.4 broken"), "/a.pdf cannot be read as a PDF"],
    ["a PDF of pictures", "b.pdf", pdfOf([[]]), "/b.pdf has no text, only pictures of it"],
  ])("%s", async (_, name, content, message) => {
    expect(await told(file(name, content))).toContain(message);
  });

  it("what is missing, or a folder", async () => {
    expect(await told(join(folder, "none.txt"))).toBe("there is no file /none.txt");
    expect(await told(folder)).toContain("is no file: name the documents themselves");
  });

  it("what is too large, before it is read", async () => {
    const large = file("large.txt", "5 MW");
    truncateSync(large, 50_000_000);
    expect(await told(large)).toBe(
      "/large.txt has 50 MB, and of a document at most 40 MB are read: cut out the part that matters",
    );
    expect(await told(file("long.txt", "5 MW\n".repeat(1_200_000)))).toContain(
      "has 6 MB, and of a text at most 5 MB are read",
    );
    expect(await told(file("page.html", `<html>${" ".repeat(10_500_000)}`))).toContain("of a web page at most 10 MB");
  });
});

/** A PDF's text as lines, each with its page. */
import type { Line } from "@underwatt/evidence";
import { extractText, getDocumentProxy } from "unpdf";
import { Unusable } from "../deal-folder.ts";

/** Pages beyond this are not read: no document of a deal has as many. */
const mostPages = 2000;

/** @throws Unusable when it is no PDF, is locked, or holds pictures of text alone */
export async function pdfLines(file: string, bytes: Uint8Array): Promise<Line[]> {
  let pages: readonly string[];
  try {
    // Nothing is fetched for it, and no script of it runs.
    const document = await getDocumentProxy(bytes, { verbosity: 0, useSystemFonts: false });
    if (document.numPages > mostPages)
      throw new Unusable(`${file} has ${document.numPages} pages; at most ${mostPages} are read: split it`);
    const { text } = await extractText(document, { mergePages: false });
    pages = text;
  } catch (error) {
    if (error instanceof Unusable) throw error;
    const name = error instanceof Error ? error.name : "";
    throw new Unusable(
      name === "PasswordException"
        ? `${file} is locked with a password: save a copy without one`
        : `${file} cannot be read as a PDF: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (pages.every((page) => page.trim() === ""))
    throw new Unusable(`${file} has no text, only pictures of it: run it through text recognition first`);
  return withoutMargins(pages.map((page) => page.split("\n").filter((text) => text.trim() !== ""))).flatMap(
    (lines, index) => lines.map((text) => ({ text, page: index + 1 })),
  );
}

/** How many lines of a page's head and foot may be margins. */
const marginLines = 2;

/** Pages without the lines at their head and foot that most of them share, page numbers apart. */
function withoutMargins(pages: readonly (readonly string[])[]): (readonly string[])[] {
  if (pages.length < 3) return [...pages];
  const bare = (line: string): string => line.replaceAll(/\d+/g, "#").trim();
  const isMargin = (lines: readonly string[], index: number): boolean =>
    index < marginLines || index >= lines.length - marginLines;
  const counts = new Map<string, number>();
  for (const lines of pages) {
    const margins = new Set(lines.filter((_, index) => isMargin(lines, index)).map(bare));
    for (const line of margins) counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return pages.map((lines) =>
    lines.filter((line, index) => !isMargin(lines, index) || (counts.get(bare(line)) ?? 0) * 2 <= pages.length),
  );
}

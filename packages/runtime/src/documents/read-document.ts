/** Documents that people save: text, Markdown, web pages and PDFs, as lines with their places. */
import { readFileSync, statSync } from "node:fs";
import type { ReadDocument } from "@underwatt/evidence";
import { Unusable } from "../deal-folder.ts";

/** The largest files that are read, by what they are: pictures make PDFs large, and markup costs many times its size in memory. */
const mostBytes = { document: 40_000_000, "web page": 10_000_000, text: 5_000_000 } as const;
type Kind = keyof typeof mostBytes;

/**
 * Reads a document, with a parser that is loaded when there is something for it: most commands never read one. What it is,
 * its first bytes say, not its name.
 * @throws Unusable when it is missing, too large, or nothing that can be read
 */
export async function readDocument(file: string): Promise<ReadDocument> {
  const bytes = bytesOf(file);
  if (startsWith(bytes, "%PDF-")) {
    const { pdfLines } = await import("./pdf-lines.ts");
    const lines = await pdfLines(file, bytes);
    refuseLarge(
      file,
      lines.reduce((sum, { text }) => sum + text.length, 0),
      "text",
    );
    return { file, lines };
  }
  if (startsWith(bytes, "PK"))
    throw new Unusable(`${file} is a zip archive, such as an office document: save it as PDF, HTML or text`);
  const text = textOf(file, bytes);
  const kind = isHtml(file, text) ? "web page" : "text";
  refuseLarge(file, bytes.length, kind);
  if (kind === "text") {
    const lines = text.split(/\r\n|\n|\r/).map((line, index) => ({ text: line, line: index + 1 }));
    return { file, lines };
  }
  const { htmlLines } = await import("./html-lines.ts");
  return { file, lines: htmlLines(text) };
}

function bytesOf(file: string): Uint8Array {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) throw new Unusable(`${file} is no file: name the documents themselves`);
    refuseLarge(file, stats.size, "document");
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    if (error instanceof Unusable) throw error;
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new Unusable(`there is no file ${file}`);
    throw new Unusable(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function refuseLarge(file: string, size: number, kind: Kind): void {
  const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
  if (size <= mostBytes[kind]) return;
  throw new Unusable(
    `${file} has ${megabytes(size)}, and of a ${kind} at most ${megabytes(mostBytes[kind])} are read: cut out the part that matters`,
  );
}

function startsWith(bytes: Uint8Array, mark: string): boolean {
  return [...mark].every((letter, index) => bytes[index] === letter.charCodeAt(0));
}

function textOf(file: string, bytes: Uint8Array): string {
  const [first, second] = bytes;
  const utf16 =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : undefined;
  if (utf16 !== undefined) return new TextDecoder(utf16).decode(bytes);
  if (bytes.subarray(0, 8192).includes(0))
    throw new Unusable(`${file} is no text: expected text, Markdown, HTML or PDF`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // What is not UTF-8 is, among Western documents, this.
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function isHtml(file: string, text: string): boolean {
  const head = text.slice(0, 2000).toLowerCase();
  return /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|body)\b/.test(head) || /\.x?html?$/i.test(file);
}

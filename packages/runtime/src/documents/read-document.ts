/** Documents that people save: text, Markdown, web pages and PDFs, as lines with their places. */
import { readFileSync, statSync } from "node:fs";
import type { ReadDocument } from "@underwatt/evidence";
import { Unusable } from "../deal-folder.ts";
import { htmlLines } from "./html-lines.ts";
import { pdfLines } from "./pdf-lines.ts";

/** The largest file that is read; the longest filings are a tenth of it. */
export const mostBytes = 20_000_000;
/** Markup costs many times its size in memory. */
const mostMarkup = 10_000_000;

/**
 * Reads a document; what it is, its first bytes say, not its name.
 * @throws Unusable when it is missing, too large, or nothing that can be read
 */
export async function readDocument(file: string): Promise<ReadDocument> {
  const bytes = bytesOf(file);
  if (startsWith(bytes, "%PDF-")) return { file, lines: await pdfLines(file, bytes) };
  if (startsWith(bytes, "PK"))
    throw new Unusable(`${file} is a zip archive, such as an office document: save it as PDF, HTML or text`);
  const text = textOf(file, bytes);
  if (!isHtml(file, text)) {
    const lines = text.split(/\r\n|\n|\r/).map((line, index) => ({ text: line, line: index + 1 }));
    return { file, lines };
  }
  if (bytes.length > mostMarkup) throw tooLarge(file, bytes.length, mostMarkup, "web page");
  return { file, lines: htmlLines(text) };
}

function bytesOf(file: string): Uint8Array {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) throw new Unusable(`${file} is no file: name the documents themselves`);
    if (stats.size > mostBytes) throw tooLarge(file, stats.size, mostBytes, "document");
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    if (error instanceof Unusable) throw error;
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new Unusable(`there is no file ${file}`);
    throw new Unusable(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function tooLarge(file: string, size: number, most: number, what: string): Unusable {
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  return new Unusable(
    `${file} has ${megabytes(size)}; a ${what} may have ${megabytes(most)}: cut out the part that matters`,
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

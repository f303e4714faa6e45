/** For tests: a workbook read back without the library that wrote it, and computed by LibreOffice where that is installed. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inflateRawSync } from "node:zlib";
import { infinite, type Spreadsheet } from "@underwatt/deal";
import { crumbs } from "./checks-sheet.ts";
import { firstMonthColumn } from "./layout.ts";
import { columnName } from "./sheet.ts";

export interface ReadCell {
  /** Undefined where the cell holds a formula that nobody has computed. */
  readonly value: number | string | undefined;
  readonly formula?: string;
}
/** Cells by address, by name of their sheet. */
export type ReadBook = ReadonlyMap<string, ReadonlyMap<string, ReadCell>>;

/** Undefined where LibreOffice is not on the PATH. */
export const office: string | undefined = ["soffice", "libreoffice"].find(
  (name) => spawnSync(name, ["--version"], { encoding: "utf8" }).status === 0,
);
/** Why tests that need it are skipped. */
export const withoutOffice = "LibreOffice (soffice) is not on the PATH";

/** Lets LibreOffice compute workbooks, whose formulas have no values yet, and reads what came of it. */
export function recalculate(workbooks: readonly Uint8Array[]): ReadBook[] {
  const folder = mkdtempSync(join(tmpdir(), "underwatt-office-"));
  try {
    const files = workbooks.map((bytes, index) => {
      const file = join(folder, `${index}.xlsx`);
      writeFileSync(file, bytes);
      return file;
    });
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, "profile")).href}`;
    const out = join(folder, "out");
    const given = [profile, "--headless", "--convert-to", "xlsx", "--outdir", out, ...files];
    const ran = spawnSync(office ?? "soffice", given, { encoding: "utf8" });
    if (ran.status !== 0) throw new Error(`LibreOffice failed: ${ran.stderr}`);
    return workbooks.map((_, index) => readBook(readFileSync(join(out, `${index}.xlsx`))));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Figures and months that are not what we compute, to 1e-9 of the value, as lines for people; and the largest difference of
 * all, relative to the value; a small month is held to a thousandth of the row's largest, since rounding leaves crumbs where
 * large amounts cancel, and an amount of money to `crumbs`.
 */
export function compareFigures(
  book: ReadBook | undefined,
  sheet: Spreadsheet | undefined,
): { readonly differences: string[]; readonly largest: number; readonly values: number } {
  if (book === undefined || sheet === undefined) throw new Error("nothing was computed");
  const { lines } = sheet;
  const differences: string[] = [];
  let [largest, values] = [0, 0];
  for (const line of lines) {
    const { id, part, working, expected = [] } = line;
    if (part === "input" || working !== undefined) continue;
    const where = part === "figure" ? "Figures" : "Monthly";
    const row = rowOf(book, where, id);
    const largestMonth = expected.reduce((most, one) => (isFinite(one) ? Math.max(most, Math.abs(one)) : most), 0);
    const scale = Math.max(crumbs(line), expected.length > 1 ? 1e-3 * largestMonth : 0);
    for (const [month, value] of expected.entries()) {
      const column = part === "figure" ? "C" : columnName(firstMonthColumn + month);
      const cell = book.get(where)?.get(`${column}${row}`)?.value;
      const difference = differenceOf(cell, value, scale);
      largest = Math.max(largest, difference);
      values += 1;
      if (!(difference <= 1e-9)) differences.push(`${id} ${month}: ${cell ?? "nothing"}, not ${value}`);
    }
  }
  return { differences, largest, values };
}

/** An undefined value is an error in the workbook, an infinite one is 1E+300 or near it. */
function differenceOf(cell: number | string | undefined, value: number, scale: number): number {
  if (Number.isNaN(value)) return typeof cell === "string" && cell.startsWith("#") ? 0 : Infinity;
  if (typeof cell !== "number") return Infinity;
  if (Math.abs(value) >= infinite)
    return Math.sign(cell) === Math.sign(value) && Math.abs(cell) > infinite / 1e10 ? 0 : Infinity;
  return Math.abs(cell - value) / Math.max(Math.abs(cell), Math.abs(value), scale);
}

/** Number of the row that a path stands in. */
export function rowOf(book: ReadBook, sheet: string, path: string): number {
  for (const [address, { value }] of book.get(sheet) ?? []) {
    if (value === path && /^A\d+$/.test(address)) return Number(address.slice(1));
  }
  throw new Error(`${sheet} has no row ${path}`);
}

/** Reads the sheets of an XLSX file (ECMA-376): just enough of it for tests. */
export function readBook(bytes: Uint8Array): ReadBook {
  const parts = unzip(Buffer.from(bytes));
  const part = (name: string): string => parts.get(name) ?? "";
  const strings = [...part("xl/sharedStrings.xml").matchAll(/<si>(.*?)<\/si>/gs)].map(([, si = ""]) => textsOf(si));
  const targets = new Map(
    [...part("xl/_rels/workbook.xml.rels").matchAll(/<Relationship [^>]*>/g)].map(([tag]) => [
      attribute(tag, "Id"),
      attribute(tag, "Target").replace(/^\/?(xl\/)?/, "xl/"),
    ]),
  );
  return new Map(
    [...part("xl/workbook.xml").matchAll(/<sheet [^>]*>/g)].map(([tag]) => [
      attribute(tag, "name"),
      cellsOf(part(targets.get(attribute(tag, "r:id")) ?? ""), strings),
    ]),
  );
}

function cellsOf(xml: string, strings: readonly string[]): Map<string, ReadCell> {
  const cells = new Map<string, ReadCell>();
  for (const [, tag = "", inside = ""] of xml.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
    const formula = /<f[^>]*>(.*?)<\/f>/s.exec(inside)?.[1];
    const value = /<v[^>]*>(.*?)<\/v>/s.exec(inside)?.[1];
    cells.set(attribute(`<c ${tag}`, "r"), {
      value: valueOf(attribute(`<c ${tag}`, "t"), value, inside, strings),
      ...(formula === undefined ? {} : { formula: plain(formula) }),
    });
  }
  return cells;
}

function valueOf(
  type: string,
  value: string | undefined,
  inside: string,
  strings: readonly string[],
): number | string | undefined {
  if (type === "inlineStr") return textsOf(inside);
  if (value === undefined) return undefined;
  if (type === "s") return strings[Number(value)] ?? "";
  return type === "" || type === "n" || type === "b" ? Number(value) : plain(value);
}

function textsOf(xml: string): string {
  return [...xml.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, text = ""]) => plain(text)).join("");
}
function attribute(tag: string, name: string): string {
  return plain(new RegExp(`[ ]${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
}
function plain(xml: string): string {
  return xml
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}

/** By the central directory of the archive (APPNOTE 4.3.12). */
function unzip(bytes: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    if (name === undefined || extra === undefined || comment === undefined) throw new Error("no central directory");
    const header = bytes.readUInt32LE(at + 42);
    const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
    const data = bytes.subarray(start, start + size);
    const path = bytes.toString("utf8", at + 46, at + 46 + name);
    files.set(path, (method === 0 ? data : inflateRawSync(data)).toString("utf8"));
    at += 46 + name + extra + comment;
  }
  return files;
}

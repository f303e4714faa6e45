/** `underwatt run --xlsx`: LibreOffice computes the workbooks of the deals that come with Underwatt, and comes to our numbers. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultOptions, runDeal, spreadsheetOf, type RunOptions, type Spreadsheet } from "@underwatt/deal";
import { renderXlsx } from "@underwatt/note";
import { compareFigures, office, readBook, recalculate, withoutOffice } from "@underwatt/note/contracts/workbook";
import { afterAll, describe, expect, it } from "vitest";
import { exitCodes, Stop } from "../exit.ts";
import { open, prepareOrStop } from "../open.ts";
import { run } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "underwatt-xlsx-"));
afterAll(() => rmSync(folder, { recursive: true }));
const deals = fileURLToPath(new URL("../../../../deals", import.meta.url));
const names = readdirSync(deals).filter((name) => existsSync(join(deals, name, "deal.yaml")));

async function written(deal: string, options: Partial<RunOptions> = {}, file = "deal.xlsx"): Promise<Uint8Array> {
  const xlsx = join(folder, file);
  const lines = await run(join(deals, deal), { options: { ...defaultOptions, samples: 64, ...options }, xlsx }, 100);
  expect(lines.at(-1)).toBe(`workbook written to ${xlsx}`);
  return readFileSync(xlsx);
}

describe("run --xlsx", () => {
  it("writes the case that was asked for: its day, its scenario or what --set says", async () => {
    const set = new Map([["claims.density-gb200", "2 kW/GPU"]]);
    const book = readBook(await written("gigawatt", { set, asOf: "2026-05-20" }));
    const texts = (sheet: string): unknown[] => [...(book.get(sheet)?.values() ?? [])].map(({ value }) => value);
    expect(texts("Cover")).toContain("2026-05-20: evidence published later is not used");
    expect(texts("Cover")).toContain("claims.density-gb200 = 2 kW/GPU");
    expect(texts("Inputs")).toContain("2 kW/GPU");
  });

  it("says what is wrong with the file's name, or that it cannot be written", async () => {
    await expect(written("gigawatt", {}, "deal.xls")).rejects.toThrow(
      new Stop(`--xlsx ${join(folder, "deal.xls")}: expected a file that ends in .xlsx`, exitCodes.mistakes),
    );
    await expect(
      run(join(deals, "gigawatt"), { options: { ...defaultOptions, samples: 16 }, xlsx: "/dev/null/x.xlsx" }, 100),
    ).rejects.toThrow(/^cannot write \/dev\/null\/x\.xlsx: /);
  });

  const skipped = office === undefined ? ` (skipped: ${withoutOffice})` : "";
  it.skipIf(office === undefined)(
    `LibreOffice computes each figure of ${names.join(", ")} as we do${skipped}`,
    async () => {
      const sheets: Spreadsheet[] = [];
      const workbooks: Uint8Array[] = [];
      for (const name of names) {
        const prepared = prepareOrStop(open(join(deals, name)), { ...defaultOptions, samples: 64 });
        const sheet = spreadsheetOf(prepared);
        sheets.push(sheet);
        workbooks.push(await renderXlsx(sheet, await runDeal(prepared), new Date(0)));
      }
      const books = recalculate(workbooks);
      for (const [index, name] of names.entries()) {
        const { differences, values } = compareFigures(books[index], sheets[index]);
        expect(differences, name).toEqual([]);
        expect(values, name).toBeGreaterThan(100);
        const verdict = (cell: string): unknown => books[index]?.get("Checks")?.get(cell)?.value;
        expect([verdict("C4"), verdict("C5")], name).toEqual([1, 1]);
      }
    },
  );
});

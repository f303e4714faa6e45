/** `underwatt run --xlsx`: LibreOffice computes the workbooks of the deals that come with Underwatt, and comes to our numbers. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  asCell,
  dateOffset,
  defaultOptions,
  runDeal,
  spreadsheetOf,
  type Prepared,
  type RunOptions,
  type Spreadsheet,
} from "@underwatt/deal";
import { buildFormulaGraph, evaluateAt } from "@underwatt/engine";
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
    `LibreOffice computes each figure of ${names.join(", ")} as we do, also with every draw moved${skipped}`,
    async () => {
      const sheets: Spreadsheet[] = [];
      const workbooks: Uint8Array[] = [];
      for (const name of names) {
        const prepared = prepareOrStop(open(join(deals, name)), { ...defaultOptions, samples: 64 });
        const sheet = spreadsheetOf(prepared);
        const result = await runDeal(prepared);
        for (const of of [sheet, moved(sheet, prepared)]) {
          sheets.push(of);
          workbooks.push(await renderXlsx(of, result, new Date(0)));
        }
      }
      const books = recalculate(workbooks);
      for (const [index, name] of names.entries()) {
        const median = books[2 * index];
        const { differences, values } = compareFigures(median, sheets[2 * index]);
        expect(differences, name).toEqual([]);
        expect(values, name).toBeGreaterThan(100);
        expect(compareFigures(books[2 * index + 1], sheets[2 * index + 1]).differences, name).toEqual([]);
        const verdict = (cell: string): unknown => median?.get("Checks")?.get(cell)?.value;
        expect([verdict("C4"), verdict("C5")], name).toEqual([1, 1]);
      }
    },
  );
});

/**
 * The workbook of the median case with every draw moved to its lower fifth, and what must come of it. A draw of a workbook
 * stands for a median, so that base cases move with it.
 */
function moved(sheet: Spreadsheet, { expansion, graph }: Prepared): Spreadsheet {
  const { definitions, units, absent } = expansion;
  const live = buildFormulaGraph(definitions, units, graph.program.calendar, new Set(absent.keys()));
  const inputs = new Map(live.program.inputs.map(({ name, distribution }) => [name, distribution]));
  const quantities = [...live.quantities.values()];
  const steps = quantities.map(({ step }) => step);
  const columns = evaluateAt(live.program, steps, 0.2);
  const values = new Map(
    quantities.map(({ path, type }, index) => {
      const offset = type.kind === "date" ? dateOffset : 0;
      return [path, Array.from(columns[index]?.data ?? [], (value) => asCell(value + offset))];
    }),
  );
  const lines = sheet.lines.map((line) => {
    const draw = line.spread === undefined ? undefined : inputs.get(line.id.replace(/ as drawn$/, ""));
    return {
      ...line,
      ...(draw === undefined ? {} : { value: draw.quantile(0.2) }),
      ...(line.expected === undefined ? {} : { expected: values.get(line.path) ?? [] }),
    };
  });
  return { ...sheet, lines };
}

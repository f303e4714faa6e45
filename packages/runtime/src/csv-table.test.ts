import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { csvText, readCsvTable, type CsvTable } from "./csv-table.ts";
import { Unusable } from "./deal-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "underwatt-csv-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "table.csv");

function read(text: string, needed: readonly string[] = ["a", "b"]): CsvTable {
  writeFileSync(file, text);
  return readCsvTable(file, needed);
}

describe("a table", () => {
  it("is read by its header, whatever its line ends and byte order mark", () => {
    expect(read('\uFEFFa,b\r\n1,"x, ""y"""\r\n\r\n3,4\r\n').rows).toEqual([
      { line: 2, cells: { a: "1", b: 'x, "y"' }, wrongCount: undefined },
      { line: 4, cells: { a: "3", b: "4" }, wrongCount: undefined },
    ]);
  });

  it("keeps rows of the wrong length, and stray quotation marks as they stand", () => {
    expect(read('a,b\n1\n1,2,3\n1,2" rack\n').rows.map(({ cells, wrongCount }) => [cells["b"], wrongCount])).toEqual([
      ["", 1],
      ["2", 3],
      ['2" rack', undefined],
    ]);
  });

  it("comes back as it was written", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", " ", "é") });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
        // The first cell holds something, since a line without any is no row.
        const written = rows.map(([a, b]) => [`x${a}`, b]);
        expect(read(csvText([["a", "b"], ...written])).rows.map(({ cells }) => [cells["a"], cells["b"]])).toEqual(
          written,
        );
      }),
    );
  });
});

it.each([
  ["", "is empty"],
  ["\n\n", "is empty"],
  ["a;b\n1;2\n", "has no column a, b; its first line, which should name the columns, is: a;b"],
  ["a\n1\n", "has no column b"],
  ["a,b,a\n1,2,3\n", "names the column a twice"],
  ['a,b\n1,"2\n3,4\n', "a quotation mark is opened and never closed"],
  ["a,b\n\u00001,2\n", "is no text"],
])("%j is refused in words", (text, message) => {
  expect(() => read(text)).toThrow(Unusable);
  expect(() => read(text)).toThrow(message);
});

it("a file that is not there is told by name", () => {
  expect(() => readCsvTable(join(folder, "none.csv"), [])).toThrow(/cannot read .*none\.csv/);
});

import {
  defaultOptions,
  prepare,
  readCatalog,
  readDeal,
  runDeal,
  spreadsheetOf,
  translatedOperations,
  type Prepared,
} from "@underwatt/deal";
import { buildFormulaGraph } from "@underwatt/engine";
import { describe, expect, it, test } from "vitest";
import { renderXlsx } from "./render-xlsx.ts";
import {
  compareFigures,
  office,
  readBook,
  recalculate,
  rowOf,
  withoutOffice,
  type ReadBook,
} from "./workbook.contract.ts";

const head = "as_of: 2026-05-09\ncalendar: { start: 2026-06, months: 30 }\ncurrency: USD\n";

function prepared(text: string, set: ReadonlyMap<string, string> = new Map()): Prepared {
  const { catalog } = readCatalog([{ name: "sources.yaml", text: "{}" }]);
  const { deal, diagnostics } = readDeal("deal.yaml", (name) => (name === "deal.yaml" ? text : undefined));
  const made = deal === undefined ? { diagnostics } : prepare(deal, catalog, { ...defaultOptions, samples: 64, set });
  if ("prepared" in made) return made.prepared;
  throw new Error(made.diagnostics.map(({ message, excerpt }) => `${message} | ${excerpt}`).join("\n"));
}

/** @param changed values of inputs by path, in place of the deal's */
async function workbook(deal: Prepared, changed: ReadonlyMap<string, number> = new Map()): Promise<Uint8Array> {
  const sheet = spreadsheetOf(deal);
  const lines = sheet.lines.map((line) => ({
    ...line,
    ...(changed.has(line.id) ? { value: changed.get(line.id) ?? NaN } : {}),
  }));
  return await renderXlsx({ ...sheet, lines }, await runDeal(deal), new Date(0));
}

const small = `deal: small
title: "=1+1"
${head}
assumptions:
  price: { is: 2 to 4 USD, because: "=HYPERLINK(x)" }
  count: { is: 1000, because: x, says: "#REF!" }
model:
  total: { is: price * count, key: true, says: "+cmd|' /C calc'!A0" }
  flow: "total * during(2026-07-01, 2027-01-01)"
  left: previous(left, total) - flow / 10
`;

/** `Sheet!$A$1:$B$2`, its sheet and ends. */
const address = /(?:([A-Z][a-z]+)!)?(\$?[A-Z]{1,3}\$?\d+)(?::(\$?[A-Z]{1,3}\$?\d+))?/g;

describe("a workbook", () => {
  it("has its sheets, each formula live and without a value of its own", async () => {
    const book = readBook(await workbook(prepared(small)));
    expect([...book.keys()]).toEqual(["Cover", "Inputs", "Monthly", "Figures", "Checks", "Underwatt"]);
    const cells = [...book.values()].flatMap((sheet) => [...sheet.values()]);
    expect(cells.filter(({ formula }) => formula !== undefined).every(({ value }) => value === undefined)).toBe(true);
    expect(cellAt(book, "Figures", "C", "model.total")?.formula).toBe("Inputs!$C$6*Inputs!$C$7");
  });

  it("has one formula a row, the same text but for the month", async () => {
    const book = readBook(await workbook(prepared(small)));
    const monthly = book.get("Monthly");
    const row = rowOf(book, "Monthly", "model.left");
    expect(monthly?.get(`G${row}`)?.formula).toBe("Figures!$C$6");
    expect(monthly?.get(`H${row}`)?.formula).toBe(`G${row}-H${row - 1}/10`);
    expect(monthly?.get(`I${row}`)?.formula).toBe(`H${row}-I${row - 1}/10`);
    expect(monthly?.get(`AK${row}`)?.formula).toBe(`AJ${row}-AK${row - 1}/10`);
    expect(monthly?.has(`AL${row}`)).toBe(false);
  });

  it("refers to cells that are there, and to no others", async () => {
    const book = readBook(await workbook(prepared(small)));
    for (const [sheet, cells] of book) {
      for (const { formula } of cells.values()) {
        const bare = formula?.replaceAll(/"[^"]*"/g, "") ?? "";
        for (const [, of = sheet, from = "", to = from] of bare.matchAll(address)) {
          for (const at of [from, to]) {
            expect(book.get(of)?.get(at.replaceAll("$", "")), `${of}!${at} in ${formula ?? ""}`).toBeDefined();
          }
        }
      }
    }
  });

  it("takes no text for a formula or an error, whatever it begins with", async () => {
    const book = readBook(await workbook(prepared(small)));
    expect(book.get("Cover")?.get("A1")).toEqual({ value: "=1+1" });
    const says = [...(book.get("Inputs")?.values() ?? [])].map(({ value }) => value);
    expect(says).toContain("#REF!");
    expect(says).toContain("=HYPERLINK(x)");
    expect(cellAt(book, "Figures", "B", "model.total")).toEqual({ value: "+cmd|' /C calc'!A0" });
  });

  it("is the same file for the same run", async () => {
    expect(await workbook(prepared(small))).toEqual(await workbook(prepared(small)));
  });
});

/** Each operation of the engine at least once, undefined and infinite values among them. */
const everything = `deal: everything
${head}
units: [thing]
assumptions:
  a: 2 to 4
  b: { is: 3, because: x }
  nothing: 0
  from: 2026-07-15
  late: 2027-12-31
  long: 4 to 5 month
  days: 10 to 20 day
  rate: 5 to 11 %
  money: 80 to 120 USD
model:
  undefined-value: irr(flow * flow)
  never: payback(-1 USD * during(2026-06-01, 2028-01-01))
  at-once: payback(flow * flow / (1 USD))
  sums: a + b - (a - b) * 2 / (b / a) + abs(0 - a) - (-a)
  powers: a ^ b + 2 ^ -a + (0 - 2) ^ b + nothing ^ nothing + sqrt(a) + exp(rate) + ln(a)
  minus-infinite: ln(nothing)
  infinite: a / nothing
  rounded: round(a * 10) + floor(a * 10) * 100 + ceil(a * 10) * 10000 + round(0 - 2.5)
  ends: min(a, b, 3.5) + 10 * max(a, b) + clamp(a, 1, 2)
  less: a < b
  more: a >= b
  same: b == 3
  other: a != b
  both: a < 100 and b > 1
  either: a > 100 or b > 1
  false-wins: (undefined-value > 0) and a > 100
  true-wins: (undefined-value > 0) or a < 100
  open: (undefined-value > 0) and a < 100
  chosen: if(not (a > 100), a, b)
  without-else: if(a > 100, a)
  known: defined(undefined-value)
  shifted: from + long
  month-end: late + 2 month
  earlier: late - 3 month
  later: from + long + 1 yr
  by-days: from + days
  between: months-between(from, late)
  between-drawn: months-between(shifted, late + days)
  negative-months: months-between(late, shifted)
  span: late - from
  before: min(from, late) < max(from, late)
  share: during(from, shifted)
  since: step(by-days)
  rise: ramp(from, long)
  rise-at-once: ramp(from, 0 day)
  rise-earlier: ramp(2026-01-15, long)
  age: elapsed(from)
  age-drawn: elapsed(shifted)
  age-before: elapsed(2026-01-15)
  grown: escalate(rate)
  steps: yearly(a, b, 7)
  flow: money * (rise - 3 * during(2026-06-01, 2026-08-10))
  running: cumulative(flow)
  lagged: lag(flow, 3)
  lagged-by: lag(flow, long)
  sooner: lag(flow, 0 - 2)
  total: sum(flow) + mean(flow) + min(flow) + max(flow) + first(flow) + last(flow)
  value: at(flow, from) + at(flow, 2035-01-01)
  too-early: at(flow, 2020-01-01)
  worth: npv(rate, flow)
  worth-of-nothing: npv(rate, flow) / (npv(rate, flow) - npv(rate, flow))
  yield: irr(flow)
  yields: irr-count(flow)
  back: payback(flow)
  balance: previous(balance, 1000 USD) * (1 + rate / 12) - paid
  paid: lag(previous(balance, 0 USD), 2) * 0.05 + previous(flow, 5 USD) * 0.01
  tested: if(share > 0.5, flow, 0 USD)
  undefined-months: 1 USD / during(2026-07-01, 2027-01-01)
  holds-from: date-when(flow > 50 USD)
  never-holds: date-when(flow > 1e6 USD)
  lowest: date-of-min(flow)
  highest: date-of-max(undefined-months)
  defined-part: min-defined(undefined-months) + 2 * max-defined(undefined-months) + 3 * mean-defined(undefined-months)
  come-round: every(from, 3)
  base: central(total)
  worth-by-month: present-value(rate, flow)
  to-come: ahead(flow, 3)
  gone: behind(flow, 4)
  payment: annuity(rate, 24) * money
  modified: mirr(rate, 4 %, flow)
  flat: monthly(a) * 2
  all-tested: min(if(share >= 0, 1, 0)) == 1
`;

/** Changes that keep every formula's shape. */
const changes = new Map([
  ["assumptions.a", "2.75"],
  ["assumptions.from", "2026-09-03"],
  ["assumptions.long", "6.25 month"],
  ["assumptions.rate", "7 %"],
  ["assumptions.money", "91 USD"],
]);

it("of that deal has every operation there is", () => {
  const { expansion, graph } = prepared(everything);
  const { program } = buildFormulaGraph(expansion.definitions, expansion.units, graph.program.calendar);
  const used = program.steps.flatMap((step) => (step.kind === "operation" ? [step.operation] : []));
  expect([...new Set(used)].sort()).toEqual([...translatedOperations].sort());
});

test.skipIf(office === undefined)(
  `LibreOffice computes every operation, also for inputs changed in the workbook${office === undefined ? ` (skipped: ${withoutOffice})` : ""}`,
  async () => {
    const [base, moved] = [prepared(everything), prepared(everything, changes)];
    const inputs = new Map(
      spreadsheetOf(moved).lines.flatMap(({ id, part, value }) =>
        part === "input" && value !== undefined ? [[id, value]] : [],
      ),
    );
    const [first, second] = recalculate([await workbook(base), await workbook(base, inputs)]);
    expect(compareFigures(first, spreadsheetOf(base)).differences).toEqual([]);
    expect(compareFigures(second, spreadsheetOf(moved)).differences).toEqual([]);
    expect(first?.get("Checks")?.get("C5")?.value).toBe(1);
    expect(second?.get("Checks")?.get("C5")?.value).toBe(0);
  },
);

function cellAt(book: ReadBook, sheet: string, column: string, path: string) {
  return book.get(sheet)?.get(`${column}${rowOf(book, sheet, path)}`);
}

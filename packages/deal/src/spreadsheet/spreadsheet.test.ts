import { buildFormulaGraph, evaluateAt } from "@underwatt/engine";
import { describe, expect, it } from "vitest";
import { head, prepared } from "../small-deal.contract.ts";
import type { Formula } from "./formula.ts";
import type { WorkbookLine } from "./line.ts";
import { calendarLines } from "./operations.ts";
import { spreadsheetOf } from "./spreadsheet.ts";

function linesOf(deal: string): readonly WorkbookLine[] {
  return spreadsheetOf(prepared(head + deal)).lines;
}

function shown(formula: Formula | undefined): string {
  return (formula ?? [])
    .map((piece) =>
      typeof piece === "string" ? piece : `[${piece.line}${piece.reach === "here" ? "" : ` ${piece.reach}`}]`,
    )
    .join("");
}

/** Formulas by line. */
function formulasOf(deal: string): Record<string, string> {
  return Object.fromEntries(linesOf(deal).map((line) => [line.id, shown(line.formula)]));
}

function lineOf(deal: string, id: string): WorkbookLine {
  const line = linesOf(deal).find((candidate) => candidate.id === id);
  if (line === undefined) throw new Error(`there is no line ${id}`);
  return line;
}

describe("what is an input", () => {
  it("is whatever names nothing and has one value, certain or not, at its median", () => {
    const deal = `
assumptions:
  price: { is: "lognormal(3 USD, 0.5)", because: x }
  share: { is: 40 %, because: x }
  from: { is: 2026-08-15, because: x }
  sure: { is: true, because: x }
model: { shown: "if(sure, price * share, 0 USD)", day: from }
`;
    expect(lineOf(deal, "assumptions.price")).toMatchObject({
      part: "input",
      value: 3,
      unit: "USD",
      spread: { family: "lognormal" },
    });
    expect(lineOf(deal, "assumptions.share")).toMatchObject({ part: "input", value: 40, unit: "%" });
    // 15 August 2026 is serial number 46249 in the calendar of 1900.
    expect(lineOf(deal, "assumptions.from")).toMatchObject({ part: "input", kind: "date", value: 46_249 });
    expect(lineOf(deal, "assumptions.sure")).toMatchObject({ part: "input", kind: "boolean", value: 1 });
    expect(formulasOf(deal)["model.day"]).toBe("[assumptions.from]");
  });

  it("is the drawn part of a longer formula, too", () => {
    const deal = `
assumptions: { base: 2 GW }
model: { size: base * (1 to 4) }
`;
    expect(formulasOf(deal)["model.size"]).toBe("[assumptions.base]*[model.size as drawn]");
    expect(lineOf(deal, "model.size as drawn").value).toBeCloseTo(2, 12);
  });

  it("is remarked on where something that it rests on does not move it", () => {
    const deal = `
assumptions: { middle: 2 GW, width: 0.1 }
model: { size: "lognormal(middle, width)", twice: 2 * size }
`;
    expect(lineOf(deal, "model.size").pasted?.why).toContain("assumptions.middle, assumptions.width");
    expect(lineOf(deal, "assumptions.middle").pasted).toBeUndefined();
  });
});

describe("a formula", () => {
  it("names what the deal's formula names, converts units in sight, and keeps its parentheses", () => {
    const formulas = formulasOf(`
assumptions: { power: 300 MW, gpus: 200000 GPU, price: 2 USD/GPU/h }
model:
  draw: power / gpus in kW/GPU
  rent: price * gpus in USD/yr
  net: rent - (rent - 5 USD/yr) * (1 - 10 %)
  odd: (0 - 2)^2 - (1 - (2 - 3))
  low: min(power, 200 MW, 0.1 GW)
  holds: rent > 1 billion USD/yr and not (power < 1 MW)
`);
    expect(formulas["model.draw"]).toBe("[assumptions.power]/[assumptions.gpus]*1000");
    expect(formulas["model.rent"]).toBe("[assumptions.price]*[assumptions.gpus]*8760");
    expect(formulas["model.net"]).toBe("[model.rent]-([model.rent]-5)*(1-10/100)");
    expect(formulas["model.low"]).toBe("MIN(MIN([assumptions.power],200),0.1*1000)");
    expect(formulas["model.holds"]).toBe("IF(IF(1000000000<[model.rent],NOT([assumptions.power]<1),FALSE),1,0)");
  });

  it("tells figures of equal value apart", () => {
    const formulas = formulasOf(`
assumptions: { a: 3, b: a }
model: { x: a * 2, y: a * 2, z: x + y, w: a + b }
`);
    expect(formulas["model.x"]).toBe("[assumptions.a]*2");
    expect(formulas["model.y"]).toBe("[assumptions.a]*2");
    expect(formulas["model.z"]).toBe("[model.x]+[model.y]");
    expect(formulas["assumptions.b"]).toBe("[assumptions.a]");
    expect(formulas["model.w"]).toBe("[assumptions.a]+[assumptions.b]");
  });

  it("of a recurrence reads the month before, and the opening before the first", () => {
    const deal = `
assumptions: { start: 100 USD, rate: 1 %, pay: 5 USD }
model:
  interest: previous(balance, start) * rate
  balance: previous(balance, start) + interest - pay
  other: previous(balance, 7 USD)
`;
    const balance = lineOf(deal, "model.balance");
    expect(shown(balance.formula)).toBe("[model.balance before]+[model.interest]-[assumptions.pay]");
    expect(shown(balance.opening)).toBe("[assumptions.start]");
    expect(shown(lineOf(deal, "model.interest").formula)).toBe("[model.balance before]*[assumptions.rate]/100");
    // Another start needs another row to stand before.
    expect(shown(lineOf(deal, "model.other").formula)).toBe("[model.other~1 before]");
    expect(shown(lineOf(deal, "model.other~1").opening)).toBe("7");
    expect(shown(lineOf(deal, "model.other~1").formula)).toBe("[model.balance]");
  });

  it("inside a recurrence mentions no month that is still to come", () => {
    const deal = `
assumptions: { start: 100 USD }
model:
  drawn: lag(previous(balance, start), 2) * 0.1
  balance: previous(balance, start) - drawn
  all: lag(balance, 2)
`;
    expect(shown(lineOf(deal, "model.drawn").formula)).toContain("so-far");
    expect(shown(lineOf(deal, "model.all").formula)).toContain("[model.balance all]");
  });

  it("of a running total stands in the figure's own row", () => {
    const deal = `
model: { flow: "1 USD * during(2026-06-01, 2027-01-01)", total: cumulative(flow) }
`;
    const total = lineOf(deal, "model.total");
    expect(shown(total.formula)).toBe("[model.total before]+[model.flow]");
    expect(shown(total.opening)).toBe("0");
  });

  it("too long for a spreadsheet is cut into lines", () => {
    const terms = Array.from({ length: 450 }, () => "a").join(" + ");
    const lines = linesOf(`\nassumptions: { a: 3 }\nmodel: { x: ${terms} }\n`);
    const longest = Math.max(...lines.map(({ formula }) => shown(formula).length));
    expect(lines.length).toBeGreaterThan(3);
    expect(longest).toBeLessThan(8192);
  });
});

const many = `
assumptions:
  price: 2 to 4 USD/GPU/h
  gpus: { is: 1000 GPU, because: x }
  from: 2026-07-15
  length: 3 to 5 month
  share: 60 to 90 %
contracts:
  rent:
    kind: lease
    lessor: A
    lessee: B
    gpus: gpus
    price: price
    term: { from: from, months: 8 month, ramp: length }
    exit: { notice: 90 day, hazard: 2 %/month }
model:
  cash: "contracts.rent.lessor-cash - if(elapsed(from) > 3 month, 1 USD, 0 USD) - 300000 USD * during(2026-06-01, 2026-07-01)"
  rate: irr(cash)
  back: payback(cash)
  value: npv(8 %/yr, cash)
  late: from + length
`;

describe("the workbook", () => {
  const deal = prepared(head + many);
  const sheet = spreadsheetOf(deal);

  it("has every figure that is reported, and nothing in it names what is not there", () => {
    const known = new Set([...sheet.lines.map(({ id }) => id), ...Object.values(calendarLines)]);
    for (const path of deal.figures) expect(known).toContain(path);
    for (const { formula = [], opening = [] } of sheet.lines) {
      for (const piece of [...formula, ...opening]) if (typeof piece === "object") expect(known).toContain(piece.line);
    }
    expect(sheet.lines.every(({ part, formula }) => (part === "input") === (formula === undefined))).toBe(true);
  });

  it("says where each line comes from", () => {
    const fee = sheet.lines.find(({ id }) => id === "contracts.rent.monthly-fee");
    expect(fee).toMatchObject({ of: "contract", unit: "USD/month", written: "price * gpus in USD/month" });
  });

  it("puts both sides of a contract up for the check that they sum to zero", () => {
    expect(sheet.contracts).toEqual([
      { contract: "rent", views: ["contracts.rent.lessor-cash", "contracts.rent.lessee-cash"] },
    ]);
  });

  it("rests on a graph that computes, to the bit, what the simulated one does at the medians", () => {
    const { expansion, graph } = deal;
    const live = buildFormulaGraph(expansion.definitions, expansion.units, graph.program.calendar);
    const paths = [...graph.quantities.keys()];
    const at = ({ program, quantities }: typeof graph): (number[] | undefined)[] =>
      evaluateAt(
        program,
        paths.map((path) => quantities.get(path)?.step ?? -1),
        0.5,
      ).map(({ data }) => [...data]);
    expect(at(live)).toEqual(at(graph));
  });
});

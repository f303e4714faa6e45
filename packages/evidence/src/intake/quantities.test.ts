import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantitiesIn, type Quantity } from "./quantities.ts";

/** Value, unit, bound, and a tilde where it is approximate, of each quantity; dates as they are written. */
function read(text: string, heading?: string): string[] {
  return quantitiesIn(text, heading).map((item) => {
    const hedge = `${item.bound === undefined ? "" : ` ${item.bound}`}${item.approximate ? " ~" : ""}`;
    if (item.kind === "date") return `${item.date}${hedge}`;
    const value = item.low === item.high ? String(item.low) : `${item.low}..${item.high}`;
    return `${value}${item.unit === "" ? "" : ` ${item.unit}`}${hedge}`;
  });
}

const cases: readonly (readonly [text: string, found: readonly string[]])[] = [
  // Digits and multipliers
  ["The hall has 220,000 GPUs.", ["220000 GPU"]],
  ["It holds 1,234,567.5 MWh.", ["1234567.5 MWh"]],
  ["They paid 1.25 billion dollars.", ["1250000000 USD"]],
  ["They paid $.5 million.", ["500000 USD"]],
  ["A site of 150k GPUs opened.", ["150000 GPU"]],
  ["It raised $40bn in debt.", ["40000000000 USD"]],
  ["It raised €2.5 mn in debt.", ["2500000 EUR"]],
  ["A float at $1.75T is mooted.", ["1750000000000 USD"]],
  ["They served 15T tokens.", ["15000000000000 token"]],
  ["The model has 70B parameters.", ["70000000000"]],
  ["It sells 12m seats.", ["12000000 seat"]],
  ["About 3 hundred thousand people came by 3 hundred roads.", ["3 ~", "3"]],
  // Words
  ["Margins fell by eleven percent.", ["11 %"]],
  ["The term is twenty-five years.", ["25 yr"]],
  ["They hired two hundred thousand GPUs.", ["200000 GPU"]],
  ["Half a site, or two thirds of it, is idle.", ["50 %", "66.6667 %"]],
  ["A one-gigawatt campus is planned.", ["1 GW"]],
  ["Two things matter, and neither is seven of anything.", []],
  // Currencies
  ["It cost US$3 million.", ["3000000 USD"]],
  ["It cost EUR 3 million.", ["3000000 EUR"]],
  ["It cost £12.50 each.", ["12.5 GBP"]],
  ["It cost 900 yen.", ["900 JPY"]],
  ["It cost 60 cents.", ["0.6 USD"]],
  // Rates
  ["Rent is $1.25B a month.", ["1250000000 USD/month"]],
  ["Rent is 2.60 dollars per GPU-hour.", ["2.6 USD/GPU/h"]],
  ["Rent is $2.60/GPU-hour.", ["2.6 USD/GPU/h"]],
  ["Rent is $2.60 per GPU per hour.", ["2.6 USD/GPU/h"]],
  ["Rent is $2.60/GPU/h.", ["2.6 USD/GPU/h"]],
  ["Rent is $1,900 per GPU-month.", ["1900 USD/GPU/month"]],
  ["Lift costs $300/kg.", ["300 USD/kg"]],
  ["Lift costs $300 per kilogram.", ["300 USD/kg"]],
  ["Input costs $3 per million tokens.", ["3 USD/Mtoken"]],
  ["Power costs $45/MWh.", ["45 USD/MWh"]],
  ["Power costs 12 USD per kW per month.", ["12 USD/kW/month"]],
  ["It earns $30 billion in annual revenue.", ["30000000000 USD/yr"]],
  ["It reached $9B ARR.", ["9000000000 USD/yr"]],
  ["It lost an annualised $6B.", ["6000000000 USD/yr"]],
  ["Sales hit a $150B run rate.", ["150000000000 USD/yr"]],
  ["Sales hit $7B annually.", ["7000000000 USD/yr"]],
  ["It bills $80 million monthly.", ["80000000 USD/month"]],
  ["Sales were $9bn, up from $3bn a year earlier.", ["9000000000 USD", "3000000000 USD"]],
  ["It adds 10 GW per year.", ["10 GW/yr"]],
  ["Demand grows 2 percent a year.", ["2 %/yr"]],
  // Units
  ["The block draws 300MW.", ["300 MW"]],
  ["The block draws 300 megawatts.", ["300 MW"]],
  ["A 300-megawatt block stands there.", ["300 MW"]],
  ["They signed for 13.8 GW.", ["13.8 GW"]],
  ["It used 176 terawatt-hours.", ["176 TWh"]],
  ["A kilowatt is not 5 kW.", ["5 kW"]],
  ["Occupancy is 11 %.", ["11 %"]],
  ["Spreads widened 25 basis points.", ["25 bp"]],
  ["Notice is 90 days.", ["90 day"]],
  ["The lease runs 36 months.", ["36 month"]],
  ["It lasted two decades.", ["20 yr"]],
  ["There are 150k H100s and 20k GB200s.", ["150000 GPU", "20000 GPU"]],
  ["There are 550k H100-equivalent GPUs.", ["550000 H100e"]],
  ["There are 550k GPUs on an H100-equivalent basis.", ["550000 H100e"]],
  ["There are 8,960 NVIDIA GB200 and GB300 GPUs.", ["8960 GPU"]],
  ["They ordered 400,000 TPUs.", ["400000 chip"]],
  ["Usage grew 80x.", ["80"]],
  ["Usage grew 3.5 times.", ["3.5"]],
  ["It needs 800 Gbps and 192 GB.", ["800 Gbit/s", "192 GB"]],
  // Ranges
  ["They expect 5 to 6 billion dollars.", ["5000000000..6000000000 USD"]],
  ["They expect $5–6B.", ["5000000000..6000000000 USD"]],
  ["They expect $500M to $1.5B.", ["500000000..1500000000 USD"]],
  ["They expect between $3 billion and $3.5 billion.", ["3000000000..3500000000 USD"]],
  ["They hold 7–8GW.", ["7..8 GW"]],
  ["They give 1-5% away.", ["1..5 %"]],
  ["They need 30-50 kilowatts.", ["30..50 kW"]],
  ["It tripled from $10B ARR to $30B ARR.", ["3", "10000000000 USD/yr", "30000000000 USD/yr"]],
  ["It costs $60 billion - $20 billion of it for land.", ["60000000000 USD", "20000000000 USD"]],
  // Hedges and bounds
  ["It holds more than 300 MW.", ["300 MW floor"]],
  ["It holds at least 300 MW.", ["300 MW floor"]],
  ["It holds 220,000+ GPUs.", ["220000 GPU floor"]],
  ["It holds well over 300 MW.", ["300 MW floor"]],
  ["It holds 300 MW or more.", ["300 MW floor"]],
  ["It holds up to 5 GW.", ["5 GW ceiling"]],
  ["It holds less than 5 GW.", ["5 GW ceiling"]],
  ["It holds no more than 5 GW.", ["5 GW ceiling"]],
  ["It holds about 5 GW.", ["5 GW ~"]],
  ["It holds ~5 GW.", ["5 GW ~"]],
  ["It holds nearly 5 GW or so.", ["5 GW ~"]],
  ["It holds roughly 550k+ GPUs.", ["550000 GPU floor ~"]],
  ["It opens within the month.", ["1 month ceiling"]],
  ["It pays over four years.", ["4 yr"]],
  ["It pays over a decade.", ["10 yr"]],
  ["It adds tens of gigawatts per year.", ["10 GW/yr floor"]],
  ["It runs at single-digit utilisation.", ["10 % ceiling"]],
  ["A gigawatt-class site doubles output.", ["1 GW", "2"]],
  // Names and lists measure nothing
  ["Colossus 1 and Falcon 9 are names.", []],
  ["GPT-5.5 beat H100 and V4.2 on SPEC.", []],
  ["1. First of all", []],
  ["Watch #3: who pays", []],
  ["See section 4.2.1, figure 3 and page 12.", []],
  ["It was play 3.0 for them.", []],
  ["Ten predefined agents; or 10 predefined agents.", ["10"]],
  ["Write to a1@b2.example or https://example.com/2/30.", []],
  // Dates
  ["On May 6, 2026 they signed.", ["2026-05-06"]],
  ["On 6 May 2026 they signed.", ["2026-05-06"]],
  ["On 2026-05-06 they signed.", ["2026-05-06"]],
  ["On the 6th of May they signed.", ["--05-06"]],
  ["In Sept. 2026 they sign.", ["2026-09"]],
  ["It listed in June.", ["--06"]],
  ["It opens by 2030.", ["2030"]],
  ["It opens by mid-2027.", ["2027"]],
  ["It opens in 2028-2029.", ["2028", "2029"]],
  ["In Q1 2026 and in 3Q26 it lost.", ["2026-Q1", "2026-Q3"]],
  ["In the first quarter of 2026 it lost.", ["2026-Q1"]],
  ["They may march on in May.", ["--05"]],
  ["It has 2028 GPUs.", ["2028 GPU"]],
  ["Printed 11/28/26, 12:37 PM, page 1/3.", []],
  ["It listed on 2026/05/06.", ["2026-05-06"]],
  ["On February 30, 2026 nothing happened.", ["2026"]],
];

describe("the number grammar", () => {
  it.each(cases)("%s", (text, found) => {
    expect(read(text)).toEqual(found);
  });

  it("takes a unit from the headings of a table's cell where the cell has none", () => {
    expect(read("550,000", "Site B, GPU count")).toEqual(["550000 GPU"]);
    expect(read("~12", "Power (MW)")).toEqual(["12 MW ~"]);
    expect(read("45%", "Power (MW)")).toEqual(["45 %"]);
  });

  it("keeps the printed digits, the words around and the place", () => {
    const text = "He thinks roughly $5.0B of annual rent is due.";
    const [found] = quantitiesIn(text);
    expect(found).toMatchObject({
      printed: "roughly $5.0B",
      written: ["5.0 billion USD/yr", "5.0 billion USD/yr"],
      hedges: ["roughly"],
      rounding: 0.05e9,
    });
    expect(text.slice(found?.start, found?.end)).toBe("roughly $5.0B");
  });

  it("writes a plain number per something as a division", () => {
    expect(quantitiesIn("It fails 20 times a month.")).toMatchObject([
      { unit: "1/month", written: ["20 / month", "20 / month"] },
    ]);
  });

  it("says what a plain number counts", () => {
    expect(quantitiesIn("They run 33 data centres in Europe.")).toMatchObject([{ counts: "data centres" }]);
  });
});

describe("properties of the number grammar", () => {
  const digits = fc.integer({ min: 1, max: 99_999_999 }).map((whole) => whole / 100);
  const grouped = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 2 });
  const unit = fc.constantFrom(
    ["MW", "MW"],
    ["gigawatts", "GW"],
    ["%", "%"],
    ["GPUs", "GPU"],
    ["days", "day"],
    ["dollars per GPU-hour", "USD/GPU/h"],
    ["tokens", "token"],
  );
  const scale = fc.constantFrom(["", 1], [" thousand", 1e3], [" million", 1e6], [" billion", 1e9]);
  const hedge = fc.constantFrom(
    ["", undefined, false],
    ["more than ", "floor", false],
    ["up to ", "ceiling", false],
    ["about ", undefined, true],
  );

  it("a formatted number comes back, with its unit, its multiplier and its hedge", () => {
    fc.assert(
      fc.property(
        digits,
        unit,
        scale,
        hedge,
        (value, [word, spelled], [multiplier, factor], [before, bound, approximate]) => {
          const found = quantitiesIn(`The site needs ${before}${grouped(value)}${multiplier} ${word} in all.`);
          expect(found).toHaveLength(1);
          const one = found.find((item): item is Quantity => item.kind === "quantity");
          expect(Math.abs((one?.low ?? 0) / (value * factor) - 1)).toBeLessThan(1e-12);
          expect(one).toMatchObject({ unit: spelled, bound, approximate });
        },
      ),
      { numRuns: 400 },
    );
  });

  it("money comes back from every way of writing its multiplier", () => {
    const ways = fc.constantFrom(
      ["k", 1e3],
      ["M", 1e6],
      [" million", 1e6],
      ["bn", 1e9],
      ["B", 1e9],
      [" billion", 1e9],
      ["T", 1e12],
      ["tn", 1e12],
    );
    fc.assert(
      fc.property(digits, ways, (value, [suffix, factor]) => {
        const [found] = quantitiesIn(`They owe $${grouped(value)}${suffix}.`);
        expect(found).toMatchObject({ kind: "quantity", unit: "USD" });
        if (found?.kind === "quantity") expect(Math.abs(found.low / (value * factor) - 1)).toBeLessThan(1e-12);
      }),
    );
  });

  it("a range keeps its ends in order", () => {
    fc.assert(
      fc.property(digits, digits, fc.constantFrom(" to ", "–", "-", " – "), (left, right, sign) => {
        fc.pre(left !== right);
        const [low, high] = left < right ? [left, right] : [right, left];
        const [found] = quantitiesIn(`They want ${grouped(low)}${sign}${grouped(high)} MW.`);
        expect(found).toMatchObject({ low, high, unit: "MW" });
      }),
    );
  });

  it("never fails, and never places a finding outside the text, whatever the text", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "$",
        "5",
        "-",
        "to",
        " ",
        "GW",
        "per",
        "/",
        "a",
        "1,000",
        "half",
        "of",
        "2026",
        "May",
        "+",
        "about",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join("");
        for (const { start, end, printed } of quantitiesIn(text)) {
          expect(text.slice(start, end)).toBe(printed);
          expect(printed).not.toBe("");
        }
      }),
      { numRuns: 500 },
    );
  });
});

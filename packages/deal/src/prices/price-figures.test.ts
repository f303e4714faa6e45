import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { head, mistakesIn, numberOf, prepared, result } from "../small-deal.contract.ts";

const site = `fleets:
  site:
    power: 300 MW
    pools:
      h100: { accelerator: nvidia-h100-sxm, count: 150000 GPU }
      h200: { accelerator: nvidia-h200-sxm, count: 50000 GPU }
      gb200: { accelerator: nvidia-gb200-nvl72, count: 20000 GPU }
`;

/** Figures of the price `p` that is written so, by name. */
async function figuresOf(price: string, more = site): Promise<Record<string, number>> {
  const { figures } = await result(`${head}${more}prices:\n  p: { ${price} }\n`, { samples: 16 });
  return Object.fromEntries(
    Object.entries(figures).flatMap(([path, { value }]) =>
      path.startsWith("prices.p.") && typeof value === "number" ? [[path.slice("prices.p.".length), value]] : [],
    ),
  );
}

/** To as many digits as the number is printed with. */
function close(value: number | undefined, printed: number, digits = 4): void {
  expect(Number(value?.toPrecision(digits))).toBe(printed);
}

describe("published prices, recomputed", () => {
  it("5 billion a year on 220,000 accelerators and 300 MW", async () => {
    const five = await figuresOf("is: 5 billion USD/yr, fleet: site");
    close(five["per-gpu-hour"], 2.594);
    close(five["per-gw-year"], 16.67e9);
    close(five["power-per-gpu"], 1.364);
    // 250,556 equivalents by BF16, as the mix has 150k + 50k + 20k of 989, 989 and 2,500 TFLOP/s.
    expect(five["per-h100e-hour"]).toBeCloseTo(5e9 / 8760 / (200_000 + (20_000 * 2500) / 989), 9);
  });

  it("the range of 5 to 6 billion", async () => {
    close((await figuresOf("is: 6 billion USD/yr, fleet: site"))["per-gpu-hour"], 3.113);
  });

  it("15 billion a year on 325,000 accelerators", async () => {
    close((await figuresOf("is: 1.25 billion USD/month, gpus: 325000 GPU"))["per-gpu-hour"], 5.269);
  });

  it("15 billion for a gigawatt-year at the density of the site", async () => {
    close((await figuresOf("is: 15 billion USD/GW/yr, fleet: site"))["per-gpu-hour"], 2.335);
    close((await figuresOf("is: 15 billion USD/GW/yr, power: 1.36 kW/GPU"))["per-gpu-hour"], 2.329);
  });

  it("4 to 5 billion from 6 June to the end of 2026, which has 5,016 hours", async () => {
    const each = async (billions: number): Promise<number | undefined> =>
      (await figuresOf(`is: ${billions} billion USD / (220000 GPU * (2027-01-01 - 2026-06-06))`))["per-gpu-hour"];
    close(await each(4), 3.625);
    close(await each(5), 4.531);
  });

  it("920 million a month on 110,000 accelerators, in months of 730 and of 720 hours", async () => {
    const google = "is: 920 million USD/month, gpus: 110000 GPU";
    close((await figuresOf(google))["per-gpu-hour"], 11.46);
    close((await figuresOf(`${google}, hours: 720 h/month`))["per-gpu-hour"], 11.62);
    expect((await figuresOf(`${google}, hours: 720 h/month`))["per-gpu-month"]).toBeCloseTo(920e6 / 110e3, 6);
    // A year of 8,784 hours.
    expect((await figuresOf(`${google}, hours: 8784 h/yr`))["per-gpu-hour"]).toBeCloseTo(
      (920e6 * 12) / 110e3 / 8784,
      9,
    );
  });
});

describe("a price in its denominators", () => {
  it("comes out the same whatever terms it was written in", async () => {
    const terms = fc.record({
      rate: fc.double({ min: 0.1, max: 50, noNaN: true }),
      power: fc.double({ min: 0.3, max: 5, noNaN: true }),
      h100e: fc.double({ min: 0.1, max: 10, noNaN: true }),
      hours: fc.integer({ min: 672, max: 744 }),
      gpus: fc.integer({ min: 1, max: 10_000_000 }),
    });
    await fc.assert(
      fc.asyncProperty(terms, async ({ rate, power, h100e, hours, gpus }) => {
        const month = rate * hours;
        const wanted = {
          "per-gpu-hour": rate,
          "per-gpu-month": month,
          "per-kw-month": month / power,
          "per-gw-year": (month / power) * 12e6,
          "per-h100e-hour": rate / h100e,
        };
        const facts = `power: ${power} kW/GPU, h100e: ${h100e} H100e/GPU, hours: ${hours} h/month`;
        const written = [
          `is: ${rate} USD/GPU/h`,
          `is: ${rate / 60} USD/GPU/min`,
          `is: ${rate * 24} USD/GPU/day`,
          `is: ${month} USD/GPU/month`,
          `is: ${month * 12} USD/GPU/yr`,
          `is: ${month / power} USD/kW/month`,
          `is: ${(month / power) * 12} million USD/GW/yr`,
          `is: ${rate / power} USD/kW/h`,
          `is: ${rate / h100e} USD/H100e/h`,
          `is: ${month / h100e} USD/H100e/month`,
          `is: ${rate * gpus} USD/h, gpus: ${gpus} GPU`,
          `is: ${month * 12 * gpus} USD/yr, gpus: ${gpus} GPU`,
        ];
        for (const price of written) {
          const found = await figuresOf(`${price}, ${facts}`, "");
          for (const [name, value] of Object.entries(wanted)) {
            expect((found[name] ?? NaN) / value, `${price}: ${name}`).toBeCloseTo(1, 9);
          }
        }
      }),
      { numRuns: 8 },
    );
  });

  it("is of a sold hour; a fee and a price of power are spread over those that nobody takes, too", async () => {
    const half = "power: 1 kW/GPU, occupancy: 50 %";
    const rate = await figuresOf(`is: 4 USD/GPU/h, ${half}`);
    expect([rate["per-gpu-hour"], rate["per-available-gpu-hour"]]).toEqual([4, 2]);
    const fee = await figuresOf(`is: 200 USD/h, gpus: 100 GPU, ${half}`);
    expect([fee["per-gpu-hour"], fee["per-available-gpu-hour"]]).toEqual([4, 2]);
    const power = await figuresOf(`is: 2 USD/kW/h, ${half}`);
    expect([power["per-gpu-hour"], power["per-available-gpu-hour"]]).toEqual([4, 2]);
    const available = await figuresOf(`is: 2 USD/GPU/h, hour: available, ${half}`);
    expect([available["per-gpu-hour"], available["per-available-gpu-hour"]]).toEqual([4, 2]);
  });

  it("counts chips where its accelerator is one", async () => {
    const { figures } = await result(`${head}prices:\n  p: { is: 1 USD/chip/h, accelerator: google-tpu-v5p }\n`);
    expect(figures["prices.p.per-gpu-hour"]?.unit).toBe("USD/chip/h");
    expect(figures["prices.p.per-h100e-hour"]).toMatchObject({ unit: "USD/H100e/h" });
    expect(figures["prices.p.per-h100e-hour"]?.value).toBeCloseTo(989 / 459, 9);
  });

  it("may rest on another price, in whatever order they stand", async () => {
    const deal = `${head}prices:
  a: { is: prices.b.per-gpu-month * 2, power: 2 kW/GPU }
  b: { is: prices.c.per-gpu-hour }
  c: { is: 730 USD/GPU/month }
model:
  x: prices.a.per-kw-month
`;
    expect(numberOf(await result(deal), "model.x")).toBeCloseTo(730, 9);
  });

  it("may be written with bare units and by claims", async () => {
    const deal = `${head}claims: { n: { is: 10 GPU, grade: reported, from: s } }
sources: { s: { publisher: P, date: 2026-05-01, role: press } }
prices:
  p: { is: 7300 USD / month / claims.n }
`;
    expect(numberOf(await result(deal), "prices.p.per-gpu-hour")).toBeCloseTo(1, 12);
  });

  it("waits for the claim that it rests on, and for a comparable of a later day", async () => {
    const deal = `${head}sources:
  s: { publisher: P, date: 2026-06-01, role: press }
claims:
  fee: { is: 8 USD/month, grade: reported, from: s }
prices:
  p: { is: claims.fee, gpus: 4 GPU, power: 1 kW/GPU }
model:
  x: prices.p.per-kw-month + prices.p.per-gpu-month / prices.p.power-per-gpu
  spot: catalog.h100-spot.m2026-06
`;
    const { leftOut } = prepared(deal);
    expect(leftOut.get("model.x")).toEqual(["fee"]);
    expect(leftOut.get("model.spot")).toEqual(["catalog.h100-spot.m2026-06"]);
    const later = await result(deal, { asOf: "2026-07-01" });
    expect([numberOf(later, "model.x"), numberOf(later, "model.spot")]).toEqual([4, 2.42]);
  });

  it("has its unit from `--set`, as from the deal", async () => {
    const deal = `${head}prices:\n  p: { is: 1 USD/GPU/h, power: 2 kW/GPU }\n`;
    const set = new Map([["prices.p.is", "100 USD/kW/month"]]);
    expect(numberOf(await result(deal, { set }), "prices.p.per-gpu-month")).toBe(200);
  });
});

describe("what is wrong with a price", () => {
  it.each([
    ["p: { is: 3 USD }", "prices.p is in USD, which is no price of compute", undefined],
    ["p: { is: 3 }", "prices.p is a plain number, which is no price of compute", undefined],
    ["p: { is: 2026-05-01 }", "prices.p is a date, which is no price of compute", undefined],
    ["p: { is: 3 GPU }", "prices.p is in GPU, which is no price of compute", undefined],
    ["p: { is: 3 EUR/GPU/h }", "prices.p is in EUR/GPU/h, which is no price of compute", undefined],
    ["p: { is: 3 USD/GPU/h, hours: 730 }", /prices\.p\.hours is .* outside its bounds/, undefined],
    ["p: { is: 3 USD/GPU/h, basis: monthly }", '"monthly" does not fit "basis"', undefined],
    ["p: { is: 3 USD/GPU/h, accelerator: h1000 }", 'the catalogue has no accelerator "h1000"', undefined],
    ["p: { is: 3 USD/GPU/h, fleet: nowhere }", 'there is no fleet "nowhere"', undefined],
    [
      "p: { is: 3 USD/GPU/h, fleet: site, accelerator: nvidia-h100-sxm }",
      "a price is of one accelerator or of a fleet, not of both",
      undefined,
    ],
    [
      "p: { is: 3 USD/month }\nmodel:\n  x: prices.p.per-gpu-hour",
      "prices.p has no per-gpu-hour",
      "it is a fee without a count: give `gpus:`, or a `fleet:`",
    ],
    [
      "p: { is: 3 USD/GPU/h }\nmodel:\n  x: prices.p.per-kw-month",
      "prices.p has no per-kw-month",
      "no power per accelerator is given: give `power:`, or a `fleet:` whose power is known",
    ],
    [
      "p: { is: 3 USD/GPU/h }\nmodel:\n  x: prices.p.per-h100e-hour",
      "prices.p has no per-h100e-hour",
      "its generation is not stated: give `accelerator:`, `fleet:` or `h100e:`",
    ],
    [
      "p: { is: 3 USD/GW/yr }\nmodel:\n  x: prices.p.per-gpu-hour",
      "prices.p has no per-gpu-hour",
      "no power per accelerator is given: give `power:`, or a `fleet:` whose power is known",
    ],
    ["p: { is: prices.p.per-gpu-hour }", /each other|itself|circle/i, undefined],
    ["p: { is: nothing.there }", /nothing\.there/, undefined],
  ])("%s", (text, message, hint) => {
    const [first, ...others] = mistakesIn(`${head}${site}prices:\n  ${text}\n`);
    expect(first?.message).toMatch(message);
    if (hint !== undefined) expect(first?.hint).toBe(hint);
    expect(others).toEqual([]);
  });
});

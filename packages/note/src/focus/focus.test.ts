import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { billedIn, chargesOf, dealWith, preparedDeal, rowsOf, total, withCells, type Row } from "./bills.fixture.ts";
import { ContractFigures } from "./contract-figures.ts";
import { FocusError } from "./focus-error.ts";
import { focusTables } from "./focus.ts";
import { decimalPattern, mandatory, offencesOf } from "./specification.fixture.ts";

const lease = (more: string): string =>
  `  lease:\n    kind: lease\n    lessor: Host\n    lessee: Tenant\n    gpus: 1000 GPU\n${more}`;
const year = "    term: { from: 2026-07-01, months: 12 month }\n";
const commitment = "small/contracts/lease";

const summary = (rows: readonly Row[]): string[] =>
  rows.map(
    ({ ChargeCategory, ChargeFrequency, CommitmentDiscountStatus, PricingQuantity, BilledCost, EffectiveCost }) =>
      [ChargeCategory, ChargeFrequency, CommitmentDiscountStatus, PricingQuantity, BilledCost, EffectiveCost].join(" "),
  );

describe("a month of a lease", () => {
  it("is a recurring purchase, and what of it was used and left idle", () => {
    const rows = chargesOf(
      dealWith(lease(`    price: 2 USD/GPU/h\n    billing: { take_or_pay: 100 %, used: 75 % }\n${year}`)),
    );
    expect(rows).toHaveLength(36);
    expect(summary(billedIn(rows, "2026-08"))).toEqual([
      "Purchase Recurring  730000 1460000 0",
      "Usage Usage-Based Used 547500 0 1095000",
      "Usage Usage-Based Unused 182500 0 365000",
    ]);
    const [, used, idle] = billedIn(rows, "2026-08");
    expect(used).toMatchObject({
      BillingAccountId: "Tenant",
      BillingCurrency: "USD",
      BillingPeriodStart: "2026-08-01T00:00:00Z",
      BillingPeriodEnd: "2026-09-01T00:00:00Z",
      CommitmentDiscountId: commitment,
      CommitmentDiscountUnit: "GPU-Hours",
      ConsumedQuantity: "547500",
      ConsumedUnit: "GPU-Hours",
      ContractedUnitPrice: "2",
      ContractApplied:
        '{"Elements":[{"ContractCommitmentID":"small/contracts/lease","ContractCommitmentAppliedCost":1095000,"ContractCommitmentAppliedQuantity":547500,"ContractCommitmentAppliedUnit":"GPU-Hours"}]}',
      InvoiceId: "",
      InvoiceIssuerName: "Host",
      PricingCategory: "Committed",
      SkuPriceId: `${commitment}/gpu-hours`,
    });
    expect(idle).toMatchObject({ ConsumedQuantity: "", ConsumedUnit: "", CommitmentDiscountQuantity: "182500" });
  });

  it("bills use beyond take-or-pay as it comes, and makes up idle hours for nothing", () => {
    const terms = "    price: 2 USD/GPU/h\n    term: { from: 2026-06-01, months: 2 month }\n";
    const used = "used: 25 % + 50 % * step(2026-07-01)";
    const beyond = chargesOf(dealWith(lease(`${terms}    billing: { take_or_pay: 50 %, ${used} }\n`)));
    expect(summary(billedIn(beyond, "2026-07"))).toEqual([
      "Purchase Recurring  365000 730000 0",
      "Usage Usage-Based Used 365000 0 730000",
      "Usage Usage-Based  182500 365000 365000",
    ]);
    const madeUp = chargesOf(
      dealWith(lease(`${terms}    billing: { take_or_pay: 50 %, make_up: 6 month, ${used} }\n`)),
    );
    const [, , free] = billedIn(madeUp, "2026-07");
    expect(free).toMatchObject({
      BilledCost: "0",
      EffectiveCost: "0",
      CommitmentDiscountId: "",
      ConsumedQuantity: "182500",
    });
  });

  it("credits shortfalls of service, and passes energy through in money", () => {
    const service = "    service: { uptime: 98 % }\n    tiers: { low: { below: 99 %, credit: 10 % } }\n";
    const power = "    energy: { cost: 500 USD * step(2026-06-01), passed_through: 80 % }\n";
    const rows = chargesOf(dealWith(lease(`    price: 2 USD/GPU/h\n${year}${service}${power}`)));
    const [, , credit, energy] = billedIn(rows, "2026-08");
    expect(credit).toMatchObject({ ChargeCategory: "Credit", BilledCost: "-146000", EffectiveCost: "-146000" });
    expect(energy).toMatchObject({
      ChargeCategory: "Usage",
      PricingCategory: "Other",
      ConsumedQuantity: "400",
      ConsumedUnit: "USD",
      BilledCost: "400",
      CommitmentDiscountId: "",
    });
  });

  it("spreads a prepayment over what it pays for, and pays the rest back as a correction", () => {
    const rows = chargesOf(
      dealWith(
        lease(`    fee: 1 million USD/month\n${year}    prepayment: { amount: 9 million USD, credited: 18 month }\n`),
      ),
    );
    const [paid, first] = billedIn(rows, "2026-07");
    expect(paid).toMatchObject({ ChargeFrequency: "One-Time", BilledCost: "9000000", EffectiveCost: "0" });
    expect(Number(first?.["BilledCost"])).toBeCloseTo(500_000, 6);
    const back = withCells(rows, { ChargeClass: "Correction" });
    expect(back.map(({ BillingPeriodStart }) => BillingPeriodStart)).toEqual(["2027-06-01T00:00:00Z"]);
    expect(total(back, "BilledCost")).toBeCloseTo(-3e6, 5);
    expect(total(rows, "BilledCost")).toBeCloseTo(12e6, 5);
  });
});

interface Terms {
  readonly day: number;
  readonly months: number;
  readonly ramp: number;
  readonly rampFee: number | undefined;
  readonly takeOrPay: number;
  readonly used: number;
  readonly swing: number;
  readonly makeUp: boolean;
  readonly growth: number;
  readonly uptime: number;
  readonly prepaid: number;
  /** Whether before the term. */
  readonly ahead: boolean;
  readonly credited: number;
  readonly energy: number;
}

const terms: fc.Arbitrary<Terms> = fc.record({
  day: fc.integer({ min: 1, max: 28 }),
  months: fc.integer({ min: 1, max: 30 }),
  ramp: fc.constantFrom(0, 0, 2.5, 6),
  rampFee: fc.constantFrom(undefined, 0, 30),
  takeOrPay: fc.constantFrom(0, 40, 62.5, 90, 100),
  used: fc.integer({ min: 0, max: 100 }),
  swing: fc.integer({ min: -50, max: 50 }),
  makeUp: fc.boolean(),
  growth: fc.constantFrom(0, 3, -12.5),
  uptime: fc.constantFrom(100, 98.5, 90),
  prepaid: fc.constantFrom(0, 0, 0.5, 3, 40),
  ahead: fc.boolean(),
  credited: fc.integer({ min: 1, max: 24 }),
  energy: fc.constantFrom(0, 0.1),
});

function written(of: Terms): string {
  const rampFee = of.rampFee === undefined ? "" : `, ramp_fee: ${of.rampFee} %`;
  const used = `"clamp(${of.used} % + ${of.swing} % * ramp(2026-06-01, 24 month), 0 %, 100 %)"`;
  return lease(
    [
      "fee: 1.3 million USD/month",
      `term: { from: 2026-08-${String(of.day).padStart(2, "0")}, months: ${of.months} month, ramp: ${of.ramp} month${rampFee} }`,
      `billing: { take_or_pay: ${of.takeOrPay} %, used: ${used}${of.makeUp ? ", make_up: 5 month" : ""} }`,
      ...(of.growth === 0 ? [] : [`escalator: { rate: ${of.growth} %/yr }`]),
      `service: { uptime: ${of.uptime} % }`,
      "tiers: { low: { below: 99 %, credit: 5 % }, lower: { below: 95 %, credit: 30 % } }",
      ...(of.prepaid === 0
        ? []
        : [`prepayment: { amount: ${of.prepaid} million USD, paid: 2026-06-15, credited: ${of.credited} month }`]),
      ...(of.energy === 0 ? [] : [`energy: { cost: ${of.energy} million USD * step(2026-06-01) }`]),
    ]
      .map((line) => `    ${line}\n`)
      .join(""),
  );
}

describe("any lease", () => {
  it("bills in each month what the lessee pays, costs what it bills, and counts every hour once", () => {
    fc.assert(
      fc.property(terms, (of) => {
        const deal = dealWith(written(of), 40);
        const figures = new ContractFigures(deal, "lease");
        const { costAndUsage, contractCommitments } = focusTables(deal);
        const rows = rowsOf(costAndUsage);
        const near = (left: number, right: number, scale = 1e6): void => {
          expect(Math.abs(left - right)).toBeLessThan(1e-9 * scale);
        };

        for (let month = 0; month < 40; month += 1) {
          near(total(billedIn(rows, figures.monthName(month)), "BilledCost"), -figures.inMonth("lessee-cash", month));
        }

        const ofCommitment = withCells(rows, { CommitmentDiscountId: commitment });
        const usage = withCells(ofCommitment, { ChargeCategory: "Usage" });
        const purchases = withCells(ofCommitment, { ChargeCategory: "Purchase" });
        near(total(usage, "EffectiveCost"), total(purchases, "BilledCost"));
        near(total(usage, "CommitmentDiscountQuantity"), total(purchases, "CommitmentDiscountQuantity"));
        near(total(rows, "EffectiveCost"), total(rows, "BilledCost"));

        const applied = usage.filter(({ ContractApplied }) => ContractApplied !== "");
        const committed = Array.from(
          { length: 40 },
          (_, month) => 730_000 * figures.inMonth("fee-share", month) * (of.takeOrPay / 100),
        );
        for (const [month, hours] of committed.entries()) {
          near(total(billedIn(applied, figures.monthName(month)), "CommitmentDiscountQuantity"), hours);
        }
        near(
          total(rowsOf(contractCommitments), "ContractCommitmentQuantity"),
          committed.reduce((sum, hours) => sum + hours, 0),
        );

        for (const row of withCells(rows, { ChargeCategory: "Credit" })) {
          expect(Number(row["BilledCost"])).toBeLessThan(0);
        }
        expect(rows.flatMap(offencesOf)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("a capacity commitment", () => {
  const capacity = (more: string): string =>
    `  cloud:\n    kind: commitment\n    seller: Cloud\n    buyer: Tenant\n    amount: 240 million USD\n    term: { from: 2026-07-01, months: 24 month }\n${more}`;

  it("bills what is used, the shortfall of a period, and less where it was prepaid", () => {
    const rows = chargesOf(dealWith(capacity("    use: 60 %\n"), 30));
    expect(summary(billedIn(rows, "2027-06"))).toEqual([
      "Usage Usage-Based  6000000 6000000 6000000",
      "Adjustment One-Time   48000000 48000000",
    ]);
  });

  it("bills in each month what the buyer pays, and costs what it bills", () => {
    const share = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(
        share,
        share,
        fc.constantFrom(0, 5, 90, 200),
        fc.constantFrom(3, 12),
        (use, firm, prepaid, period) => {
          const advance = prepaid === 0 ? "" : `    prepaid: { amount: ${prepaid} million USD, on: 2026-06-20 }\n`;
          const deal = dealWith(
            capacity(`    use: ${use} %\n    take_or_pay: ${firm} %\n    period: ${period} month\n${advance}`),
            30,
          );
          const figures = new ContractFigures(deal, "cloud");
          const rows = chargesOf(deal);
          for (let month = 0; month < 30; month += 1) {
            const billed = total(billedIn(rows, figures.monthName(month)), "BilledCost");
            expect(Math.abs(billed + figures.inMonth("buyer-cash", month))).toBeLessThan(1);
          }
          const dues = total(rows, "EffectiveCost");
          // What a prepayment exceeds all dues by is kept by the seller.
          expect(Math.abs(total(rows, "BilledCost") - Math.max(dues, prepaid * 1e6))).toBeLessThan(1);
          expect(rows.flatMap(offencesOf)).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("commits to money over the part of its term that the calendar holds", () => {
    const { contractCommitments } = focusTables(dealWith(capacity("    take_or_pay: 50 %\n"), 13));
    expect(rowsOf(contractCommitments)).toEqual([
      {
        BillingCurrency: "USD",
        ContractCommitmentCategory: "Spend",
        ContractCommitmentCost: "60000000",
        ContractCommitmentId: "small/contracts/cloud",
        ContractCommitmentPeriodEnd: "2027-07-01T00:00:00Z",
        ContractCommitmentPeriodStart: "2026-07-01T00:00:00Z",
        ContractCommitmentQuantity: "60000000",
        ContractCommitmentType: "Capacity commitment",
        ContractCommitmentUnit: "USD",
        ContractId: "small/contracts/cloud",
        ContractPeriodEnd: "2028-07-01T00:00:00Z",
        ContractPeriodStart: "2026-07-01T00:00:00Z",
      },
    ]);
  });
});

describe("the tables", () => {
  it("have every mandatory column, each once and in order", () => {
    const { columns } = focusTables(dealWith(lease(`    price: 2 USD/GPU/h\n${year}`))).costAndUsage;
    expect(columns).toEqual([...new Set(columns)].sort());
    expect(mandatory.filter((name) => !columns.includes(name))).toEqual([]);
  });

  it("write numbers without exponents", () => {
    const rows = chargesOf(dealWith(lease(`    price: 0.0000001 USD/GPU/h\n${year}`)));
    const [row] = rows;
    expect(row?.["ContractedUnitPrice"]).toMatch(decimalPattern);
    expect(Number(row?.["ContractedUnitPrice"])).toBeCloseTo(1e-7, 20);
  });

  it("bill what is scheduled, however likely it is that someone leaves", () => {
    const deal = dealWith(lease(`    price: 2 USD/GPU/h\n${year}    exit: { notice: 60 day, hazard: 5 %/month }\n`));
    const figures = new ContractFigures(deal, "lease");
    const rows = chargesOf(deal);
    expect(total(rows, "BilledCost")).toBe(12 * 1_460_000);
    expect(figures.one("expected")).toBeLessThan(0.9 * total(rows, "BilledCost"));
  });

  it("are held to the specification by a check that finds what is missing", () => {
    const rows = chargesOf(dealWith(lease(`    price: 2 USD/GPU/h\n${year}    billing: { used: 50 % }\n`), 3));
    expect(rows.map(offencesOf)).toEqual(rows.map(() => []));
    const filled = rows.flatMap((row) =>
      Object.keys(row)
        .filter((name) => row[name] !== "" && !["ContractApplied", "CommitmentDiscountName"].includes(name))
        .filter((name) => !["ResourceName", "ServiceSubcategory"].includes(name))
        .map((name) => ({ name, row: { ...row, [name]: "" } })),
    );
    expect(filled.filter(({ row }) => offencesOf(row).length === 0).map(({ name }) => name)).toEqual([]);
  });

  it("leave out other readings of a contract", () => {
    const other = lease(`    price: 2 USD/GPU/h\n${year}`);
    const reading = other.replace("  lease:", "  reading:").concat("    instead_of: lease\n");
    expect(new Set(chargesOf(dealWith(other + reading)).map(({ ResourceId }) => ResourceId))).toEqual(
      new Set([commitment]),
    );
  });
});

describe("a deal of which no rows can be made", () => {
  const message = (deal: () => unknown): string => {
    try {
      deal();
    } catch (error) {
      if (error instanceof FocusError) return error.message;
      throw error;
    }
    return "no error";
  };

  it("has no contract, or a currency that no bill is in", () => {
    const without = "deal: none\nas_of: 2026-05-09\ncalendar: { start: 2026-06, months: 3 }\ncurrency: USD\n";
    expect(message(() => focusTables(preparedDeal(without)))).toContain("no lease and no capacity commitment");
  });

  it("waits for evidence, which is named", () => {
    const evidence =
      "sources:\n  filing: { publisher: Host, date: 2026-05-20, role: party }\n" +
      "claims:\n  filed-fee: { is: 1 million USD/month, grade: disclosed, from: filing }\n";
    const waiting = lease(`    fee: claims.filed-fee\n${year}`) + evidence;
    expect(message(() => chargesOf(dealWith(waiting)))).toMatch(/waits for evidence.*filed-fee/);
  });

  it("has a figure that is undefined, which is named with its month", () => {
    const terms = `    fee: 1 million USD/month\n${year}    billing: { used: "uniform(0.4, 0.6) * step(2026-08-01) / step(2026-08-01)" }\n`;
    expect(message(() => chargesOf(dealWith(lease(terms))))).toMatch(
      /contracts\.lease\.billing\.used is (?:undefined|infinite) in 2026-07/,
    );
  });
});

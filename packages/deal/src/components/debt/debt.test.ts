import { sculptDebt, waterfall } from "@underwatt/finance";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "../../result.ts";
import { figureOf, mistakesIn, numberOf, result, seriesOf } from "../../small-deal.contract.ts";

const months = 40;
const firstService = 4;

/** Cash of each month as a formula: one value for each year of the calendar, or a line of months. */
function monthlyText(values: readonly number[]): string {
  return values.map((value, month) => `${value} USD * during(${day(month)}, ${day(month + 1)})`).join(" + ");
}

function day(month: number): string {
  const index = 5 + month;
  return `${2026 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}-01`;
}

interface Terms {
  readonly profile?: "sculpted" | "level" | "straight";
  readonly rate?: number;
  readonly fee?: number;
  readonly tenor?: number;
  readonly dscr?: number;
  readonly gearing?: number;
  readonly limit?: number;
  readonly downside?: readonly number[];
  readonly reserve?: number;
  readonly lockUp?: number | undefined;
  readonly sweep?: number;
}

function deal(cash: readonly number[], lender: readonly number[], spend: readonly number[], terms: Terms): string {
  const {
    profile = "sculpted",
    rate = 12,
    fee = 0,
    tenor = 30,
    dscr,
    gearing,
    limit,
    downside,
    reserve = 0,
    lockUp,
    sweep = 0,
  } = terms;
  const sizing = [
    "cfads: model.lender",
    ...(dscr === undefined ? [] : [`dscr: ${dscr}`]),
    ...(gearing === undefined ? [] : [`gearing: ${gearing} %`]),
    ...(downside === undefined ? [] : ["downside: model.downside"]),
  ];
  return `deal: debt
as_of: 2026-05-09
calendar: { start: 2026-06, months: ${months} }
currency: USD
contracts:
  loan:
    kind: debt
    lender: Bank
    borrower: Host
    cfads: model.cash
    spend: model.spend
    rate: ${rate} %/yr
    fee: ${fee} %
    repay: { from: ${day(firstService)}, months: ${tenor} month }
    profile: ${profile}
    sizing: { ${sizing.join(", ")} }
${limit === undefined ? "" : `    limit: ${limit} USD\n`}    reserve: { months: ${reserve} month }
${lockUp === undefined ? "" : `    lock_up: ${lockUp}\n`}    sweep: ${sweep} %
model:
  cash: ${monthlyText(cash)}
  lender: ${monthlyText(lender)}
  downside: ${monthlyText(downside ?? lender)}
  spend: ${monthlyText(spend)}
`;
}

const path = (name: string): string => `contracts.loan.${name}`;
const value = (run: Result, name: string): number => numberOf(run, path(name));
const series = (run: Result, name: string): number[] => seriesOf(run, path(name));
const nullable = (run: Result, name: string): (number | null)[] => {
  const { series: values } = figureOf(run, path(name));
  return Array.isArray(values) ? values.map((entry) => (typeof entry === "number" ? entry : null)) : [];
};
const even = (amount: number): number[] =>
  Array.from({ length: months }, (_, month) => (month < firstService ? 0 : amount));
const spent = [400, 300, 200, 100];
const padded = (values: readonly number[]): number[] =>
  Array.from({ length: months }, (_, month) => values[month] ?? 0);

/** What the terms come to, counted month by month in plain arithmetic. */
function ledger(cash: readonly number[], lender: readonly number[], spend: readonly number[], terms: Terms) {
  const {
    profile = "sculpted",
    rate = 12,
    fee = 0,
    tenor = 30,
    dscr,
    gearing,
    limit,
    reserve: held = 0,
    lockUp,
    sweep = 0,
  } = terms;
  const i = rate / 1200;
  const serviced = (month: number): boolean => month >= firstService && month < firstService + tenor;
  const at = (values: readonly number[], month: number): number => values[month] ?? 0;
  const total = spend.reduce((sum, one) => sum + one, 0);
  // Service per unit of debt.
  const shape = padded([]).map((_, month) =>
    !serviced(month) ? 0 : profile === "level" ? 1 : Math.max(0, at(lender, month)),
  );
  const worth = (flows: readonly number[]): number =>
    flows.reduce((sum, flow, month) => sum + flow / (1 + i) ** (month - firstService + 1), 0);
  let left = 1;
  const unit = padded([]).map((_, month) => {
    if (!serviced(month)) return 0;
    if (profile !== "straight") return at(shape, month) / worth(shape);
    const paid = 1 / tenor + i * left;
    left -= 1 / tenor;
    return paid;
  });
  let drawn = 0;
  let construction = 0;
  for (let month = 0; month < firstService; month++) {
    construction += i * drawn;
    drawn += at(spend, month) / total;
  }
  const reserveShare = unit.slice(firstService, firstService + held).reduce((sum, one) => sum + one, 0);
  const amounts = [
    ...(limit === undefined ? [] : [limit]),
    ...(dscr === undefined
      ? []
      : profile === "sculpted"
        ? [worth(shape) / dscr]
        : [
            Math.min(
              ...padded([]).flatMap((_, m) => (serviced(m) ? [Math.max(0, at(lender, m)) / dscr / at(unit, m)] : [])),
            ),
          ]),
    ...(gearing === undefined
      ? []
      : [((gearing / 100) * total) / (1 - (gearing / 100) * (fee / 100 + construction + reserveShare))]),
  ];
  const amount = Math.min(...amounts);
  const rows = [];
  let balance = 0;
  let planned = amount;
  let unpaidInterest = 0;
  let unpaidPrincipal = 0;
  let reserve = 0;
  let trapped = 0;
  const dues: number[] = [];
  for (let month = 0; month < months; month++) {
    const opening = balance;
    const interest = opening * i;
    const inside = serviced(month);
    const scheduled = inside ? Math.max(0, amount * at(unit, month) - i * planned) : 0;
    if (inside) planned = Math.max(0, planned * (1 + i) - amount * at(unit, month));
    const late = month >= firstService;
    const interestDue = (late ? interest : 0) + unpaidInterest * (1 + i);
    const principalDue = late ? Math.min(opening, scheduled + unpaidPrincipal) : 0;
    const due = late ? interest + Math.min(opening, scheduled) : 0;
    dues.push(due);
    const funded = month === firstService ? amount * reserveShare : 0;
    const support = Math.max(0, -at(cash, month) - trapped);
    const cashIn = at(cash, month) + support + trapped + reserve + funded;
    const interestPaid = Math.min(interestDue, cashIn);
    const principalPaid = Math.min(principalDue, cashIn - interestPaid);
    unpaidInterest = interestDue - interestPaid;
    unpaidPrincipal = principalDue - principalPaid;
    const after = cashIn - interestPaid - principalPaid;
    const target = late ? amount * unit.slice(month + 1, month + 1 + held).reduce((sum, one) => sum + one, 0) : 0;
    const isOwed = opening - principalPaid + unpaidInterest > 0.01;
    reserve = isOwed ? Math.min(target, after) : 0;
    const spare = Math.max(0, after - reserve);
    const year = (values: readonly number[]): number =>
      values.slice(Math.max(0, month - 11), month + 1).reduce((sum, one) => sum + one, 0);
    const isLocked = lockUp !== undefined && late && isOwed && year(cash) < lockUp * year(dues);
    trapped = isLocked ? spare : 0;
    const swept = late ? Math.min(opening - principalPaid, ((spare - trapped) * sweep) / 100) : 0;
    const draws = month < firstService ? (amount * at(spend, month)) / total : 0;
    balance = opening + draws - principalPaid - swept;
    rows.push({
      draws,
      interestPaid,
      principalPaid,
      swept,
      support,
      reserve,
      trapped,
      balance,
      distributions: spare - trapped - swept,
    });
  }
  return { amount, rows };
}

describe("sculpted debt", () => {
  const lender = even(0).map((_, month) => (month < firstService ? 0 : 100 + month));

  it("covers service by the same ratio in every month, and so over the loan's life", async () => {
    const run = await result(deal(lender, lender, padded(spent), { dscr: 1.3 }), { samples: 16 });
    for (const name of ["dscr", "llcr"]) {
      const inService = nullable(run, name).filter((one) => one !== null);
      expect(inService).toHaveLength(30);
      for (const one of inService) expect(one).toBeCloseTo(1.3, 9);
    }
    expect(series(run, "balance").at(firstService + 29)).toBeCloseTo(0, 6);
    expect(value(run, "min-dscr")).toBeCloseTo(1.3, 9);
    expect(value(run, "left-unpaid")).toBeCloseTo(0, 6);
    // Without service there is no cover, rather than one of 0.
    expect(nullable(run, "dscr").slice(0, firstService)).toEqual([null, null, null, null]);
    // What the lender earns is the rate, a twelfth each month.
    expect(value(run, "lender-irr")).toBeCloseTo(100 * (1.01 ** 12 - 1), 6);
  });

  it("is the lower of two cases, and says which", async () => {
    const downside = lender.map((cash) => cash * 0.72);
    const run = await result(deal(lender, lender, padded(spent), { dscr: 1.3, downside }), { samples: 16 });
    const base = await result(deal(lender, lender, padded(spent), { dscr: 1.3 }), { samples: 16 });
    expect(value(run, "amount") / value(base, "amount")).toBeCloseTo(0.72 * 1.3, 9);
    expect([figureOf(run, path("binds-downside")).value, figureOf(run, path("binds-cover")).value]).toEqual([1, 0]);
  });

  it("bound by gearing is that share of all uses, fee, interest and reserve with them", async () => {
    const run = await result(deal(lender, lender, padded(spent), { gearing: 60, fee: 2, reserve: 6 }), { samples: 16 });
    expect(value(run, "sources.debt") / value(run, "uses.total")).toBeCloseTo(0.6, 12);
    for (const part of ["assets", "fees", "interest", "reserve"]) expect(value(run, `uses.${part}`)).toBeGreaterThan(0);
    expect(value(run, "uses.fees")).toBeCloseTo(0.02 * value(run, "amount"), 9);
  });

  it("is served in equal parts where a limit is lent against no cash: it is owed all the same", async () => {
    const run = await result(deal(even(0), even(0), padded(spent), { limit: 900 }), { samples: 16 });
    const i = 0.12 / 12;
    const annuity = (900 * i) / (1 - (1 + i) ** -30);
    const served = series(run, "scheduled-service").filter((service) => service > 0);
    expect(served).toHaveLength(30);
    for (const service of served) expect(service).toBeCloseTo(annuity, 9);
    expect(figureOf(run, path("defaults")).value).toBe(1);
    expect(value(run, "left-unpaid")).toBeGreaterThan(900);
  });

  it("lends nothing against cash below zero", async () => {
    const run = await result(deal(even(-50), even(-50), padded(spent), { dscr: 1.3 }), { samples: 16 });
    expect(value(run, "amount")).toBe(0);
  });
});

const cashOf = (least: number, most: number): fc.Arbitrary<number[]> =>
  fc
    .array(fc.integer({ min: least, max: most }), { minLength: months, maxLength: months })
    .map((values) => values.map((one, month) => (month < firstService ? 0 : one)));

const anyLoan: fc.Arbitrary<Terms> = fc.record({
  profile: fc.constantFrom("sculpted", "level", "straight"),
  rate: fc.constantFrom(0, 3, 12, 30),
  fee: fc.constantFrom(0, 2),
  tenor: fc.constantFrom(1, 2, 17, 30, 36),
  dscr: fc.constantFrom(1, 1.3, 2),
  reserve: fc.constantFrom(0, 1, 6),
  lockUp: fc.constantFrom(undefined, 1.2, 5),
  sweep: fc.constantFrom(0, 50, 100),
});

/** With what bounds it beside the cover. */
const anyTerms: fc.Arbitrary<Terms> = fc
  .tuple(anyLoan, fc.record({ gearing: fc.constantFrom(50, 90), limit: fc.constantFrom(0, 500, 1e6) }))
  .map(([loan, bounds]) => ({ ...loan, ...bounds }));

describe("any debt", () => {
  it("comes to what its terms come to, counted month by month", async () => {
    await fc.assert(
      fc.asyncProperty(cashOf(-40, 200), cashOf(1, 150), anyTerms, async (cash, lender, terms) => {
        const spend = padded(spent);
        const run = await result(deal(cash, lender, spend, terms), { samples: 16 });
        const { amount, rows } = ledger(cash, lender, spend, terms);
        const close = (got: number, wanted: number): void => {
          expect(Math.abs(got - wanted)).toBeLessThan(1e-6 * Math.max(1, Math.abs(wanted)));
        };
        close(value(run, "amount"), amount);
        const names = [
          ["draws", "draws"],
          ["interest-paid", "interestPaid"],
          ["principal-paid", "principalPaid"],
          ["swept", "swept"],
          ["support", "support"],
          ["reserve", "reserve"],
          ["trapped", "trapped"],
          ["balance", "balance"],
          ["distributions", "distributions"],
        ] as const;
        for (const [name, key] of names)
          for (const [month, got] of series(run, name).entries()) close(got, rows[month]?.[key] ?? NaN);
        // Cash is conserved: what comes in is paid, kept or handed on.
        const [trapped, reserve, funded] = ["trapped", "reserve", "reserve-funded"].map((name) => series(run, name));
        const [paid, principal, swept, out, support] = [
          "interest-paid",
          "principal-paid",
          "swept",
          "distributions",
          "support",
        ].map((name) => series(run, name));
        for (let month = 0; month < months; month++) {
          const held = (trapped?.[month] ?? NaN) + (reserve?.[month] ?? NaN);
          const before = month === 0 ? 0 : (trapped?.[month - 1] ?? NaN) + (reserve?.[month - 1] ?? NaN);
          const into = (cash[month] ?? NaN) + (funded?.[month] ?? NaN) + (support?.[month] ?? NaN) + before;
          const from =
            (paid?.[month] ?? NaN) +
            (principal?.[month] ?? NaN) +
            (swept?.[month] ?? NaN) +
            (out?.[month] ?? NaN) +
            held;
          close(from, into);
        }
        const borrower = series(run, "borrower-cash");
        for (const [month, one] of series(run, "lender-cash").entries()) expect(one + (borrower[month] ?? NaN)).toBe(0);
      }),
      { numRuns: 25 },
    );
  });
});

describe("the same loan in the finance package", () => {
  it("is sculpted and paid out alike", async () => {
    await fc.assert(
      fc.asyncProperty(cashOf(0, 200), cashOf(1, 150), anyLoan, async (cash, lender, terms) => {
        const text = deal(cash, lender, padded(spent), { ...terms, profile: "sculpted" });
        const run = await result(text, { samples: 16 });
        const { tenor = 30, rate = 12, dscr = 1, lockUp, sweep = 0 } = terms;
        const inside = (values: readonly number[]): number[] => values.slice(firstService, firstService + tenor);
        const monthlyRate = rate / 1200;
        const sculpted = sculptDebt({ cfads: inside(lender), rate: monthlyRate, dscr });
        const lent = value(run, "lent");
        expect(lent / sculpted.debt).toBeCloseTo(1, 9);
        const wanted = waterfall(cash.slice(firstService), {
          debt: lent,
          rate: monthlyRate,
          // A month too thin for its interest owes no principal rather than adding to the debt.
          principal: inside(series(run, "scheduled-principal")),
          reserveTarget: [
            series(run, "reserve-funded")[firstService] ?? 0,
            ...series(run, "reserve-target").slice(firstService),
          ],
          lockUp: lockUp === undefined ? undefined : { dscr: lockUp, periods: 12 },
          sweep: sweep / 100,
        });
        const columns = [
          ["interest-paid", wanted.interest],
          ["principal-paid", wanted.principal],
          ["swept", wanted.swept],
          ["distributions", wanted.distributed],
          ["reserve", wanted.reserve],
          ["balance", wanted.balance],
        ] as const;
        for (const [name, column] of columns)
          for (const [period, got] of series(run, name).slice(firstService).entries())
            expect(Math.abs(got - (column[period] ?? NaN)), `${name} ${period}`).toBeLessThan(1e-6);
      }),
      { numRuns: 10 },
    );
  });
});

describe("mistakes", () => {
  const good = deal(even(100), even(100), padded(spent), { dscr: 1.3 });
  it.each([
    [
      "no bound on the amount",
      good.replace("sizing: { cfads: model.lender, dscr: 1.3 }", "sizing: { cfads: model.lender }"),
      "nothing says how much is lent",
    ],
    ["service beyond the calendar", good.replace("months: 30 month", "months: 60 month"), "outside-calendar"],
    ["spending after service has started", good.replace("spend: model.spend", "spend: model.late"), "late-draws"],
    ["a project that is not there", good.replace("cfads: model.cash", "project: hall"), 'there is no project "hall"'],
  ])("%s", (_, text, said) => {
    const late = `${text}  late: 500 USD * during(2027-06-01, 2027-07-01)\n`;
    expect(
      mistakesIn(late)
        .map(({ message }) => message)
        .join("\n"),
    ).toContain(said);
  });
});

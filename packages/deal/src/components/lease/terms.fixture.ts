/** Terms of leases for tests: drawn at random with any clauses, and written as a contract of a deal. */
import fc from "fast-check";

export interface Right {
  /** Days, or calendar months. */
  readonly notice: readonly [number, "day" | "month"];
  readonly notBefore: string | undefined;
  /** Percent a month. */
  readonly hazard: number;
  readonly fee: number;
}

export interface Terms {
  readonly from: string;
  readonly months: number;
  readonly ramp: number;
  readonly rampFee: number | undefined;
  readonly valuedOn: string | undefined;
  /** Dollars a month. */
  readonly fee: number;
  /** Percent a year; or an index by years with the bounds of its steps. */
  readonly escalator:
    | { readonly rate: number }
    | { readonly index: readonly number[]; readonly floor: number; readonly cap: number }
    | undefined;
  readonly every: number;
  /** Percent; use by years of the calendar. */
  readonly takeOrPay: number;
  readonly used: readonly number[];
  readonly makeUp: number | undefined;
  readonly service:
    | {
        readonly uptime: readonly number[];
        readonly claimed: number;
        readonly cap: number;
        readonly tiers: readonly (readonly [below: number, credit: number])[];
      }
    | undefined;
  readonly prepayment: { readonly amount: number; readonly paid: string; readonly credited: number } | undefined;
  readonly exits: { readonly exit: Right } | { readonly lessee?: Right; readonly lessor?: Right };
  readonly reclaim: { readonly share: number; readonly notice: number; readonly hazard: number } | undefined;
  readonly renewal: { readonly months: number; readonly chance: number; readonly price: number } | undefined;
  readonly energy: { readonly cost: readonly number[]; readonly passed: number } | undefined;
  readonly use: { readonly earns: readonly number[]; readonly discount: number } | undefined;
}

/** The calendar over which they run: a leap year first. */
export const calendar = { start: "2028-01", months: 30 };
export const gpus = 1000;

const date = (first: string, last: string): fc.Arbitrary<string> =>
  fc
    .integer({ min: Date.parse(first) / 86_400_000, max: Date.parse(last) / 86_400_000 })
    .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

const years = (min: number, max: number): fc.Arbitrary<readonly number[]> =>
  fc.array(fc.integer({ min, max }), { minLength: 3, maxLength: 3 });

const start = fc.oneof(fc.constant("2028-02-29"), fc.constant("2028-01-01"), date("2028-01-01", "2028-06-30"));
const hazard = fc.oneof(fc.constant(0), fc.constant(100), fc.integer({ min: 0, max: 30 }));

const right: fc.Arbitrary<Right> = fc.record({
  notice: fc.oneof(
    fc.tuple(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 })), fc.constant("day" as const)),
    fc.tuple(fc.integer({ min: 0, max: 6 }), fc.constant("month" as const)),
  ),
  notBefore: fc.option(date("2027-06-01", "2029-03-31"), { nil: undefined }),
  hazard,
  fee: fc.integer({ min: 0, max: 500 }),
});

export const anyTerms: fc.Arbitrary<Terms> = fc.record({
  from: start,
  months: fc.oneof(fc.constant(0), fc.constant(1), fc.integer({ min: 0, max: 26 })),
  ramp: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4 })),
  rampFee: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
  valuedOn: fc.option(date("2028-01-01", "2029-06-30"), { nil: undefined }),
  fee: fc.integer({ min: 0, max: 1000 }),
  escalator: fc.option(
    fc.oneof(
      fc.record({ rate: fc.integer({ min: -20, max: 20 }) }),
      fc.record({
        index: years(50, 150),
        floor: fc.integer({ min: -20, max: 0 }),
        cap: fc.integer({ min: 0, max: 20 }),
      }),
    ),
    { nil: undefined },
  ),
  every: fc.constantFrom(12, 6, 1),
  takeOrPay: fc.integer({ min: 0, max: 100 }),
  used: years(0, 100),
  makeUp: fc.option(fc.integer({ min: 0, max: 14 }), { nil: undefined }),
  service: fc.option(
    fc.record({
      uptime: years(90, 100),
      claimed: fc.integer({ min: 0, max: 100 }),
      cap: fc.integer({ min: 0, max: 100 }),
      tiers: fc.array(fc.tuple(fc.integer({ min: 90, max: 100 }), fc.integer({ min: 0, max: 100 })), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
    { nil: undefined },
  ),
  prepayment: fc.option(
    fc.record({
      amount: fc.integer({ min: 0, max: 5000 }),
      paid: date("2028-01-01", "2028-09-30"),
      credited: fc.integer({ min: 1, max: 18 }),
    }),
    { nil: undefined },
  ),
  exits: fc.oneof(
    fc.record({ exit: right }),
    fc.record({ lessee: right, lessor: right }),
    fc.record({ lessee: right }),
    fc.record({ lessor: right }),
    fc.constant({}),
  ),
  reclaim: fc.option(
    fc.record({ share: fc.integer({ min: 0, max: 100 }), notice: fc.integer({ min: 0, max: 200 }), hazard }),
    { nil: undefined },
  ),
  renewal: fc.option(
    fc.record({
      months: fc.integer({ min: 0, max: 12 }),
      chance: fc.integer({ min: 0, max: 100 }),
      price: fc.integer({ min: 0, max: 150 }),
    }),
    { nil: undefined },
  ),
  energy: fc.option(fc.record({ cost: years(0, 100), passed: fc.integer({ min: 0, max: 100 }) }), { nil: undefined }),
  use: fc.option(fc.record({ earns: years(0, 10), discount: fc.integer({ min: 0, max: 30 }) }), { nil: undefined }),
});

/** The contract `x` in a deal file. */
export function written(terms: Terms): string {
  const { escalator, service, prepayment, exits, reclaim, renewal, energy, use } = terms;
  const yearly = (values: readonly number[], unit: string): string =>
    `"yearly(${values.map((value) => `${value} ${unit}`).join(", ")})"`;
  const right = (key: string, { notice, notBefore, hazard: chance, fee }: Right): string => {
    const notBeforeText = notBefore === undefined ? "" : `, not_before: ${notBefore}`;
    const feeText = key === "exit" ? "" : `, fee: ${fee} USD`;
    return `    ${key}: { notice: ${notice[0]} ${notice[1]}${notBeforeText}, hazard: ${chance} %/month${feeText} }\n`;
  };
  const rights =
    "exit" in exits
      ? right("exit", exits.exit)
      : `${exits.lessee === undefined ? "" : right("lessee_exit", exits.lessee)}${exits.lessor === undefined ? "" : right("lessor_exit", exits.lessor)}`;
  const step =
    escalator === undefined
      ? ""
      : "rate" in escalator
        ? `    escalator: { rate: ${escalator.rate} %/yr, every: ${terms.every} month }\n`
        : `    escalator: { index: ${yearly(escalator.index, "")}, floor: ${escalator.floor} %, cap: ${escalator.cap} %, every: ${terms.every} month }\n`;
  const tiers = service?.tiers.map(([below, credit], index) => `t${index}: { below: ${below} %, credit: ${credit} % }`);
  return `deal: l
as_of: 2027-01-01
calendar: { start: ${calendar.start}, months: ${calendar.months} }
currency: USD
contracts:
  x:
    kind: lease
    lessor: A
    lessee: B
    gpus: ${gpus} GPU
    fee: ${terms.fee} USD/month
    term: { from: ${terms.from}, months: ${terms.months} month, ramp: ${terms.ramp} month${terms.rampFee === undefined ? "" : `, ramp_fee: ${terms.rampFee} %`} }
    billing: { take_or_pay: ${terms.takeOrPay} %, used: ${yearly(terms.used, "%")}${terms.makeUp === undefined ? "" : `, make_up: ${terms.makeUp} month`} }
${terms.valuedOn === undefined ? "" : `    valued_on: ${terms.valuedOn}\n`}${step}${rights}${
    service === undefined || tiers === undefined
      ? ""
      : `    service: { uptime: ${yearly(service.uptime, "%")}, claimed: ${service.claimed} %, cap: ${service.cap} % }\n    tiers: { ${tiers.join(", ")} }\n`
  }${
    prepayment === undefined
      ? ""
      : `    prepayment: { amount: ${prepayment.amount} USD, paid: ${prepayment.paid}, credited: ${prepayment.credited} month }\n`
  }${
    reclaim === undefined
      ? ""
      : `    reclaim: { share: ${reclaim.share} %, notice: ${reclaim.notice} day, hazard: ${reclaim.hazard} %/month }\n`
  }${
    renewal === undefined
      ? ""
      : `    renewal: { months: ${renewal.months} month, chance: ${renewal.chance} %, price: ${renewal.price} % }\n`
  }${energy === undefined ? "" : `    energy: { cost: ${yearly(energy.cost, "USD")}, passed_through: ${energy.passed} % }\n`}${
    use === undefined ? "" : `    use: { earns: ${yearly(use.earns, "USD/GPU/h")}, discount: ${use.discount} %/yr }\n`
  }`;
}

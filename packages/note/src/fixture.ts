/** A small deal's result, written by hand, for the tests of this package. */
import { resultVersion, type AuditRow, type Cell, type Changes, type Figure, type Result } from "@underwatt/deal";

/** A certain figure. */
export function certain(value: Cell, unit: string, more: Partial<Figure> = {}): Figure {
  const same = { p5: value, p10: value, p50: value, p90: value, p95: value, mean: value, se: 0 };
  return {
    unit,
    kind: "model",
    formula: "formula",
    uncertain: false,
    value,
    ...same,
    grades: {},
    uses: [],
    claims: [],
    ...more,
  };
}

/** An uncertain one, by its 5, 10, 50, 90 and 95 percent points. */
export function uncertain(
  points: readonly [Cell, Cell, Cell, Cell, Cell],
  se: number | null,
  unit: string,
  more: Partial<Figure> = {},
): Figure {
  const [p5, p10, p50, p90, p95] = points;
  return { ...certain(p50, unit), p5, p10, p50, p90, p95, mean: p50, se, uncertain: true, ...more };
}

const months = Array.from(
  { length: 36 },
  (_, index) => `${2026 + Math.floor((index + 4) / 12)}-${String(((index + 4) % 12) + 1).padStart(2, "0")}`,
);

function monthly(scale: number, rampMonths: number): number[] {
  return months.map((_, index) => Math.round(scale * Math.min(1, (index + 1) / rampMonths)));
}

/** A claim's figure: its grade and itself. */
function claimed(id: string, value: Cell, unit: string, more: Partial<Figure> = {}): Figure {
  const grade = claims[id]?.grade ?? "opinion";
  return certain(value, unit, {
    kind: "claim",
    formula: claims[id]?.printed ?? "",
    grades: { [grade]: 1 },
    claims: [id],
    ...more,
  });
}

const claims: Result["claims"] = {
  gpus: {
    says: "Over 220,000 NVIDIA GPUs.",
    printed: "at least 220000 GPU",
    grade: "disclosed",
    about: "colossus-1",
    published: "2026-05-06",
    sources: ["anthropic-post"],
  },
  power: {
    says: "More than 300 MW.",
    printed: "at least 300 MW",
    grade: "disclosed",
    about: "colossus-1",
    published: "2026-05-06",
    sources: ["anthropic-post"],
  },
  "lease-rate": {
    says: "The model price is about 2.60 dollars per GPU-hour.",
    printed: "2.60 USD/GPU/h",
    grade: "estimate",
    about: "lease-economics",
    published: "2026-05-08",
    sources: ["broker-note"],
    superseded_by: "filed-rate",
    note: "Not a contract term.",
  },
  "filed-rate": {
    says: "The monthly fee over the filed GPUs.",
    printed: "2.31 USD/GPU/h",
    grade: "disclosed",
    about: "lease-economics",
    published: "2026-05-09",
    sources: ["s1"],
  },
  loss: {
    says: "Annualised net loss of the first quarter.",
    printed: "6 billion USD/yr",
    grade: "reported",
    about: "xai",
    published: "2026-05-08",
    sources: ["broker-note"],
  },
  upside: {
    says: "5 billion of spend becomes 15 billion of recurring revenue.",
    printed: "15 billion USD/yr",
    grade: "forecast",
    about: "anthropic",
    published: "2026-05-08",
    sources: ["broker-note"],
  },
  "crown-jewels": {
    says: "The seller kept the better cluster.",
    printed: "kept",
    grade: "opinion",
    about: "xai",
    published: "2026-05-08",
    sources: ["broker-note"],
  },
};

export const result: Result = {
  schema: resultVersion,
  deal: "small-lease",
  title: "A small lease of a large cluster",
  as_of: "2026-05-09",
  currency: "USD",
  months,
  run: {
    version: "0.1.0",
    seed: 1,
    samples: 20000,
    replicates: 16,
    deal: "d3a1",
    catalog: "c47a",
    hash: "9f5e672ef70ead8500aa",
  },
  figures: {
    "claims.gpus": claimed("gpus", 220000, "GPU", { says: "Leased accelerators" }),
    "claims.power": claimed("power", 300, "MW"),
    "claims.lease-rate": claimed("lease-rate", 2.31, "USD/GPU/h", {
      says: "Rent of one GPU for an hour",
      superseded_by: "filed-rate",
      grades: { disclosed: 1 },
      claims: ["filed-rate"],
    }),
    "claims.filed-rate": claimed("filed-rate", 2.31, "USD/GPU/h"),
    "claims.loss": claimed("loss", 6e9, "USD/yr", { says: "Net loss of the lessor, a year" }),
    "assumptions.opex": uncertain([5, 5.51, 7.84, 11.05, 12], 0.02, "%", {
      kind: "assumption",
      formula: "5 to 12 %",
      says: "Running cost as a share of rent",
      grades: { assumption: 1 },
    }),
    "assumptions.occupancy": uncertain([70, 73.2, 86.4, 94.1, 97], 0.05, "%", {
      kind: "assumption",
      formula: "70 to 97 %",
      says: "Share of hours that are paid",
      grades: { assumption: 1 },
    }),
    "model.annual-rent": uncertain([3.12e9, 3.26e9, 3.85e9, 4.19e9, 4.32e9], 2.2e6, "USD/yr", {
      formula: "claims.lease-rate * claims.gpus * occupancy in USD/yr",
      says: "Rent a year.",
      key: true,
      uses: ["claims.lease-rate", "claims.gpus", "assumptions.occupancy"],
      grades: { disclosed: 2, assumption: 1 },
      claims: ["filed-rate", "gpus"],
    }),
    "model.net-rent": uncertain([2.85e9, 2.99e9, 3.54e9, 3.88e9, 4.01e9], 2.3e6, "USD/yr", {
      formula: "annual-rent * (1 - opex)",
      says: "Rent after running cost",
      key: true,
      uses: ["model.annual-rent", "assumptions.opex"],
      grades: { disclosed: 2, assumption: 2 },
      claims: ["filed-rate", "gpus"],
    }),
    "model.offset": uncertain([0.52, 0.543, 0.642, 0.698, 0.72], 0.0004, "", {
      formula: "annual-rent / claims.loss",
      says: "Rent over loss",
      key: true,
      uses: ["model.annual-rent", "claims.loss"],
      grades: { disclosed: 2, reported: 1, assumption: 1 },
      claims: ["filed-rate", "gpus", "loss"],
    }),
    "model.power-per-gpu": certain(300 / 220, "kW/GPU", {
      formula: "claims.power / claims.gpus in kW/GPU",
      says: "Power for each GPU",
      uses: ["claims.power", "claims.gpus"],
      grades: { disclosed: 2 },
      claims: ["power", "gpus"],
    }),
    "model.payback": uncertain([22.1, 24.3, 31.2, null, null], 0.05, "month", {
      formula: "payback(cash)",
      says: "Months until the money is back",
      uses: ["model.cash"],
      grades: { disclosed: 2, assumption: 2 },
      claims: ["filed-rate", "gpus"],
    }),
    "model.cash": {
      ...uncertain([0, 0, 0, 0, 0], null, "USD/month"),
      formula: "annual-rent * during(start, end)",
      says: "Cash of the lease",
      uses: ["model.annual-rent"],
      grades: { disclosed: 2, assumption: 1 },
      claims: ["filed-rate", "gpus"],
      series: monthly(320e6, 4),
      p5: monthly(250e6, 6),
      p10: monthly(271e6, 5),
      p50: monthly(320e6, 4),
      p90: monthly(349e6, 3),
      p95: monthly(360e6, 2),
      mean: monthly(316e6, 4),
      se: monthly(2e5, 4),
    },
    "model.lossy": {
      ...certain(0, "USD/month"),
      formula: "loss",
      says: "Loss of the lessor, a month",
      series: months.map((_, index) => (index < 30 ? 5e8 - index * 1.2e7 : null)),
      p10: months.map(() => 0),
    },
    "fleets.c1.usable-from": uncertain(
      ["2026-05-28", "2026-05-30", "2026-06-08", "2026-06-30", "2026-07-09"],
      null,
      "date",
      { kind: "fleet", formula: "2026-06-06 + slip", says: "First paid day" },
    ),
    "model.on-time": certain(0.62, "probability", {
      uncertain: true,
      se: 0.011,
      formula: "fleets.c1.usable-from <= 2026-06-30",
      says: "Serving by the end of June",
    }),
    "model.filed": certain(1, "probability", { formula: "claims.lease-rate.disclosed" }),
  },
  thesis: {
    "rent-covers-loss": {
      says: "The rent pays for the loss.",
      holds_if: "offset >= 1",
      probability: 0.0004,
      se: 0.0001,
      undefined: 0,
      state: "fails",
      breakers: ["slips"],
    },
    "on-time": {
      says: "The cluster serves by the end of June.",
      holds_if: "fleets.c1.usable-from <= 2026-06-30",
      probability: 0.81,
      se: 0.008,
      undefined: 0,
      state: "likely",
      breakers: ["slips", "power"],
    },
    durable: {
      says: "The rent lasts the whole term.",
      holds_if: "term >= 36 month",
      probability: 0.47,
      se: 0.011,
      undefined: 0.02,
      state: "open",
      breakers: [],
    },
  },
  breakers: {
    slips: {
      says: "Delivery slips.",
      trips_if: "fleets.c1.usable-from > 2026-06-30",
      probability: 0.19,
      se: 0.008,
      state: "unlikely",
      by: "2026-06-30",
      then: "The gap to the rival widens again.",
    },
    power: {
      says: "Power is short.",
      trips_if: "claims.power < 280 MW",
      probability: 0,
      se: 0,
      state: "clear",
      then: "Fewer GPUs can be rented out.",
    },
  },
  watch: {
    online: {
      asks: "Is it serving by 6 June?",
      due: "2026-06-06",
      state: "waiting",
      settles: "fleets.c1.usable-from",
      breaker: "slips",
      answered_by: [],
    },
    terms: {
      asks: "Are the terms filed?",
      state: "answered",
      settles: "claims.lease-rate",
      answered_by: ["filed-rate"],
    },
  },
  conflicts: {
    rate: {
      about: "the price of a GPU-hour",
      between: ["lease-rate", "filed-rate"],
      disagree: "The broker's 2.60 is a model; the filing gives 2.31.",
      reading: "The filing.",
      open: false,
      declared: true,
    },
  },
  supersessions: [
    { path: "claims.lease-rate", by: "filed-rate", on: "2026-05-09", why: "harder: disclosed over estimate" },
  ],
  claims,
  sources: {
    "anthropic-post": {
      publisher: "Anthropic",
      title: "Higher limits & more compute",
      date: "2026-05-06",
      role: "party",
      url: "https://www.anthropic.com/news/compute",
    },
    "broker-note": {
      publisher: "A broker",
      title: "Transaction note",
      date: "2026-05-08",
      role: "analyst",
      root: "broker",
    },
    s1: {
      publisher: "SpaceX",
      title: "Registration statement",
      date: "2026-05-09",
      role: "filing",
      url: "javascript:alert(1)",
    },
  },
  readings: {
    "assumptions.opex": "logit-normal, 5 % 5.0 %, 50 % 7.8 %, 95 % 12 %",
    "assumptions.occupancy": "logit-normal, 5 % 70 %, 50 % 86.4 %, 95 % 97 %",
  },
  left_out: {},
  warnings: ["2 % of the samples have no term."],
};

export const audit: readonly AuditRow[] = [
  {
    id: "gross",
    asks: "Yearly gross lease revenue",
    formula: "claims.lease-rate * claims.gpus * 8760 h/yr in USD/yr",
    recomputed: "5,010,720,000 USD/yr",
    values: [{ value: 5010720000, unit: "USD/yr" }],
    printed: "about 5.0 billion USD/yr",
    verdict: "holds-with-caveat",
    why: ["The upside is a forecast."],
    madeBy: "stated in seed",
    claims: ["lease-rate", "gpus"],
  },
  {
    id: "share",
    asks: "Share of capacity that moves",
    formula: "claims.gpus / claims.h100e",
    recomputed: "",
    values: [],
    printed: "40 %",
    verdict: "fails",
    why: ["GPU and H100e are different units."],
    madeBy: "implied",
    claims: ["gpus"],
  },
];

export const changes: Changes = {
  from: "2026-05-08",
  to: "2026-05-09",
  figures: [
    { path: "model.annual-rent", says: "Rent a year", unit: "USD/yr", before: 4.33e9, after: 3.85e9, key: true },
  ],
  appeared: ["claims.filed-rate"],
  gone: [],
  because: result.supersessions,
  newClaims: ["filed-rate"],
  thesis: [],
};

export const template = `# The lease, rebuilt

## The mispricing

The transaction leases {{ claims.gpus }} at {{ claims.power }}, that is {{ model.power-per-gpu }}. A year's rent comes to
{{ model.annual-rent }}, against a loss of {{ claims.loss }}: **{{ model.offset in % }}** of it. At worst (one in ten) the rent is
{{ model.annual-rent | p10 }}.

{{#if model.filed}}
The price of {{ claims.lease-rate }} is filed; the broker's figure is superseded.
{{else}}
The price of {{ claims.lease-rate }} is a broker's model.
{{/if}}

- Serving by the end of June: {{ model.on-time }}.
- First paid day: {{ fleets.c1.usable-from }}.
- Payback: {{ model.payback }}.

## Thesis

{{table thesis}}

{{table breakers}}

## Economics

{{chart model.annual-rent model.net-rent claims.loss}}

{{chart model.cash model.lossy}}

{{chart model.cash}}

{{chart claims.loss claims.loss}}

{{table figures model.annual-rent model.net-rent model.power-per-gpu}}

## Evidence

{{table evidence}}

{{table claims lease-economics}}

{{table conflicts}}

{{table supersessions}}

{{table audit}}

{{table assumptions}}

## What changed

{{table changes}}

## Positioning

{{table watch}}
`;

/** What a deal to mutate is, and the small ones that this tool brings along. */

/** The texts of a deal by their path: `deal.yaml` and what it includes. */
export type Files = Readonly<Record<string, string>>;

/** A deal to mutate. */
export interface Seed {
  readonly name: string;
  readonly files: Files;
}

/** Deals that touch every section, small enough to run thousands of times. */
export const smallSeeds: readonly Seed[] = [
  {
    name: "lease",
    files: {
      "deal.yaml": `deal: lease
title: A lease
as_of: 2026-05-09
calendar: { start: 2026-05, months: 24 }
currency: USD
units: [satellite]
sources:
  note: { publisher: A broker, title: Note, date: 2026-05-08, role: analyst, root: note }
  s1: { publisher: The owner, date: 2026-05-20, role: filing }
claims:
  rate: { is: 2.60 USD/GPU/h, grade: estimate, from: note, about: lease, quantity: rate, scope: site, says: The rate. }
  filed: { is: 1.25 billion USD/month / 325000 GPU in USD/GPU/h, grade: disclosed, from: s1, about: lease, quantity: rate, scope: site }
  gpus: { at_least: 220000 GPU, grade: disclosed, from: [note, s1] }
  share: { is: 5 to 12 %, grade: reported, from: note }
  term: { unknown: yes, unit: month, grade: opinion, from: note }
  word: { states: either side, grade: disclosed, from: s1, supersedes: [term], scope_change: Both. }
conflicts:
  rates: { about: rate, between: [rate, filed], disagree: Two rates., reading: The filed one., open: yes }
assumptions:
  months: { is: "pert(12 month, 36 month, 60 month)", because: Nobody says. }
  hazard: 1 to 8 %/month
  used: discrete(50 % @ 40 %, 90 % @ 60 %)
fleets:
  hall:
    owner: The owner
    power: 300 MW
    usable_from: 2026-06-06
    pools:
      a: { accelerator: nvidia-h100-sxm, count: claims.gpus }
      b: { accelerator: nvidia-h200-sxm, count: 50000 GPU }
contracts:
  lease:
    kind: lease
    lessor: The owner
    lessee: A lab
    fleet: hall
    price: claims.rate
    billing: { take_or_pay: 80 %, used: used }
    term: { from: fleets.hall.usable_from, months: months, ramp: 1 month, ramp_fee: 50 % }
    exit: { notice: 90 day, not_before: 2026-09-01, hazard: hazard }
model:
  rent: { is: contracts.lease.annual-rent, says: Rent, key: yes }
  cash: contracts.lease.lessor-cash - 2 billion USD * during(2026-05-01, 2026-06-01)
  back: payback(cash) in yr
  known: not claims.term.unknown
decisions:
  lease:
    says: Sign, or wait.
    options: { sign: sum(cash), wait: { is: 1 billion USD * used, says: Wait. } }
    costs: { hazard: 1 million USD, claims.share: 20000 USD }
thesis:
  pays: { says: It pays., holds_if: sum(cash) >= 0 USD, breakers: [slips] }
breakers:
  slips: { says: It slips., trips_if: fleets.hall.usable_from > 2026-06-30, by: 2026-12-31, then: Less. }
watch:
  online: { asks: Is it on?, due: 2026-06-06, settles: model.rent, breaker: slips, answered_by: [filed] }
correlations:
  - { between: [assumptions.months, assumptions.used], spearman: 0.5 }
drivers:
  demand: { moves: { assumptions.hazard: -0.6 }, says: Demand. }
scenarios:
  cheap: { says: Cheap., set: { claims.rate: 1.60 USD/GPU/h, used: 40 % } }
derivations:
  gross:
    asks: Gross rent of a year
    formula: claims.rate * claims.gpus * 8760 h/yr in USD/yr
    printed: 5010720000 USD/yr
    of: [rate, gpus]
    within: 2 %
    also: [{ formula: 2 * claims.gpus, printed: 440000 GPU }]
    fails_if: [{ if: result < 1 USD/yr, because: Little. }]
    undetermined: [{ conflict: rates, because: Two rates. }]
    caveats: [{ if: claims.gpus.floor, because: A floor. }]
  range:
    asks: Which rate?
    formula: [claims.share.low * 2, claims.share.high * 2]
    printed: 10 to 24 %
`,
    },
  },
  {
    name: "formulas",
    files: {
      "deal.yaml": `deal: formulas
as_of: 2026-05-09
calendar: { start: 2024-02, months: 14 }
currency: EUR
assumptions:
  a: 1 to 10 GPU
  b: normal(3, 1) * lognormal(2 USD, 0.5)
  c: mixture(uniform(0 %, 50 %) @ 40 %, 70 to 90 % @ 60 %)
  d: metalog(10 @ 10 %, 20 @ 50 %, 40 @ 90 %)
  e: beta(2, 3, 1 MW, 5 MW)
  f: metalog-between(0 %, 100 %, 20 % @ 10 %, 40 % @ 50 %, 80 % @ 90 %)
  g: triangular(-1 day, 0 day, 30 day)
model:
  s: ramp(2024-03-01 + g, 3 month) * during(2024-02-29, 2024-12-31)
  t: cumulative(s) - lag(s, 2) + escalate(3 %/yr) * step(2024-06)
  u: npv(8 %/yr, t * (1 EUR) - 5 EUR)
  v: irr(t * (1 EUR) - 9 EUR * during(2024-02-01, 2024-03-01))
  w: max(0 GPU, min(a, 5 GPU)) ^ 2 in GPU^2
  x: if(d > 15, at(s, 2024-05-01), mean(s))
  y: months-between(2024-02-29, 2024-12-31 + 3 month) / elapsed(2024-05-01)
  z: yearly(1 EUR, 2 EUR) + sum(s) * (3 EUR)
  h: "e / a in kW/GPU"
  i: (2026-01-31 + 1 month - 2026-01-31) / (1 day) >= 28 and not false
`,
    },
  },
  {
    name: "decided",
    files: {
      "deal.yaml": `deal: decided
as_of: 2026-05-09
calendar: { start: 2026-05, months: 9 }
currency: USD
sources: { s: { publisher: P, date: 2026-05-01, role: press } }
claims:
  c: { is: 2 to 5, grade: reported, from: s }
assumptions:
  demand: normal(1, 2)
  price: 0.5 to 3
  share: discrete(0.2 @ 30 %, 0.9 @ 70 %)
  level: uniform(-1, 1) * (0.9 to 1.1)
  late: 0 to 3 month
  power: { is: "pert(1, 2, 4)", because: A guess. }
model:
  balance: { is: "previous(balance, demand) * (1 + share / 10) - price * step(2026-07-01)", says: What is owed, key: yes }
  left: "max(previous(right, price) - 1, 0)"
  right: "left * share + level"
  lagged: lag(right, 2) - previous(right, 0)
  start: "2026-06-15 + late"
  flow: (price - claims.c / 3) * step(start) - power * during(2026-05-01, 2026-06-01)
  worth: { is: "npv(8 %/yr, flow)", says: Worth, key: yes }
  root: { is: "irr(flow)", key: yes }
  back: payback(flow)
  end: "last(balance)"
decisions:
  lease:
    says: Take it, or leave it.
    options: { take: "worth + demand", leave: 0.5, half: { is: "share * end", says: Half of it. } }
    costs: { demand: 0.01, claims.c: 0.02 }
  build:
    says: Build.
    options: { now: sum(flow), later: "sum(lag(flow, 3))" }
thesis:
  pays: { says: It pays., holds_if: worth > 0 }
  sure: { says: It is sure., holds_if: power > 0 }
  both: { says: Both., holds_if: worth > 0 and end < 4 or not start > 2026-08-01 }
breakers:
  slips: { says: It slips., trips_if: start > 2026-07-15, then: Less. }
  never: { says: Never., trips_if: root > 100 %, then: Nothing. }
sampling: { net: [assumptions.price, assumptions.demand, claims.c] }
correlations:
  - { between: [assumptions.demand, assumptions.price], spearman: -0.7 }
  - { between: [assumptions.price, claims.c], spearman: 0.6 }
drivers:
  build: { moves: { assumptions.late: 0.8, assumptions.power: -0.6 }, says: The build. }
scenarios:
  dear: { says: Dear., set: { price: 4, claims.c: 1 to 9 } }
`,
    },
  },
  {
    name: "included",
    files: {
      "deal.yaml": `deal: included
as_of: 2026-05-09
calendar: { start: 2026-05, months: 3 }
currency: USD
include: [more.yaml]
model: { a: claims.c * 2, b: assumptions.x }
`,
      "more.yaml": `sources: { s: { publisher: P, date: 2026-05-01, role: press } }
claims: { c: { is: 5 GPU, grade: reported, from: s }, d: { is: 6 GPU, grade: disclosed, from: s, supersedes: [assumptions.x, c] } }
assumptions: { x: 4 to 5 GPU }
`,
    },
  },
  {
    name: "own",
    files: {
      "deal.yaml": `deal: own
as_of: 2026-05-09
calendar: { start: 2026-05, months: 3 }
currency: USD
sources: { s: { publisher: P, date: 2026-05-01, role: party } }
claims: { bandwidth: { is: 20 TB/s/GPU, grade: disclosed, from: s } }
accelerators:
  my-chip:
    name: My chip
    unit: GPU
    means: [mine]
    figures:
      peak-dense-bf16: { is: 5000 TFLOP/s/GPU, from: s, grade: disclosed, others: [{ is: 1 TFLOP/s/GPU, from: s }] }
      hbm-capacity: 400 GB/GPU
      hbm-bandwidth: claims.bandwidth
      scale-up-domain: 144 GPU
models:
  my-dense: { name: Dense, layers: 4, hidden: 64, vocabulary: 99, attention: { kind: gqa, heads: 8, kv_heads: 2, head_dim: 8 }, dense: { intermediate: 256 } }
  my-moe:
    name: Mixture
    from: s
    grade: reported
    layers: 6
    hidden: 64
    vocabulary: 99
    attention: { kind: mla, heads: 8, query_rank: 8, kv_rank: 8, rope_dim: 4, nope_dim: 8, value_dim: 8 }
    dense: { layers: 1, intermediate: 256 }
    experts: { count: 8, active: 2, intermediate: 32 }
fleets: { hall: { pools: { a: { accelerator: my-chip, count: 72 GPU } } } }
model: { ratio: catalog.my-moe.parameters / catalog.my-dense.active-parameters, bytes: fleets.hall.hbm }
`,
    },
  },
  {
    name: "serves",
    files: {
      "deal.yaml": `deal: serves
as_of: 2026-05-09
calendar: { start: 2026-05, months: 12 }
currency: USD
assumptions: { busy: { is: 40 to 90 %, because: test } }
models: { tiny: { name: Tiny, layers: 2, hidden: 64, vocabulary: 99, attention: { kind: gqa, heads: 2, kv_heads: 2, head_dim: 32 }, dense: { intermediate: 256 } } }
fleets: { hall: { power: 9 MW, pools: { a: { accelerator: nvidia-h100-sxm, count: 72 GPU }, b: { accelerator: nvidia-h200-sxm, count: 9 GPU } } } }
workloads:
  chat:
    kind: serving
    fleet: hall
    model: tiny
    engine: vllm
    most: 2 GPU
    traffic: { input: 900 token, output: 90 token, cached: 10 % }
    slo: { ttft: 2 s, tpot: 40 ms }
    utilisation: busy
    price: { input: 1 USD/Mtoken, output: 5 to 9 USD/Mtoken }
    channels: { own: { share: 60 % }, cloud: { share: 40 %, kept: 75 % } }
    cost: 2 USD/GPU/h
    target: 9 million USD/yr
model: { each: workloads.chat.revenue / workloads.chat.gpus, slow: workloads.chat.pools.b.tpot > 1 s }
`,
    },
  },
  {
    name: "financed",
    files: {
      "deal.yaml": `deal: financed
as_of: 2026-05-09
calendar: { start: 2026-05, months: 30 }
currency: USD
assumptions: { busy: { is: 40 to 90 %, because: test }, rise: 0 to 8 %/yr, slip: 0 to 2 month }
contracts:
  rent:
    kind: lease
    lessor: Host
    lessee: Lab
    gpus: 900 GPU
    price: 3 USD/GPU/h
    escalator: { rate: rise, every: 12 month }
    billing: { take_or_pay: 70 %, used: busy, make_up: 6 month }
    service: { uptime: 97 to 99.9 %, claimed: 80 %, cap: 25 % }
    tiers: { a: { below: 99 %, credit: 5 % }, b: { below: 98 %, credit: 20 % } }
    term: { from: 2026-07-01, months: 20 month, ramp: slip }
    prepayment: { amount: 2 million USD, paid: 2026-07-01, credited: 10 month }
    lessee_exit: { notice: 60 day, not_before: 2027-01-01, hazard: 2 %/month, fee: 1 million USD }
    renewal: { months: 6 month, chance: 40 %, price: 80 % }
    valued_on: 2026-08-01
  loan:
    kind: debt
    lender: Bank
    borrower: Host
    project: hall
    rate: 9 %/yr
    fee: 1 %
    repay: { months: 12 month }
    profile: sculpted
    sizing: { dscr: 1.3, gearing: 70 %, downside: central(projects.hall.ebitda) * 70 % }
    reserve: { months: 3 month }
    lock_up: 1.1
    sweep: 30 %
    collateral: projects.hall.worth
  power: { kind: power-purchase, seller: Grid, buyer: Host, load: 2 MW, shape: tariff, energy: 50 to 70 USD/MWh, demand: 10 USD/kW/month, term: { from: 2026-07-01, months: 20 month } }
  cloud: { kind: commitment, seller: Cloud, buyer: Lab, amount: 30 million USD, take_or_pay: 60 %, term: { from: 2026-07-01, months: 20 month } }
  racks: { kind: purchase, seller: Maker, buyer: Host, total: 20 million USD, ordered: 2026-05-01, deposit: 20 %, delivery: { from: 2026-06-01, over: 1 month } }
  stake: { kind: equity, investor: Fund, company: Host, contributions: contracts.loan.contributions, distributions: contracts.loan.distributions, discount: 12 %/yr }
projects:
  hall:
    owner: Host
    debt: loan
    revenue: contracts.rent.paid
    operation: { from: 2026-09-01, until: 2028-05-01 }
    spend: { from: 2026-05-01, until: 2026-08-01 }
    assets: { gpus: { cost: 20 million USD, life: 4 yr, decay: 20 %/yr, drop: 10 to 30 %, sold: 80 % }, network: { cost: 3 million USD, life: 6 yr } }
    launches: { first: 2027-01-01, every: 12 month }
    energy: { cost: contracts.power.bill }
    running: { cost: 90000 USD/month, upkeep: 2 %/yr, growth: rise }
    tax: { rate: 21 %, losses: carried }
    receivable: 30 day
    discount: 12 %/yr
    rate: contracts.rent.rate
parties:
  lab: { name: Lab, revenue: 9 million USD * (1 + rise * (1 yr)), margin: 50 %, funds: 50 million USD }
  host: { name: Host, loss: 20 million USD/yr }
prices:
  ours: { is: contracts.rent.rate, basis: multi-year, accelerator: nvidia-h100-sxm, on: 2026-05-01, occupancy: busy }
model: { thin: { is: contracts.loan.min-dscr, key: yes }, all: "sum(parties.lab.cash + parties.host.cash)", when: contracts.loan.min-dscr-on, base: central(contracts.loan.cfads) }
thesis: { served: { says: It is served., holds_if: not contracts.loan.defaults } }
`,
    },
  },
  {
    name: "evidenced",
    files: {
      "deal.yaml": `deal: evidenced
as_of: 2026-11-01
calendar: { start: 2026-12, months: 12 }
currency: USD
evidence: { rules: on }
sources:
  memo: { publisher: Landlord, date: 2026-10-01, role: party, root: memo }
  blog: { publisher: Analyst, date: 2026-10-15, role: press, root: blog }
  filing: { publisher: Tenant, date: 2026-11-10, role: filing }
claims:
  rate: { is: 2.6 USD/GPU/h, grade: estimate, from: memo, about: hall, quantity: rate, reasons: [scope, method-unseen] }
  blogged: { is: 2.1 USD/GPU/h, grade: opinion, from: blog, about: hall, quantity: rate, prior: 1 to 4 USD/GPU/h }
  filed: { is: 2.4 USD/GPU/h, grade: disclosed, from: filing, about: hall, quantity: rate }
  count: { is: 4096 GPU, grade: reported, from: [blog, memo], about: hall, quantity: gpus }
  ready: { is: 2027-01-15, grade: forecast, from: memo, about: hall, quantity: ready }
  share: { is: 30 to 60 %, grade: reported, from: blog, about: hall, quantity: share }
pools:
  rate: { of: [rate, blogged], because: Two voices. }
  even: { of: [rate, blogged], kind: logarithmic, weights: { rate: 2, blogged: 1 }, because: They do not know each other. }
conflicts:
  rate: { about: The rate, between: [rate, blogged, filed], disagree: Three rates., reading: The blog., takes: [blogged], open: yes }
assumptions:
  opex: { is: 0.9 to 1.4 USD/GPU/h, because: Own books. }
model:
  margin: { is: (pools.rate - opex) * claims.count * claims.share in USD/yr, key: yes }
  blogged: (pools.even + claims.blogged) * claims.count in USD/month
thesis:
  covers: { says: It covers., holds_if: margin > 15 million USD/yr, breakers: [cheap] }
breakers:
  cheap: { says: Prices fall., trips_if: pools.rate < 2 USD/GPU/h, then: Nothing is left. }
watch:
  price: { asks: What is it?, due: 2026-11-15, accepts: A filing, settles: claims.rate, breaker: cheap, answered_by: [filed] }
forecasts:
  rate: { says: It is 2.6., author: Landlord, claim: rate, resolution: { claim: filed, scope_change: Another hall. } }
  early: { says: It comes., author: Analyst, made_on: 2026-05-08, event: It has come., probability: 60 %, due: 2028-12-31 }
games:
  leave: { kind: exit, seller: { replace: 60 day, relet: blogged }, buyer: { replace: 30 day, earns: 20 million USD/month }, fee: blogged, from: 2027-01-01, notice: 60 day, hazard: 2 %/month }
  cut: { kind: supply, supplying: blogged, gain: "uniform(0 USD, 5 million USD)", discount: 12 %/yr, hazard: 1 %/month }
entities:
  host: { name: Host, kind: host, aliases: [{ name: Old host, from: 2026-02, claim: rate }], owners: [{ entity: group, from: 2026-03, claim: rate }] }
  group: { name: Group, settles: rate }
links:
  second: { payer: Other, payee: Old host, is: claims.count * pools.rate * (1 month), for: Compute, claim: count }
`,
    },
  },
];

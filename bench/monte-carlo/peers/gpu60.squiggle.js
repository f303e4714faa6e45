/**
 * GPU deal 60x60 in Squiggle, run by @quri/squiggle-lang: one sample set per value, arithmetic sample by sample, months by
 * List.reduce. No IRR: Squiggle has none, and root finding would need a loop per sample. One thread.
 * Numbers in brackets are those of the reference model's formulas.
 *
 *   npm ci --prefix bench/monte-carlo/peers
 *   node gpu60.squiggle.js time N SEED [RUNS]      trials per second, median of RUNS (5), each with a seed of its own
 *   node gpu60.squiggle.js central                 the model at the central inputs
 *   node gpu60.squiggle.js evaluate FILE N [OUT]   N rows of 60 inputs to N rows of 4 outputs (OUT: FILE.out); IRR is NaN
 *
 * Files are rows of little-endian float64, one row per trial; outputs are NPV, yearly IRR, payback month, minimum DSCR.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { run } from "@quri/squiggle-lang";

// ---- the 60 inputs: name, Squiggle's draw, central value ----

const L = (m, s) => [`lognormal(${Math.log(m)}, ${s})`, m];
const N = (m, s) => [`normal(${m}, ${s})`, m];
const U = (a, b) => [`uniform(${a}, ${b})`, (a + b) / 2];
const B = (a, b) => [`beta(${a}, ${b})`, a / (a + b)];
/** PERT as a scaled beta; the scaling happens on the samples. */
const P = (a, m, b) => [
  `beta(${1 + (4 * (m - a)) / (b - a)}, ${1 + (4 * (b - m)) / (b - a)})`,
  (a + 4 * m + b) / 6,
  ` * ${b - a} + (${a})`,
];

const pool = (i, capex, start, ramp, util, price, decl, kw, afr) =>
  Object.entries({ capex, start, ramp, util, price, decl, kw, afr }).map(([name, draw]) => [`${name}${i}`, ...draw]);

const inputs = [
  ...pool(
    1,
    L(33000, 0.08),
    P(0, 1, 4),
    P(2, 3, 8),
    B(18, 4),
    L(4.3, 0.12),
    P(0.05, 0.15, 0.35),
    N(1.3, 0.06),
    L(0.06, 0.35),
  ),
  ...pool(
    2,
    L(39000, 0.1),
    P(2, 4, 9),
    P(2, 4, 9),
    B(16, 5),
    L(5.1, 0.15),
    P(0.06, 0.16, 0.35),
    N(1.45, 0.07),
    L(0.07, 0.35),
  ),
  ...pool(
    3,
    L(47000, 0.12),
    P(6, 9, 15),
    P(3, 5, 12),
    B(14, 5),
    L(6.2, 0.18),
    P(0.06, 0.18, 0.4),
    N(1.7, 0.09),
    L(0.09, 0.35),
  ),
  ...pool(
    4,
    L(27000, 0.1),
    P(10, 12, 20),
    P(2, 4, 10),
    B(12, 5),
    L(3.5, 0.15),
    P(0.04, 0.14, 0.33),
    N(1.2, 0.06),
    L(0.06, 0.35),
  ),
  ["elec", ...L(0.075, 0.18)],
  ["einf", ...N(0.025, 0.012)],
  ["pue", ...P(1.12, 1.22, 1.45)],
  ["mttr", ...L(4, 0.5)],
  ["spare", ...U(0.01, 0.03)],
  ["net", ...P(0.08, 0.11, 0.16)],
  ["store", ...U(0.02, 0.05)],
  ["inst", ...L(900, 0.2)],
  ["rent", ...L(115, 0.12)],
  ["resc", ...N(0.03, 0.008)],
  ["staff", ...L(420000, 0.12)],
  ["winf", ...N(0.035, 0.01)],
  ["maint", ...P(0.015, 0.025, 0.05)],
  ["ins", ...U(0.003, 0.007)],
  ["sw", ...L(28, 0.25)],
  ["cf", ...B(9, 4)],
  ["prem", ...P(-0.05, 0.05, 0.18)],
  ["disc", ...P(0.05, 0.2, 0.5)],
  ["churn", ...B(3, 27)],
  ["refill", ...P(1, 2.5, 8)],
  ["bad", ...B(2, 120)],
  ["payd", ...P(15, 35, 75)],
  ["debt", ...P(0.35, 0.5, 0.65)],
  ["drate", ...N(0.095, 0.012)],
  ["fee", ...U(0.01, 0.025)],
  ["resid", ...B(3, 9)],
  ["tax", ...P(0.15, 0.21, 0.27)],
  ["outage", ...L(2.5, 0.8)],
];

// ---- the model ----

// SampleSet's own min and max where they do: a lambda per sample costs several times as much.
const model = `
hours = 730
pos(x) = SampleSet.max(x, 0)
clamp(x) = SampleSet.min(SampleSet.max(x, 0), 1)
sum4(l) = l[0] + l[1] + l[2] + l[3]
up = 1 - SampleSet.min(outage, hours) / hours
kept = 1 - churn / 12 * refill

// [1] to [10]; sales is [6] times [9]
pool(n, capex, start, ramp, util, price, decl, kw1, afr) = {
  all = n * (1 + spare)
  g = all * capex
  kw = all * kw1
  avail = (1 - pos(afr * mttr / 365 * 4 - spare)) * up
  f = cf * util * kept * price * (1 + prem) + (1 - cf) * util * price * (1 - disc)
  {
    n: n, g: g, cap: g * (1 + net + store) + all * inst, kw: kw, it: kw * (0.35 + 0.65 * util),
    pm: (1 - decl) ^ (1 / 12), sales: n * hours * avail * f, start: start, slope: 1 / ramp
  }
}
pools = [
  pool(4096, capex1, start1, ramp1, util1, price1, decl1, kw1, afr1),
  pool(2048, capex2, start2, ramp2, util2, price2, decl2, kw2, afr2),
  pool(2048, capex3, start3, ramp3, util3, price3, decl3, kw3, afr3),
  pool(1024, capex4, start4, ramp4, util4, price4, decl4, kw4, afr4)
]
gpu = sum4(List.map(pools, {|p| p.g}))
em = (1 + einf) ^ (1 / 12)
rm = (1 + resc) ^ (1 / 12)
wm = (1 + winf) ^ (1 / 12)
upkeep = (maint + ins) / 12
collected = 1 - bad
days = payd / 30
rampedAt(t) = List.map(pools, {|p| clamp((t - p.start) * p.slope)})

now1 = rampedAt(1)
capx0 = sum4(List.map(pools, {|p, i| p.cap * now1[i]}))
cash0 = -capx0 - debt * capx0 * fee
first = {
  now: now1, sales: List.map(pools, {|p| p.sales}), power: pue * hours * elec, space: pue * rent, people: staff,
  bal: debt * capx0, nol: 0, wc: 0, total: cash0, npv: cash0,
  payback: SampleSet.fromNumber(61), dscr: SampleSet.fromNumber(1e300)
}

month(s, t) = {
  now = s.now
  next = rampedAt(t + 1)
  capx = sum4(List.map(pools, {|p, i| p.cap * (next[i] - now[i])})) // [11]
  rev = sum4(List.map(now, {|r, i| s.sales[i] * r})) // [12]
  ci = sum4(List.map(pools, {|p, i| p.cap * now[i]})) // [13]
  itkw = sum4(List.map(pools, {|p, i| p.it * now[i]}))
  kwi = sum4(List.map(pools, {|p, i| p.kw * now[i]}))
  ng = sum4(List.map(pools, {|p, i| p.n * now[i]}))
  opex = itkw * s.power + kwi * s.space + s.people + ci * upkeep + ng * sw // [14]
  ebitda = rev * collected - opex // [15]
  interest = s.bal * drate / 12 // [16]
  principal = if t >= 13 then s.bal / (61 - t) else 0
  base = ebitda - ci / 60 - interest // [17]
  afterTax = ebitda - tax * pos(base - s.nol)
  wc = rev * days // [18]
  drawn = debt * capx
  flow = afterTax - (wc - s.wc) - capx - drawn * fee
  cash = if t == 60 then flow + wc + resid * gpu else flow
  total = s.total + cash
  {
    now: next,
    sales: List.map(pools, {|p, i| s.sales[i] * p.pm}),
    power: s.power * em, space: s.space * rm, people: s.people * wm,
    bal: s.bal + drawn - principal,
    nol: pos(s.nol - base),
    wc: wc,
    total: total,
    npv: s.npv + cash * 1.12 ^ (-t / 12),
    payback: SampleSet.map2(s.payback, total, {|p, c| if p > 60 && c >= 0 then t else p}),
    dscr: if t < 13 then s.dscr else SampleSet.map3(s.dscr, afterTax, interest + principal,
      {|least, have, due| if due > 1 && have < least * due then have / due else least})
  }
}
end = List.reduce(List.upTo(1, 60), first, month)
`;
const statistics = `{
  mean: mean(end.npv), p10: quantile(end.npv, 0.1), p50: quantile(end.npv, 0.5), p90: quantile(end.npv, 0.9),
  payback: mean(end.payback), dscr: mean(end.dscr)
}`;

/** Runs Squiggle code and hands back what its last expression is. */
async function squiggle(code, sampleCount, seed) {
  const output = await run(code, { environment: { sampleCount, xyPointLength: 1000, seed: String(seed) } });
  const end = output.getEndResult();
  if (!end.ok) throw new Error(end.value.toStringWithDetails());
  return end.value.value;
}

const entries = (dict) => Object.fromEntries(dict.entries().map(([name, value]) => [name, value.value]));

// ---- the modes ----

const round = (value, digits) => Number(value.toFixed(digits));

async function time(n, seed, runs) {
  const draws = inputs.map(([name, draw, , scale = ""]) => `${name} = SampleSet.fromDist(${draw})${scale}`).join("\n");
  const took = [];
  let summary;
  for (let r = 0; r < runs; r++) {
    const begin = performance.now();
    summary = entries(await squiggle(draws + model + statistics, n, seed + r));
    took.push((performance.now() - begin) / 1000);
  }
  took.sort((a, b) => a - b);
  const seconds = (took[(runs - 1) >> 1] + took[runs >> 1]) / 2;
  const { mean, p10, p50, p90, payback, dscr } = summary;
  return {
    engine: "squiggle",
    irr: false,
    trials: n,
    runs,
    seconds: round(seconds, 6),
    trialsPerSecond: Math.round(n / seconds),
    npv: { mean: round(mean, 2), p10: round(p10, 2), p50: round(p50, 2), p90: round(p90, 2) },
    means: { payback: round(payback, 4), dscr: round(dscr, 6) },
  };
}

/** NPV, payback, DSCR and total cash of given rows, whose values become lists in the code. */
async function given(rows) {
  // A sample set has at least six samples: a short table repeats its last row.
  const table = [...rows, ...Array.from({ length: Math.max(0, 6 - rows.length) }, () => rows.at(-1))];
  const lists = inputs.map(([name], i) => `${name} = SampleSet.fromList([${table.map((row) => row[i]).join(", ")}])`);
  const code = `${lists.join("\n")}${model}{npv: end.npv, payback: end.payback, dscr: end.dscr, total: end.total}`;
  const sets = entries(await squiggle(code, table.length, 0));
  return Object.fromEntries(Object.entries(sets).map(([name, set]) => [name, set.getSamples().slice(0, rows.length)]));
}

async function central() {
  const { npv, payback, dscr, total } = await given([inputs.map(([, , value]) => value)]);
  return { engine: "squiggle", npv: npv[0], payback: payback[0], dscr: dscr[0], cash: { sum: total[0] } };
}

async function evaluate(file, n, to) {
  const bytes = readFileSync(file);
  const values = new Float64Array(60 * n);
  if (bytes.length < values.byteLength) throw new Error(`${file}: fewer rows than asked for`);
  new Uint8Array(values.buffer).set(bytes.subarray(0, values.byteLength));
  const out = new Float64Array(4 * n);
  const chunk = 1000; // rows whose values fit well into one program's text
  for (let from = 0; from < n; from += chunk) {
    const rows = Array.from({ length: Math.min(chunk, n - from) }, (_, k) =>
      Array.from(values.subarray(60 * (from + k), 60 * (from + k + 1))),
    );
    const { npv, payback, dscr } = await given(rows);
    for (const k of rows.keys()) out.set([npv[k], Number.NaN, payback[k], dscr[k]], 4 * (from + k));
  }
  writeFileSync(to, new Uint8Array(out.buffer));
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === "time" && rest.length > 1) {
  console.log(JSON.stringify(await time(Number(rest[0]), Number(rest[1]), Number(rest[2] ?? 5))));
} else if (mode === "central") console.log(JSON.stringify(await central()));
else if (mode === "evaluate" && rest.length > 1) await evaluate(rest[0], Number(rest[1]), rest[2] ?? `${rest[0]}.out`);
else {
  console.error("gpu60.squiggle.js time N SEED [RUNS] | central | evaluate FILE N [OUT]");
  process.exitCode = 2;
}

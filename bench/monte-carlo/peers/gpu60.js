/**
 * GPU deal 60x60 in plain JavaScript: one trial after the other, typed arrays, one thread, no dependency (Node 20 or later).
 * Numbers in brackets are those of the reference model's formulas.
 *
 *   node gpu60.js time N SEED [RUNS]        trials per second, median of RUNS (5), each with a seed of its own
 *   node gpu60.js central                   the model at the central inputs
 *   node gpu60.js draw FILE N SEED          N rows of 60 drawn inputs
 *   node gpu60.js evaluate FILE N [OUT]     N rows of 60 inputs to N rows of 4 outputs (OUT: FILE.out)
 *
 * Files are rows of little-endian float64, one row per trial; outputs are NPV, yearly IRR, payback month, minimum DSCR.
 */
import { readFileSync, writeFileSync } from "node:fs";

const POOLS = 4;
const INPUTS = 60;
const OUTPUTS = 4;
const T = 60;
const H = 730;
const COUNT = [4096, 2048, 2048, 1024];

// ---- random numbers: sfc32, four 32-bit words of which the last counts ----

let s0 = 0;
let s1 = 0;
let s2 = 0;
let s3 = 1;

function seed(value) {
  s0 = value | 0;
  s1 = Math.floor(value / 2 ** 32) | 0;
  s2 = 0x9e3779b9 | 0;
  s3 = 1;
  for (let i = 0; i < 16; i++) bits();
}

function bits() {
  const result = (((s0 + s1) | 0) + s3) | 0;
  s3 = (s3 + 1) | 0;
  s0 = s1 ^ (s1 >>> 9);
  s1 = (s2 + (s2 << 3)) | 0;
  s2 = (((s2 << 21) | (s2 >>> 11)) + result) | 0;
  return result;
}

/** Uniform in (0, 1), in steps of 2^-32: never 0, so that its logarithm is finite. */
const uniform = () => ((bits() >>> 0) + 0.5) * 2 ** -32;

// Ziggurat of 256 layers of equal area AREA. Layer i > 0 spans |x| < edge[i] and heights height[i] to height[i + 1]; layer 0
// is the box under height(R) with the tail beyond R, drawn as a box of width edge[0].
const R = 3.6541528853610088;
const AREA = 0.00492867323399;
const edge = new Float64Array(257);
const height = new Float64Array(257);
edge[0] = AREA / Math.exp(-0.5 * R * R);
edge[1] = R;
for (let i = 1; i < 255; i++)
  edge[i + 1] = Math.sqrt(-2 * Math.log(AREA / edge[i] + Math.exp(-0.5 * edge[i] * edge[i])));
for (let i = 0; i <= 256; i++) height[i] = Math.exp(-0.5 * edge[i] * edge[i]);

function normal() {
  for (;;) {
    const b = bits();
    const layer = b & 255;
    const x = (b >> 8) * 2 ** -23 * edge[layer]; // signed, bits apart from the layer's
    if (Math.abs(x) < edge[layer + 1]) return x;
    if (layer === 0) {
      // Beyond R: Marsaglia's tail.
      for (;;) {
        const over = -Math.log(uniform()) / R;
        if (-2 * Math.log(uniform()) >= over * over) return x < 0 ? -R - over : R + over;
      }
    }
    if (height[layer] + uniform() * (height[layer + 1] - height[layer]) < Math.exp(-0.5 * x * x)) return x;
  }
}

/** Gamma with shape >= 1 (every shape here is), Marsaglia and Tsang: d = shape - 1/3, c = 1/sqrt(9d). */
function gamma(d, c) {
  for (;;) {
    const x = normal();
    let v = 1 + c * x;
    if (v <= 0) continue;
    v = v * v * v;
    const u = uniform();
    const xx = x * x;
    if (u < 1 - 0.0331 * xx * xx || Math.log(u) < 0.5 * xx + d * (1 - v + Math.log(v))) return d * v;
  }
}

// ---- the 60 inputs ----

const L = (m, s) => ({ code: 0, p: [m, s, 0, 0, 0, 0], central: m });
const N = (m, s) => ({ code: 1, p: [m, s, 0, 0, 0, 0], central: m });
const U = (a, b) => ({ code: 2, p: [a, b - a, 0, 0, 0, 0], central: (a + b) / 2 });
const scaled = (low, width, a, b, central) => {
  const [d1, d2] = [a - 1 / 3, b - 1 / 3];
  return { code: 3, p: [low, width, d1, 1 / Math.sqrt(9 * d1), d2, 1 / Math.sqrt(9 * d2)], central };
};
const B = (a, b) => scaled(0, 1, a, b, a / (a + b));
const P = (a, m, b) => scaled(a, b - a, 1 + (4 * (m - a)) / (b - a), 1 + (4 * (b - m)) / (b - a), (a + 4 * m + b) / 6);

const pool = (capex, start, ramp, util, price, decl, kw, afr) => [capex, start, ramp, util, price, decl, kw, afr];
const inputs = [
  pool(
    L(33000, 0.08),
    P(0, 1, 4),
    P(2, 3, 8),
    B(18, 4),
    L(4.3, 0.12),
    P(0.05, 0.15, 0.35),
    N(1.3, 0.06),
    L(0.06, 0.35),
  ),
  pool(
    L(39000, 0.1),
    P(2, 4, 9),
    P(2, 4, 9),
    B(16, 5),
    L(5.1, 0.15),
    P(0.06, 0.16, 0.35),
    N(1.45, 0.07),
    L(0.07, 0.35),
  ),
  pool(
    L(47000, 0.12),
    P(6, 9, 15),
    P(3, 5, 12),
    B(14, 5),
    L(6.2, 0.18),
    P(0.06, 0.18, 0.4),
    N(1.7, 0.09),
    L(0.09, 0.35),
  ),
  pool(
    L(27000, 0.1),
    P(10, 12, 20),
    P(2, 4, 10),
    B(12, 5),
    L(3.5, 0.15),
    P(0.04, 0.14, 0.33),
    N(1.2, 0.06),
    L(0.06, 0.35),
  ),
  [L(0.075, 0.18), N(0.025, 0.012), P(1.12, 1.22, 1.45), L(4, 0.5)], // elec, einf, pue, mttr
  [U(0.01, 0.03), P(0.08, 0.11, 0.16), U(0.02, 0.05), L(900, 0.2)], // spare, net, store, inst
  [L(115, 0.12), N(0.03, 0.008), L(420000, 0.12), N(0.035, 0.01)], // rent, resc, staff, winf
  [P(0.015, 0.025, 0.05), U(0.003, 0.007), L(28, 0.25), B(9, 4)], // maint, ins, sw, cf
  [P(-0.05, 0.05, 0.18), P(0.05, 0.2, 0.5), B(3, 27), P(1, 2.5, 8)], // prem, disc, churn, refill
  [B(2, 120), P(15, 35, 75), P(0.35, 0.5, 0.65), N(0.095, 0.012)], // bad, payd, debt, drate
  [U(0.01, 0.025), B(3, 9), P(0.15, 0.21, 0.27), L(2.5, 0.8)], // fee, resid, tax, outage
].flat();

const codes = Uint8Array.from(inputs, (input) => input.code);
const parameters = Float64Array.from(inputs.flatMap((input) => input.p));

function draw(x) {
  for (let i = 0, k = 0; i < INPUTS; i++, k += 6) {
    const code = codes[i];
    const a = parameters[k];
    const b = parameters[k + 1];
    if (code === 0) x[i] = a * Math.exp(b * normal());
    else if (code === 1) x[i] = a + b * normal();
    else if (code === 2) x[i] = a + b * uniform();
    else {
      const g1 = gamma(parameters[k + 2], parameters[k + 3]);
      const g2 = gamma(parameters[k + 4], parameters[k + 5]);
      x[i] = a + b * (g1 / (g1 + g2));
    }
  }
}

// ---- the model ----

// Discount factors at 12 %/yr and at the ends of the bracket of the IRR.
const LOW = -0.05;
const HIGH = 0.25;
const atRate = Float64Array.from({ length: T + 1 }, (_, t) => 1.12 ** (-t / 12));
const atLow = Float64Array.from({ length: T + 1 }, (_, t) => (1 + LOW) ** -t);
const atHigh = Float64Array.from({ length: T + 1 }, (_, t) => (1 + HIGH) ** -t);

/**
 * Monthly rate with present value 0, by Newton from 1 %; the bracket shrinks with each sign seen, and a step that would leave
 * it becomes a bisection. `atTheLowEnd` is the present value at LOW; the caller has seen the sign change.
 */
function monthlyIrr(cash, atTheLowEnd) {
  let low = LOW;
  let high = HIGH;
  let i = 0.01;
  for (let step = 0; step < 100; step++) {
    const v = 1 / (1 + i);
    let value = cash[T]; // Horner in v
    let slope = 0; // d value / d v
    for (let t = T - 1; t >= 0; t--) {
      slope = slope * v + value;
      value = value * v + cash[t];
    }
    if (value === 0) return i;
    if (value > 0 === atTheLowEnd > 0) low = i;
    else high = i;
    let next = i + value / (slope * v * v); // d v / d i = -v^2
    if (!(next >= low && next <= high)) next = (low + high) / 2;
    const moved = Math.abs(next - i);
    i = next;
    if (moved < 1e-10) break;
  }
  return i;
}

const cash = new Float64Array(T + 1);
const capx = new Float64Array(T + 1);
const rev = new Float64Array(T + 1);
const itkw = new Float64Array(T + 1);
const kwi = new Float64Array(T + 1);
const ci = new Float64Array(T + 1);
const ng = new Float64Array(T + 1);

const pos = (x) => (x > 0 ? x : 0);
const clamp = (x) => (x < 0 ? 0 : x > 1 ? 1 : x);

/** One trial: inputs x[0..59] to out[at..at + 3]; `cash` holds its months until the next trial. */
function model(x, out, at) {
  const [elec, einf, pue, mttr, spare, net, store, inst] = [x[32], x[33], x[34], x[35], x[36], x[37], x[38], x[39]];
  const [rent, resc, staff, winf, maint, ins, sw, cf] = [x[40], x[41], x[42], x[43], x[44], x[45], x[46], x[47]];
  const [prem, disc, churn, refill, bad, payd, debt] = [x[48], x[49], x[50], x[51], x[52], x[53], x[54]];
  const [drate, fee, resid, tax, outage] = [x[55], x[56], x[57], x[58], x[59]];
  const up = 1 - (outage < H ? outage : H) / H;
  const kept = 1 - (churn / 12) * refill;

  // The pools' series, pool by pool, so that a pool's numbers stay in registers over its months.
  capx.fill(0);
  rev.fill(0);
  itkw.fill(0);
  kwi.fill(0);
  ci.fill(0);
  ng.fill(0);
  let gpu = 0;
  for (let i = 0; i < POOLS; i++) {
    const k = 8 * i;
    const n = COUNT[i];
    const all = n * (1 + spare);
    const [start, util, price] = [x[k + 1], x[k + 3], x[k + 4]];
    const slope = 1 / x[k + 2];
    const g = all * x[k]; // [1]
    const cap = g * (1 + net + store) + all * inst; // [2]
    const kw = all * x[k + 6]; // [3]
    const avail = (1 - pos(((x[k + 7] * mttr) / 365) * 4 - spare)) * up; // [4, 5]
    const pm = (1 - x[k + 5]) ** (1 / 12); // [7]
    const f = cf * util * kept * price * (1 + prem) + (1 - cf) * util * price * (1 - disc); // [8, 9]
    const it = kw * (0.35 + 0.65 * util); // [10]
    let sales = n * H * avail * f; // [6], times the decline so far
    gpu += g;
    let now = clamp((1 - start) * slope);
    capx[0] += cap * now;
    for (let t = 1; t <= T; t++) {
      const next = clamp((t + 1 - start) * slope);
      capx[t] += cap * (next - now); // [11]
      rev[t] += sales * now; // [12]
      itkw[t] += it * now; // [13]
      kwi[t] += kw * now;
      ci[t] += cap * now;
      ng[t] += n * now;
      now = next;
      sales *= pm;
    }
  }

  const em = (1 + einf) ** (1 / 12);
  const rm = (1 + resc) ** (1 / 12);
  const wm = (1 + winf) ** (1 / 12);
  let power = pue * H * elec;
  let space = pue * rent;
  let people = staff;
  let bal = debt * capx[0];
  let nol = 0;
  let wc = 0;
  let total = -capx[0] - bal * fee;
  let npv = total;
  let low = total;
  let high = total;
  let dscr = Infinity;
  let payback = T + 1;
  cash[0] = total;
  for (let t = 1; t <= T; t++) {
    const opex = itkw[t] * power + kwi[t] * space + people + (ci[t] * (maint + ins)) / 12 + ng[t] * sw; // [14]
    power *= em;
    space *= rm;
    people *= wm;
    const ebitda = rev[t] * (1 - bad) - opex; // [15]
    const interest = (bal * drate) / 12; // [16]
    const principal = t >= 13 ? bal / (61 - t) : 0;
    const base = ebitda - ci[t] / 60 - interest; // [17]
    const due = tax * pos(base - nol);
    nol = pos(nol - base);
    const wcBefore = wc;
    wc = (rev[t] * payd) / 30; // [18]
    const drawn = debt * capx[t];
    bal += drawn - principal;
    let c = ebitda - due - (wc - wcBefore) - capx[t] - drawn * fee;
    if (t === T) c += wc + resid * gpu;
    cash[t] = c;
    total += c;
    if (total >= 0 && payback > T) payback = t;
    npv += c * atRate[t];
    low += c * atLow[t];
    high += c * atHigh[t];
    const service = interest + principal;
    if (t >= 13 && service > 1 && ebitda - due < dscr * service) dscr = (ebitda - due) / service;
  }
  out[at] = npv;
  out[at + 1] = low > 0 === high > 0 ? NaN : (1 + monthlyIrr(cash, low)) ** 12 - 1;
  out[at + 2] = payback;
  out[at + 3] = dscr;
}

// ---- the modes ----

/** The k-th smallest, by Hoare's selection; afterwards everything right of k is at least as large. */
function smallest(v, k) {
  for (let lo = 0, hi = v.length - 1; lo < hi;) {
    const pivot = v[(lo + hi) >>> 1];
    let i = lo;
    let j = hi;
    while (i <= j) {
      while (v[i] < pivot) i++;
      while (v[j] > pivot) j--;
      if (i <= j) {
        const left = v[i];
        v[i++] = v[j];
        v[j--] = left;
      }
    }
    if (k <= j) hi = j;
    else if (k >= i) lo = i;
    else break;
  }
  return v[k];
}

/** Quantile between order statistics, linear (numpy's default). */
function quantile(v, p) {
  const at = (v.length - 1) * p;
  const k = Math.floor(at);
  const left = smallest(v, k);
  let right = Infinity;
  for (let i = k + 1; i < v.length; i++) right = Math.min(right, v[i]);
  return k + 1 < v.length ? left + (at - k) * (right - left) : left;
}

const round = (value, digits) => Number(value.toFixed(digits));

function time(n, firstSeed, runs) {
  const x = new Float64Array(INPUTS);
  const out = new Float64Array(OUTPUTS * n);
  const npv = new Float64Array(n);
  const took = [];
  let summary;
  for (let run = 0; run < runs; run++) {
    const begin = performance.now();
    seed(firstSeed + run);
    let sum = 0;
    for (let k = 0; k < n; k++) {
      draw(x);
      model(x, out, OUTPUTS * k);
      npv[k] = out[OUTPUTS * k];
      sum += npv[k];
    }
    summary = { mean: sum / n, p10: quantile(npv, 0.1), p50: quantile(npv, 0.5), p90: quantile(npv, 0.9) };
    took.push((performance.now() - begin) / 1000);
  }
  took.sort((a, b) => a - b);
  const seconds = (took[(runs - 1) >> 1] + took[runs >> 1]) / 2;
  // About one trial in a million has its IRR below the bracket: its mean is over the others.
  const mean = (o, digits) => {
    let sum = 0;
    let count = 0;
    for (let k = o; k < out.length; k += OUTPUTS) {
      if (Number.isNaN(out[k])) continue;
      sum += out[k];
      count++;
    }
    return round(sum / count, digits);
  };
  return {
    engine: "javascript",
    irr: true,
    trials: n,
    runs,
    seconds: round(seconds, 6),
    trialsPerSecond: Math.round(n / seconds),
    npv: Object.fromEntries(Object.entries(summary).map(([name, value]) => [name, round(value, 2)])),
    means: { irr: mean(1, 6), payback: mean(2, 4), dscr: mean(3, 6) },
    irrMissing: out.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0),
  };
}

function central() {
  const out = new Float64Array(OUTPUTS);
  model(
    inputs.map((input) => input.central),
    out,
    0,
  );
  const [npv, irr, payback, dscr] = out;
  const sum = cash.reduce((a, b) => a + b, 0);
  const months = { 1: cash[1], 12: cash[12], 24: cash[24], 60: cash[60], sum };
  return { engine: "javascript", npv, irr, payback, dscr, cash: months };
}

function drawTo(file, n, from) {
  const x = new Float64Array(INPUTS);
  const rows = new Float64Array(INPUTS * n);
  seed(from);
  for (let k = 0; k < n; k++) {
    draw(x);
    rows.set(x, INPUTS * k);
  }
  writeFileSync(file, new Uint8Array(rows.buffer));
}

function evaluate(file, n, to) {
  const bytes = readFileSync(file);
  const rows = new Float64Array(INPUTS * n);
  if (bytes.length < rows.byteLength) throw new Error(`${file}: fewer rows than asked for`);
  new Uint8Array(rows.buffer).set(bytes.subarray(0, rows.byteLength));
  const out = new Float64Array(OUTPUTS * n);
  for (let k = 0; k < n; k++) model(rows.subarray(INPUTS * k, INPUTS * (k + 1)), out, OUTPUTS * k);
  writeFileSync(to, new Uint8Array(out.buffer));
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === "time" && rest.length > 1) {
  console.log(JSON.stringify(time(Number(rest[0]), Number(rest[1]), Number(rest[2] ?? 5))));
} else if (mode === "central") console.log(JSON.stringify(central()));
else if (mode === "draw" && rest.length > 2) drawTo(rest[0], Number(rest[1]), Number(rest[2]));
else if (mode === "evaluate" && rest.length > 1) evaluate(rest[0], Number(rest[1]), rest[2] ?? `${rest[0]}.out`);
else {
  console.error("gpu60.js time N SEED [RUNS] | central | draw FILE N SEED | evaluate FILE N [OUT]");
  process.exitCode = 2;
}

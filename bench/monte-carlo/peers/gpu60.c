/*
 * GPU deal 60x60 in C: one trial at a time, plain scalar code, one thread, no library but libm.
 * Numbers in brackets are those of the reference model's formulas.
 *
 *   gcc -O3 -o gpu60 gpu60.c -lm
 *
 *   gpu60 time N SEED [RUNS]         trials per second, median of RUNS (5), each with a seed of its own
 *   gpu60 central                    the model at the central inputs
 *   gpu60 draw FILE N SEED           N rows of 60 drawn inputs
 *   gpu60 evaluate FILE N [OUT]      N rows of 60 inputs to N rows of 4 outputs (OUT: FILE.out)
 *
 * Files are rows of little-endian float64, one row per trial; outputs are NPV, yearly IRR, payback month, minimum DSCR.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { POOLS = 4, INPUTS = 60, OUTPUTS = 4, T = 60 };
static const double H = 730, COUNT[POOLS] = {4096, 2048, 2048, 1024};

/* ---- random numbers: xoshiro256++, seeded by splitmix64 ---- */

static uint64_t state[4];

static void seed(uint64_t s) {
  for (int i = 0; i < 4; i++) {
    uint64_t z = s += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    state[i] = z ^ z >> 31;
  }
}

static inline uint64_t rotate(uint64_t x, int k) { return x << k | x >> (64 - k); }

static inline uint64_t bits(void) {
  uint64_t result = rotate(state[0] + state[3], 23) + state[0], t = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= t;
  state[3] = rotate(state[3], 45);
  return result;
}

/* Uniform in (0, 1): never 0, so that its logarithm is finite. */
static inline double uniform(void) { return ((double)(bits() >> 11) + 0.5) * 0x1p-53; }

/* Ziggurat of 256 layers of equal area AREA. Layer i > 0 spans |x| < edge[i] and heights height[i] to height[i + 1]; layer 0 is
 * the box under height(R) with the tail beyond R, drawn as a box of width edge[0]. */
#define R 3.6541528853610088
#define AREA 0.00492867323399
static double edge[257], height[257];

static void ziggurat(void) {
  edge[0] = AREA / exp(-0.5 * R * R);
  edge[1] = R;
  for (int i = 1; i < 255; i++) edge[i + 1] = sqrt(-2 * log(AREA / edge[i] + exp(-0.5 * edge[i] * edge[i])));
  edge[256] = 0;
  for (int i = 0; i <= 256; i++) height[i] = exp(-0.5 * edge[i] * edge[i]);
}

static inline double normal(void) {
  for (;;) {
    uint64_t b = bits();
    int layer = b & 255;
    double x = (double)((int64_t)b >> 11) * 0x1p-52 * edge[layer]; /* signed, bits apart from the layer's */
    if (fabs(x) < edge[layer + 1]) return x;
    if (layer == 0) { /* beyond R: Marsaglia's tail */
      double over, y;
      do {
        over = -log(uniform()) / R;
        y = -log(uniform());
      } while (2 * y < over * over);
      return x < 0 ? -R - over : R + over;
    }
    if (height[layer] + uniform() * (height[layer + 1] - height[layer]) < exp(-0.5 * x * x)) return x;
  }
}

/* Gamma with shape >= 1 (every shape here is), Marsaglia and Tsang: d = shape - 1/3, c = 1/sqrt(9d). */
static inline double gamma_draw(double d, double c) {
  for (;;) {
    double x = normal(), v = 1 + c * x;
    if (v <= 0) continue;
    v = v * v * v;
    double u = uniform(), xx = x * x;
    if (u < 1 - 0.0331 * xx * xx || log(u) < 0.5 * xx + d * (1 - v + log(v))) return d * v;
  }
}

/* ---- the 60 inputs ---- */

typedef struct {
  char code;               /* L lognormal, N normal, U uniform, B beta, P PERT */
  double a, b, c;          /* as the model's page writes them */
  double low, width;       /* a beta's or PERT's range */
  double d1, c1, d2, c2;   /* its two gammas */
  double central;
} Input;

static Input input[INPUTS] = {
    {'L', 33000, .08}, {'P', 0, 1, 4}, {'P', 2, 3, 8}, {'B', 18, 4}, /* pool 1: capex, start, ramp, util */
    {'L', 4.30, .12}, {'P', .05, .15, .35}, {'N', 1.30, .06}, {'L', .06, .35}, /* price, decl, kw, afr */
    {'L', 39000, .10}, {'P', 2, 4, 9}, {'P', 2, 4, 9}, {'B', 16, 5}, /* pool 2 */
    {'L', 5.10, .15}, {'P', .06, .16, .35}, {'N', 1.45, .07}, {'L', .07, .35},
    {'L', 47000, .12}, {'P', 6, 9, 15}, {'P', 3, 5, 12}, {'B', 14, 5}, /* pool 3 */
    {'L', 6.20, .18}, {'P', .06, .18, .40}, {'N', 1.70, .09}, {'L', .09, .35},
    {'L', 27000, .10}, {'P', 10, 12, 20}, {'P', 2, 4, 10}, {'B', 12, 5}, /* pool 4 */
    {'L', 3.50, .15}, {'P', .04, .14, .33}, {'N', 1.20, .06}, {'L', .06, .35},
    {'L', .075, .18}, {'N', .025, .012}, {'P', 1.12, 1.22, 1.45}, {'L', 4, .5}, /* elec, einf, pue, mttr */
    {'U', .01, .03}, {'P', .08, .11, .16}, {'U', .02, .05}, {'L', 900, .2}, /* spare, net, store, inst */
    {'L', 115, .12}, {'N', .03, .008}, {'L', 420000, .12}, {'N', .035, .01}, /* rent, resc, staff, winf */
    {'P', .015, .025, .05}, {'U', .003, .007}, {'L', 28, .25}, {'B', 9, 4}, /* maint, ins, sw, cf */
    {'P', -.05, .05, .18}, {'P', .05, .2, .5}, {'B', 3, 27}, {'P', 1, 2.5, 8}, /* prem, disc, churn, refill */
    {'B', 2, 120}, {'P', 15, 35, 75}, {'P', .35, .5, .65}, {'N', .095, .012}, /* bad, payd, debt, drate */
    {'U', .01, .025}, {'B', 3, 9}, {'P', .15, .21, .27}, {'L', 2.5, .8}, /* fee, resid, tax, outage */
};

static void prepare(void) {
  ziggurat();
  for (Input *p = input; p < input + INPUTS; p++) {
    double s1 = p->a, s2 = p->b;
    p->low = 0, p->width = 1, p->central = p->a;
    if (p->code == 'U') p->central = (p->a + p->b) / 2;
    if (p->code == 'B') p->central = p->a / (p->a + p->b);
    if (p->code == 'P') {
      p->low = p->a, p->width = p->c - p->a, p->central = (p->a + 4 * p->b + p->c) / 6;
      s1 = 1 + 4 * (p->b - p->a) / p->width, s2 = 1 + 4 * (p->c - p->b) / p->width;
    }
    p->d1 = s1 - 1. / 3, p->c1 = 1 / sqrt(9 * p->d1);
    p->d2 = s2 - 1. / 3, p->c2 = 1 / sqrt(9 * p->d2);
  }
}

static void draw(double *x) {
  for (int i = 0; i < INPUTS; i++) {
    const Input *p = &input[i];
    switch (p->code) {
    case 'L': x[i] = p->a * exp(p->b * normal()); break;
    case 'N': x[i] = p->a + p->b * normal(); break;
    case 'U': x[i] = p->a + (p->b - p->a) * uniform(); break;
    default: {
      double g1 = gamma_draw(p->d1, p->c1), g2 = gamma_draw(p->d2, p->c2);
      x[i] = p->low + p->width * (g1 / (g1 + g2));
    }
    }
  }
}

/* ---- the model ---- */

#define LOW -0.05
#define HIGH 0.25
static double at_rate[T + 1], at_low[T + 1], at_high[T + 1]; /* discount factors at 12 %/yr and at the ends of IRR's bracket */

static void factors(void) {
  for (int t = 0; t <= T; t++) {
    at_rate[t] = pow(1.12, -t / 12.);
    at_low[t] = pow(1 + LOW, -t);
    at_high[t] = pow(1 + HIGH, -t);
  }
}

static inline double pos(double x) { return x > 0 ? x : 0; }
static inline double clamp(double x) { return x < 0 ? 0 : x > 1 ? 1 : x; }

/* Monthly rate with present value 0, by Newton from 1 %; the bracket shrinks with each sign seen, and a step that would leave it
 * becomes a bisection. at_the_low_end is the present value at LOW; the caller has seen the sign change. */
static double monthly_irr(const double *cash, double at_the_low_end) {
  double low = LOW, high = HIGH, i = 0.01;
  for (int step = 0; step < 100; step++) {
    double v = 1 / (1 + i), value = cash[T], slope = 0; /* Horner in v; slope = d value / d v */
    for (int t = T - 1; t >= 0; t--) {
      slope = slope * v + value;
      value = value * v + cash[t];
    }
    if (value == 0) return i;
    if ((value > 0) == (at_the_low_end > 0)) low = i;
    else high = i;
    double next = i + value / (slope * v * v); /* d v / d i = -v^2 */
    if (!(next >= low && next <= high)) next = (low + high) / 2;
    double moved = fabs(next - i);
    i = next;
    if (moved < 1e-10) break;
  }
  return i;
}

static void model(const double *x, double *out, double *cash) {
  const double *s = x + 32;
  const double elec = s[0], einf = s[1], pue = s[2], mttr = s[3], spare = s[4], net = s[5], store = s[6], inst = s[7],
               rent = s[8], resc = s[9], staff = s[10], winf = s[11], maint = s[12], ins = s[13], sw = s[14], cf = s[15],
               prem = s[16], disc = s[17], churn = s[18], refill = s[19], bad = s[20], payd = s[21], debt = s[22],
               drate = s[23], fee = s[24], resid = s[25], tax = s[26], outage = s[27];
  double start[POOLS], slope[POOLS], cap[POOLS], kw[POOLS], it[POOLS], pm[POOLS], sales[POOLS], ramp[POOLS], gpu = 0;
  const double up = 1 - (outage < H ? outage : H) / H, kept = 1 - churn / 12 * refill;
  for (int i = 0; i < POOLS; i++) {
    const double *p = x + 8 * i, n = COUNT[i], all = n * (1 + spare), util = p[3], price = p[4];
    double g = all * p[0];                                                                    /* [1] */
    cap[i] = g * (1 + net + store) + all * inst;                                              /* [2] */
    kw[i] = all * p[6];                                                                       /* [3] */
    double avail = (1 - pos(p[7] * mttr / 365 * 4 - spare)) * up;                             /* [4, 5] */
    pm[i] = pow(1 - p[5], 1. / 12);                                                           /* [7] */
    double f = cf * util * kept * price * (1 + prem) + (1 - cf) * util * price * (1 - disc);  /* [8, 9] */
    sales[i] = n * H * avail * f; /* [6]; below times the decline so far */
    it[i] = kw[i] * (0.35 + 0.65 * util);                                                     /* [10] */
    gpu += g;
    start[i] = p[1];
    slope[i] = 1 / p[2];
  }
  const double em = pow(1 + einf, 1. / 12), rm = pow(1 + resc, 1. / 12), wm = pow(1 + winf, 1. / 12);

  double capx = 0;
  for (int i = 0; i < POOLS; i++) {
    ramp[i] = clamp((1 - start[i]) * slope[i]);
    capx += cap[i] * ramp[i];
  }
  double bal = debt * capx, nol = 0, wc = 0;
  cash[0] = -capx - bal * fee;
  double total = cash[0], npv = cash[0], low = cash[0], high = cash[0], dscr = INFINITY, power = pue * H * elec,
         space = pue * rent, people = staff;
  int payback = T + 1;
  for (int t = 1; t <= T; t++) {
    double rev = 0, itkw = 0, kwi = 0, ci = 0, ng = 0;
    capx = 0;
    for (int i = 0; i < POOLS; i++) {
      double now = ramp[i], next = clamp((t + 1 - start[i]) * slope[i]);
      capx += cap[i] * (next - now); /* [11] */
      rev += sales[i] * now;         /* [12] */
      itkw += it[i] * now;           /* [13] */
      kwi += kw[i] * now;
      ci += cap[i] * now;
      ng += COUNT[i] * now;
      ramp[i] = next;
      sales[i] *= pm[i];
    }
    double opex = itkw * power + kwi * space + people + ci * (maint + ins) / 12 + ng * sw; /* [14] */
    power *= em, space *= rm, people *= wm;
    double ebitda = rev * (1 - bad) - opex;                                                /* [15] */
    double interest = bal * drate / 12, principal = t >= 13 ? bal / (61 - t) : 0;          /* [16] */
    double base = ebitda - ci / 60 - interest, due = tax * pos(base - nol);                /* [17] */
    nol = pos(nol - base);
    double wc_before = wc, drawn = debt * capx;
    wc = rev * payd / 30;                                                                  /* [18] */
    bal += drawn - principal;
    double c = ebitda - due - (wc - wc_before) - capx - drawn * fee;
    if (t == T) c += wc + resid * gpu;
    cash[t] = c;
    total += c;
    if (total >= 0 && payback > T) payback = t;
    npv += c * at_rate[t], low += c * at_low[t], high += c * at_high[t];
    double service = interest + principal;
    if (t >= 13 && service > 1 && ebitda - due < dscr * service) dscr = (ebitda - due) / service;
  }
  out[0] = npv;
  out[1] = (low > 0) == (high > 0) ? NAN : pow(1 + monthly_irr(cash, low), 12) - 1;
  out[2] = payback;
  out[3] = dscr;
}

/* ---- the modes ---- */

/* The k-th smallest, by Hoare's selection; afterwards everything right of k is at least as large. */
static double smallest(double *v, long n, long k) {
  for (long lo = 0, hi = n - 1; lo < hi;) {
    double pivot = v[lo + (hi - lo) / 2];
    long i = lo, j = hi;
    while (i <= j) {
      while (v[i] < pivot) i++;
      while (v[j] > pivot) j--;
      if (i <= j) {
        double swap = v[i];
        v[i++] = v[j], v[j--] = swap;
      }
    }
    if (k <= j) hi = j;
    else if (k >= i) lo = i;
    else break;
  }
  return v[k];
}

/* Quantile between order statistics, linear (numpy's default). */
static double quantile(double *v, long n, double p) {
  double at = (n - 1) * p;
  long k = (long)at;
  double left = smallest(v, n, k), right = INFINITY;
  if (k + 1 >= n) return left;
  for (long i = k + 1; i < n; i++) right = v[i] < right ? v[i] : right;
  return left + (at - k) * (right - left);
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void *room(size_t count) {
  void *p = malloc(count * sizeof(double));
  if (!p) exit((fprintf(stderr, "out of memory\n"), 1));
  return p;
}

static FILE *opened(const char *name, const char *mode) {
  FILE *f = fopen(name, mode);
  if (!f) exit((perror(name), 1));
  return f;
}

static void time_it(long n, uint64_t first_seed, int runs) {
  double *out = room(OUTPUTS * n), *npv = room(n), *took = room(runs), x[INPUTS], cash[T + 1];
  double mean[OUTPUTS] = {0}, p10 = 0, p50 = 0, p90 = 0;
  for (int run = 0; run < runs; run++) {
    double begin = seconds(), sum = 0;
    seed(first_seed + run);
    for (long k = 0; k < n; k++) {
      draw(x);
      model(x, out + OUTPUTS * k, cash);
      sum += npv[k] = out[OUTPUTS * k];
    }
    p10 = quantile(npv, n, .1), p50 = quantile(npv, n, .5), p90 = quantile(npv, n, .9);
    mean[0] = sum / n;
    took[run] = seconds() - begin;
  }
  long missing = 0; /* about one trial in a million has its IRR below the bracket: its mean is over the others */
  for (long k = 0; k < n; k++) missing += isnan(out[OUTPUTS * k + 1]);
  for (long k = 0; k < n; k++) {
    if (!isnan(out[OUTPUTS * k + 1])) mean[1] += out[OUTPUTS * k + 1] / (n - missing);
    for (int o = 2; o < OUTPUTS; o++) mean[o] += out[OUTPUTS * k + o] / n;
  }
  qsort(took, runs, sizeof *took, ascending);
  double median = (took[(runs - 1) / 2] + took[runs / 2]) / 2;
  printf("{\"engine\":\"c\",\"irr\":true,\"trials\":%ld,\"runs\":%d,\"seconds\":%.6f,\"trialsPerSecond\":%.0f,"
         "\"npv\":{\"mean\":%.2f,\"p10\":%.2f,\"p50\":%.2f,\"p90\":%.2f},\"means\":{\"irr\":%.6f,\"payback\":%.4f,\"dscr\":%.6f},\"irrMissing\":%ld}\n",
         n, runs, median, n / median, mean[0], p10, p50, p90, mean[1], mean[2], mean[3], missing);
  free(out), free(npv), free(took);
}

static void central(void) {
  double x[INPUTS], out[OUTPUTS], cash[T + 1], sum = 0;
  for (int i = 0; i < INPUTS; i++) x[i] = input[i].central;
  model(x, out, cash);
  for (int t = 0; t <= T; t++) sum += cash[t];
  printf("{\"engine\":\"c\",\"npv\":%.17g,\"irr\":%.17g,\"payback\":%g,\"dscr\":%.17g,"
         "\"cash\":{\"1\":%.17g,\"12\":%.17g,\"24\":%.17g,\"60\":%.17g,\"sum\":%.17g}}\n",
         out[0], out[1], out[2], out[3], cash[1], cash[12], cash[24], cash[60], sum);
}

int main(int argc, char **argv) {
  prepare();
  factors();
  double x[INPUTS], out[OUTPUTS], cash[T + 1];
  const char *mode = argc > 1 ? argv[1] : "";
  if (!strcmp(mode, "time") && argc > 3 && atol(argv[2]) > 0) {
    int runs = argc > 4 ? atoi(argv[4]) : 5;
    time_it(atol(argv[2]), strtoull(argv[3], 0, 10), runs > 0 ? runs : 1);
  } else if (!strcmp(mode, "central")) {
    central();
  } else if (!strcmp(mode, "draw") && argc > 4) {
    FILE *to = opened(argv[2], "wb");
    seed(strtoull(argv[4], 0, 10));
    for (long k = atol(argv[3]); k > 0; k--) {
      draw(x);
      fwrite(x, sizeof x, 1, to);
    }
    return fclose(to) != 0;
  } else if (!strcmp(mode, "evaluate") && argc > 3) {
    char name[4096];
    snprintf(name, sizeof name, "%s%s", argc > 4 ? argv[4] : argv[2], argc > 4 ? "" : ".out");
    FILE *from = opened(argv[2], "rb"), *to = opened(name, "wb");
    for (long k = atol(argv[3]); k > 0; k--) {
      if (fread(x, sizeof x, 1, from) != 1) return fprintf(stderr, "%s: fewer rows than asked for\n", argv[2]), 1;
      model(x, out, cash);
      fwrite(out, sizeof out, 1, to);
    }
    return fclose(to) != 0;
  } else {
    return fprintf(stderr, "gpu60 time N SEED [RUNS] | central | draw FILE N SEED | evaluate FILE N [OUT]\n"), 2;
  }
  return 0;
}

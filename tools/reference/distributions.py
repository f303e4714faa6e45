"""Writes the reference tables of packages/engine/src/distributions: quantiles, mean and variance at 40 digits.

Run from the repository's root: python3 tools/reference/distributions.py   (needs mpmath 1.3, scipy 1.17)
A row is the family's parameters, a probability (the double as printed), the quantile, the mean and the variance.
Where scipy knows the family its median and moments are asserted to agree to 1e-9.
"""

from pathlib import Path

import mpmath as mp
from scipy import stats

from high_precision import beta_cdf, inverse_beta, inverse_normal

mp.mp.dps = 40
HERE = Path("packages/engine/src/distributions")
PROBABILITIES = [1e-12, 1e-9, 1e-4, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.9999, 1 - 1e-9, 1 - 1e-12]


def write(family, names, cases):
    """cases: (parameters, quantile function, mean, variance, scipy distribution or None)"""
    lines = [",".join([*names, "p", "quantile", "mean", "variance"])]
    for parameters, quantile, mean, variance, twin in cases:
        if twin is not None:
            for ours, theirs in [(quantile(0.5), twin.ppf(0.5)), (mean, twin.mean()), (variance, twin.var())]:
                assert abs(ours - theirs) <= 1e-9 * max(abs(theirs), 1e-9), (family, parameters, ours, theirs)
        for p in PROBABILITIES:
            row = [*parameters, p, quantile(p), mean, variance]
            lines.append(",".join(repr(float(value)) for value in row))
    (HERE / f"{family}.reference.csv").write_text("\n".join(lines) + "\n")
    print(family, len(lines) - 1)


def normal(mean, sd):
    mu, s = mp.mpf(mean), mp.mpf(sd)
    return (mean, sd), lambda p: mu + s * inverse_normal(p), mu, s**2, stats.norm(mean, sd)


def lognormal(median, sigma):
    m, s = mp.mpf(median), mp.mpf(sigma)
    mean = m * mp.exp(s**2 / 2)
    variance = mean**2 * mp.expm1(s**2)
    return (median, sigma), lambda p: m * mp.exp(s * inverse_normal(p)), mean, variance, stats.lognorm(sigma, scale=median)


def logit_normal(median, sigma):
    m, s = mp.mpf(median), mp.mpf(sigma)
    mu = mp.log(m / (1 - m))
    value = lambda z: 1 / (1 + mp.exp(-mu - s * z))
    cuts = [-15, -8, -4, -2, -1, 0, 1, 2, 4, 8, 15]
    mean = mp.quad(lambda z: value(z) * mp.npdf(z), cuts)
    variance = mp.quad(lambda z: (value(z) - mean) ** 2 * mp.npdf(z), cuts)
    return (median, sigma), lambda p: value(inverse_normal(p)), mean, variance, None


def uniform(low, high):
    a, b = mp.mpf(low), mp.mpf(high)
    return (low, high), lambda p: a + (b - a) * mp.mpf(p), (a + b) / 2, (b - a) ** 2 / 12, stats.uniform(low, high - low)


def triangular(low, mode, high):
    a, c, b = mp.mpf(low), mp.mpf(mode), mp.mpf(high)

    def quantile(p):
        p = mp.mpf(p)
        if p < (c - a) / (b - a):
            return a + mp.sqrt(p * (b - a) * (c - a))
        return b - mp.sqrt((1 - p) * (b - a) * (b - c))

    variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18
    twin = stats.triang((mode - low) / (high - low), low, high - low)
    return (low, mode, high), quantile, (a + b + c) / 3, variance, twin


def beta(alpha, beta_, low, high):
    a, b, l, h = map(mp.mpf, (alpha, beta_, low, high))
    mean = l + (h - l) * a / (a + b)
    variance = (h - l) ** 2 * a * b / (a + b) ** 2 / (a + b + 1)
    quantile = lambda p: l + (h - l) * inverse_beta(a, b, p)
    return (alpha, beta_, low, high), quantile, mean, variance, stats.beta(alpha, beta_, low, high - low)


def pert(low, mode, high, weight):
    l, m, h, w = map(mp.mpf, (low, mode, high, weight))
    _, quantile, mean, variance, _ = beta(1 + w * (m - l) / (h - l), 1 + w * (h - m) / (h - l), l, h)
    return (low, mode, high, weight), quantile, (l + w * m + h) / (w + 2), variance, None


def mixture(weight, mean, sd, median, sigma):
    """Normal(mean, sd) with the weight, lognormal(median, sigma) with the rest."""
    _, q1, m1, v1, n = normal(mean, sd)
    _, q2, m2, v2, _ = lognormal(median, sigma)
    w = mp.mpf(weight)
    cdf1 = lambda x: mp.ncdf((x - mp.mpf(mean)) / mp.mpf(sd))
    cdf2 = lambda x: mp.ncdf(mp.log(x / mp.mpf(median)) / mp.mpf(sigma)) if x > 0 else mp.mpf(0)
    cdf = lambda x: w * cdf1(x) + (1 - w) * cdf2(x)

    def quantile(p):
        low, high = sorted([q1(p), q2(p)])
        for _ in range(140):
            middle = (low + high) / 2
            low, high = (middle, high) if cdf(middle) < mp.mpf(p) else (low, middle)
        return low

    m = w * m1 + (1 - w) * m2
    variance = w * (v1 + (m1 - m) ** 2) + (1 - w) * (v2 + (m2 - m) ** 2)
    return (weight, mean, sd, median, sigma), quantile, m, variance, None


def metalog(low, high, p10, p50, p90):
    """Three terms through the 10, 50 and 90 % quantiles; a bound may be infinite. Keelin's closed solution."""
    l, h = mp.mpf(low), mp.mpf(high)
    if mp.isinf(l) and mp.isinf(h):
        to, back = (lambda x: x), (lambda m: m)
    elif mp.isinf(h):
        to, back = (lambda x: mp.log(x - l)), (lambda m: l + mp.exp(m))
    elif mp.isinf(l):
        to, back = (lambda x: -mp.log(h - x)), (lambda m: h - mp.exp(-m))
    else:
        to, back = (lambda x: mp.log((x - l) / (h - x))), (lambda m: (l + h * mp.exp(m)) / (1 + mp.exp(m)))
    # The doubles 0.1 and 0.9 are meant as they are, so the system is solved, not Keelin's symmetric shortcut.
    rows = []
    for p in (mp.mpf(0.1), mp.mpf(0.5), mp.mpf(0.9)):
        t = mp.log(p / (1 - p))
        rows.append([1, t, (p - mp.mpf("0.5")) * t])
    a = mp.lu_solve(mp.matrix(rows), mp.matrix([to(mp.mpf(v)) for v in (p10, p50, p90)]))

    def at_log_odds(t):
        return back(a[0] + a[1] * t + a[2] * (1 / (1 + mp.exp(-t)) - mp.mpf("0.5")) * t)

    quantile = lambda p: at_log_odds(mp.log(mp.mpf(p) / (1 - mp.mpf(p))))
    density = lambda t: mp.exp(-abs(t)) / (1 + mp.exp(-abs(t))) ** 2
    cuts = [-400, -200, -100, -50, -20, -10, -4, 0, 4, 10, 20, 50, 100, 200, 400]
    mean = mp.quad(lambda t: at_log_odds(t) * density(t), cuts)
    variance = mp.quad(lambda t: (at_log_odds(t) - mean) ** 2 * density(t), cuts)
    return (low, high, p10, p50, p90), quantile, mean, variance, None


INF = float("inf")
write("normal", ["mean", "sd"], [normal(0.0, 1.0), normal(-3.5, 0.25), normal(1e6, 12.0)])
write("lognormal", ["median", "sigma"], [lognormal(1.0, 1.0), lognormal(2.65, 0.17), lognormal(4e4, 0.6), lognormal(0.01, 2.5)])
write("logit-normal", ["median", "sigma"], [logit_normal(0.5, 1.0), logit_normal(0.85, 0.4), logit_normal(0.999, 1.5), logit_normal(0.02, 4.0)])
write("uniform", ["low", "high"], [uniform(0.0, 1.0), uniform(-2.0, 7.5), uniform(1000.0, 1001.0)])
write("triangular", ["low", "mode", "high"], [triangular(0.0, 0.25, 1.0), triangular(-4.0, -4.0, 2.0), triangular(1.0, 9.0, 9.0), triangular(1.0, 2.5, 9.0)])
write("beta", ["alpha", "beta", "low", "high"], [beta(2.0, 3.0, 0.0, 1.0), beta(0.5, 0.7, 0.0, 1.0), beta(40.0, 3.0, 0.0, 1.0), beta(1.0, 1.0, -1.0, 3.0), beta(3000.0, 5000.0, 0.0, 10.0)])
write("pert", ["low", "mode", "high", "lambda"], [pert(0.0, 0.5, 1.0, 4.0), pert(2.0, 2.0, 8.0, 4.0), pert(-1.0, 3.0, 4.0, 4.0), pert(10.0, 12.0, 20.0, 2.0)])
write("mixture", ["weight", "mean", "sd", "median", "sigma"], [mixture(0.3, 0.0, 1.0, 5.0, 0.4), mixture(0.9, 2.0, 0.1, 2.5, 0.1)])
write("metalog", ["low", "high", "p10", "p50", "p90"], [
    metalog(-INF, INF, -1.0, 2.0, 4.0), metalog(-INF, INF, 10.0, 12.0, 20.0), metalog(0.0, INF, 2.0, 3.0, 6.0),
    metalog(-INF, 1.0, 0.2, 0.5, 0.7), metalog(0.0, 1.0, 0.6, 0.85, 0.95)])

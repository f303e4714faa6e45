"""High-precision functions shared by the reference scripts, on mpmath: slow and sure."""

import mpmath as mp


def inverse_normal(p):
    """The z with normal cdf p; p is taken as the exact value of the double."""
    p = mp.mpf(p)
    if p > 0.5:
        return -_lower_normal(1 - p)
    return _lower_normal(p)


def _lower_normal(p):
    start = -mp.sqrt(-2 * mp.log(p)) * mp.mpf("0.9") if p < 0.1 else mp.mpf(0)
    if p == mp.mpf("0.5"):
        return mp.mpf(0)
    return mp.findroot(lambda z: mp.log(mp.erfc(-z / mp.sqrt(2)) / 2) - mp.log(p), start)


def beta_cdf(a, b, x):
    """Regularised incomplete beta by the continued fraction DLMF 8.17.22, reflected above the turning point."""
    a, b, x = mp.mpf(a), mp.mpf(b), mp.mpf(x)
    if x > (a + 1) / (a + b + 2):
        return 1 - _lower_cdf(b, a, 1 - x)
    return _lower_cdf(a, b, x)


def inverse_beta(a, b, p):
    """The x with regularised incomplete beta p; solved for ln x, or for ln(1 - x) in the upper half."""
    a, b, p = mp.mpf(a), mp.mpf(b), mp.mpf(p)
    if p > beta_cdf(a, b, (a + 1) / (a + b + 2)):
        return 1 - _lower_inverse(b, a, 1 - p)
    return _lower_inverse(a, b, p)


def _log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def _lower_cdf(a, b, x):
    return mp.exp(a * mp.log(x) + b * mp.log1p(-x) - _log_beta(a, b)) / a * _continued_fraction(a, b, x)


def _continued_fraction(a, b, x):
    c, d = mp.mpf(1), 1 / (1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 10**6):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for numerator in (even, odd):
            d = 1 / (1 + numerator * d)
            c = 1 + numerator / c
            value *= c * d
        if abs(c * d - 1) < 10 * mp.eps:
            return value
    raise ArithmeticError(f"no convergence at a={a} b={b} x={x}")


def _lower_inverse(a, b, p):
    # Safeguarded Newton on the log of the cdf as a function of t = ln x.
    low, high = -(mp.mpf(10) ** 7), mp.log((a + 1) / (a + b + 2))
    t = min((mp.log(p) + mp.log(a) + _log_beta(a, b)) / a, high)
    for _ in range(400):
        x = mp.exp(t)
        cdf = _lower_cdf(a, b, x)
        gap = mp.log(cdf) - mp.log(p)
        low, high = (t, high) if gap < 0 else (low, t)
        slope = mp.exp(a * t + (b - 1) * mp.log1p(-x) - _log_beta(a, b)) / cdf
        step = -gap / slope
        following = t + step if low <= t + step <= high else (low + high) / 2
        if abs(following - t) < mp.mpf(10) ** -30:
            return mp.exp(following)
        t = following
    raise ArithmeticError(f"no convergence for a={a} b={b} p={p}")

"""Writes the reference tables of packages/engine/src/numeric with mpmath at 40 digits.

Run from the repository's root: python3 tools/reference/numeric.py   (needs mpmath 1.3, scipy 1.17)
Arguments are the doubles as printed, results are correctly rounded to double.
"""

from pathlib import Path

import mpmath as mp
from scipy import special

from high_precision import beta_cdf, inverse_beta, inverse_normal

mp.mp.dps = 40
HERE = Path("packages/engine/src/numeric")


def write(name, header, rows):
    lines = [",".join(header)] + [",".join(repr(float(v)) for v in row) for row in rows]
    (HERE / name).write_text("\n".join(lines) + "\n")


def normal_cdf(z):
    return mp.erfc(-mp.mpf(z) / mp.sqrt(2)) / 2


z_grid = [-37.5, -30.0, -20.0, -12.25, -8.3, -6.0, -5.7, -5.6, -4.0, -2.5, -1.0, -0.67, -0.66, -0.3, -1e-3,
          -1e-12, 0.0, 1e-9, 0.1, 0.5, 0.6744, 0.68, 1.2, 1.6448536269514722, 2.0, 3.5, 5.0, 5.65, 5.66, 7.0, 8.2]
write("normal-cdf.reference.csv", ["z", "cdf"], [(z, normal_cdf(z)) for z in z_grid])

p_grid = [1e-300, 1e-250, 1e-100, 1e-50, 1e-30, 1e-20, 1e-16, 1e-12, 1e-11, 1.4e-11, 1e-9, 1e-6, 1e-4, 1e-3, 0.01,
          0.05, 0.0749, 0.0751, 0.1, 0.25, 0.4, 0.4999, 0.5, 0.50001, 0.6, 0.75, 0.9, 0.9251, 0.95, 0.99, 0.999,
          1 - 1e-6, 1 - 1e-9, 1 - 1e-12, 1 - 2.0**-53]
write("normal-quantile.reference.csv", ["p", "z"], [(p, inverse_normal(p)) for p in p_grid])

x_grid = [1e-300, 1e-10, 1e-3, 0.1, 0.5, 0.99, 1.0, 1.01, 1.5, 1.99, 2.0, 2.5, 3.0, 7.3, 9.99, 10.0, 33.3, 1e3, 1e6, 1e15]
write("log-gamma.reference.csv", ["x", "logGamma"], [(x, mp.loggamma(mp.mpf(x))) for x in x_grid])

shapes = [(1.0, 1.0), (2.0, 3.0), (4.2, 1.8), (0.5, 0.5), (0.02, 3.0), (3.0, 0.02), (0.3, 40.0), (1.0, 1e6),
          (50.0, 20.0), (1000.0, 3000.0), (2e5, 1e5), (1e6, 2.5)]
tails = [1e-200, 1e-12, 1e-6, 0.01, 0.3, 0.5, 0.7, 0.99, 1 - 1e-6, 1 - 1e-12]
rows = []
for a, b in shapes:
    for p in tails:
        x = inverse_beta(a, b, p)
        if mp.mpf(10) ** -300 < x and float(x) < 1:  # what a double cannot hold is no reference
            rows.append((a, b, p, x))
write("incomplete-beta-inverse.reference.csv", ["a", "b", "p", "x"], rows)

rows = []
for a, b in shapes:
    centre = a / (a + b)
    for x in [1e-9, 0.001, 0.2, 0.5, 0.8, 0.999, centre, centre * 0.99, centre + 0.01 * (1 - centre)]:
        value = beta_cdf(a, b, x)
        # A second opinion from Boost, by other methods.
        assert abs(special.betainc(a, b, x) - float(value)) <= 1e-10 * float(value), (a, b, x)
        if value > mp.mpf(10) ** -290:
            rows.append((a, b, x, value))
write("incomplete-beta.reference.csv", ["a", "b", "x", "cdf"], rows)

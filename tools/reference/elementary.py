"""Writes the reference tables of packages/engine/src/wasm/math with mpmath at 400 digits.

Run: python3 tools/reference/elementary.py   (needs mpmath 1.3)
Arguments are the doubles as printed; `value` is the result as a double, `beyond` what it lacks, in units of its last place.
"""

import random
from pathlib import Path

from mpmath import mp, mpf

mp.dps = 400
HERE = Path(__file__).parents[2] / "packages/engine/src/wasm/math"
source = random.Random(20260607)


def unit(value):
    """Of the last place of a double."""
    exponent = mp.frexp(mpf(value))[1] if value else -2000
    return mpf(2) ** max(exponent - 53, -1074)


def write(name, header, function, arguments):
    lines = [",".join([*header, "value", "beyond"])]
    for row in arguments:
        exact = function(*map(mpf, row))
        value = float(exact)
        assert abs(value) < float("inf"), (name, row)
        beyond = float((exact - mpf(value)) / unit(value))
        lines.append(",".join(repr(v) for v in [*map(float, row), value, beyond]))
    (HERE / f"{name}.reference.csv").write_text("\n".join(lines) + "\n")


def spread(low, high):
    """A double whose logarithm is uniform, from 2^low to 2^high."""
    return float(mpf(2) ** source.uniform(low, high))


def signed(x):
    return source.choice([-x, x])


def some(count, *makers):
    return [(maker(),) for maker in makers for _ in range(count)]


write("exp", ["x"], mp.exp, some(
    30,
    lambda: source.uniform(-708, 709),
    lambda: source.uniform(-745, -708),
    lambda: source.uniform(-1, 1),
    lambda: signed(spread(-60, 0)),
    # Where the reduced argument is largest.
    lambda: (source.randrange(-500, 500) + 0.5) * 0.6931471805599453 * (1 + source.uniform(-1e-4, 1e-4)),
) + [(709.782712893384,), (-745.1332191019411,), (-708.3964185322641,), (5e-324,)])

write("log", ["x"], mp.log, some(
    30,
    lambda: spread(-1022, 1023.9),
    lambda: spread(-1074, -1022),
    lambda: 1 + signed(spread(-52, -1)),
    lambda: source.uniform(0, 10),
    lambda: 0.7071067811865476 * source.uniform(0.99, 1.01),
    lambda: 1.4142135623730951 * source.uniform(0.99, 1.01),
) + [(5e-324,), (2.2250738585072014e-308,), (1.7976931348623157e308,), (0.9999999999999999,), (1.0000000000000002,)])

write("expm1", ["x"], mp.expm1, some(
    30,
    lambda: source.uniform(-2, 2),
    lambda: signed(spread(-60, 0)),
    lambda: signed(spread(-1074, -60)),
    lambda: source.uniform(-45, 45),
    lambda: source.uniform(40, 709),
    lambda: signed(0.34657359027997264) * source.uniform(0.99, 1.01),
) + [(709.782712893384,), (5e-324,), (-5e-324,), (40.0,), (-40.0,), (36.9,), (37.5,)])

write("log1p", ["x"], mp.log1p, some(
    30,
    lambda: source.uniform(-0.99, 2),
    lambda: signed(spread(-60, -0.01)),
    lambda: signed(spread(-1074, -60)),
    lambda: spread(-4, 1023),
    lambda: -1 + spread(-53, -1),
    lambda: 0.41421356 * source.uniform(0.95, 1.05),
    lambda: -0.29289322 * source.uniform(0.95, 1.05),
) + [(1.7976931348623157e308,), (5e-324,), (-5e-324,), (-0.9999999999999999,)])

bases = [
    lambda: spread(-1022, 1023),
    lambda: spread(-1074, -1022),
    lambda: 1 + signed(spread(-50, -2)),
    lambda: source.uniform(0.01, 10),
    lambda: 0.7071067811865476 * source.uniform(1, 1.03),
    lambda: 0.8660254037844386 * source.uniform(0.99, 1.01),
    lambda: 1.224744871391589 * source.uniform(0.99, 1.01),
]
# Base 2 logarithms of results.
results = [
    lambda: source.uniform(-1074, 1023.9),
    lambda: source.uniform(1020, 1023.9),
    lambda: source.uniform(-1074, -1020),
    lambda: signed(spread(-30, 6)),
]
pairs = []
for base in bases:
    for result in results:
        for _ in range(12):
            x = base()
            pairs.append((x, float(result() / mp.log(mpf(x), 2))))
write("power", ["base", "exponent"], mp.power, pairs)

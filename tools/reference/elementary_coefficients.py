"""Fits the polynomials of the elementary functions: weighted minimax by Remez's exchange at 60 digits, lowest first.

Run: python3 tools/reference/elementary_coefficients.py (needs mpmath). The output is pasted into packages/engine/src/wasm/math/coefficients.ts.
"""

from mpmath import atanh, expm1, linspace, log, lu_solve, matrix, mp, mpf, pi, cos, sqrt

mp.dps = 60


def remez(function, weight, low, high, degree, rounds=12, grid=600):
    """Coefficients of the polynomial p with the least maximum of |weight (function - p)| on [low, high], and that maximum."""
    n = degree + 2
    middle, half = (low + high) / 2, (high - low) / 2
    points = [middle - half * cos(pi * i / (n - 1)) for i in range(n)]
    # Points crowd at the ends as extremes do. Where the weight vanishes, no error is one.
    dense = [middle - half * cos(pi * i / grid) for i in range(grid + 1)]
    values = [(x, function(x), weight(x)) for x in dense if weight(x) > mpf(10) ** -20]
    for _ in range(rounds):
        points = [min(values, key=lambda v, x=x: abs(v[0] - x))[0] for x in points]
        table = {x: (f, w) for x, f, w in values}
        system, right = matrix(n, n), matrix(n, 1)
        for row, x in enumerate(points):
            f, w = table[x]
            for power in range(degree + 1):
                system[row, power] = x**power
            system[row, degree + 1] = (-1) ** row / w
            right[row] = f
        solved = lu_solve(system, right)
        coefficients = [solved[i] for i in range(degree + 1)]

        def error(v):
            p = mpf(0)
            for c in reversed(coefficients):
                p = p * v[0] + c
            return (v[1] - p) * v[2]

        errors = [(v[0], error(v)) for v in values]
        # The largest of each run of one sign.
        extremes = []
        for x, e in errors:
            if extremes and (e > 0) == (extremes[-1][1] > 0):
                if abs(e) > abs(extremes[-1][1]):
                    extremes[-1] = (x, e)
            else:
                extremes.append((x, e))
        while len(extremes) > n:
            extremes.pop(0 if abs(extremes[0][1]) < abs(extremes[-1][1]) else -1)
        if len(extremes) < n:
            break
        points = [x for x, _ in extremes]
    return coefficients, max(abs(e) for _, e in errors)


def series(terms):
    return lambda z: sum(c * z**i for i, c in enumerate(terms))


def show(name, fit):
    coefficients, error = fit
    print(f"// {name}: greatest error 2^{float(log(error, 2)):.1f}")
    for c in coefficients:
        print(f"  {float(c)!r},")


# exp(r) = 1 + r + r^2/2 + r^3 p(r); error relative to exp(r). The longer one is for expm1, where it is not beside a 1. Slightly wide, since k is rounded from a rounded product.
edge = log(2) / 2 * mpf("1.0001")
taylor = [mpf(1) / mp.factorial(i + 3) for i in range(40)]
show("exp", remez(series(taylor), lambda r: abs(r) ** 3 / mp.exp(r), -edge, edge, 8))
show("expm1", remez(series(taylor), lambda r: abs(r) ** 3 / mp.exp(r), -edge, edge, 9))

# log((1+s)/(1-s)) = 2s + s z p(z), z = s^2; error relative to 2s.
top = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 * mpf("1.0001")
show("log", remez(series([mpf(2) / (2 * i + 3) for i in range(40)]), lambda z: z / 2, mpf(0), top, 6))

# log((1+s)/(1-s)) = 2/3 s (3 + z + z^2 p(z)) for (1+s)/(1-s) in sqrt(2/3)..sqrt(3/2); error relative to 3.
top = ((sqrt(mpf(3)) - sqrt(mpf(2))) / (sqrt(mpf(3)) + sqrt(mpf(2)))) ** 2 * mpf("1.0001")
show("wide log", remez(series([mpf(3) / (2 * i + 5) for i in range(40)]), lambda z: z**2 / 3, mpf(0), top, 5))

for name, value in [("log 2", log(2)), ("1/log 2", 1 / log(2)), ("2/(3 log 2)", 2 / (3 * log(2))), ("log2(3/2)", log(mpf(3) / 2, 2))]:
    for bits in (26, 32, 53):
        high = mp.floor(value * 2**bits / 2 ** mp.floor(log(value, 2) + 1)) / 2**bits * 2 ** mp.floor(log(value, 2) + 1)
        print(f"// {name}: {float(value)!r} = {float(high)!r} ({bits} bits) + {float(value - high)!r}")

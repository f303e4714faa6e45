"""GPU deal 60x60 in numpy: chunks of 10,000 trials, every operation on a whole chunk, one thread.
Numbers in brackets are those of the reference model's formulas.

  python3 gpu60.py time N SEED [RUNS]       trials per second, median of RUNS (5), each with a seed of its own
  python3 gpu60.py error N SEEDS            mean, P10, P90 and P(NPV < 0) of N trials, for seeds 1..SEEDS
  python3 gpu60.py central                  the model at the central inputs
  python3 gpu60.py draw FILE N SEED         N rows of 60 drawn inputs
  python3 gpu60.py evaluate FILE N [OUT]    N rows of 60 inputs to N rows of 4 outputs (OUT: FILE.out)

Files are rows of little-endian float64, one row per trial; outputs are NPV, yearly IRR, payback month, minimum DSCR.
"""
import json
import os
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: one thread, also in dot products
os.environ.setdefault("MKL_NUM_THREADS", "1")
import numpy as np  # noqa: E402

CHUNK, T, H = 10_000, 60, 730.0
COUNT = np.array([4096.0, 2048.0, 2048.0, 1024.0])[:, None]

# L lognormal, N normal, U uniform, B beta, P PERT, with the parameters of the model's page.
INPUTS = [
    # capex, start, ramp, util, price, decl, kw, afr of each pool
    ("L", 33000, .08), ("P", 0, 1, 4), ("P", 2, 3, 8), ("B", 18, 4),
    ("L", 4.30, .12), ("P", .05, .15, .35), ("N", 1.30, .06), ("L", .06, .35),
    ("L", 39000, .10), ("P", 2, 4, 9), ("P", 2, 4, 9), ("B", 16, 5),
    ("L", 5.10, .15), ("P", .06, .16, .35), ("N", 1.45, .07), ("L", .07, .35),
    ("L", 47000, .12), ("P", 6, 9, 15), ("P", 3, 5, 12), ("B", 14, 5),
    ("L", 6.20, .18), ("P", .06, .18, .40), ("N", 1.70, .09), ("L", .09, .35),
    ("L", 27000, .10), ("P", 10, 12, 20), ("P", 2, 4, 10), ("B", 12, 5),
    ("L", 3.50, .15), ("P", .04, .14, .33), ("N", 1.20, .06), ("L", .06, .35),
    ("L", .075, .18), ("N", .025, .012), ("P", 1.12, 1.22, 1.45), ("L", 4, .5),  # elec, einf, pue, mttr
    ("U", .01, .03), ("P", .08, .11, .16), ("U", .02, .05), ("L", 900, .2),  # spare, net, store, inst
    ("L", 115, .12), ("N", .03, .008), ("L", 420000, .12), ("N", .035, .01),  # rent, resc, staff, winf
    ("P", .015, .025, .05), ("U", .003, .007), ("L", 28, .25), ("B", 9, 4),  # maint, ins, sw, cf
    ("P", -.05, .05, .18), ("P", .05, .2, .5), ("B", 3, 27), ("P", 1, 2.5, 8),  # prem, disc, churn, refill
    ("B", 2, 120), ("P", 15, 35, 75), ("P", .35, .5, .65), ("N", .095, .012),  # bad, payd, debt, drate
    ("U", .01, .025), ("B", 3, 9), ("P", .15, .21, .27), ("L", 2.5, .8),  # fee, resid, tax, outage
]

MONTHS = np.arange(T + 1)
LOW, HIGH = -0.05, 0.25  # the bracket of the monthly IRR
# Rows: discount factors at 12 %/yr and at the ends of the bracket.
FACTORS = np.array([1.12 ** (-MONTHS / 12), (1 + LOW) ** -MONTHS.astype(float), (1 + HIGH) ** -MONTHS.astype(float)])


def draw(rng, n):
    """Array of 60 x n: one row per input, so that each is contiguous."""
    x = np.empty((len(INPUTS), n))
    for row, (code, a, b, *c) in zip(x, INPUTS):
        if code == "L":
            np.multiply(rng.standard_normal(n), b, out=row)
            np.exp(row, out=row)
            row *= a
        elif code == "N":
            row[:] = rng.normal(a, b, n)
        elif code == "U":
            row[:] = rng.uniform(a, b, n)
        elif code == "B":
            row[:] = rng.beta(a, b, n)
        else:
            width = c[0] - a
            row[:] = a + width * rng.beta(1 + 4 * (b - a) / width, 1 + 4 * (c[0] - b) / width, n)
    return x


def central_inputs():
    mean = {"L": lambda m, s: m, "N": lambda m, s: m, "U": lambda a, b: (a + b) / 2, "B": lambda a, b: a / (a + b),
            "P": lambda a, m, b: (a + 4 * m + b) / 6}
    return np.array([[mean[code](*parameters)] for code, *parameters in INPUTS])


def yearly_irr(cash):
    """Newton from 1 % a month on all trials at once until the slowest has settled. Each trial's bracket shrinks with each sign
    seen, and a step that would leave it becomes a bisection. NaN where the bracket's ends have the same sign."""
    ends = FACTORS[1:] @ cash
    at_low = ends[0] > 0
    n = cash.shape[1]
    i, low, high = np.full(n, 0.01), np.full(n, LOW), np.full(n, HIGH)
    for _ in range(100):
        v = 1 / (1 + i)
        value, slope = cash[T].copy(), np.zeros(n)  # Horner in v; slope = d value / d v
        for t in range(T - 1, -1, -1):
            slope *= v
            slope += value
            value *= v
            value += cash[t]
        same = (value > 0) == at_low
        np.copyto(low, i, where=same)
        np.copyto(high, i, where=~same)
        step = i + value / (slope * v * v)  # d v / d i = -v^2
        inside = (step >= low) & (step <= high)
        step = np.where(inside, step, (low + high) / 2)
        moved = np.max(np.abs(step - i))
        i = step
        if moved < 1e-10:
            break
    return np.where(at_low == (ends[1] > 0), np.nan, (1 + i) ** 12 - 1)


def model(x):
    """Inputs 60 x n to outputs 4 x n and cash 61 x n."""
    capex, start, ramp, util, price, decl, kw, afr = (x[k:32:8] for k in range(8))  # each 4 x n
    (elec, einf, pue, mttr, spare, net, store, inst, rent, resc, staff, winf, maint, ins, sw, cf, prem, disc, churn,
     refill, bad, payd, debt, drate, fee, resid, tax, outage) = x[32:]
    n = x.shape[1]

    every = COUNT * (1 + spare)
    g = every * capex  # [1]
    cap = g * (1 + net + store) + every * inst  # [2]
    kw = every * kw  # [3]
    short = np.maximum(afr * mttr / 365 * 4 - spare, 0)  # [4]
    avail = (1 - short) * (1 - np.minimum(outage, H) / H)  # [5]
    pm = (1 - decl) ** (1 / 12)  # [7]
    f = cf * util * (1 - churn / 12 * refill) * price * (1 + prem) + (1 - cf) * util * price * (1 - disc)  # [8, 9]
    sales = COUNT * H * avail * f  # [6]; below times the decline so far
    it = kw * (0.35 + 0.65 * util)  # [10]
    slope = 1 / ramp
    em, rm, wm = (1 + einf) ** (1 / 12), (1 + resc) ** (1 / 12), (1 + winf) ** (1 / 12)
    power, space, people = pue * H * elec, pue * rent, staff.copy()
    upkeep, collected, days = (maint + ins) / 12, 1 - bad, payd / 30

    cash = np.empty((T + 1, n))
    now = np.clip((1 - start) * slope, 0, 1)
    capx = (cap * now).sum(0)
    bal = debt * capx
    cash[0] = -capx - bal * fee
    total, payback = cash[0].copy(), np.full(n, T + 1.0)
    nol, wc, dscr = np.zeros(n), np.zeros(n), np.full(n, np.inf)
    for t in range(1, T + 1):
        following = np.clip((t + 1 - start) * slope, 0, 1)
        capx = (cap * (following - now)).sum(0)  # [11]
        rev = (sales * now).sum(0)  # [12]
        ci = (cap * now).sum(0)  # [13]
        opex = (it * now).sum(0) * power + (kw * now).sum(0) * space + people + ci * upkeep + (COUNT * now).sum(0) * sw  # [14]
        now = following
        sales *= pm
        power *= em
        space *= rm
        people *= wm
        ebitda = rev * collected - opex  # [15]
        interest = bal * drate / 12  # [16]
        base = ebitda - ci / 60 - interest  # [17]
        after_tax = ebitda - tax * np.maximum(base - nol, 0)
        nol = np.maximum(nol - base, 0)
        wc_before, wc = wc, rev * days  # [18]
        drawn = debt * capx
        if t >= 13:
            principal = bal / (61 - t)
            service = interest + principal
            paid = service > 1
            cover = after_tax / np.where(paid, service, 1)
            np.minimum(dscr, cover, out=dscr, where=paid)
            bal -= principal
        bal += drawn
        c = after_tax - (wc - wc_before) - capx - drawn * fee
        if t == T:
            c += wc + resid * g.sum(0)
        cash[t] = c
        total += c
        payback[(total >= 0) & (payback > T)] = t
    return np.array([FACTORS[0] @ cash, yearly_irr(cash), payback, dscr]), cash


def in_chunks(n):
    return ((k, min(CHUNK, n - k)) for k in range(0, n, CHUNK))


def time_it(n, seed, runs):
    took, out = [], np.empty((4, n))
    for run in range(runs):
        begin = time.perf_counter()
        rng = np.random.default_rng(seed + run)
        for k, size in in_chunks(n):
            out[:, k:k + size] = model(draw(rng, size))[0]
        mean, (p10, p50, p90) = out[0].mean(), np.quantile(out[0], [.1, .5, .9])
        took.append(time.perf_counter() - begin)
    seconds = float(np.median(took))
    return {"engine": "numpy", "irr": True, "trials": n, "runs": runs, "seconds": round(seconds, 6),
            "trialsPerSecond": round(n / seconds),
            "npv": {name: round(float(v), 2) for name, v in zip(("mean", "p10", "p50", "p90"), (mean, p10, p50, p90))},
            # About one trial in a million has its IRR below the bracket: its mean is over the others.
            "means": {name: round(float(np.nanmean(out[o])), d) for name, o, d in (("irr", 1, 6), ("payback", 2, 4), ("dscr", 3, 6))},
            "irrMissing": int(np.isnan(out[1]).sum())}


def errors(n, seeds):
    took, found = [], []
    for seed in range(1, seeds + 1):
        begin = time.perf_counter()
        rng = np.random.default_rng(seed)
        npv = np.concatenate([model(draw(rng, size))[0][0] for _, size in in_chunks(n)])
        took.append(time.perf_counter() - begin)
        p10, p90 = np.quantile(npv, [.1, .9])
        found.append({"mean": npv.mean(), "p10": p10, "p90": p90, "below": float((npv < 0).mean())})
    return {"seconds": float(np.median(took)), "found": found}


def central():
    out, cash = model(central_inputs())
    npv, irr, payback, dscr = (float(v) for v in out[:, 0])
    months = {t: float(cash[t, 0]) for t in (1, 12, 24, 60)} | {"sum": float(cash.sum())}
    return {"engine": "numpy", "npv": npv, "irr": irr, "payback": payback, "dscr": dscr, "cash": months}


def draw_to(file, n, seed):
    rng = np.random.default_rng(seed)
    with open(file, "wb") as to:
        for _, size in in_chunks(n):
            to.write(draw(rng, size).T.astype("<f8").tobytes())


def evaluate(file, n, to):
    rows = np.fromfile(file, "<f8", n * len(INPUTS)).reshape(n, len(INPUTS))
    with open(to, "wb") as out:
        for k, size in in_chunks(n):
            out.write(model(np.ascontiguousarray(rows[k:k + size].T))[0].T.astype("<f8").tobytes())


def main(mode="", *rest):
    if mode == "time" and len(rest) > 1:
        print(json.dumps(time_it(int(rest[0]), int(rest[1]), int(rest[2]) if len(rest) > 2 else 5)))
    elif mode == "error" and len(rest) > 1:
        print(json.dumps(errors(int(rest[0]), int(rest[1]))))
    elif mode == "central":
        print(json.dumps(central()))
    elif mode == "draw" and len(rest) > 2:
        draw_to(rest[0], int(rest[1]), int(rest[2]))
    elif mode == "evaluate" and len(rest) > 1:
        evaluate(rest[0], int(rest[1]), rest[2] if len(rest) > 2 else rest[0] + ".out")
    else:
        print("gpu60.py time N SEED [RUNS] | error N SEEDS | central | draw FILE N SEED | evaluate FILE N [OUT]", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

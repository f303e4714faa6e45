"""Writes packages/engine/src/sampling/joe-kuo.ts and sobol.reference.csv from scipy's copy of new-joe-kuo-6.

Run from the repository's root: python3 tools/reference/joe_kuo.py   (needs scipy 1.17)

The packed text is a stream of bits, six to a base64 character, most significant first. Dimensions stand in order of
degree; each gives the inner coefficients of its polynomial (degree - 1 bits) and then m_2 .. m_degree, of which m_k is
odd and below 2^k, as (m_k - 1) / 2 in k - 1 bits.
"""

from collections import Counter
from pathlib import Path

import numpy as np
import scipy.stats
from scipy.stats import qmc

DIMENSIONS = 1024
HERE = Path("packages/engine/src/sampling")
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

data = np.load(Path(scipy.stats.__file__).parent / "_sobol_direction_numbers.npz")
polynomials, initial = data["poly"], data["vinit"]

degrees = [int(p).bit_length() - 1 for p in polynomials[:DIMENSIONS]]
assert degrees == sorted(degrees)
stream = ""
for dimension in range(1, DIMENSIONS):
    degree = degrees[dimension]
    inner = (int(polynomials[dimension]) >> 1) & ((1 << (degree - 1)) - 1)
    stream += format(inner, "b").zfill(degree - 1) if degree > 1 else ""
    for k in range(2, degree + 1):
        m = int(initial[dimension][k - 1])
        assert m % 2 == 1 and m < 1 << k
        stream += format((m - 1) // 2, "b").zfill(k - 1)
stream += "0" * (-len(stream) % 6)
packed = "".join(ALPHABET[int(stream[i : i + 6], 2)] for i in range(0, len(stream), 6))

counts = Counter(degrees[1:])
counts_text = ", ".join(str(counts[degree]) for degree in range(1, max(degrees) + 1))
template = (Path(__file__).parent / "joe-kuo.ts.template").read_text()
(HERE / "joe-kuo.ts").write_text(template.replace("__COUNTS__", counts_text).replace("__PACKED__", packed))

# Points 0..63, some up to 2^20 and the last ones of a long sequence, in dimensions across the whole table.
dimensions = [0, 1, 2, 3, 4, 5, 6, 9, 20, 36, 37, 59, 100, 500, 640, 777, 900, 1000, 1022, 1023]
lines = ["dimension,index,bits"]
for index in [*range(16), 31, 32, 63, 64, 100, 511, 512, 1023, 4095, 4096, 65535, 65536, 1000000, 2**20 - 1, 2**20 + 12345]:
    sampler = qmc.Sobol(DIMENSIONS, scramble=False, bits=32)
    # scipy walks in Gray-code order: its n-th point is the sequence's point n ^ (n >> 1). Invert that.
    gray, n = index, 0
    while gray:
        n ^= gray
        gray >>= 1
    if n > 0:
        sampler.fast_forward(n)
    point = sampler.random(1)[0]
    lines += [f"{d},{index},{int(point[d] * 2**32)}" for d in dimensions]
(HERE / "sobol.reference.csv").write_text("\n".join(lines) + "\n")
print(len(packed), "characters")

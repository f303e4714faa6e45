/** The exponential draws of numpy's `default_rng(42)`, so that a test meets the arrivals that another tool met in Python. */

const mask64 = (1n << 64n) - 1n;
const mask128 = (1n << 128n) - 1n;
/** State and increment that numpy 2.4.6 makes of the seed 42: `default_rng(42).bit_generator.state`. */
const seeded = 274674114334540486603088602300644985544n;
const increment = 332724090758049132448979897138935081983n;
const multiplier = 0x2360ed051fc65da44385df649fccf645n;

/**
 * `default_rng(42).standard_exponential(count)`, but for the last bit of some.
 * Source: M. O'Neill, PCG (XSL-RR 128/64); G. Marsaglia and W. Tsang, The Ziggurat Method, JSS 5 (2000), with 256 layers.
 */
export function numpyExponentials(count: number): Float64Array {
  let state = seeded;
  const bits = (): bigint => {
    state = (state * multiplier + increment) & mask128;
    const mixed = (state >> 64n) ^ (state & mask64);
    const turn = state >> 122n;
    return ((mixed >> turn) | (mixed << (64n - turn))) & mask64;
  };
  const uniform = (): number => Number(bits() >> 11n) / 2 ** 53;
  const { edge, height, sure } = ziggurat();
  const draw = (): number => {
    for (;;) {
      const word = bits() >> 3n;
      const layer = Number(word & 0xffn);
      const scaled = Number(word >> 8n);
      const x = scaled * ((edge[layer] ?? 0) / 2 ** 53);
      if (scaled < (sure[layer] ?? 0)) return x;
      if (layer === 0) return tail - Math.log1p(-uniform());
      const [above = 0, below = 0] = [height[layer - 1], height[layer]];
      if ((above - below) * uniform() + below < Math.exp(-x)) return x;
    }
  };
  return Float64Array.from({ length: count }, draw);
}

/** Where the tail begins, and the area of a layer. */
const tail = 7.69711747013105;
const area = 0.003949659822581557;

function ziggurat(): { edge: number[]; height: number[]; sure: number[] } {
  const edge: number[] = [];
  const height: number[] = [];
  const sure: number[] = [];
  let x = tail;
  const base = area / Math.exp(-x);
  edge[0] = base;
  height[0] = 1;
  sure[0] = (x / base) * 2 ** 53;
  sure[1] = 0;
  edge[255] = x;
  height[255] = Math.exp(-x);
  for (let layer = 254; layer >= 1; layer--) {
    const outer = x;
    x = -Math.log(area / x + Math.exp(-x));
    sure[layer + 1] = (x / outer) * 2 ** 53;
    edge[layer] = x;
    height[layer] = Math.exp(-x);
  }
  return { edge, height, sure };
}

/** A table of ratios between whose nodes the logarithm of the ratio is linear in the logarithm of each coordinate. */
import { exp, log } from "@underwatt/engine";

export class Grid {
  /** Logarithms of the nodes, axis after axis. */
  readonly #nodes: readonly Float64Array[];
  /** Steps in `#logRatios` from a node to the next, by axis. */
  readonly #strides: readonly number[];
  readonly #logRatios: Float64Array;
  /** Where the lower corners of the cell begin, and how far into it the point lies. */
  readonly #offsets: Int32Array;
  readonly #shares: Float64Array;

  /**
   * @param axes nodes of each axis, positive and increasing; the last axis varies fastest
   * @param logRatios natural logarithms, one a node
   */
  constructor(axes: readonly (readonly number[])[], logRatios: Float64Array) {
    this.#nodes = axes.map((nodes) => Float64Array.from(nodes, log));
    const strides: number[] = [];
    let stride = 1;
    for (const nodes of axes.toReversed()) {
      strides.unshift(stride);
      stride *= nodes.length;
    }
    this.#strides = strides;
    this.#logRatios = logRatios;
    this.#offsets = new Int32Array(2 ** axes.length);
    this.#shares = new Float64Array(2 ** axes.length);
  }

  /** Ratio at a point; beyond the outermost nodes that of the edge. */
  at(point: Float64Array): number {
    const corners = this.cornersOf(point);
    let sum = 0;
    for (let corner = 0; corner < corners; corner++)
      sum += (this.#shares[corner] ?? 0) * (this.#logRatios[this.#offsets[corner] ?? 0] ?? 0);
    return exp(sum);
  }

  /** The ratios along the first axis, the others held: much quicker where only the first coordinate changes. */
  alongFirst(point: Float64Array): Grid {
    const first = this.#nodes[0] ?? new Float64Array(1);
    const held = point.slice();
    const values = Array.from(first, (node) => {
      held[0] = exp(node);
      return log(this.at(held));
    });
    return new Grid([Array.from(first, exp)], Float64Array.from(values));
  }

  /** The nodes about a point and their shares, which add up to 1: read `offset` and `share` before the next call. */
  cornersOf(point: Float64Array): number {
    const offsets = this.#offsets;
    const shares = this.#shares;
    offsets[0] = 0;
    shares[0] = 1;
    let corners = 1;
    for (let axis = 0; axis < this.#nodes.length; axis++) {
      const nodes = this.#nodes[axis];
      const stride = this.#strides[axis] ?? 0;
      if (nodes === undefined) break;
      const x = log(point[axis] ?? NaN);
      const last = nodes.length - 1;
      let below = 0;
      while (below < last - 1 && x >= (nodes[below + 1] ?? 0)) below++;
      const from = nodes[below] ?? 0;
      const width = (nodes[below + 1] ?? from) - from;
      const share = width > 0 ? Math.min(Math.max((x - from) / width, 0), 1) : 0;
      for (let corner = 0; corner < corners; corner++) {
        const offset = (offsets[corner] ?? 0) + below * stride;
        const weight = shares[corner] ?? 0;
        offsets[corner] = offset;
        shares[corner] = weight * (1 - share);
        offsets[corner + corners] = width > 0 ? offset + stride : offset;
        shares[corner + corners] = weight * share;
      }
      corners *= 2;
    }
    return corners;
  }

  offset(corner: number): number {
    return this.#offsets[corner] ?? 0;
  }

  share(corner: number): number {
    return this.#shares[corner] ?? 0;
  }
}

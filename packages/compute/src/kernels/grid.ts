/** A table of ratios between whose nodes the logarithm of the ratio is linear in the logarithm of each coordinate. */
import { exp, log } from "@underwatt/engine";

export class Grid {
  readonly #axes: readonly Axis[];
  readonly #logRatios: Float64Array;
  /** The nodes about the point asked last, and their shares. */
  readonly #offsets: Int32Array;
  readonly #shares: Float64Array;

  /**
   * @param axes nodes of each axis, positive and increasing; the last axis varies fastest
   * @param logRatios natural logarithms, one a node
   */
  constructor(axes: readonly (readonly number[])[], logRatios: Float64Array) {
    let stride = logRatios.length;
    this.#axes = axes.map((nodes) => {
      stride /= nodes.length;
      return new Axis(Float64Array.from(nodes, log), stride);
    });
    this.#logRatios = logRatios;
    this.#offsets = new Int32Array(2 ** axes.length);
    this.#shares = new Float64Array(2 ** axes.length);
  }

  /** Ratio at a point; beyond the outermost nodes that of the edge. */
  at(point: Float64Array): number {
    const corners = this.cornersOf(point);
    let sum = 0;
    for (let corner = 0; corner < corners; corner++)
      sum += (this.#shares[corner] ?? NaN) * (this.#logRatios[this.#offsets[corner] ?? 0] ?? NaN);
    return exp(sum);
  }

  /** The ratios along the first axis, the others held: much quicker where only the first coordinate changes. */
  alongFirst(point: Float64Array): Grid {
    const nodes = Array.from(this.#axes[0]?.nodes ?? [], exp);
    const held = point.slice();
    const values = nodes.map((node) => {
      held[0] = node;
      return log(this.at(held));
    });
    return new Grid([nodes], Float64Array.from(values));
  }

  /** Finds the nodes about a point; `offset` and `share` tell of each until the next call. Shares add up to 1. */
  cornersOf(point: Float64Array): number {
    const offsets = this.#offsets;
    const shares = this.#shares;
    offsets[0] = 0;
    shares[0] = 1;
    let corners = 1;
    let place = 0;
    for (const axis of this.#axes) {
      axis.find(point[place++] ?? NaN);
      const { offset, step, share } = axis;
      for (let corner = 0; corner < corners; corner++) {
        const lower = (offsets[corner] ?? 0) + offset;
        const weight = shares[corner] ?? 0;
        offsets[corner] = lower;
        shares[corner] = weight * (1 - share);
        offsets[corner + corners] = lower + step;
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

/** One coordinate. It remembers the last value: most questions in a row differ in one coordinate. */
class Axis {
  /** Logarithms. */
  readonly nodes: Float64Array;
  readonly #stride: number;
  #value = NaN;
  /** Where the node below the value begins, what leads from it to the next, and how far the value lies between them. */
  offset = 0;
  step = 0;
  share = NaN;

  constructor(nodes: Float64Array, stride: number) {
    this.nodes = nodes;
    this.#stride = stride;
  }

  find(value: number): void {
    if (value === this.#value) return;
    this.#value = value;
    const { nodes } = this;
    const x = log(value);
    const last = nodes.length - 1;
    let below = 0;
    while (below < last - 1 && x >= (nodes[below + 1] ?? 0)) below++;
    const from = nodes[below] ?? 0;
    const width = (nodes[below + 1] ?? from) - from;
    this.offset = below * this.#stride;
    this.step = last > 0 ? this.#stride : 0;
    this.share = Number.isNaN(x) ? NaN : width === 0 ? 0 : Math.min(Math.max((x - from) / width, 0), 1);
  }
}

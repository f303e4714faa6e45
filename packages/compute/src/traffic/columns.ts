/** Making, cutting and joining columns of requests. */
import type { PrefixColumns, RequestColumns } from "./requests.ts";

/** Rows `from` until before `to` of some columns; the numbers are shared, not copied. */
export function sliceColumns(columns: RequestColumns, from: number, to: number): RequestColumns {
  const { arrival, input, output, tier, prefix } = columns;
  return {
    count: to - from,
    arrival: arrival.subarray(from, to),
    input: input.subarray(from, to),
    output: output.subarray(from, to),
    ...(tier === undefined ? {} : { tier: tier.subarray(from, to) }),
    ...(prefix === undefined ? {} : { prefix: { ...prefix, start: prefix.start.subarray(from, to + 1) } }),
  };
}

/**
 * All requests in one piece, to be held in memory: what bootstrapping and repeated replay need. A tier or a prefix that
 * some pieces lack is tier 0 and no blocks there.
 */
export function joinColumns(pieces: Iterable<RequestColumns>): RequestColumns {
  const all = [...pieces];
  const hasTier = all.some(({ tier }) => tier !== undefined);
  const blockTokens = all.find(({ prefix }) => prefix !== undefined)?.prefix?.blockTokens;
  const builder = new RequestBuilder(hasTier, blockTokens);
  for (const piece of all)
    for (let i = 0; i < piece.count; i++) {
      builder.add(piece.arrival[i] ?? NaN, piece.input[i] ?? 0, piece.output[i] ?? 0, piece.tier?.[i]);
      if (piece.prefix !== undefined) builder.copyBlocks(piece.prefix, i);
    }
  return builder.columns();
}

/** Columns that grow row by row. */
export class RequestBuilder {
  private arrival = new Float64Array(64);
  private input = new Int32Array(64);
  private output = new Int32Array(64);
  private tier = new Uint8Array(64);
  private start = new Int32Array(65);
  private blocks = new Int32Array(64);
  private rows = 0;
  private blockCount = 0;
  private readonly hasTier: boolean;
  private readonly blockTokens: number | undefined;

  /** @param blockTokens tokens of a block where requests have prefixes */
  constructor(hasTier: boolean, blockTokens: number | undefined) {
    this.hasTier = hasTier;
    this.blockTokens = blockTokens;
  }

  get count(): number {
    return this.rows;
  }

  /** Blocks of all rows. */
  get allBlocks(): number {
    return this.blockCount;
  }

  /** Adds a request; its blocks follow by {@link addBlocks} or {@link copyBlocks}. */
  add(arrival: number, input: number, output: number, tier = 0): void {
    const row = this.rows;
    if (row === this.arrival.length) this.grow();
    this.arrival[row] = arrival;
    this.input[row] = input;
    this.output[row] = output;
    this.tier[row] = tier;
    this.rows++;
    this.start[this.rows] = this.blockCount;
  }

  /** Adds blocks to the request added last. */
  addBlocks(blocks: ArrayLike<number>): void {
    this.room(blocks.length);
    this.blocks.set(blocks, this.blockCount);
    this.blockCount += blocks.length;
    this.start[this.rows] = this.blockCount;
  }

  /** Gives the request added last the blocks of row `row` of other columns. */
  copyBlocks({ start, blocks }: PrefixColumns, row: number): void {
    const from = start[row] ?? 0;
    this.addBlocks(blocks.subarray(from, start[row + 1] ?? from));
  }

  /** What was added, as columns of their own; the builder is empty again. */
  columns(): RequestColumns {
    const count = this.rows;
    const columns: RequestColumns = {
      count,
      arrival: this.arrival.slice(0, count),
      input: this.input.slice(0, count),
      output: this.output.slice(0, count),
      ...(this.hasTier ? { tier: this.tier.slice(0, count) } : {}),
      ...(this.blockTokens === undefined
        ? {}
        : {
            prefix: {
              blockTokens: this.blockTokens,
              start: this.start.slice(0, count + 1),
              blocks: this.blocks.slice(0, this.blockCount),
            },
          }),
    };
    this.rows = 0;
    this.blockCount = 0;
    return columns;
  }

  private grow(): void {
    const length = 2 * this.arrival.length;
    this.arrival = longer(this.arrival, new Float64Array(length));
    this.input = longer(this.input, new Int32Array(length));
    this.output = longer(this.output, new Int32Array(length));
    this.tier = longer(this.tier, new Uint8Array(length));
    this.start = longer(this.start, new Int32Array(length + 1));
  }

  private room(more: number): void {
    const needed = this.blockCount + more;
    if (needed > this.blocks.length)
      this.blocks = longer(this.blocks, new Int32Array(Math.max(needed, 2 * this.blocks.length)));
  }
}

function longer<A extends Float64Array | Int32Array | Uint8Array>(old: A, fresh: A): A {
  fresh.set(old);
  return fresh;
}

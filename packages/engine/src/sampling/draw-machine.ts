/** Draws in blocks, in a memory: uniforms of streams, their values by tables, or their scores and the values of scores. */
import { instantiate, type Exported, type Memory } from "../wasm/index.ts";
import type { Coordinate } from "./coordinate.ts";
import { drawModule } from "./draw-module.ts";
import { digitFields, orderFields, quadBytes } from "./point-kernels.ts";
import type { DrawTable } from "./draw-layout.ts";
import { fillUniforms, seedsOf, type DrawPlan, type Seeds } from "./draws.ts";
import { owenScramble, reverseBits } from "./owen.ts";
import { recordLength, type QuantileTable } from "./quantile-table.ts";
import { scoreTable } from "./score-table.ts";
import { directionNumbers, sobolBits } from "./sobol.ts";

/** Doubles that a column of draws needs before and behind itself: draws are made four at a time. */
export const margin = 4;

/** The points of a replicate differ within this many in the low byte of their index only. */
const run = 256;

/** The order of so many draws is computed at once, for all streams that share it. */
const stretch = 512;

/** A stream of draws in memory. */
export interface Stream {
  /** Writes the uniforms of samples from..from + count - 1 to an address with a `margin` on both sides. */
  fill(from: number, count: number, address: number): void;
}

/** A table in memory. */
export interface PlacedTable {
  readonly places: number;
  readonly low: number;
  readonly high: number;
}

/** A table from uniforms to values in memory. */
export interface PlacedDrawTable {
  readonly cells: number;
  readonly low: number;
  readonly high: number;
}

/** The order of the points of all replicates. */
interface Order {
  /** The address of what `order` of the module says about the draws from `number * stretch` on. */
  offsets(number: number): number;
  /** For each replicate the index, in the Sobol sequence, of points from `number * run` on, but for its low byte. */
  indices(number: number): readonly number[];
}

/** Room for a stretch of an order; whose it is. */
interface Window {
  readonly address: number;
  holder: Order | undefined;
  number: number;
}

export class DrawMachine {
  private readonly memory: Memory;
  private readonly runOrder: Exported;
  private readonly runUniforms: Exported;
  private readonly runDrawn: Exported;
  private readonly runLine: Exported;
  private readonly runScores: Exported;
  private readonly runValues: Exported;
  private readonly scoreTable: number;
  private readonly placed = new Map<QuantileTable, PlacedTable>();
  private readonly placedDraws = new Map<DrawTable, PlacedDrawTable>();
  private readonly byteTables = new Map<number, number>();
  private readonly netOrders = new Map<string, Order>();
  /** Shared by all orders that only one stream has. */
  private readonly ownWindow: Window;

  constructor(memory: Memory) {
    this.memory = memory;
    const exported = instantiate(drawModule(), memory);
    this.runOrder = exported("order");
    this.runUniforms = exported("uniforms");
    this.runDrawn = exported("drawn");
    this.runLine = exported("line");
    this.runScores = exported("scores");
    this.runValues = exported("values");
    const table = scoreTable();
    this.scoreTable = memory.reserve(table.length);
    memory.doubles(this.scoreTable, table.length).set(table);
    this.ownWindow = this.window();
  }

  /** A column of doubles with margins, filled with one half; its address. */
  column(count: number): number {
    const length = count + 2 * margin;
    const address = this.memory.reserve(length);
    this.memory.doubles(address, length).fill(0.5);
    return address + 8 * margin;
  }

  /** The stream of a coordinate; its draws are those of `fillUniforms`, bit by bit. */
  stream(plan: DrawPlan, coordinate: Coordinate): Stream {
    return (plan.method ?? "sobol") === "sobol"
      ? this.sobolStream(plan, coordinate)
      : this.plainStream(plan, coordinate);
  }

  /**
   * Values of `count` uniforms by a table; one more may be written.
   * @returns whether some could not be read off the table and are undefined (NaN)
   */
  drawn(uniforms: number, out: number, count: number, { cells, low, high }: PlacedDrawTable): boolean {
    return count > 0 && this.runDrawn(uniforms, out, out + 8 * count, cells, low, high) !== 0;
  }

  /** Values of `count` uniforms by a line from `low` to `high`; one more may be written. */
  line(uniforms: number, out: number, count: number, low: number, high: number): void {
    if (count > 0) this.runLine(uniforms, out, out + 8 * count, low, high);
  }

  /** Scores of `count` uniforms; a column more than them may be written, up to an even number. */
  scores(uniforms: number, scores: number, count: number): void {
    if (count > 0) this.runScores(uniforms, scores, scores + 8 * count, this.scoreTable);
  }

  /**
   * Values of `count` scores by a table; one more may be written.
   * @returns whether some could not be read off the table and are undefined (NaN)
   */
  values(scores: number, out: number, count: number, { places, low, high }: PlacedTable): boolean {
    return count > 0 && this.runValues(scores, out, out + 8 * count, places, low, high) !== 0;
  }

  /** Puts a table into the memory, once. */
  place(table: QuantileTable): PlacedTable {
    let found = this.placed.get(table);
    if (found === undefined) {
      const records = this.memory.reserve(table.records.length);
      this.memory.doubles(records, table.records.length).set(table.records);
      const places = this.memory.reserve(table.places.length / 2);
      this.memory
        .integers(places, table.places.length)
        .set(table.places.map((record) => records + record * recordLength * 8));
      found = { places, low: table.support[0], high: table.support[1] };
      this.placed.set(table, found);
    }
    return found;
  }

  /** Puts a table of draws into the memory, once. */
  placeDraws(table: DrawTable): PlacedDrawTable {
    let found = this.placedDraws.get(table);
    if (found === undefined) {
      const cells = this.memory.reserve(table.cells.length);
      this.memory.doubles(cells, table.cells.length).set(table.cells);
      found = { cells, low: table.support[0], high: table.support[1] };
      this.placedDraws.set(table, found);
    }
    return found;
  }

  private window(): Window {
    return { address: this.memory.reserve(stretch / 2), holder: undefined, number: -1 };
  }

  private plainStream(plan: DrawPlan, coordinate: Coordinate): Stream {
    return {
      fill: (from, count, address) => fillUniforms(plan, coordinate, from, this.memory.doubles(address, count)),
    };
  }

  private sobolStream(plan: DrawPlan, coordinate: Coordinate): Stream {
    const { replicates } = plan;
    const period = periodOf(replicates);
    const seeds = Array.from({ length: replicates }, (_, replicate) => seedsOf(plan.seed, coordinate, replicate));
    const order = coordinate.inNet ? this.netOrder(plan, seeds) : this.orderOf(seeds, this.ownWindow);
    const bytes = this.byteTable(coordinate.dimension);
    const directions = directionNumbers(coordinate.dimension);
    const quads = this.memory.reserve((period / 4) * (quadBytes / 8));
    const quadsEnd = quads + (period / 4) * quadBytes;
    this.write(quads, replicates, digitFields.indexOf("digits"), (of) => seeds[of]?.digits ?? 0);
    this.write(quads, replicates, digitFields.indexOf("digitsFactor"), (of) => factorOf(seeds[of]?.digits ?? 0));
    let currentRun = -1;
    const enter = (wanted: number): void => {
      if (wanted === currentRun) return;
      const bases = order.indices(wanted).map((index) => reverseBits(sobolBits(directions, index)));
      this.write(quads, replicates, digitFields.indexOf("base"), (of) => bases[of] ?? 0);
      currentRun = wanted;
    };
    return {
      fill: (from, count, address) => {
        const end = from + count;
        // From the multiple of four at or before each place; a run and a stretch end at one.
        for (let at = from - (from % 4); at < end;) {
          const number = Math.floor(at / replicates / run);
          const part = Math.floor(at / stretch);
          const stop = Math.min(end, (number + 1) * run * replicates, (part + 1) * stretch);
          enter(number);
          this.runUniforms(
            address + 8 * (at - from),
            address + 8 * (stop - from),
            order.offsets(part) + 4 * (at % stretch),
            bytes,
            quads,
            quadsEnd,
            quads + ((at % period) / 4) * quadBytes,
          );
          at = stop;
        }
      },
    };
  }

  /** The order that all inputs of a plan's net share. */
  private netOrder({ seed, replicates }: DrawPlan, seeds: readonly Seeds[]): Order {
    const key = `${seed} ${replicates}`;
    let found = this.netOrders.get(key);
    if (found === undefined) {
      found = this.orderOf(seeds, this.window());
      this.netOrders.set(key, found);
    }
    return found;
  }

  private orderOf(seeds: readonly Seeds[], window: Window): Order {
    const replicates = seeds.length;
    const period = periodOf(replicates);
    const pointsPerPeriod = period / replicates;
    const quads = this.memory.reserve((period / 4) * (quadBytes / 8));
    const quadsEnd = quads + (period / 4) * quadBytes;
    this.write(quads, replicates, orderFields.indexOf("behind"), (_, points) => points);
    this.write(quads, replicates, orderFields.indexOf("order"), (of) => seeds[of]?.order ?? 0);
    this.write(quads, replicates, orderFields.indexOf("orderFactor"), (of) => factorOf(seeds[of]?.order ?? 0));
    let currentRun = -1;
    let indices: readonly number[] = [];
    const order: Order = {
      offsets: (number) => {
        if (window.holder !== order || window.number !== number) {
          const at = number * stretch;
          this.runOrder(
            window.address,
            window.address + 4 * stretch,
            quads,
            quadsEnd,
            quads + ((at % period) / 4) * quadBytes,
            Math.floor(at / period) * pointsPerPeriod,
            pointsPerPeriod,
          );
          window.holder = order;
          window.number = number;
        }
        return window.address;
      },
      indices: (number) => {
        if (number !== currentRun) {
          indices = seeds.map((each) => owenScramble((number * run) >>> 0, each.order) & -run);
          currentRun = number;
        }
        return indices;
      },
    };
    return order;
  }

  /** Writes a field of the seeds of a period, by the replicate of each draw and by its points behind the first. */
  private write(
    quads: number,
    replicates: number,
    field: number,
    valueOf: (replicate: number, points: number) => number,
  ): void {
    const period = periodOf(replicates);
    const integers = this.memory.integers(quads, (period / 4) * (quadBytes / 4));
    for (let draw = 0; draw < period; draw++) {
      const place = (draw >> 2) * (quadBytes / 4) + 4 * field + (draw & 3);
      integers[place] = valueOf(draw % replicates, Math.floor(draw / replicates));
    }
  }

  /** The points of a dimension by the reversed low byte of their index, with their own bits reversed. */
  private byteTable(dimension: number): number {
    let address = this.byteTables.get(dimension);
    if (address === undefined) {
      address = this.memory.reserve(256 / 2);
      const directions = directionNumbers(dimension);
      const entries = Int32Array.from({ length: 256 }, (_, byte) =>
        reverseBits(sobolBits(directions, reverseBits(byte) >>> 24)),
      );
      this.memory.integers(address, 256).set(entries);
      this.byteTables.set(dimension, address);
    }
    return address;
  }
}

/** Draws of four replicates, or of four points of one: after this many the pattern of the seeds begins anew. */
function periodOf(replicates: number): number {
  return replicates % 4 === 0 ? replicates : replicates % 2 === 0 ? 2 * replicates : 4 * replicates;
}

/** The multiplier of a seed, as `scrambleReversed` has it. */
function factorOf(seed: number): number {
  return (seed >>> 16) | 1;
}

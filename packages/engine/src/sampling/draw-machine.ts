/** Draws in blocks, in a memory: uniforms of streams, their scores, and values by quantile tables. */
import { instantiate, type Exported, type Memory } from "../wasm/index.ts";
import type { Coordinate } from "./coordinate.ts";
import { drawModule, quadBytes, seedFields } from "./draw-module.ts";
import { fillUniforms, seedsOf, type DrawPlan } from "./draws.ts";
import { owenScramble, reverseBits } from "./owen.ts";
import { recordLength, type QuantileTable } from "./quantile-table.ts";
import { scoreTable } from "./score-table.ts";
import { directionNumbers, sobolBits } from "./sobol.ts";

/** Doubles that a column of draws needs before and behind itself: draws are made four at a time. */
export const margin = 4;

/** The points of a replicate differ within this many in the low byte of their index only. */
const run = 256;

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

export class DrawMachine {
  private readonly memory: Memory;
  private readonly runUniforms: Exported;
  private readonly runScores: Exported;
  private readonly runValues: Exported;
  private readonly scoreTable: number;
  private readonly placed = new Map<QuantileTable, PlacedTable>();
  private readonly byteTables = new Map<number, number>();

  constructor(memory: Memory) {
    this.memory = memory;
    const exported = instantiate(drawModule(), memory);
    this.runUniforms = exported("uniforms");
    this.runScores = exported("scores");
    this.runValues = exported("values");
    const table = scoreTable();
    this.scoreTable = memory.reserve(table.length);
    memory.doubles(this.scoreTable, table.length).set(table);
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

  private plainStream(plan: DrawPlan, coordinate: Coordinate): Stream {
    return {
      fill: (from, count, address) => fillUniforms(plan, coordinate, from, this.memory.doubles(address, count)),
    };
  }

  private sobolStream(plan: DrawPlan, coordinate: Coordinate): Stream {
    const { replicates } = plan;
    // Draws of four replicates, or of four points of one: after this many the pattern begins anew.
    const period = leastMultipleOfFour(replicates);
    const pointsPerPeriod = period / replicates;
    const seeds = Array.from({ length: replicates }, (_, replicate) => seedsOf(plan.seed, coordinate, replicate));
    const bytes = this.byteTable(coordinate.dimension);
    const quads = this.memory.reserve(((period / 4) * quadBytes) / 8);
    const quadsEnd = quads + (period / 4) * quadBytes;
    const write = (
      field: (typeof seedFields)[number],
      valueOf: (replicate: number, points: number) => number,
    ): void => {
      const integers = this.memory.integers(quads, (period / 4) * (quadBytes / 4));
      for (let draw = 0; draw < period; draw++) {
        const place = (draw >> 2) * (quadBytes / 4) + 4 * seedFields.indexOf(field) + (draw & 3);
        integers[place] = valueOf(draw % replicates, Math.floor(draw / replicates));
      }
    };
    write("behind", (_, points) => points);
    write("order", (replicate) => seeds[replicate]?.order ?? 0);
    write("orderFactor", (replicate) => ((seeds[replicate]?.order ?? 0) >>> 16) | 1);
    write("digits", (replicate) => seeds[replicate]?.digits ?? 0);
    write("digitsFactor", (replicate) => ((seeds[replicate]?.digits ?? 0) >>> 16) | 1);
    const directions = directionNumbers(coordinate.dimension);
    let currentRun = -1;
    const enter = (wanted: number): void => {
      if (wanted === currentRun) return;
      const bases = seeds.map(({ order }) =>
        reverseBits(sobolBits(directions, owenScramble((wanted * run) >>> 0, order) & -run)),
      );
      write("base", (replicate) => bases[replicate] ?? 0);
      currentRun = wanted;
    };
    return {
      fill: (from, count, address) => {
        const end = from + count;
        // From the multiple of four at or before each place; a run ends at one.
        for (let at = from - (from % 4); at < end;) {
          const number = Math.floor(at / replicates / run);
          const stop = Math.min(end, (number + 1) * run * replicates);
          enter(number);
          this.runUniforms(
            address + 8 * (at - from),
            address + 8 * (stop - from),
            bytes,
            quads,
            quadsEnd,
            quads + ((at % period) / 4) * quadBytes,
            Math.floor(at / period) * pointsPerPeriod,
            pointsPerPeriod,
          );
          at = stop;
        }
      },
    };
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

function leastMultipleOfFour(replicates: number): number {
  return replicates % 4 === 0 ? replicates : replicates % 2 === 0 ? 2 * replicates : 4 * replicates;
}

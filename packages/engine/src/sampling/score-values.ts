/** Scores into values, many at a time, by the same tables as a run's draws. */
import type { Distribution } from "../distributions/index.ts";
import { Memory } from "../wasm/index.ts";
import { DrawMachine, type PlacedTable } from "./draw-machine.ts";
import { quantileTable } from "./quantile-table.ts";

/** Scores put through a table at once. */
const chunk = 512;
/** A few scores are not worth building a table for. */
const worthTable = 64;

export class ScoreValues {
  private readonly memory = new Memory();
  private readonly machine = new DrawMachine(this.memory);
  private readonly scores = this.machine.column(chunk);
  private readonly out = this.machine.column(chunk);
  private readonly tables = new Map<Distribution, PlacedTable | undefined>();

  /**
   * The distribution's value at each score: its quantile at the score's probability.
   * @param exact the value of a score that no table gives
   */
  of(distribution: Distribution, scores: Float64Array, exact: (score: number) => number): Float64Array {
    const table = scores.length < worthTable ? undefined : this.tableOf(distribution);
    if (table === undefined) return scores.map(exact);
    const values = new Float64Array(scores.length);
    for (let start = 0; start < scores.length; start += chunk) {
      const count = Math.min(chunk, scores.length - start);
      const part = scores.subarray(start, start + count);
      this.memory.doubles(this.scores, count).set(part);
      const missed = this.machine.values(this.scores, this.out, count, table);
      const found = this.memory.doubles(this.out, count);
      values.set(found, start);
      if (!missed) continue;
      for (let i = 0; i < count; i++) if (Number.isNaN(found[i])) values[start + i] = exact(part[i] ?? NaN);
    }
    return values;
  }

  private tableOf(distribution: Distribution): PlacedTable | undefined {
    if (!this.tables.has(distribution)) {
      const table = quantileTable(distribution);
      this.tables.set(distribution, table && this.machine.place(table));
    }
    return this.tables.get(distribution);
  }
}

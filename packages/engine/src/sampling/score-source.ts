/** Independent standard normal scores of many inputs, for analyses that tie and transform them themselves. */
import { Memory } from "../wasm/index.ts";
import type { Coordinate } from "./coordinate.ts";
import { DrawMachine, type Stream } from "./draw-machine.ts";
import type { DrawPlan } from "./draws.ts";

/** Scores made at once, in the first-level cache. */
const chunk = 512;

export class ScoreSource {
  private readonly memory = new Memory();
  private readonly machine = new DrawMachine(this.memory);
  private readonly streams: readonly Stream[];
  private readonly uniforms: number;
  private readonly scores: number;

  constructor(plan: DrawPlan, coordinates: readonly Coordinate[]) {
    this.streams = coordinates.map((coordinate) => this.machine.stream(plan, coordinate));
    this.uniforms = this.machine.column(chunk);
    this.scores = this.machine.column(chunk);
  }

  /** One new column of scores for each coordinate, of samples from..from + count - 1. */
  draw(from: number, count: number): Float64Array[] {
    return this.streams.map((stream) => {
      const out = new Float64Array(count);
      for (let start = 0; start < count; start += chunk) {
        const part = Math.min(chunk, count - start);
        stream.fill(from + start, part, this.uniforms);
        this.machine.scores(this.uniforms, this.scores, part);
        out.set(this.memory.doubles(this.scores, part), start);
      }
      return out;
    });
  }
}

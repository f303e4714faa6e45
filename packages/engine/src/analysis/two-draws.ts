/** Two independent draws of all inputs, to take some inputs from the one and the others from the other. */
import { independent } from "../evaluate/index.ts";
import type { Input } from "../graph/index.ts";
import type { DrawPlan } from "../sampling/index.ts";
import { InputSpace, type Scores } from "./input-space.ts";

export class TwoDraws {
  private readonly space: InputSpace;
  private readonly size: number;

  constructor(inputs: readonly Input[]) {
    // As inputs of one space they share one net, so that products of the two draws are averaged evenly too.
    const again = inputs.map((input) => ({ ...input, name: `${input.name}\0again` }));
    this.space = new InputSpace([...inputs, ...again], independent);
    this.size = inputs.length;
  }

  /** Independent scores, as of `InputSpace.independent`, twice. */
  draw(plan: DrawPlan, from: number, count: number): [Scores, Scores] {
    const scores = this.space.independent(plan, from, count);
    return [scores.slice(0, this.size), scores.slice(this.size)];
  }
}

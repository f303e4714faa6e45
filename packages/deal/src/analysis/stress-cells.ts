/** The engine's numbers as a stress result shows them: no infinities, days as text, inputs by name. */
import {
  formatDate,
  type BreakEven,
  type Crossing,
  type FailurePoint,
  type Model,
  type Quantity,
} from "@underwatt/engine";
import type { Prepared } from "../prepare.ts";
import type { Cell } from "../result.ts";
import { isPart } from "./deal-inputs.ts";
import { intervalOf, numberOrNull } from "./shared-schema.ts";
import type { StressBreakEven, StressPoint } from "./stress-result.ts";

export function breakEvenOf(
  prepared: Prepared,
  model: Model,
  found: BreakEven,
  of: StressBreakEven["expected_of"],
): StressBreakEven {
  const crossing = ({ value, quantile: percentile, rises, within }: Crossing) =>
    ({ value, percentile, holds: rises ? "above" : "below", within }) as const;
  return {
    ...inputOf(prepared, model, found.input),
    median: model.inputs[found.input]?.distribution.quantile(0.5) ?? NaN,
    at_medians: found.atMedians.map(crossing),
    at_medians_side: found.side.atMedians,
    expected: found.inExpectation.map((each) => ({ ...crossing(each), error: intervalOf(each.error) })),
    expected_side: found.side.inExpectation,
    expected_of: of,
    ...(found.outcomes === undefined
      ? {}
      : {
          outcomes: found.outcomes.map(({ value, probability, atMedians, expected }) => ({
            value,
            probability,
            at_medians: numberOrNull(atMedians),
            expected: intervalOf(expected),
          })),
        }),
  };
}

export function pointOf(prepared: Prepared, model: Model, { distance, probability, moves }: FailurePoint): StressPoint {
  return {
    distance,
    probability,
    moves: moves.map(({ input, value, percentile, share }) => ({
      ...inputOf(prepared, model, input),
      value: Number.isFinite(value) ? value : null,
      percentile,
      share,
    })),
  };
}

export function inputOf(
  prepared: Prepared,
  model: Model,
  index: number,
): { input: string; part: boolean; unit: string } {
  const input = model.inputs[index];
  if (input === undefined) throw new Error(`there is no input ${index}`);
  return { input: input.name, part: isPart(prepared, input), unit: input.unit };
}

export function cellOf({ type }: Quantity, value: number): Cell {
  if (!Number.isFinite(value)) return null;
  return type.kind === "date" ? formatDate(Math.round(value)) : value;
}

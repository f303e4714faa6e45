/** Breakers as triggers: how likely each trips, how far it is from it, and what the theses are worth once it has. */
import { Evaluator, evaluateAt, marginOf, type Margin } from "@underwatt/engine";
import { withSamples, type Prepared } from "../prepare.ts";
import { breakersVersion, type Breakers } from "./breakers-result.ts";
import { aboutOf, numberOrNull, sampledRunOf } from "./shared-schema.ts";
import { unitCompared } from "./stressed-test.ts";

type Breaker = Breakers["breakers"][string];

/** Fewer samples than these say nothing of what follows. */
const fewest = 30;

/** Every breaker of a deal that is known on the day, from the samples of its own plan. */
export function breakers(given: Prepared): Breakers {
  const prepared = withSamples(given, given.options.samples);
  const { deal, graph } = prepared;
  const stepOf = (path: string): number | undefined => graph.quantities.get(path)?.step;
  const theses = Object.entries(deal.document.thesis ?? {}).flatMap(([id, { says }]) => {
    const step = stepOf(`thesis.${id}`);
    return step === undefined ? [] : [{ id, says, column: columnsOf(prepared, graph.program, [step])[0] }];
  });
  const found = Object.entries(deal.document.breakers ?? {}).flatMap(([id, written]): [string, Breaker][] => {
    const step = stepOf(`breakers.${id}`);
    if (step === undefined) return [];
    const margin = marginOf(graph.program, step);
    const program = margin?.program ?? graph.program;
    const [trips = new Float64Array(), size] = columnsOf(
      prepared,
      program,
      margin === undefined ? [step] : [step, margin.step],
    );
    const tripped = trips.reduce((count, value) => count + (value === 1 ? 1 : 0), 0);
    const about = {
      says: written.says,
      trips_if: String(written.trips_if),
      ...(written.by === undefined ? {} : { by: written.by }),
      then: written.then,
    };
    return [
      [
        id,
        {
          ...about,
          chance: numberOrNull(meanOf(trips)),
          distance:
            margin === undefined || size === undefined ? null : distanceOf(prepared, `breakers.${id}`, margin, size),
          theses_then:
            tripped < fewest
              ? null
              : Object.fromEntries(
                  theses.map(({ id: thesis, column }) => [
                    thesis,
                    numberOrNull(meanOf(column, (at) => trips[at] === 1)),
                  ]),
                ),
          tripped_samples: tripped,
        },
      ],
    ];
  });
  return {
    schema: breakersVersion,
    ...aboutOf(prepared),
    run: sampledRunOf(prepared),
    theses: Object.fromEntries(
      theses.map(({ id, says, column }) => [id, { says, chance: numberOrNull(meanOf(column)) }]),
    ),
    breakers: Object.fromEntries(found),
    warnings: [...prepared.warnings],
  };
}

/** A margin is positive where the condition holds: a distance to tripping is the opposite. */
function distanceOf(prepared: Prepared, path: string, margin: Margin, size: Float64Array): Breaker["distance"] {
  const [column] = evaluateAt(margin.program, [margin.step], 0.5);
  const distance = -(column?.data[0] ?? NaN);
  const mean = meanOf(size);
  const spread = Math.sqrt(meanOf(size.map((value) => (value - mean) ** 2)));
  return {
    at_medians: numberOrNull(distance),
    unit: margin.plain ? unitCompared(prepared, path) : null,
    deviations: numberOrNull(spread > 0 ? distance / spread : NaN),
  };
}

/** Scalar steps over the samples of the plan, certain ones too. */
function columnsOf(
  { graph, sampler, plan }: Prepared,
  program: Margin["program"],
  steps: readonly number[],
): Float64Array[] {
  const count = plan.samples;
  const evaluator = new Evaluator(program, steps);
  const columns = evaluator.columns(count);
  const draws = sampler.draw(new Set(graph.program.inputs.keys()), 0, count);
  evaluator.fill(columns, 0, count, (from, some) => draws.map((column) => column.subarray(from, from + some)));
  return columns.map(({ data, samples }) =>
    samples === 1 ? new Float64Array(count).fill(data[0] ?? NaN) : data.slice(),
  );
}

/** Mean of what is defined and chosen; NaN where nothing is. */
function meanOf(column: Float64Array | undefined, chosen: (at: number) => boolean = () => true): number {
  let [sum, count] = [0, 0];
  for (const [at, value] of (column ?? new Float64Array()).entries()) {
    if (Number.isNaN(value) || !chosen(at)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

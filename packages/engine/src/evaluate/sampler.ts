/** Draws of all inputs of a program: independent uniforms, tied together where the deal says so, through the quantiles. */
import type { Program } from "../graph/program.ts";
import {
  applyCopula,
  applyDriver,
  coordinateOf,
  correlationFactor,
  fillUniforms,
  spearmanToNormal,
  type Coordinate,
  type CorrelationFactor,
  type DrawPlan,
} from "../sampling/index.ts";

/** Two inputs with a rank correlation. */
export interface CorrelatedPair {
  readonly between: readonly [string, string];
  readonly spearman: number;
}

/** A latent standard-normal factor that moves several inputs; loadings are correlations with it on the normal scale. */
export interface Driver {
  readonly name: string;
  readonly moves: ReadonlyMap<string, number>;
}

/** How inputs hang together. An input is either in pairs or under drivers, not both. */
export interface Dependence {
  readonly pairs: readonly CorrelatedPair[];
  readonly drivers: readonly Driver[];
}

export const independent: Dependence = { pairs: [], drivers: [] };

/** Repairs made to correlations that cannot hold together: by how much the largest entry changed. */
export interface DependenceRepair {
  readonly inputs: readonly string[];
  readonly largestChange: number;
}

/** Full correlation is shrunk by this much only for its factor to exist; that is no repair. */
const rounding = 1e-9;

interface Group {
  /** Indices into the program's inputs. */
  readonly members: readonly number[];
  readonly factor: CorrelationFactor;
}

export class Sampler {
  readonly repairs: readonly DependenceRepair[];
  private readonly program: Program;
  private readonly plan: DrawPlan;
  private readonly coordinates: readonly Coordinate[];
  private readonly groups: readonly Group[];
  private readonly driven: readonly { input: number; drivers: readonly Coordinate[]; loadings: readonly number[] }[];

  /** @throws RangeError when the dependence names an input that the program does not have */
  constructor(program: Program, plan: DrawPlan, dependence: Dependence = independent) {
    this.program = program;
    this.plan = plan;
    const names = program.inputs.map((input) => input.name);
    this.coordinates = names.map(coordinateOf);
    const repairs: DependenceRepair[] = [];
    this.groups = correlatedGroups(dependence.pairs).map((members) => {
      const factor = correlationFactor(correlationMatrix(members, dependence.pairs));
      if (factor.largestChange > rounding) repairs.push({ inputs: members, largestChange: factor.largestChange });
      return { members: members.map((name) => indexOf(names, name)), factor };
    });
    this.repairs = repairs;
    this.driven = [...new Set(dependence.drivers.flatMap((driver) => [...driver.moves.keys()]))].sort().map((name) => {
      const movers = dependence.drivers.filter((driver) => driver.moves.has(name));
      return {
        input: indexOf(names, name),
        drivers: movers.map((driver) => coordinateOf(`driver ${driver.name}`)),
        loadings: movers.map((driver) => driver.moves.get(name) ?? 0),
      };
    });
  }

  /** Values of the wanted inputs (others may be filled too) for samples from..from + count - 1, by input index. */
  draw(wanted: ReadonlySet<number>, from: number, count: number): Float64Array[] {
    const uniforms = this.program.inputs.map(() => new Float64Array(0));
    const ensure = (input: number): Float64Array => {
      const coordinate = this.coordinates[input];
      if (coordinate === undefined) throw new RangeError(`there is no input ${input}`);
      const column = new Float64Array(count);
      fillUniforms(this.plan, coordinate, from, column);
      uniforms[input] = column;
      return column;
    };
    for (const input of wanted) ensure(input);
    for (const { members, factor } of this.groups) {
      if (!members.some((input) => wanted.has(input))) continue;
      applyCopula(
        factor,
        members.map((input) => (wanted.has(input) ? (uniforms[input] ?? ensure(input)) : ensure(input))),
      );
    }
    for (const { input, drivers, loadings } of this.driven) {
      const own = uniforms[input];
      if (own === undefined || own.length === 0) continue;
      const latent = drivers.map((coordinate) => {
        const column = new Float64Array(count);
        fillUniforms(this.plan, coordinate, from, column);
        return column;
      });
      applyDriver(loadings, latent, own);
    }
    for (const input of wanted) {
      const column = uniforms[input];
      const distribution = this.program.inputs[input]?.distribution;
      if (column === undefined || distribution === undefined) continue;
      for (let sample = 0; sample < column.length; sample++) {
        column[sample] = distribution.quantile(column[sample] ?? NaN);
      }
    }
    return uniforms;
  }
}

function indexOf(names: readonly string[], name: string): number {
  const index = names.indexOf(name);
  if (index < 0) throw new RangeError(`there is no uncertain input named ${name}`);
  return index;
}

/** Sets of inputs joined by pairs, each in alphabetical order, so that the file's order changes nothing. */
function correlatedGroups(pairs: readonly CorrelatedPair[]): string[][] {
  const groups: Set<string>[] = [];
  for (const { between } of pairs) {
    const touching = groups.filter((group) => between.some((name) => group.has(name)));
    const merged = new Set([...between, ...touching.flatMap((group) => [...group])]);
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups.map((group) => [...group].sort());
}

function correlationMatrix(members: readonly string[], pairs: readonly CorrelatedPair[]): number[][] {
  return members.map((row) =>
    members.map((column) => {
      if (row === column) return 1;
      const pair = pairs.find(({ between }) => between.includes(row) && between.includes(column));
      return pair === undefined ? 0 : spearmanToNormal(pair.spearman);
    }),
  );
}

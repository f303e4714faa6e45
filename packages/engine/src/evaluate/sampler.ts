/**
 * Draws of all inputs of a program through their quantiles: from uniforms where nothing ties an input, else from normal
 * scores, tied together as the deal says.
 */
import type { Distribution } from "../distributions/index.ts";
import type { Program } from "../graph/program.ts";
import {
  applyCopula,
  applyDriver,
  coordinateOf,
  coordinatesOf,
  correlationFactor,
  DrawMachine,
  drawTable,
  quantileTable,
  spearmanToNormal,
  toUniform,
  type Coordinate,
  type CorrelationFactor,
  type DrawPlan,
  type PlacedDrawTable,
  type PlacedTable,
  type Stream,
} from "../sampling/index.ts";
import { Memory } from "../wasm/index.ts";

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
/** Samples drawn at once: uniforms, scores and values of an input stay in the first-level cache. */
const chunk = 512;

interface Group {
  /** Indices into the program's inputs. */
  readonly members: readonly number[];
  readonly factor: CorrelationFactor;
}

interface Driven {
  readonly input: number;
  /** Indices into the drivers. */
  readonly drivers: readonly number[];
  readonly loadings: readonly number[];
}

interface Source {
  readonly distribution: Distribution;
  readonly stream: Stream;
  /** From uniforms to values, of an input that keeps its own draws. */
  readonly draws: PlacedDrawTable | undefined;
  /** From scores to values, where there is none of draws; where there is neither the quantile is computed. */
  readonly table: PlacedTable | undefined;
}

export class Sampler {
  readonly repairs: readonly DependenceRepair[];
  private readonly program: Program;
  private readonly plan: DrawPlan;
  private readonly coordinates: readonly Coordinate[];
  private readonly memory: Memory;
  private readonly machine: DrawMachine;
  private readonly names: readonly string[];
  private readonly groups: readonly Group[];
  private readonly driven: readonly Driven[];
  private readonly drivers: readonly Stream[];
  /** Inputs that belong to a group or follow drivers. */
  private readonly tied: ReadonlySet<number>;
  /** Those of them that do not lead a group. */
  private readonly following: ReadonlySet<number>;
  /** Made when an input is first wanted. */
  private readonly sources: (Source | undefined)[];
  private readonly columns: (Column | undefined)[];
  private readonly uniforms: number;
  /** Columns of scores: of a group's members, or of the drivers and one input that follows them. */
  private readonly scores: readonly number[];

  /**
   * @param plan the draws; those of `plan.net` that are inputs share a net
   * @param memory where the columns are; a program compiled for the same memory reads them in place
   * @throws RangeError when the dependence names an input that the program does not have, or ties one both by a pair and
   * by a driver, or when the net is too large
   */
  constructor(program: Program, plan: DrawPlan, dependence: Dependence = independent, memory = new Memory()) {
    this.program = program;
    this.plan = plan;
    this.memory = memory;
    this.machine = new DrawMachine(memory);
    this.names = program.inputs.map((input) => input.name);
    this.coordinates = coordinatesOf(this.names, plan.net);
    const repairs: DependenceRepair[] = [];
    this.groups = correlatedGroups(dependence.pairs).map((members) => {
      const factor = correlationFactor(correlationMatrix(members, dependence.pairs));
      if (factor.largestChange > rounding) repairs.push({ inputs: members, largestChange: factor.largestChange });
      return { members: members.map((name) => indexOf(this.names, name)), factor };
    });
    this.repairs = repairs;
    const moved = new Set(dependence.drivers.flatMap((driver) => [...driver.moves.keys()]));
    this.driven = [...moved].sort().map((name) => {
      const drivers = [...dependence.drivers.keys()].filter((index) => dependence.drivers[index]?.moves.has(name));
      const loadings = drivers.map((index) => dependence.drivers[index]?.moves.get(name) ?? 0);
      return { input: indexOf(this.names, name), drivers, loadings };
    });
    const paired = new Set(this.groups.flatMap(({ members }) => members));
    for (const { input } of this.driven)
      if (paired.has(input)) throw new RangeError(`${this.names[input]} is both in a pair and under a driver`);
    this.tied = new Set([...paired, ...this.driven.map(({ input }) => input)]);
    const leaders = new Set(this.groups.map(({ members }) => members[0]));
    this.following = new Set([...this.tied].filter((input) => !leaders.has(input)));
    this.drivers = dependence.drivers.map(({ name }) => this.machine.stream(plan, coordinateOf(`driver ${name}`)));
    this.sources = program.inputs.map(() => undefined);
    this.columns = program.inputs.map(() => undefined);
    this.uniforms = this.machine.column(chunk);
    const widest = Math.max(1 + this.drivers.length, ...this.groups.map(({ members }) => members.length));
    this.scores = Array.from({ length: widest }, () => this.machine.column(chunk));
  }

  /**
   * Values of the wanted inputs for samples from..from + count - 1, by input index; of others the column is empty. The
   * columns are valid until the next call, and until the memory grows.
   */
  draw(wanted: ReadonlySet<number>, from: number, count: number): Float64Array[] {
    for (const input of wanted) {
      this.sourceOf(input);
      if ((this.columns[input]?.capacity ?? -1) < count)
        this.columns[input] = { address: this.machine.column(count), capacity: count, view: none };
    }
    const groups = this.groups.filter(({ members }) => members.some((input) => wanted.has(input)));
    for (const { members } of groups) for (const input of members) this.sourceOf(input);
    const driven = this.driven.filter(({ input }) => wanted.has(input));
    // From here on nothing is reserved, so views stay valid.
    for (let start = 0; start < count; start += chunk) {
      const part: Part = { from: from + start, count: Math.min(chunk, count - start), offset: 8 * start };
      for (const input of wanted) if (!this.tied.has(input)) this.drawFree(input, part);
      for (const group of groups) this.drawGroup(group, wanted, part);
      if (driven.length > 0) this.drawDriven(driven, part);
    }
    return this.columns.map((column, input) => {
      if (column === undefined || count === 0 || !wanted.has(input)) return none;
      // A view is cheap to keep, not to make; one of a memory that has grown since has no length.
      if (column.view.length !== count) column.view = this.memory.doubles(column.address, count);
      return column.view;
    });
  }

  private drawFree(input: number, part: Part): void {
    this.sourceOf(input).stream.fill(part.from, part.count, this.uniforms);
    this.finishOwn(input, part);
  }

  private drawGroup({ members, factor }: Group, wanted: ReadonlySet<number>, part: Part): void {
    // The leader comes last, so that its uniforms are still there.
    for (let place = members.length - 1; place >= 0; place--) {
      this.sourceOf(members[place] ?? -1).stream.fill(part.from, part.count, this.uniforms);
      this.machine.scores(this.uniforms, this.scores[place] ?? 0, part.count);
    }
    applyCopula(
      factor,
      members.map((_, place) => this.memory.doubles(this.scores[place] ?? 0, part.count)),
    );
    for (const [place, input] of members.entries()) {
      if (!wanted.has(input)) continue;
      if (place === 0) this.finishOwn(input, part);
      else this.finish(input, this.scores[place] ?? 0, part);
    }
  }

  private drawDriven(driven: readonly Driven[], part: Part): void {
    for (const [index, driver] of this.drivers.entries()) {
      driver.fill(part.from, part.count, this.uniforms);
      this.machine.scores(this.uniforms, this.scores[1 + index] ?? 0, part.count);
    }
    const own = this.scores[0] ?? 0;
    for (const { input, drivers, loadings } of driven) {
      this.sourceOf(input).stream.fill(part.from, part.count, this.uniforms);
      this.machine.scores(this.uniforms, own, part.count);
      const latent = drivers.map((index) => this.memory.doubles(this.scores[1 + index] ?? 0, part.count));
      applyDriver(loadings, latent, this.memory.doubles(own, part.count));
      this.finish(input, own, part);
    }
  }

  /** Values from the uniforms: by a table, and by the quantile itself where there is none or it is undefined. */
  private finishOwn(input: number, { count, offset }: Part): void {
    const { distribution, draws, table } = this.sourceOf(input);
    const out = (this.columns[input]?.address ?? 0) + offset;
    if (distribution.family === "uniform") {
      this.machine.line(this.uniforms, out, count, ...distribution.support);
      return;
    }
    const all = draws === undefined && table === undefined;
    if (draws !== undefined) {
      if (!this.machine.drawn(this.uniforms, out, count, draws)) return;
    } else if (table !== undefined) {
      const scores = this.scores[0] ?? 0;
      this.machine.scores(this.uniforms, scores, count);
      if (!this.machine.values(scores, out, count, table)) return;
    }
    const values = this.memory.doubles(out, count);
    const uniforms = this.memory.doubles(this.uniforms, count);
    for (let i = 0; i < count; i++)
      if (all || Number.isNaN(values[i])) values[i] = distribution.quantile(uniforms[i] ?? NaN);
  }

  /** Values from scores, in the same way. */
  private finish(input: number, scores: number, { count, offset }: Part): void {
    const { distribution, table } = this.sourceOf(input);
    const out = (this.columns[input]?.address ?? 0) + offset;
    const all = table === undefined;
    if (!all && !this.machine.values(scores, out, count, table)) return;
    const values = this.memory.doubles(out, count);
    const source = this.memory.doubles(scores, count);
    for (let i = 0; i < count; i++)
      if (all || Number.isNaN(values[i])) values[i] = distribution.quantile(toUniform(source[i] ?? NaN));
  }

  private sourceOf(input: number): Source {
    let source = this.sources[input];
    if (source === undefined) {
      const distribution = this.program.inputs[input]?.distribution;
      const coordinate = this.coordinates[input];
      if (distribution === undefined || coordinate === undefined) throw new RangeError(`there is no input ${input}`);
      const draws = this.following.has(input) ? undefined : drawTable(distribution);
      const table = draws === undefined ? quantileTable(distribution) : undefined;
      source = {
        distribution,
        stream: this.machine.stream(this.plan, coordinate),
        draws: draws && this.machine.placeDraws(draws),
        table: table && this.machine.place(table),
      };
      this.sources[input] = source;
    }
    return source;
  }
}

/** A stretch of samples drawn at once. */
interface Part {
  readonly from: number;
  readonly count: number;
  /** Where it begins in the columns, in bytes. */
  readonly offset: number;
}

interface Column {
  readonly address: number;
  readonly capacity: number;
  view: Float64Array;
}

const none = new Float64Array(0);

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

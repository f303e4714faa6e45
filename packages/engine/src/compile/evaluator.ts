/** Runs a compiled program over blocks of samples. */
import { stepAt, type Program } from "../graph/program.ts";
import { irr, irrCount } from "../cash-flow/index.ts";
import { interpreter } from "../evaluate/interpret.ts";
import type { Column } from "../operations/column.ts";
import { operations } from "../operations/operations.ts";
import { compileModule, instantiate, Memory, type CompiledModule, type Exported } from "../wasm/index.ts";
import { generate, runName } from "./generate.ts";
import { fillCertain, layoutOf, type Layout } from "./layout.ts";
import { planOf, type Plan } from "./plan.ts";

/** Values of the inputs for samples from..from + count - 1: a column for each input of the program. */
export type ValuesOf = (from: number, count: number) => readonly Float64Array[];

/** Code by key: a changed assumption finds the code of the run before. */
const modules = new Map<string, CompiledModule>();
const mostModules = 64;
/** Hosts refuse functions of more than 50,000 variables; a step has two or three. Beyond that it is interpreted. */
const mostSteps = 15_000;

export class Evaluator {
  /** Inputs that the wanted steps depend on, as indices into the program's inputs. */
  readonly inputs: ReadonlySet<number>;
  private readonly plan: Plan;
  private readonly layout: Layout;
  private readonly key: string;
  private readonly memory: Memory;
  private readonly base: number;
  private readonly run: Exported | undefined;
  private readonly inputColumns: readonly { readonly input: number; readonly place: number }[];

  /**
   * Compiles what the wanted steps need, unless code of the same structure is at hand.
   * @param wanted step indices, scalars or series
   * @param before one that is no longer used: with code and calendar the same, its memory is taken over
   */
  constructor(program: Program, wanted: readonly number[], before?: Evaluator) {
    this.plan = planOf(program, wanted);
    this.layout = layoutOf(this.plan);
    this.key = `${this.layout.block}|${this.plan.key}`;
    const heir = before?.key === this.key && before.plan.program.calendar === program.calendar ? before : undefined;
    this.memory = heir?.memory ?? new Memory();
    this.base = heir?.base ?? this.memory.reserve(this.layout.doubles);
    fillCertain(this.plan, this.layout, this.memory.doubles(this.base, this.layout.doubles));
    this.inputColumns = this.plan.inputs.flatMap((index, column) => {
      const step = stepAt(program, index);
      const place = this.layout.inputs / 8 + column * this.layout.stride;
      return step.kind === "input" ? [{ input: step.input, place }] : [];
    });
    this.inputs = new Set(this.inputColumns.map(({ input }) => input));
    this.run = this.plan.order.length > mostSteps ? undefined : (heir?.run ?? this.compiled());
  }

  /** Empty columns for so many samples, one for each wanted step; that of a certain step is its value, for one sample. */
  columns(samples: number, make: (doubles: number) => Float64Array = (doubles) => new Float64Array(doubles)): Column[] {
    const { program, wanted } = this.plan;
    return wanted.map((index) => {
      const step = stepAt(program, index);
      if (step.kind === "certain") return step.column;
      const months = step.series ? this.layout.months : 1;
      return { data: make(months * samples), months, samples };
    });
  }

  /**
   * Values of the wanted steps for `count` samples, written into columns from sample `at` on.
   * @param columns as made by `columns`, perhaps for more samples
   * @param valuesOf the inputs' values; called block by block, in order, with places from 0 on
   * @param afterBlock called with the number of samples done; may throw to stop
   */
  fill(
    columns: readonly Column[],
    at: number,
    count: number,
    valuesOf: ValuesOf,
    afterBlock: (done: number) => void = () => {},
  ): void {
    const { program, wanted } = this.plan;
    const { block, stride, outputs, doubles } = this.layout;
    if (this.run === undefined) {
      this.interpret(columns, at, count, valuesOf, afterBlock);
      return;
    }
    const memory = this.memory.doubles(this.base, doubles);
    for (let start = 0; start < count; start += block) {
      const samples = Math.min(block, count - start);
      if (outputs.size > 0) {
        const values = valuesOf(start, samples);
        for (const { input, place } of this.inputColumns) memory.set(values[input] ?? missing(program, input), place);
        this.run(this.base, samples * 8);
        for (const [slot, index] of wanted.entries()) {
          const place = outputs.get(index);
          const column = columns[slot];
          if (place === undefined || column === undefined) continue;
          for (let month = 0; month < column.months; month++) {
            const from = place / 8 + month * stride;
            column.data.set(memory.subarray(from, from + samples), month * column.samples + at + start);
          }
        }
      }
      afterBlock(start + samples);
    }
  }

  private compiled(): Exported {
    return instantiate(this.module(), this.memory, this.callbacks())(runName);
  }

  /** As `fill`, sample by sample. */
  private interpret(
    columns: readonly Column[],
    at: number,
    count: number,
    valuesOf: ValuesOf,
    afterBlock: (done: number) => void,
  ): void {
    const { program, wanted } = this.plan;
    const run = interpreter(program, wanted);
    for (let start = 0; start < count; start += this.layout.block) {
      const samples = Math.min(this.layout.block, count - start);
      const values = valuesOf(start, samples);
      for (let sample = 0; sample < samples; sample++) {
        const found = run(values.map((column) => column[sample] ?? NaN));
        for (const [slot, column] of columns.entries()) {
          if (stepAt(program, wanted[slot] ?? -1).kind === "certain") continue;
          for (let month = 0; month < column.months; month++) {
            column.data[month * column.samples + at + start + sample] = found[slot]?.[month] ?? NaN;
          }
        }
      }
      afterBlock(start + samples);
    }
  }

  private module(): CompiledModule {
    const found = modules.get(this.key) ?? compileModule(generate(this.plan, this.layout));
    // The one used longest ago goes first.
    modules.delete(this.key);
    modules.set(this.key, found);
    for (const old of modules.keys()) {
      if (modules.size <= mostModules) break;
      modules.delete(old);
    }
    return found;
  }

  /** What the host computes for the module: by operation, on numbers alone. */
  private callbacks(): Record<string, (...numbers: number[]) => number> {
    const { calendar } = this.plan.program;
    const flows = new Float64Array(calendar.months);
    const flowsAt = (address: number): Float64Array => {
      const pairs = this.memory.doubles(address, 2 * calendar.months - 1);
      for (let month = 0; month < flows.length; month++) flows[month] = pairs[2 * month] ?? NaN;
      return flows;
    };
    const table: Record<string, (...numbers: number[]) => number> = {
      elapsed: (month = NaN, date = NaN) => operations.elapsed.value(calendar, month, [date]),
      irr: (address = 0) => irr(flowsAt(address)),
      irrCount: (address = 0) => irrCount(flowsAt(address)),
    };
    for (const [name, operation] of Object.entries(operations)) {
      if (operation.kind !== "pointwise") continue;
      table[name] = (a = NaN, b = NaN, c = NaN) => operation.value(a, b, c);
    }
    return table;
  }
}

function missing(program: Program, input: number): never {
  throw new RangeError(`the input ${program.inputs[input]?.name ?? input} has no values`);
}

/** What the code of a block shares: its addresses, its loops, and the variables that hold the steps' values. */
import { stepAt } from "../graph/program.ts";
import type { OperationName } from "../operations/operations.ts";
import {
  call,
  f64,
  f64x2,
  parameter,
  v128,
  type F64,
  type Local,
  type Scope,
  type Statement,
  type V128,
} from "../wasm/index.ts";
import type { MathLibrary } from "../wasm/math/index.ts";
import type { Layout } from "./layout.ts";
import type { Plan } from "./plan.ts";
import { pointwise, type Operand } from "./pointwise.ts";

export const one = f64x2.const(1);
export const zero = f64x2.const(0);
export const undefinedValue = f64x2.const(NaN);
/** A value that may be undefined. */
export const unsure = (code: V128): Operand => ({ code, defined: false });

export interface Parts {
  readonly plan: Plan;
  readonly layout: Layout;
  readonly scope: Scope;
  readonly math: MathLibrary;
  readonly host: ReadonlyMap<OperationName, number>;
  /** Index of the function that finds a rate of return. */
  readonly irr: number;
}

/** Code of one loop over the months. */
export interface Loop {
  readonly before: Statement[];
  readonly body: Statement[];
  /** What carries values into the next month, written once every step has its variable: all is read, then overwritten. */
  readonly turn: (() => { readonly first: Statement; readonly then: Statement })[];
}

export class Frame {
  readonly parts: Parts;
  readonly base = parameter("i32", 0);
  readonly bytes = parameter("i32", 1);
  /** Place of the two samples: base + 8 · number. */
  readonly at: Local<"i32">;
  readonly offset: Local<"i32">;
  readonly month: Local<"i32">;
  /** base + 8, 16 and 8 · stride · month. */
  readonly byMonth: Local<"i32">;
  readonly byPair: Local<"i32">;
  readonly byBlock: Local<"i32">;
  readonly values = new Map<number, Local<"v128">>();
  /** Steps whose variable is carried from one month into the next. */
  readonly carried = new Set<number>();
  readonly loops: Loop[];
  /** Value of a reduction, once its loop has run. */
  readonly results = new Map<number, V128>();

  constructor(parts: Parts) {
    this.parts = parts;
    const { scope, plan } = parts;
    this.at = scope.local("i32");
    this.offset = scope.local("i32");
    this.month = scope.local("i32");
    this.byMonth = scope.local("i32");
    this.byPair = scope.local("i32");
    this.byBlock = scope.local("i32");
    this.loops = Array.from({ length: plan.loops }, () => ({ before: [], body: [], turn: [] }));
  }

  /** Gives a step's value a local variable. */
  keep(index: number, value: V128): Statement {
    const local = this.parts.scope.local("v128");
    this.values.set(index, local);
    return local.set(value);
  }

  /** The value of a step inside a loop (a series in its month), or before it. */
  operand(index: number, loop: number): Operand {
    const { plan, layout } = this.parts;
    const step = stepAt(plan.program, index);
    if (step.kind === "certain") {
      const code = v128.load64Splat(step.series ? this.byMonth.get : this.base.get, layout.certain.get(index));
      return { code, defined: !step.column.data.some((value) => Number.isNaN(value)) };
    }
    if (step.series && (plan.loopOf.get(index) ?? 0) < loop)
      return { code: v128.load(this.byPair.get, layout.kept.get(index)), defined: false };
    const local = this.values.get(index);
    if (local === undefined) throw new Error(`step ${index} is read before it is computed`);
    return { code: local.get, defined: false };
  }

  argumentsOf(index: number): readonly number[] {
    const step = stepAt(this.parts.plan.program, index);
    return step.kind === "operation" ? step.arguments : [];
  }

  operationAt(index: number): OperationName {
    const step = stepAt(this.parts.plan.program, index);
    if (step.kind !== "operation") throw new Error(`step ${index} is no operation`);
    return step.operation;
  }

  pointwise(index: number, loop: number): V128 {
    const { math, plan, layout } = this.parts;
    const none: Operand = { code: zero, defined: true };
    const [a = none, b = none, c = none] = this.argumentsOf(index).map((argument) => this.operand(argument, loop));
    const { whole } = plan.forms.get(index) ?? {};
    if (whole !== undefined) return math.wholePower(a.code, whole);
    const name = this.operationAt(index);
    const emit = pointwise[name];
    return emit === undefined
      ? this.onHost(name, a.code, b.code)
      : emit({ math, one: v128.load64Splat(this.base.get, layout.one) }, a, b, c);
  }

  onHost(name: OperationName, a: V128, b: V128): V128 {
    const index = this.parts.host.get(name);
    if (index === undefined) throw new Error(`there is no code for ${name}`);
    const lane = (number: 0 | 1): F64 => call(index, "f64", f64x2.lane(a, number), f64x2.lane(b, number));
    return f64x2.withLane(f64x2.splat(lane(0)), 1, lane(1));
  }

  monthNumber(): F64 {
    return f64.fromI32(this.month.get);
  }
}

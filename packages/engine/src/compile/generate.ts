/**
 * Writes the WebAssembly of a plan. One function runs a block of samples, two at a time: scalars first, then all months in a
 * loop in which every series is a local variable, then what follows from whole series. Nothing but numbers goes into it.
 */
import { stepAt } from "../graph/program.ts";
import { operations, type OperationName } from "../operations/operations.ts";
import { i32, ModuleBuilder, repeatWhile, sequence, v128, type Local, type Statement } from "../wasm/index.ts";
import { MathLibrary } from "../wasm/math/index.ts";
import { Frame } from "./frame.ts";
import { irrFunction } from "./irr.ts";
import type { Layout } from "./layout.ts";
import { isReduction, type Plan } from "./plan.ts";
import { pointwise } from "./pointwise.ts";
import { reduction } from "./reductions.ts";
import { previous, series } from "./series.ts";

/** Name of the function a module exports: address of its memory, and bytes of a column that hold samples. */
export const runName = "run";

/** Whether the host computes it from all months of a series, told by their address. */
function readsFlows(name: OperationName): boolean {
  return name === "irr" || name === "irrCount";
}

/** Operations without code of their own: the host computes them, sample by sample. */
function hostOperations(plan: Plan): OperationName[] {
  const found = new Set<OperationName>();
  for (const index of plan.order) {
    const step = stepAt(plan.program, index);
    if (step.kind !== "operation") continue;
    const { kind } = operations[step.operation];
    if (kind === "pointwise" && pointwise[step.operation] === undefined) found.add(step.operation);
    if (readsFlows(step.operation)) found.add(step.operation);
    if (step.operation === "elapsed" && step.arguments.some((argument) => stepAt(plan.program, argument).series))
      found.add("elapsed");
  }
  return [...found].sort();
}

/** The module that computes a plan. */
export function generate(plan: Plan, layout: Layout): Uint8Array<ArrayBuffer> {
  const builder = new ModuleBuilder();
  const host = new Map<OperationName, number>();
  for (const name of hostOperations(plan)) {
    host.set(name, builder.callback(name, readsFlows(name) ? ["i32"] : ["f64", "f64"], "f64"));
  }
  const math = new MathLibrary(builder);
  const search = host.get("irr");
  const irr = search === undefined ? -1 : irrFunction(builder, math, layout.months, search);
  builder.function(
    ["i32", "i32"],
    "none",
    (scope) => block(new Frame({ plan, layout, scope, math, host, irr })),
    runName,
  );
  return builder.bytes();
}

/** A block of samples, two by two. */
function block(frame: Frame): Statement {
  const { plan, layout } = frame.parts;
  const statements: Statement[] = plan.inputs.map((index, column) =>
    frame.keep(index, v128.load(frame.at.get, layout.inputs + column * layout.stride * 8)),
  );
  for (let loop = 0; loop <= plan.loops; loop++) {
    statements.push(...scalars(frame, loop));
    if (loop < plan.loops) statements.push(months(frame, loop));
  }
  statements.push(...scalarOutputs(frame));
  return sequence(
    frame.offset.set(i32.const(0)),
    repeatWhile(
      sequence(
        frame.at.set(i32.add(frame.base.get, frame.offset.get)),
        ...statements,
        frame.offset.set(i32.add(frame.offset.get, i32.const(16))),
      ),
      i32.ltU(frame.offset.get, frame.bytes.get),
    ),
  );
}

/** What is known before a loop begins. */
function scalars(frame: Frame, loop: number): Statement[] {
  const { plan } = frame.parts;
  return plan.order.flatMap((index) => {
    const step = stepAt(plan.program, index);
    if (step.kind !== "operation" || step.series || plan.loopOf.get(index) !== loop) return [];
    const value = isReduction(step) ? frame.results.get(index) : frame.pointwise(index, loop);
    return value === undefined ? [] : [frame.keep(index, value)];
  });
}

/** A loop over the months, and what it stores and gathers. */
function months(frame: Frame, number: number): Statement {
  const { plan, layout } = frame.parts;
  const loop = frame.loops[number];
  if (loop === undefined) throw new Error(`there is no loop ${number}`);
  if (number === 0) {
    for (const index of plan.kept) {
      if (stepAt(plan.program, index).kind !== "certain") continue;
      loop.body.push(v128.store(frame.byPair.get, frame.operand(index, 0).code, layout.kept.get(index)));
    }
  }
  for (const index of plan.order) {
    const step = stepAt(plan.program, index);
    if (step.kind === "certain" || !step.series || plan.loopOf.get(index) !== number) continue;
    loop.body.push(
      step.kind === "previous" ? previous(frame, index, step, loop, number) : series(frame, index, loop, number),
    );
    const output = layout.outputs.get(index);
    if (output !== undefined) loop.body.push(v128.store(frame.byBlock.get, frame.operand(index, number).code, output));
    const kept = layout.kept.get(index);
    if (kept !== undefined) loop.body.push(v128.store(frame.byPair.get, frame.operand(index, number).code, kept));
  }
  for (const index of plan.order) {
    const step = stepAt(plan.program, index);
    if (isReduction(step) && plan.loopOf.get(index) === number + 1) reduction(frame, index, loop, number);
  }
  const turns = loop.turn.map((write) => write());
  const next = (local: Local<"i32">, by: number): Statement => local.set(i32.add(local.get, i32.const(by)));
  return sequence(
    frame.month.set(i32.const(0)),
    frame.byMonth.set(frame.base.get),
    frame.byPair.set(frame.base.get),
    frame.byBlock.set(frame.at.get),
    ...loop.before,
    repeatWhile(
      sequence(
        ...loop.body,
        ...turns.map(({ first }) => first),
        ...turns.map(({ then }) => then),
        next(frame.byMonth, 8),
        next(frame.byPair, 16),
        next(frame.byBlock, layout.stride * 8),
        next(frame.month, 1),
      ),
      i32.ltU(frame.month.get, i32.const(layout.months)),
    ),
  );
}

/** Puts the wanted scalars into their columns. */
function scalarOutputs(frame: Frame): Statement[] {
  const { plan, layout } = frame.parts;
  return [...layout.outputs].flatMap(([index, offset]) =>
    stepAt(plan.program, index).series ? [] : [v128.store(frame.at.get, frame.operand(index, plan.loops).code, offset)],
  );
}

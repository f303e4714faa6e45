/** What the inner loops of drawing are written with. */
import {
  i32,
  parameter,
  sequence,
  type I32,
  type Local,
  type Scope,
  type Statement,
  type V128,
} from "../wasm/index.ts";

/** An address that a function is given, by its place among the parameters. */
export function pointer(place: number): Local<"i32"> {
  return parameter("i32", place);
}

/**
 * Vectors that stay the same, held in locals from before a loop on: V8 puts a constant vector together from integers
 * wherever it is used.
 */
export class Held {
  private readonly scope: Scope;
  private readonly sets: Statement[] = [];

  constructor(scope: Scope) {
    this.scope = scope;
  }

  value(of: V128): V128 {
    const local = this.scope.local("v128");
    this.sets.push(local.set(of));
    return local.get;
  }

  /** Belongs before the loop. */
  statements(): Statement {
    return sequence(...this.sets);
  }
}

/** Moves a pointer on and leaves it. */
export function next(pointer: Local<"i32">, bytes: number): I32 {
  return pointer.tee(i32.add(pointer.get, i32.const(bytes)));
}

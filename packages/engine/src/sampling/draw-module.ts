/** The inner loops of drawing, as one WebAssembly module. `draw-machine.ts` says what is where in memory. */
import { compileModule, ModuleBuilder, type CompiledModule } from "../wasm/index.ts";
import { order, uniforms } from "./point-kernels.ts";
import { drawn, line, scores, values } from "./value-kernels.ts";

let compiled: CompiledModule | undefined;

/** The module, compiled once. */
export function drawModule(): CompiledModule {
  if (compiled === undefined) {
    const builder = new ModuleBuilder();
    builder.function(["i32", "i32", "i32", "i32", "i32", "i32", "i32"], "none", order, "order");
    builder.function(["i32", "i32", "i32", "i32", "i32", "i32", "i32"], "none", uniforms, "uniforms");
    builder.function(["i32", "i32", "i32", "i32", "f64", "f64"], "i32", drawn, "drawn");
    builder.function(["i32", "i32", "i32", "f64", "f64"], "none", line, "line");
    builder.function(["i32", "i32", "i32", "i32"], "none", scores, "scores");
    builder.function(["i32", "i32", "i32", "i32", "f64", "f64"], "i32", values, "values");
    compiled = compileModule(builder.bytes());
  }
  return compiled;
}

/** Compiles a program to WebAssembly and runs it on blocks of samples. */
export { Evaluator, type ValuesOf } from "./evaluator.ts";

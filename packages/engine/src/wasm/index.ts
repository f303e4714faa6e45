/** A small assembler for WebAssembly with 128-bit vectors, and the host that runs its modules. */
export * from "./code.ts";
export * from "./host.ts";
export { ModuleBuilder, parameter, Scope } from "./module.ts";

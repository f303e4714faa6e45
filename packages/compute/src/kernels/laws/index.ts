export * from "./attention.ts";
export * from "./collectives.ts";
export * from "./experts.ts";
export * from "./gemm.ts";
export * from "./latent.ts";
export type { Law } from "./law.ts";

export * from "./attention.ts";
export { allReduceLaw, exchangeLaw, type CollectiveShape } from "./collectives.ts";
export * from "./expert-exchange.ts";
export * from "./experts.ts";
export * from "./gemm.ts";
export * from "./latent.ts";
export * from "./linear.ts";
export * from "./sparse.ts";
export type { Law } from "./law.ts";

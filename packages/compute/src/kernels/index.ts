export { Grid } from "./grid.ts";
export { kernelTimes, type ExchangeWay, type HeadShape, type KernelTimes } from "./kernel-times.ts";
export * from "./laws/index.ts";
export { typicalTimes, type PassKernels } from "./typical-times.ts";
export type { Provenance } from "./source.ts";
export {
  KernelTableError,
  readKernelTables,
  type AcceleratorKernels,
  type KernelTables,
  type MeasuredGrid,
} from "./tables.ts";

/** What a series of cash flows, one per period, is worth and what it yields. */
export * from "./npv.ts";
export * from "./irr.ts";
export * from "./irr-count.ts";
export * from "./irr-roots.ts";
export * from "./mirr.ts";
export * from "./payback.ts";

/** The functions of the formula language. Adding one: its row in the file of its kind; nothing else. */
import { arithmetic } from "./arithmetic.ts";
import { cash } from "./cash.ts";
import { distributionFunctions } from "./distributions.ts";
import type { LanguageFunction } from "./function.ts";
import { occasions } from "./occasions.ts";
import { time } from "./time.ts";

const table = new Map<string, LanguageFunction>();
for (const entry of [...arithmetic, ...time, ...cash, ...occasions, ...distributionFunctions(table)])
  table.set(entry.name, entry);

/** Every function by name, in the order of the reference page. */
export const functions: ReadonlyMap<string, LanguageFunction> = table;
export type { Compiler, DistributionFunction, LanguageFunction, PlainFunction } from "./function.ts";

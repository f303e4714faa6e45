/** The units of compute deals, on top of the engine's: counted things, and arithmetic. */
import { largePrefixes, standardUnits, UnitRegistry, type UnitDefinition } from "@underwatt/engine";

const computeUnits: readonly UnitDefinition[] = [
  { symbol: "GPU", aliases: ["GPUs"], meaning: "accelerator as sold, of whatever generation" },
  {
    symbol: "H100e",
    meaning: "H100 equivalent by dense BF16 peak; never adds to GPU, because a count and an equivalent differ",
  },
  { symbol: "chip", aliases: ["chips"], meaning: "accelerator that is not sold as a GPU (TPU, Trainium)" },
  { symbol: "token", aliases: ["tokens"], prefixes: largePrefixes, meaning: "token read or written by a model" },
  { symbol: "request", aliases: ["requests"], meaning: "request to a model" },
  { symbol: "seat", aliases: ["seats"], meaning: "subscribed seat" },
  { symbol: "Btu", of: "J", size: 1055.05585262, meaning: "British thermal unit (International Table), of fuel" },
  { symbol: "MMBtu", of: "Btu", size: 1e6, meaning: "a million of them, in which gas is sold" },
  { symbol: "FLOP", aliases: ["FLOPs"], prefixes: largePrefixes, meaning: "floating-point operation" },
];

/** The registry of a deal: engine's, compute's and the deal's own counted things. */
export function dealUnits(counted: readonly string[] = []): UnitRegistry {
  const own = counted.map((symbol) => ({ symbol, aliases: [`${symbol}s`], meaning: "counted thing of this deal" }));
  return base.with(own);
}

const base = new UnitRegistry([...standardUnits, ...computeUnits]);

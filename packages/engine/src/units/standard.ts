/** Units that belong to no trade: SI, time, information, shares and currencies. A trade adds its own rows. */
import { allPrefixes, largePrefixes, smallPrefixes, type UnitDefinition } from "./registry.ts";

export const standardUnits: readonly UnitDefinition[] = [
  { symbol: "%", aliases: ["percent"], of: "", size: 0.01, meaning: "one hundredth" },
  { symbol: "bp", of: "", size: 0.0001, meaning: "basis point, one hundredth of a percent" },

  { symbol: "s", aliases: ["second", "seconds"], prefixes: smallPrefixes, meaning: "second" },
  { symbol: "min", aliases: ["minute", "minutes"], of: "s", size: 60, meaning: "minute" },
  { symbol: "h", aliases: ["hour", "hours", "hr"], of: "s", size: 3600, meaning: "hour" },
  { symbol: "day", aliases: ["d", "days"], of: "h", size: 24, meaning: "day of 24 hours" },
  { symbol: "week", aliases: ["weeks"], of: "day", size: 7, meaning: "7 days" },
  { symbol: "yr", aliases: ["year", "years"], of: "h", size: 8760, meaning: "365 days, 8,760 hours" },
  { symbol: "month", aliases: ["months", "mo"], of: "h", size: 730, meaning: "a twelfth of a year, 730 hours" },
  { symbol: "quarter", aliases: ["quarters"], of: "month", size: 3, meaning: "three months, 2,190 hours" },

  { symbol: "m", aliases: ["metre", "meter"], prefixes: ["n", "u", "m", "k"], meaning: "metre" },
  { symbol: "g", aliases: ["gram"], prefixes: ["u", "m", "k"], meaning: "gram" },
  { symbol: "t", aliases: ["tonne", "tonnes"], of: "kg", size: 1000, prefixes: ["k", "M", "G"], meaning: "tonne" },
  { symbol: "A", aliases: ["ampere"], prefixes: ["m", "k"], meaning: "ampere" },
  { symbol: "K", aliases: ["kelvin"], meaning: "kelvin, for differences of temperature" },
  { symbol: "mol", meaning: "mole" },
  { symbol: "cd", aliases: ["candela"], meaning: "candela" },
  { symbol: "Hz", of: "1/s", prefixes: largePrefixes, meaning: "per second" },
  { symbol: "N", of: "kg*m/s^2", prefixes: ["k", "M"], meaning: "newton" },
  { symbol: "Pa", of: "N/m^2", prefixes: ["k", "M", "G"], meaning: "pascal" },
  { symbol: "J", of: "N*m", prefixes: allPrefixes, meaning: "joule" },
  { symbol: "W", of: "J/s", prefixes: allPrefixes, meaning: "watt" },
  { symbol: "Wh", of: "W*h", prefixes: allPrefixes, meaning: "watt-hour" },
  { symbol: "V", of: "W/A", prefixes: ["m", "k"], meaning: "volt" },
  { symbol: "L", aliases: ["litre", "liter"], of: "m^3", size: 0.001, prefixes: ["m", "M"], meaning: "litre" },

  { symbol: "bit", aliases: ["bits"], prefixes: largePrefixes, meaning: "bit" },
  { symbol: "B", aliases: ["byte", "bytes"], of: "bit", size: 8, prefixes: largePrefixes, meaning: "byte, 8 bits" },
  { symbol: "KiB", of: "B", size: 2 ** 10, meaning: "1,024 bytes" },
  { symbol: "MiB", of: "B", size: 2 ** 20, meaning: "2^20 bytes" },
  { symbol: "GiB", of: "B", size: 2 ** 30, meaning: "2^30 bytes" },
  { symbol: "TiB", of: "B", size: 2 ** 40, meaning: "2^40 bytes" },

  ...["USD", "EUR", "GBP", "JPY", "CNY", "KRW", "INR", "CAD", "AUD", "CHF", "SGD", "AED", "SAR"].map((symbol) => ({
    symbol,
    prefixes: ["k", "M", "G", "T"] as const,
    meaning: "currency; currencies never convert by themselves",
  })),
];

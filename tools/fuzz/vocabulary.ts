/** The words and marks that mutations write. Whoever adds one or moves one changes what every case is. */

/** Units, and things that look like one. */
export const units: readonly string[] = words(
  "GPU H100e USD USD/GPU/h USD/yr MW % %/yr month day yr kW/GPU GPU^2 m^0.5 1/month satellite",
);

/** Functions, and names that must not be taken for one. */
export const calls: readonly string[] = words(`
  sum min max mean first last at cumulative lag previous during step ramp months-between elapsed escalate yearly npv
  present-value ahead behind annuity mirr irr-count min-defined max-defined date-of-min date-when every monthly central
  irr payback if abs sqrt exp ln clamp defined round normal lognormal logitnormal uniform triangular pert
  beta discrete mixture metalog metalog-above metalog-between constructor toString
`);

/** Paths, real and hostile. */
export const names: readonly string[] = words(`
  claims.rate claims.gpus.floor claims.share.low claims.filed.published assumptions.months used model.cash
  contracts.lease.fees contracts.lease.firm fleets.hall.gpus result a s t __proto__ constructor
  model.__proto__ claims.rate.printed derivations.gross.formula model.balance balance demand
  decisions.lease.options.take decisions.lease.costs.demand
  contracts.loan.balance contracts.loan.amount contracts.rent.paid projects.hall.cfads parties.lab.cash prices.ours
`);

/** Numbers at and beyond the edges. */
export const numbers: readonly string[] = words(`
  0 1 2 3.5 10 -1 0.5 1e308 1e-320 9007199254740993 1e400 .5 1_000 0x10 1.7976931348623157e308 600 601 -1e9
  12 00 99999999999999999999
`);

/** Dates, some of which do not exist. */
export const dates: readonly string[] = words(
  "2026-02-29 2024-02-29 0000-01-01 9999-12-31 2026-13 2026-05 1970-01-01 2026-6-6",
);

/** Characters and marks that YAML or the formula reader may trip over. */
export const oddities: readonly string[] = [
  "\t",
  "\u0000",
  "\ufeff",
  "\ud800",
  "\u2028",
  "🧮",
  "é",
  "→",
  "\r\n",
  "\n",
  " ",
  "''",
  '""',
  "'",
  '"',
  "#",
  "&x ",
  "*x",
  "!!set ",
  "!!binary ",
  "!!float ",
  "? ",
  "- ",
  "<<: ",
  "{",
  "}",
  "[",
  "]",
  "(",
  ")",
  ",",
  ": ",
  ":",
  "|",
  ">",
  "%",
  "@",
  "`",
  "---\n",
  "...\n",
  "~",
  "null",
  ".inf",
  ".nan",
  "yes",
  "true",
  "=",
  "in ",
  " to ",
  "..",
  "../",
  "$",
];

/** Keys of a deal, and names that every object has. */
export const keys: readonly string[] = words(`
  deal title as_of calendar start months currency units include sources claims assumptions conflicts
  derivations fleets contracts projects parties prices model correlations drivers thesis breakers watch scenarios is states at_least
  at_most unknown unit bound supersedes kind fee price exit notice hazard set moves between spearman
  decisions options costs sampling net says sizing repay reserve escalator tiers assets tax energy profile basis
  __proto__ toString hasOwnProperty
`);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** What kind of price a figure is. Prices of two kinds are different things, as two meanings of utilisation are. */

/** How long and how firmly is bought, in the order of the table that compares prices; for people, to stand before `price`. */
export const priceBases = {
  spot: "capacity that may be taken away at any time",
  "on-demand": "by the hour, as long as one likes",
  block: "reserved for days or months",
  "one-year": "a contract of about a year",
  "multi-year": "a contract of more than that",
  index: "an index that brings several of these to one number",
} as const;

export type PriceBasis = keyof typeof priceBases;
export const priceBasisIds = Object.keys(priceBases).filter((id): id is PriceBasis => id in priceBases);

/** What is not stated agrees with anything. */
export interface PriceKind {
  readonly basis?: PriceBasis | undefined;
  /** Accelerator, or `mix of FLEET`. */
  readonly generation?: string | undefined;
  /** Hours of the month that a monthly price was spread over, or an hourly one multiplied by. */
  readonly hours?: number | undefined;
}

type Aspect = keyof PriceKind;

/** One of the three as a factor of a meaning. */
export type PriceFactor = `${Aspect} ${string}`;

const aspects = ["basis", "generation", "hours"] as const satisfies readonly Aspect[];

export function aspectOf(factor: string): Aspect | undefined {
  return aspects.find((aspect) => factor.startsWith(`${aspect} `));
}

export function factorsOfPrice(kind: PriceKind): ReadonlyMap<PriceFactor, number> {
  return new Map(
    aspects.flatMap((aspect): [PriceFactor, number][] => {
      const value = kind[aspect];
      return value === undefined ? [] : [[`${aspect} ${value}`, 1]];
    }),
  );
}

/** `one-year price of nvidia-h100-sxm in months of 720 h`. */
export function priceInWords(factors: Iterable<string>): string {
  const said = new Map([...factors].map((factor) => [aspectOf(factor), factor.slice(factor.indexOf(" ") + 1)]));
  const [basis, generation, hours] = aspects.map((aspect) => said.get(aspect));
  return [
    ...(basis === undefined ? [] : [basis]),
    "price",
    ...(generation === undefined ? [] : [`of ${generation.startsWith("mix ") ? "the " : ""}${generation}`]),
    ...(hours === undefined ? [] : [`in months of ${hours} h`]),
  ].join(" ");
}

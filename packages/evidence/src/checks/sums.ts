/** Sums over claims that mean less than they seem to: what they add, divide and answer does not fit. */
import type { LedgerClaim } from "./ledger.ts";
import { rated, subject, unitOf, type LedgerSum, type SumCheck } from "./sum.ts";

/** Parts and their whole differ by rounding only; two estimates of one thing by no more than this. */
const roundingWithin = 0.005;
const estimateWithin = 0.15;
/** Beyond half as much again as anyone says, or below what the lowest says by as much. */
const outOfFamily = 1.5;
const family = 3;

/** Accelerators by the head, whatever they are called, and equivalents. */
const nominal: readonly string[] = ["GPU", "chip"];

export const sumChecks: readonly SumCheck[] = [
  {
    id: "nominal-over-equivalents",
    looksFor: "a sum over accelerators by the head and over equivalents",
    why: "one Blackwell is several H100 equivalents, so the two cannot be added, compared or divided",
    find: (sum, claims) => {
      const heads = claims.filter((claim) => nominal.includes(unitOf(claim)));
      const equivalents = claims.filter((claim) => unitOf(claim) === "H100e");
      if (heads.length === 0 || equivalents.length === 0) return [];
      return [{ claims: [...heads, ...equivalents], says: `${sum.id} takes a count of accelerators for equivalents` }];
    },
  },
  {
    id: "gross-against-net",
    looksFor: "revenue set against a loss or profit",
    why: "a loss is net of costs and revenue is not: what earns the revenue costs something too",
    find: (sum, claims) => {
      const terms = claims.filter(({ id }) => sum.addends.includes(id));
      const gross = terms.filter(({ quantity = "" }) => /(?:^|-)revenue$/.test(quantity));
      const net = terms.filter(({ quantity = "" }) => /(?:^|-)(?:loss|profit|earnings|income)$/.test(quantity));
      if (gross.length === 0 || net.length === 0) return [];
      return [{ claims: [...gross, ...net], says: `${sum.id} sets revenue against what is left after costs` }];
    },
  },
  {
    id: "ratio-of-bounds",
    looksFor: "a floor over a ceiling, or any bound over another",
    why: "up to so much capacity for at least so much money gives no price: the bounds need not hold at once",
    find: (sum, claims) => {
      const bounded = (ids: readonly string[]): LedgerClaim[] =>
        claims.filter(({ id, bound }) => ids.includes(id) && bound !== undefined);
      const [above, below] = [bounded(sum.dividend), bounded(sum.divisor)];
      if (above.length === 0 || below.length === 0) return [];
      return [{ claims: [...above, ...below], says: `${sum.id} divides one bound by another` }];
    },
  },
  {
    id: "bound-in-sum",
    looksFor: "a ceiling or floor among numbers that are added",
    why: "a total with a ceiling in it is a ceiling, and is quoted as a value",
    find: (sum, claims, tested) => {
      const bounded = claims.filter(({ id, bound }) => sum.addends.includes(id) && bound === "ceiling");
      const total = tested.filter(({ bound }) => bound === undefined);
      if (sum.addends.length < 2 || bounded.length === 0 || total.length === 0) return [];
      return [{ claims: [...bounded, ...total], says: `${sum.id} adds a ceiling as if it were a value` }];
    },
  },
  {
    id: "overlapping-blocks",
    looksFor: "blocks of one party among the blocks of a sum",
    why: "one may contain the other, and is then counted twice",
    find: (sum, claims) => {
      const terms = claims.filter(({ id }) => sum.addends.includes(id));
      if (terms.length < 3) return [];
      const stems = Map.groupBy(terms, ({ quantity = "" }) => quantity.split("-").slice(0, 2).join("-"));
      return [...stems.values()]
        .filter((block) => block.length > 1 && block.length < terms.length)
        .map((block) => ({ claims: block, says: `${sum.id} adds blocks that may overlap` }));
    },
  },
  {
    id: "answer-apart",
    looksFor: "a sum that leads elsewhere than the claim that it should lead to, and parts that exceed their whole",
    why: "numbers that are quoted together do not go together",
    find: (sum, claims, tested) => {
      const within = sum.addends.length > 1 ? roundingWithin : estimateWithin;
      return tested
        .filter(({ id }) => !sum.claims.includes(id))
        .flatMap((claim) => {
          const value = rated(claim);
          const scale = value === undefined ? undefined : scaleTo(value.unit, sum.unit);
          if (value === undefined || scale === undefined) return [];
          const floor = claim.bound === "ceiling" ? -Infinity : value.low - within * Math.abs(value.low);
          const ceiling = claim.bound === "floor" ? Infinity : value.high + within * Math.abs(value.high);
          // A sum whose units do not fit has no number, and is told elsewhere.
          if (!(sum.low * scale < floor || sum.high * scale > ceiling)) return [];
          return [{ claims: [...claims, claim], says: `${sum.id} does not lead to the ${subject(claim)}` }];
        });
    },
  },
  {
    id: "out-of-family",
    looksFor: `a result outside everything that ${family} or more claims say in its unit, by half as much again`,
    why: "a price per gigawatt-year or GPU-hour that nobody else comes near has another meaning, or a wrong input",
    find: (sum, claims, _tested, ledger) => {
      if (sum.unit.split("/").length < 3) return [];
      const others = ledger.filter((claim) => unitOf(claim) === sum.unit && !sum.claims.includes(claim.id));
      const ends = others.flatMap((claim) => rated(claim) ?? []);
      if (ends.length < family) return [];
      const low = Math.min(...ends.map((end) => end.low)) / outOfFamily;
      const high = Math.max(...ends.map((end) => end.high)) * outOfFamily;
      if (sum.high >= low && sum.low <= high) return [];
      return [{ claims: [...claims, ...others], says: `${sum.id} gives what no claim in ${sum.unit} comes near` }];
    },
  },
];

/** From the unit of a sum to that of a claim; undefined where they do not convert. */
function scaleTo(unit: string, from: string): number | undefined {
  if (unit === from) return 1;
  return from === "" && unit === "%" ? 100 : undefined;
}

/** Sums that do not fit each other. */
export const pairChecks: readonly {
  readonly id: string;
  readonly looksFor: string;
  readonly why: string;
  /** What is wrong with two sums, if anything. */
  readonly says: (left: LedgerSum, right: LedgerSum) => string | undefined;
}[] = [
  {
    id: "splits-differ",
    looksFor: "two splits of one whole into different parts",
    why: "the parts of one are taken with the parts of the other, and then they do not make the whole",
    says: (left, right) => {
      const shared = left.tests.some((id) => right.tests.includes(id));
      const splits = left.addends.length > 1 && right.addends.length > 1;
      if (!shared || !splits || left.unit !== right.unit) return undefined;
      if (left.addends.some((id) => right.addends.includes(id))) return undefined;
      return `${left.id} and ${right.id} split one whole into different parts`;
    },
  },
  {
    id: "bases-differ",
    looksFor: "one amount divided by two others in one unit, with two results",
    why: "a payback on one basis is quoted where another is meant",
    says: (left, right) => {
      const [dividend, ...more] = left.dividend;
      if (dividend === undefined || more.length > 0 || right.dividend.join() !== dividend) return undefined;
      if (left.unit !== right.unit || left.unit === "") return undefined;
      if (Math.abs(left.low - right.low) <= estimateWithin * Math.abs(left.low)) return undefined;
      return `${left.id} and ${right.id} divide one amount by different ones`;
    },
  },
];

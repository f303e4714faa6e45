/** What waiting for the slowest costs a synchronous job: the spread among healthy hosts, and rare hosts that stay slow. */
import { exp, expm1, log1p, normalCdf, normalQuantile, power } from "@underwatt/engine";
import { atLeastOne, must, notNegative, share } from "./scale-error.ts";

/** Hosts that stay slow until somebody finds them. A host that goes is replaced by one that may be slow again. */
export interface SlowHosts {
  /** Share of hosts that are slow when they join, 0..1. */
  readonly share: number;
  /** Step time that a slow host adds, as a share of a healthy one's: 0.1 is a tenth slower. */
  readonly slowness: number;
  /** Mean seconds from joining until a slow host is evicted; Infinity where nobody looks for them. */
  readonly eviction: number;
  /** Mean seconds until a host is replaced for another reason, such as a failure; Infinity for never. */
  readonly replacement: number;
}

export interface Stragglers {
  /** Units that wait for each other and vary independently: hosts, as a rule. */
  readonly hosts: number;
  /** Standard deviation of a healthy host's step time over its mean. */
  readonly spread: number;
  readonly slow?: SlowHosts;
  /** Seconds since the hosts were handed over unscreened: 0 for a new fleet; left out, for one in its steady state. */
  readonly age?: number;
}

export interface SlowShare {
  /** Probability that a host is slow, 0..1. */
  readonly share: number;
  /** Probability that at least one of the job's hosts is slow, 0..1. */
  readonly present: number;
  /** Slow hosts evicted a second, over the whole job. */
  readonly evictions: number;
}

/** Parts of the probability that the integrals leave out. */
const negligible = 1e-17;
/** Spread that makes no difference beside the error of the integrals. */
const noSpread = 1e-9;
/** Width of a step of integration, in standard deviations. */
const stepWidth = 0.1;

/**
 * Standard deviations by which the slowest of `count` normal variables exceeds their mean, in expectation: 0 for one,
 * 1 / sqrt(pi) for two, 4.09 for 27,500. Right to 1e-10 up to a million; `count` need not be whole.
 * @throws ScaleError below one
 */
export function expectedSlowest(count: number): number {
  atLeastOne(count, "units that wait for each other");
  return slowestOf(count, 1, 0, 0);
}

/** How many of a job's hosts are slow. @throws ScaleError */
export function slowHostsIn(hosts: number, slow: SlowHosts, age = Infinity): SlowShare {
  atLeastOne(hosts, "hosts");
  share(slow.share, "share of hosts that are slow when they join");
  notNegative(slow.slowness, "step time that a slow host adds");
  must(slow.eviction > 0, `time until a slow host is evicted: ${slow.eviction} s; it must be more than 0`);
  must(slow.replacement > 0, `time until a host is replaced: ${slow.replacement} s; it must be more than 0`);
  must(age >= 0, `age of the fleet: ${age} s; it must be 0 or more`);
  // A host is a Markov chain of two states: replacement draws its state anew, eviction only that of a slow one.
  const turnsSlow = slow.share / slow.replacement;
  const turnsHealthy = (1 - slow.share) * (1 / slow.replacement + 1 / slow.eviction);
  const pace = turnsSlow + turnsHealthy;
  const settled = pace === 0 ? slow.share : turnsSlow / pace;
  const start = pace === 0 || age === Infinity ? 0 : (slow.share - settled) * exp(-pace * age);
  const now = settled + start;
  return { share: now, present: -expm1(hosts * log1p(-now)), evictions: (hosts * now) / slow.eviction };
}

/**
 * Speed of the job over that of its mean healthy host, in two factors of (0, 1]: `spread` for healthy hosts, `slowHosts` for what
 * slow ones add to it. Their product is 1 / (1 + expected excess of the slowest host), where a host's step time is normal about 1,
 * or about 1 + slowness with the probability that it is slow, independently of the others.
 * @throws ScaleError
 */
export function stragglerFactors({ hosts, spread, slow, age }: Stragglers): { spread: number; slowHosts: number } {
  atLeastOne(hosts, "hosts");
  notNegative(spread, "spread of the hosts' step times");
  const healthy = 1 + slowestOf(hosts, spread, 0, 0);
  if (slow === undefined) return { spread: 1 / healthy, slowHosts: 1 };
  const mixed = 1 + slowestOf(hosts, spread, slowHostsIn(hosts, slow, age).share, slow.slowness);
  return { spread: 1 / healthy, slowHosts: Math.min(1, healthy / mixed) };
}

/**
 * Expected maximum of `count` draws, each normal with deviation `spread` about 0, or about `slowness` with probability `slow`.
 *
 * E max = a + integral from a of 1 - G(z)^count, for any a that no draw stays below: by the trapezoidal rule, which converges
 * exponentially as the integrand is flat at both ends. Where the slow are far off, the flat stretch between is one step.
 */
function slowestOf(count: number, spread: number, slow: number, slowness: number): number {
  if (spread < noSpread) return slowness * -expm1(count * log1p(-slow));
  const lowest = spread * normalQuantile(power(negligible, 1 / count));
  const reach = -spread * normalQuantile(negligible / count);
  const beyond = (z: number): number => {
    const above = (1 - slow) * normalCdf(-z / spread) + slow * normalCdf((slowness - z) / spread);
    return -expm1(count * log1p(-above));
  };
  const slowFrom = slowness + spread * normalQuantile(negligible);
  if (slow === 0 || slowFrom <= reach) {
    const end = slow === 0 ? reach : slowness + reach;
    return lowest + integral(beyond, lowest, end, spread * stepWidth);
  }
  return (
    lowest +
    integral(beyond, lowest, reach, spread * stepWidth) +
    (slowFrom - reach) * beyond(slowFrom) +
    integral(beyond, slowFrom, slowness + reach, spread * stepWidth)
  );
}

function integral(f: (z: number) => number, from: number, to: number, width: number): number {
  const steps = Math.ceil((to - from) / width);
  const step = (to - from) / steps;
  let sum = (f(from) + f(to)) / 2;
  for (let i = 1; i < steps; i++) sum += f(from + i * step);
  return sum * step;
}

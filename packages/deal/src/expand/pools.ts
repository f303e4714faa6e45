/**
 * Pools: one quantity out of claims that cannot all hold. Which of them is right is an input of its own, so that the conflict
 * has a share in what it moves (linear pool, M. Stone 1961); claims that are independent measurements may be weighed by
 * precision instead (logarithmic pool, C. Genest and J. Zidek 1986). Claims of one root source count as one.
 */
import { parseFormula, printFormula, type Expression } from "@underwatt/engine";
import type { BookClaim } from "../claim-book.ts";
import type { DealDocument } from "../schema/deal.ts";
import type { Key } from "../read/yaml-file.ts";
import type { Definitions } from "./definitions.ts";

type WrittenPool = NonNullable<DealDocument["pools"]>[string];

/** A claim that stands, and its share in the pool. */
interface Member {
  readonly claim: BookClaim;
  readonly weight: number;
}

export function expandPools(definitions: Definitions): void {
  for (const [id, pool] of Object.entries(definitions.deal.document.pools ?? {})) {
    const at = ["pools", id];
    if (membersAreNumbers(definitions, pool, at)) expandPool(definitions, id, pool, at);
    else definitions.absent.set(`pools.${id}`, "broken");
  }
}

function expandPool(definitions: Definitions, id: string, pool: WrittenPool, at: readonly Key[]): void {
  const path = `pools.${id}`;
  const members = membersOf(definitions, pool);
  const [only, ...others] = members;
  const defining = { kind: "model", at, says: pool.says ?? id } as const;
  if (only === undefined) {
    definitions.absent.set(path, "later");
    return;
  }
  if (others.length === 0) {
    definitions.define(path, `claims.${only.claim.id}`, defining);
    return;
  }
  const moments = members.map(({ claim, weight }) => ({ weight, ...momentsOf(definitions, claim) }));
  const sum = (each: (moment: (typeof moments)[number]) => string): string => moments.map(each).join(" + ");
  const middle = `(${sum(({ weight, mean }) => `${weight} * ${mean}`)})`;
  const between = sum(({ weight, mean }) => `${weight} * (${mean} - ${middle}) ^ 2`);
  const within = sum(({ weight, sd }) => `${weight} * (${sd}) ^ 2`);
  definitions.define(`${path}.disagreement`, `(${between}) / (${between} + ${within})`, {
    ...defining,
    says: "How much of the pool's spread is claims saying different things: variance between over all of it",
  });
  if (pool.kind === "logarithmic") {
    const precision = `(${sum(({ weight, sd }) => `${scaled(weight, pool, members)} / (${sd}) ^ 2`)})`;
    const mean = `(${sum(({ weight, mean: own, sd }) => `${scaled(weight, pool, members)} * ${own} / (${sd}) ^ 2`)}) / ${precision}`;
    definitions.define(path, `normal(${mean}, 1 / sqrt(${precision}))`, defining);
    return;
  }
  const shares = members.map(({ weight }, index) => `${index + 1} @ ${100 * weight} %`);
  definitions.define(`${path}.which`, `discrete(${shares.join(", ")})`, {
    kind: "assumption",
    at,
    says: `Which is right: ${members.map(({ claim }, index) => `${index + 1} ${claim.id}`).join(", ")}`,
    because: pool.because,
  });
  const last = members.at(-1)?.claim.id ?? "";
  const chosen = members
    .slice(0, -1)
    .reduceRight(
      (rest, { claim }, index) => `if(${path}.which == ${index + 1}, claims.${claim.id}, ${rest})`,
      `claims.${last}`,
    );
  definitions.define(path, chosen, defining);
}

/** Independent measurements each count in full; others share a weight of 1. */
function scaled(weight: number, { independent }: WrittenPool, members: readonly Member[]): number {
  return independent === true ? weight * members.length : weight;
}

/** The claims that stand on the day in the place of those named, each once; one root source has one share. */
function membersOf(definitions: Definitions, { of, weights = {} }: WrittenPool): Member[] {
  const standing = new Map<string, { claim: BookClaim; given: number }>();
  for (const id of of) {
    const claim = definitions.standingClaim(id);
    if (claim === undefined || standing.has(claim.id)) continue;
    standing.set(claim.id, { claim, given: weights[id] ?? 1 });
  }
  const all = [...standing.values()];
  const rooted = (claim: BookClaim): string => [...claim.roots].sort().join(" ");
  const shares = all.map(({ claim, given }) => ({
    claim,
    weight: given / all.filter((other) => rooted(other.claim) === rooted(claim)).length,
  }));
  const total = shares.reduce((sum, { weight }) => sum + weight, 0);
  return shares
    .map(({ claim, weight }) => ({ claim, weight: Number((weight / total).toPrecision(15)) }))
    .filter(({ weight }) => weight > 0);
}

/** Middle and standard deviation of a claim, as formulas: as stated, and wider by its grade where grades widen. */
function momentsOf(definitions: Definitions, claim: BookClaim): { mean: string; sd: string } {
  const mean = `central(claims.${claim.id})`;
  const widened = definitions.widened.get(claim.id);
  const parsed = parseFormula(String(claim.value), definitions.units);
  const stated = "problem" in parsed ? "" : statedSpread(parsed.expression);
  const parts = [
    ...(stated === "" ? [] : [`(${stated}) * ${widened?.width.stretch ?? 1}`]),
    ...(widened === undefined ? [] : [`${mean} * ${widened.width.sigma}`]),
  ];
  return { mean, sd: parts.length === 0 ? `0 * ${mean}` : `sqrt(${parts.map((part) => `(${part}) ^ 2`).join(" + ")})` };
}

/** Standard deviation of what a claim states: of a normal one as written, of an interval from its ends as if it were normal. */
function statedSpread(expression: Expression): string {
  if (expression.kind === "convert") return statedSpread(expression.value);
  // The central 90 % of a normal distribution is 3.29 standard deviations wide.
  if (expression.kind === "interval")
    return `((${printFormula(expression.high)}) - (${printFormula(expression.low)})) / 3.2897072539`;
  const [, spread] = expression.kind === "call" && expression.name === "normal" ? expression.arguments : [];
  return spread === undefined ? "" : printFormula(spread);
}

/** Only numbers can be pooled; what names no claim is said elsewhere. */
function membersAreNumbers(
  { book, deal, diagnostics }: Definitions,
  { of, weights = {} }: WrittenPool,
  at: readonly Key[],
): boolean {
  let sound = true;
  if (of.every((id) => weights[id] === 0)) {
    const said = { message: "no claim of the pool has a weight", expected: "a weight above 0 for one of them" };
    diagnostics.push(deal.diagnostic("error", said, deal.locate([...at, "weights"])));
    sound = false;
  }
  for (const [index, id] of of.entries()) {
    const claim = book.get(id);
    if (claim === undefined) sound = false;
    else if (claim.value === undefined) {
      const said = { message: `claim "${id}" gives no number to pool`, expected: "claims with `is:`" };
      diagnostics.push(deal.diagnostic("error", said, deal.locate([...at, "of", index])));
      sound = false;
    }
  }
  return sound;
}

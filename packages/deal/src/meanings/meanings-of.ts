/** Meanings of a deal's figures: those that are stated, and those that follow from formulas; with the places that mix them up. */
import { lookUp, type Definition, type Graph, type GraphProblem } from "@underwatt/engine";
import type { Expansion } from "../expand/index.ts";
import {
  contradicts,
  conversionOf,
  factorsOf,
  isPrice,
  isQuantity,
  named,
  priceFactors,
  same,
  spelled,
  type Factors,
} from "./factors.ts";
import { follow, type Mixture, type Operand, type ReadName } from "./follow.ts";
import { aspectOf, factorsOfPrice, priceInWords } from "./price-kind.ts";
import { meanings, type MeaningId, type StatedMeaning } from "./table.ts";

export interface DealMeanings {
  /** By path, where the table has a name for it. */
  readonly of: ReadonlyMap<string, MeaningId>;
  /** Formulas that take one meaning for another, with their place in the formula. The message begins with the path. */
  readonly mixtures: readonly GraphProblem[];
}

/** Meanings of all quantities of a graph. A figure that a claim has replaced means what the claim does, if that says so. */
export function meaningsOf(expansion: Expansion, graph: Graph): DealMeanings {
  const definitions = new Map(expansion.definitions.map((definition) => [definition.path, definition]));
  const known = new Map<string, Factors>();
  const of = new Map<string, MeaningId>();
  const mixtures: GraphProblem[] = [];
  // Quantities stand in the order in which they rest on each other.
  for (const path of graph.quantities.keys()) {
    const definition = definitions.get(path);
    const origin = expansion.origins.get(path);
    if (definition === undefined) continue;
    const read = reader(definition, definitions, known, expansion);
    const { expression } = definition;
    const followed = follow(expression, read);
    const isReplaced = origin?.supersededBy !== undefined && followed.meaning !== undefined;
    const stated = isReplaced ? undefined : origin?.means;
    const said = stated ?? origin?.wants;
    const isSaid = said !== undefined || origin?.price !== undefined;
    const meaning = origin?.price === undefined ? meant(said, followed.meaning) : factorsOfPrice(origin.price);
    if (meaning !== undefined && isQuantity(meaning)) {
      known.set(path, meaning);
      const id = named(meaning);
      if (id !== undefined) of.set(path, id);
    }
    if (isReading(path, expansion)) continue;
    // What an author or a component states of a formula is their own conversion; what a parameter wants converts nothing.
    if (stated === undefined) mixtures.push(...followed.mixtures.map((mixture) => mixed(path, mixture)));
    const given = followed.meaning;
    if (!isSaid || meaning === undefined || given === undefined || meaning.size === 0) continue;
    if (!isQuantity(given) || same(given, meaning)) continue;
    const label = expression.kind === "name" ? read(expression.path).label : "its formula";
    mixtures.push(relabelled(path, meaning, { label, meaning: given }, expression.at));
  }
  return { of, mixtures };
}

function meant(said: StatedMeaning | undefined, followed: Factors | undefined): Factors | undefined {
  if (said === undefined) return followed;
  return said === "other" ? undefined : factorsOf(said);
}

/** `claims.x.printed`, `.low`: the claim's own formula once more. */
function isReading(path: string, { book }: Expansion): boolean {
  return path.startsWith("claims.") && book.get(path.slice("claims.".length)) === undefined;
}

function reader(
  definition: Definition,
  definitions: ReadonlyMap<string, Definition>,
  known: ReadonlyMap<string, Factors>,
  { origins }: Expansion,
): ReadName {
  return (name) => {
    const path = lookUp(name, definition, definitions);
    if (path === undefined) return { label: name, meaning: undefined };
    const by = origins.get(path)?.supersededBy;
    const label = definition.aliases?.has(name) === true ? name : path;
    return { label: by === undefined ? label : `${label} (now claims.${by})`, meaning: known.get(path) };
  };
}

function mixed(path: string, { operands, at }: Mixture): GraphProblem {
  const [left, right] = operands;
  return {
    path,
    message: `${path}: ${left.label} is the ${inWords(left.meaning, right.meaning)}, ${right.label} the ${inWords(right.meaning, left.meaning)}: ${apart(left.meaning, right.meaning)}`,
    at,
    expected: wanted(left.meaning, right.meaning),
    hint: arePrices(left.meaning, right.meaning)
      ? "where the comparison is meant, `means: other` on its formula says so"
      : "where a formula of yours converts, its `means:` says what it gives",
  };
}

/** A formula whose meaning is known to be another than the one it is given. */
function relabelled(path: string, own: Factors, { label, meaning }: Operand, at: GraphProblem["at"]): GraphProblem {
  return {
    path,
    message: `${path}: this is the ${inWords(own, meaning)}, ${label} the ${inWords(meaning, own)}: ${apart(own, meaning)}`,
    at,
    expected: wanted(meaning, own),
  };
}

/** A quantity as it is told beside another one; the length of a month only where it is another. */
function inWords(quantity: Factors, beside: Factors): string {
  const stated = priceFactors(quantity).filter((each) => aspectOf(each) !== "hours" || contradicts(beside, each));
  const price = isPrice(quantity) ? [priceInWords(stated)] : [];
  return [...price, ...spelled(quantity).map((id) => meanings[id].name)].join(" times the ");
}

function arePrices(left: Factors, right: Factors): boolean {
  return isPrice(left) && isPrice(right);
}

function apart(left: Factors, right: Factors): string {
  return arePrices(left, right) ? "they are prices of different things" : "they are equal only by accident";
}

function wanted(from: Factors, to: Factors): string {
  if (arePrices(from, to)) return "prices of one basis, generation, length of month and kind of hour";
  return `both of one meaning${converting(from, to)}`;
}

/** What turns one into the other, in ids. */
function converting(left: Factors, right: Factors): string {
  const product = (quantity: Factors, by: readonly MeaningId[] = []): string =>
    [...spelled(quantity), ...by].join(" * ");
  for (const [from, to] of [
    [left, right],
    [right, left],
  ] as const) {
    const by = conversionOf(from, to);
    if (by !== undefined) return `: ${product(from, by)} is ${product(to)}`;
  }
  return `; no product of meanings makes ${product(right)} of ${product(left)}`;
}

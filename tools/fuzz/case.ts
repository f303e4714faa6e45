/** The case of a number: which deal is mutated, how often, by which mutations, and what options it runs with. */
import { formula } from "./invent-formula.ts";
import { addFigure, addOption, addRecurrence, addTest, replaceValue } from "./mutate-formula.ts";
import { addSection, borrowLines, indentLine, removeLines, repeatLine, swapLines } from "./mutate-lines.ts";
import { insertOddity, nestDeeply, removeStretch, repeatStretch, replaceCharacter } from "./mutate-text.ts";
import { replaceLikeForLike, replaceNumber, replaceWord, swapWords } from "./mutate-words.ts";
import { Chance } from "./random.ts";
import { smallSeeds, type Files, type Seed } from "./seeds.ts";
import { dates, names } from "./vocabulary.ts";

/** A mutated deal and the options it runs with. */
export interface Case {
  /** The name of the deal it was made from. */
  readonly seed: string;
  readonly files: Files;
  /** The file that was mutated. */
  readonly file: string;
  readonly asOf?: string;
  readonly set?: ReadonlyMap<string, string>;
  /** Decides what else is asked of the deal once it runs. */
  readonly asks: number;
}

/** Every n-th case mutates the shipped deals, which take a hundred times as long. */
const shippedEvery = 250;

type Mutation = (text: string, chance: Chance) => string;

/** Each mutation as often as its weight says. Their order decides what a case is. */
const mutations: readonly Mutation[] = weighted([
  [replaceCharacter, 1],
  [insertOddity, 1],
  [removeStretch, 1],
  [repeatStretch, 1],
  [swapWords, 1],
  [replaceWord, 1],
  [replaceLikeForLike, 5],
  [addFigure, 4],
  [addRecurrence, 3],
  [addTest, 1],
  [addOption, 1],
  [replaceNumber, 1],
  [replaceValue, 4],
  [nestDeeply, 1],
  [removeLines, 1],
  [repeatLine, 1],
  [swapLines, 1],
  [indentLine, 1],
  [borrowLines, 1],
  [addSection, 1],
]);

function weighted(weights: readonly (readonly [Mutation, number])[]): Mutation[] {
  return weights.flatMap(([mutation, weight]) => Array.from({ length: weight }, () => mutation));
}

/** The case of a number: always the same for a seed and the same shipped deals. */
export function caseAt(seed: number, index: number, shipped: readonly Seed[]): Case {
  const chance = new Chance(seed, index);
  const large = shipped.length > 0 && index % shippedEvery === shippedEvery - 1;
  const from = chance.pick(large ? shipped : smallSeeds);
  const file = chance.pick(Object.keys(from.files));
  let text = from.files[file] ?? "";
  for (let left = chance.next() < 0.6 ? 1 : 1 + chance.below(4); left > 0; left--)
    text = chance.pick(mutations)(text, chance);
  const asOf = chance.next() < 0.3 ? { asOf: chance.pick([...dates, "2026-06-02"]) } : {};
  const set = chance.next() < 0.2 ? { set: new Map([[chance.pick(names), formula(chance, 3)]]) } : {};
  return { seed: from.name, files: { ...from.files, [file]: text }, file, ...asOf, ...set, asks: index };
}

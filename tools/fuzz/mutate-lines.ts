/** Mutations that move, remove and add lines of a deal. */
import { formula } from "./invent-formula.ts";
import type { Chance } from "./random.ts";
import { smallSeeds } from "./seeds.ts";
import { keys } from "./vocabulary.ts";

/** Up to three lines gone. */
export const removeLines = onLines((lines, chance) => lines.splice(chance.below(lines.length), 1 + chance.below(3)));

/** A line a second time, elsewhere. */
export const repeatLine = onLines((lines, chance) =>
  lines.splice(chance.below(lines.length), 0, lines[chance.below(lines.length)] ?? ""),
);

/** Two lines change places. */
export const swapLines = onLines((lines, chance) => {
  const [left, right] = [chance.below(lines.length), chance.below(lines.length)];
  [lines[left], lines[right]] = [lines[right] ?? "", lines[left] ?? ""];
});

/** A line further in or further out. */
export const indentLine = onLines((lines, chance) => {
  const at = chance.below(lines.length);
  lines[at] = chance.next() < 0.5 ? ` ${lines[at]}` : (lines[at] ?? "").replace(/^ {1,2}/, "");
});

/** Lines of a small deal, perhaps another one. */
export const borrowLines = onLines((lines, chance) => {
  const other = Object.values(chance.pick(smallSeeds).files).join("\n").split("\n");
  const from = chance.below(other.length);
  lines.splice(chance.below(lines.length), 0, ...other.slice(from, from + 1 + chance.below(6)));
});

/** One more section at the end. */
export const addSection = onLines((lines, chance) =>
  lines.push(`${chance.pick(keys)}: ${chance.pick(["", "5", "[]", "{}", "{ a: 1 }", "[a, b]", formula(chance, 2)])}`),
);

function onLines(change: (lines: string[], chance: Chance) => void): (text: string, chance: Chance) => string {
  return (text, chance) => {
    const lines = text.split("\n");
    change(lines, chance);
    return lines.join("\n");
  };
}

/** Drafts feed no figure: a formula that names one is a mistake, and says so. */
import { namesIn } from "@underwatt/engine";
import type { Definitions } from "./definitions.ts";

/** What a reader should do with a draft before it counts. */
export const acceptHint = "look it over, then move what stands under its `claim:` to `claims:`";

/** Finds formulas that name drafts as `claims.X`, `drafts.X` or by what hangs on them. */
export function refuseDrafts(definitions: Definitions): void {
  const { deal, book, origins } = definitions;
  if (deal.drafts.size === 0) return;
  const told = new Set<string>();
  for (const { path, expression } of definitions.definitions.values()) {
    for (const name of namesIn(expression)) {
      const [, section, id] = /^(claims|drafts)\.([^.]+)/.exec(name.path) ?? [];
      if (id === undefined || !deal.drafts.has(id) || (section === "claims" && book.get(id) !== undefined)) continue;
      // The name exists and is worth nothing: what rests on it is left out without a second message.
      definitions.absent.set(name.path, "broken");
      const origin = origins.get(path);
      const said = {
        message: `"${name.path}" is a draft that nobody has accepted, and no figure may rest on it`,
        expected: "a claim",
        hint: acceptHint,
      };
      const key = `${origin?.at?.join(".") ?? path} ${name.path}`;
      if (told.has(key)) continue;
      told.add(key);
      if (origin?.at !== undefined) definitions.error(said, definitions.placeIn(origin.at, origin.formula, name.at));
      else
        definitions.error(
          said,
          { file: definitions.overrides.has(path) ? `--set ${path}` : path, ...name.at },
          origin?.formula ?? name.path,
        );
    }
  }
}

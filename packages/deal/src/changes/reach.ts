/** Which items of a deal a figure rests on. */
import { restingOn } from "../expand/index.ts";
import type { Prepared } from "../prepare.ts";
import { itemOfPath } from "./items.ts";

/** Paths that one leads back to, itself among them. */
export function pathsUnder({ expansion, graph }: Prepared, path: string): Set<string> {
  const seen = new Set<string>();
  const open = [path];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...restingOn(expansion, graph, next));
  }
  return seen;
}

/** Items that a path leads back to, its own among them; accelerators and models by the name that the catalogue has. */
export function itemsUnder(prepared: Prepared, path: string): Set<string> {
  const items = new Set<string>();
  for (const found of pathsUnder(prepared, path)) {
    const item = itemOfPath(found);
    items.add(item);
    const [section, name = ""] = item.split(".");
    if (section === "catalog") items.add(`accelerators.${name}`).add(`models.${name}`);
  }
  return items;
}

/** Single key figures and theses, by path. */
export function targetsOf({ expansion, graph, figures }: Prepared): string[] {
  return figures.filter((path) => {
    const isThesis = /^thesis\.[^.]+$/.test(path);
    return isThesis || (expansion.origins.get(path)?.key === true && graph.quantities.get(path)?.series !== true);
  });
}

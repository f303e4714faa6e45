/** What figures rest on, all the way down. */
import { explainClaim, type Result } from "@underwatt/deal";
import { formatFigure } from "../format/index.ts";
import type { ClaimLine } from "./note.ts";

/** These paths and all that their formulas name, directly or not; a superseded figure rests on what replaced it. */
export function ground(result: Result, paths: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const stack = [...paths];
  for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
    if (found.has(path) || !Object.hasOwn(result.figures, path)) continue;
    found.add(path);
    stack.push(...inputsOf(result, path));
  }
  return found;
}

/** Paths that a figure is computed from. */
export function inputsOf(result: Result, path: string): readonly string[] {
  const figure = Object.hasOwn(result.figures, path) ? result.figures[path] : undefined;
  if (figure === undefined) return [];
  return figure.superseded_by === undefined ? figure.uses : [`claims.${figure.superseded_by}`];
}

/** The claims a figure rests on; those known by id only (catalogue figures) are left to the derivation's inputs. */
export function claimLines(result: Result, ids: readonly string[]): ClaimLine[] {
  return ids.flatMap((id) => {
    const claim = explainClaim(result, `claims.${id}`);
    if (claim === undefined) return [];
    const { says, printed, grade, published, superseded_by: by } = claim;
    const sources = claim.sources.map(({ publisher, title, date, url }) => ({
      publisher,
      title,
      date,
      ...(url !== undefined && { url }),
    }));
    const value = computedValue(result, id, printed);
    return [
      {
        id,
        says,
        printed,
        ...(value !== undefined && { value }),
        grade,
        published,
        sources,
        ...(by !== undefined && { supersededBy: by }),
      },
    ];
  });
}

/** Of a claim that is a sum: the figure of one that has been superseded is its successor's, and says nothing of it. */
function computedValue(result: Result, id: string, printed: string): string | undefined {
  const path = `claims.${id}`;
  const figure = Object.hasOwn(result.figures, path) ? result.figures[path] : undefined;
  if (figure === undefined || figure.superseded_by !== undefined) return undefined;
  return figure.uses.length > 0 || /\s[-+*/]\s/.test(printed) ? formatFigure(figure) : undefined;
}

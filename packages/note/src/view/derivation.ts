/** The derivations a note needs: of every figure it shows, and of all they rest on. */
import { formatFigure, gradeMark } from "../format/index.ts";
import { labelOf, type NoteContext } from "./context.ts";
import { claimLines, ground, inputsOf } from "./ground.ts";
import type { Derivation } from "./note.ts";

export function derivations(context: NoteContext): Derivation[] {
  const paths = new Set([...context.shown, ...ground(context.result, context.shown)]);
  return [...paths].sort().flatMap((path) => derivation(context, path));
}

function derivation(context: NoteContext, path: string): Derivation[] {
  const { result } = context;
  const figure = context.figures.get(path);
  if (figure === undefined) return [];
  const reading = Object.hasOwn(result.readings, path) ? result.readings[path] : undefined;
  const inputs = inputsOf(result, path).flatMap((used) => {
    const input = context.figures.get(used);
    if (input === undefined) return [];
    return [
      { path: used, value: formatFigure(input), ...(input.says !== undefined && { says: labelOf(used, input) }) },
    ];
  });
  return [
    {
      path,
      ...(figure.says !== undefined && { says: figure.says }),
      value: formatFigure(figure),
      mark: gradeMark(figure.grades),
      ...(figure.kind === "workload" && figure.because !== undefined && { answer: figure.because }),
      ...(figure.remarks !== undefined && { remarks: figure.remarks }),
      kind: figure.kind,
      formula: figure.formula,
      ...(reading !== undefined && { reading }),
      ...(figure.superseded_by !== undefined && { supersededBy: figure.superseded_by }),
      inputs,
      claims: claimLines(result, figure.claims),
      shown: context.shown.has(path),
    },
  ];
}

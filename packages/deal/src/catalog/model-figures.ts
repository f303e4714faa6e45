/** Quantities of a model in every deal, counted from its shape. */
import { cacheElementsPerToken, fullAttentionLayers, weightsOf } from "@underwatt/compute";
import { architectureFrom, type ModelEntry } from "./model-entry.ts";

export interface ModelFigure {
  readonly figure: string;
  readonly formula: string;
  readonly meaning: string;
}

export function modelFigures(id: string, entry: ModelEntry): readonly ModelFigure[] {
  const architecture = architectureFrom(id, entry);
  const { total, active } = weightsOf(architecture);
  const cached = fullAttentionLayers(architecture) * cacheElementsPerToken(architecture);
  return [
    { figure: "parameters", formula: String(total), meaning: "weights" },
    {
      figure: "active-parameters",
      formula: String(active),
      meaning: "weights of one token's pass, with both tables of embeddings",
    },
    {
      figure: "cached-elements",
      formula: `${cached} / token`,
      meaning: "numbers in the KV cache per token of context, windows and states aside",
    },
  ];
}

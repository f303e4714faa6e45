/** The reference page of the catalogue: models with what their shapes come to, accelerators and prices with every figure and its source. */
import { cacheElements, recurrentStateBytes, weightsOf, type Architecture } from "@underwatt/compute";
import {
  acceleratorSpec,
  architectureOf,
  priceBases,
  priceBasisIds,
  type AcceleratorEntry,
  type Catalog,
  type ModelEntry,
} from "@underwatt/deal";
import { generated, markdownTable } from "./markdown.ts";

export function catalogPage(catalog: Catalog): string {
  return [
    generated,
    "# The catalogue",
    "What `catalog/` holds. A deal adds accelerators and models of its own under `accelerators:` and `models:`, with the same keys.",
    "## Models",
    "Weights, cache and state are counted from the shape. The cache is in 16 bit, per token of context; layers with a window stop adding to it at its end. The state of linear attention is per sequence, in 32 bit. Active weights include both tables of embeddings; publishers mostly leave the input's table out. In formulas: `catalog.MODEL.parameters`, `.active-parameters`, `.cached-elements`.",
    markdownTable(
      ["model", "also known as", "weights", "active", "KV cache per token", "state", "attention", "source"],
      [...catalog.models].map(([id, entry]) => modelRow(id, entry, catalog)),
    ),
    "## Accelerators",
    "Peaks are dense. `scale-up-bandwidth` counts both directions together, `scale-out-bandwidth` one; the performance models take one direction of each. In formulas: `catalog.ACCELERATOR.FIGURE`.",
    ...[...catalog.accelerators].flatMap(([id, entry]) => acceleratorSection(id, entry, catalog)),
    "## Prices",
    "Dated comparables, each of one basis; one that is of a later day than the deal's is not known to it. In formulas: `catalog.SERIES.FIGURE`. How they are compared: [prices](../prices.md).",
    ...priceBasisSections(catalog),
    "## Sources",
    markdownTable(
      ["source", "document", "published", "note"],
      Object.entries(catalog.sources).map(([id, { publisher, title = publisher, date, url, note }]) => [
        `\`${id}\``,
        url === undefined ? title : `[${title}](${url})`,
        date,
        note ?? "",
      ]),
    ),
    "",
  ].join("\n\n");
}

function priceBasisSections({ prices }: Catalog): string[] {
  return [...priceBasisIds, undefined].flatMap((basis) => {
    const rows = [...prices]
      .filter(([, series]) => series.basis === basis)
      .flatMap(([id, { name, accelerator = "not stated", figures }]) =>
        Object.entries(figures).map(([figure, { is, on, from, grade, note = "" }]) => [
          `\`${id}.${figure}\``,
          name,
          accelerator,
          on,
          String(is),
          grade,
          cited(from),
          note,
        ]),
      );
    if (rows.length === 0) return [];
    const title = basis === undefined ? "basis not stated" : `${basis}: ${priceBases[basis]}`;
    return [
      `### ${title}`,
      markdownTable(["figure", "what it is", "accelerator", "of", "price", "grade", "source", "note"], rows),
    ];
  });
}

function modelRow(id: string, entry: ModelEntry, catalog: Catalog): string[] {
  const architecture = architectureOf(id, catalog);
  if (architecture === undefined) throw new Error(`the catalogue lists no model ${id}`);
  const { total, active } = weightsOf(architecture);
  const state = recurrentStateBytes(architecture);
  return [
    `\`${id}\` ${entry.name}`,
    (entry.means ?? []).join(", "),
    `${(total / 1e9).toFixed(1)} billion`,
    `${(active / 1e9).toFixed(1)} billion`,
    `${((2 * cacheElements(architecture, 1)) / 1e3).toFixed(1)} kB`,
    state === 0 ? "" : `${(state / 1e6).toFixed(1)} MB`,
    attentionOf(architecture),
    cited(entry.from),
  ];
}

function attentionOf({ attention }: Architecture): string {
  if (attention.kind === "mla") return attention.sparse === undefined ? "latent" : "latent, sparse";
  const { sliding, linear } = attention;
  const parts = [
    "grouped queries",
    sliding === undefined ? "" : `${sliding.layers} layers see ${sliding.window} tokens`,
    linear === undefined ? "" : `${linear.layers} layers linear`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function acceleratorSection(id: string, { name, unit, means, figures }: AcceleratorEntry, catalog: Catalog): string[] {
  const rows = Object.entries(figures).flatMap(([figure, { is, from, grade, note, others = [] }]) => [
    [`\`${figure}\``, String(is), grade ?? "", cited(from), note ?? ""],
    ...others.map((other) => ["", String(other.is), "said too", cited(other.from), other.note ?? ""]),
  ]);
  const missing = acceleratorSpec(id, catalog)?.missing ?? [];
  return [
    `### ${id}`,
    `${name}, counted in ${unit}${means.length === 0 ? "" : `; also known as ${means.join(", ")}`}.`,
    ...(missing.length === 0 ? [] : [`The performance models lack: ${missing.join("; ")}.`]),
    markdownTable(["figure", "value", "grade", "source", "note"], rows),
  ];
}

function cited(from: string | undefined): string {
  return from === undefined ? "" : `\`${from}\``;
}

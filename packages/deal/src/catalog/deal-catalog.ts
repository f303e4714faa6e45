/** The catalogue with what a deal adds to it under `accelerators:` and `models:`, and what is wrong with that. */
import { parseFormula, type UnitRegistry } from "@underwatt/engine";
import type { Grade } from "@underwatt/evidence";
import { entryNamed, type Catalog } from "../catalog.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Diagnostic, Message, Span } from "../read/diagnostic.ts";
import type { DealText } from "../read/read-deal.ts";
import type { Key } from "../read/yaml-file.ts";
import { entryOf, type AcceleratorEntry } from "./accelerator-entry.ts";

/** The catalogue as one deal sees it. */
export interface DealCatalog extends Catalog {
  /** Names of the entries that are the deal's own. */
  readonly own: ReadonlySet<string>;
}

/** Adds a deal's entries. One whose name is taken is left out, with a message. */
export function dealCatalog(
  deal: DealText,
  catalog: Catalog,
  units: UnitRegistry,
): { catalog: DealCatalog; diagnostics: readonly Diagnostic[] } {
  const { accelerators = {}, models = {}, sources = {} } = deal.document;
  const merged = {
    accelerators: new Map(catalog.accelerators),
    models: new Map(catalog.models),
    prices: catalog.prices,
    sources: { ...catalog.sources, ...sources },
    own: new Set<string>(),
  };
  const check = new EntryCheck(deal, merged, units);
  for (const [id, written] of Object.entries(accelerators)) {
    const entry = entryOf(written);
    if (!check.isFree("accelerators", id, entry)) continue;
    check.figures(id, entry);
    merged.accelerators.set(id, entry);
    merged.own.add(id);
  }
  for (const [id, entry] of Object.entries(models)) {
    if (!check.isFree("models", id, entry)) continue;
    check.evidence(entry, ["models", id]);
    merged.models.set(id, entry);
    merged.own.add(id);
  }
  return { catalog: merged, diagnostics: check.diagnostics };
}

type Section = "accelerators" | "models";

class EntryCheck {
  readonly diagnostics: Diagnostic[] = [];
  private readonly deal: DealText;
  private readonly known: DealCatalog;
  private readonly units: UnitRegistry;

  constructor(deal: DealText, known: DealCatalog, units: UnitRegistry) {
    this.deal = deal;
    this.known = known;
    this.units = units;
  }

  /** Whether neither its name nor a name that it is published under means something else. */
  isFree(section: Section, id: string, { means = [] }: { readonly means?: readonly string[] | undefined }): boolean {
    const { accelerators, models, prices, own } = this.known;
    if (accelerators.has(id) || models.has(id) || prices.has(id)) {
      const said: Message = own.has(id)
        ? { message: `"${id}" is an accelerator and a model`, expected: "a name of its own for each" }
        : {
            message: `the catalogue has "${id}" already`,
            expected: "a name of its own",
            hint: `one figure of it is changed by a scenario, or by --set catalog.${id}.FIGURE=VALUE`,
          };
      this.error(said, this.deal.locateKey([section], id));
      return false;
    }
    for (const [index, name] of means.entries()) {
      const other = entryNamed(this.known[section], name);
      if (other === undefined) continue;
      const said = { message: `"${name}" means ${other} already`, expected: "a name that means one thing" };
      this.error(said, this.deal.locate([section, id, "means", index]));
    }
    return true;
  }

  /** What the graph does not see of an accelerator's figures: their sources, and what others say. */
  figures(id: string, { figures }: AcceleratorEntry): void {
    for (const [key, figure] of Object.entries(figures)) {
      const at = ["accelerators", id, "figures", key];
      this.evidence(figure, at);
      for (const [index, { is, from }] of (figure.others ?? []).entries()) {
        const place = [...at, "others", index];
        this.source(from, [...place, "from"]);
        const parsed = parseFormula(String(is), this.units);
        if ("problem" in parsed) this.error(parsed.problem, this.deal.locate([...place, "is"]));
      }
    }
  }

  /** A source without a grade, or a grade without a source, is no evidence. */
  evidence(
    { from, grade }: { readonly from?: string | undefined; readonly grade?: Grade | undefined },
    at: readonly Key[],
  ): void {
    if (from !== undefined) this.source(from, [...at, "from"]);
    if ((from === undefined) === (grade === undefined)) return;
    const [has, lacks] = from === undefined ? ["grade", "from"] : ["from", "grade"];
    const said = { message: `\`${has}:\` stands here without \`${lacks}:\``, expected: "both, or neither" };
    this.error(said, this.deal.locateKey(at, has));
  }

  private source(from: string, at: readonly Key[]): void {
    if (Object.hasOwn(this.known.sources, from)) return;
    const said: Message = {
      message: `there is no source "${from}"`,
      expected: "the name of a source, of the deal or of the catalogue",
      hint: didYouMean(from, Object.keys(this.known.sources)),
    };
    this.error(said, this.deal.locate(at));
  }

  private error({ message, expected, hint }: Message, span: Span): void {
    this.diagnostics.push(this.deal.diagnostic("error", { message, expected, hint }, span));
  }
}

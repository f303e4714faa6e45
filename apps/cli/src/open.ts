/** Opens a deal and the catalogue for a command, or stops with every message they deserve. */
import {
  formatDiagnostic,
  prepare,
  type Catalog,
  type DealText,
  type Diagnostic,
  type Prepared,
  type RunOptions,
} from "@underwatt/deal";
import {
  findDeal,
  openCatalog,
  openCommittedDeal,
  openDeal,
  openServingBook,
  openSimulatedBook,
  openTrainingBook,
  Unusable,
  type DealFolder,
} from "@underwatt/runtime";
import { exitCodes, Stop } from "./exit.ts";

export interface OpenDeal {
  readonly place: DealFolder;
  readonly deal: DealText;
  readonly catalog: Catalog;
}

/**
 * @param commit reads the deal as it stood at a commit of the repository that it is in
 * @throws Stop with the deal's mistakes, or when there is no deal
 */
export function open(path: string, commit?: string): OpenDeal {
  const catalog = openCatalogOrStop();
  const place = usable(() => findDeal(path));
  const read = usable(() => (commit === undefined ? openDeal(place) : openCommittedDeal(place, commit)));
  stopAt(read.diagnostics);
  if (read.deal === undefined) throw new Stop("the deal could not be read", exitCodes.mistakes);
  // Models are read for deals that ask them: the serving model's files are large.
  const { deal } = read;
  const kinds = new Set(Object.values(deal.document.workloads ?? {}).map(({ kind }) => kind));
  const models = {
    ...(kinds.has("serving")
      ? { serving: usable(() => openServingBook()), simulated: usable(() => openSimulatedBook(place, deal)) }
      : {}),
    ...(kinds.has("training") ? { training: usable(() => openTrainingBook()) } : {}),
  };
  return { place, deal, catalog: { ...catalog, ...models } };
}

/** The catalogue that comes with the program. */
export function openCatalogOrStop(): Catalog {
  const { catalog, diagnostics } = openCatalog();
  stopAt(diagnostics);
  return catalog;
}

/** @throws Stop with the deal's mistakes */
export function prepareOrStop({ deal, catalog }: OpenDeal, options: RunOptions): Prepared {
  const preparation = prepare(deal, catalog, options);
  if ("prepared" in preparation) return preparation.prepared;
  throw mistakes(preparation.diagnostics);
}

/** The messages of a deal with mistakes, as an end of the command. */
export function mistakes(diagnostics: readonly Diagnostic[]): Stop {
  const count = diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
  const closing = `${count} mistake${count === 1 ? "" : "s"}`;
  return new Stop([...diagnostics.map(formatDiagnostic), closing].join("\n\n"), exitCodes.mistakes);
}

/** @throws Stop with the sentence when a file cannot be used */
export function usable<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof Unusable) throw new Stop(error.message, exitCodes.mistakes);
    throw error;
  }
}

function stopAt(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.some((diagnostic) => diagnostic.severity === "error")) throw mistakes(diagnostics);
}

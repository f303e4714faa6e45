/** What a deal expands into: definitions for the graph, each with its origin. */
import type { Architecture, Engine, Framework, TrainingFormat, TrainingLayout, WeightFormat } from "@underwatt/compute";
import type { Definition, Graph, UnitRegistry } from "@underwatt/engine";
import type { Strength, Supersession } from "@underwatt/evidence";
import type { DealCatalog } from "../catalog/deal-catalog.ts";
import type { ClaimBook } from "../claim-book.ts";
import type { PriceKind } from "../meanings/price-kind.ts";
import type { Underived } from "../components/price.ts";
import type { MeaningId, StatedMeaning } from "../meanings/table.ts";
import type { Diagnostic } from "../read/diagnostic.ts";
import type { Key } from "../read/yaml-file.ts";
import type { Figure } from "../result.ts";
import type { Reading, Widening } from "./widen.ts";

/** Where a definition comes from. */
export interface Origin {
  readonly kind: Figure["kind"];
  readonly says?: string | undefined;
  readonly because?: string | undefined;
  readonly key?: boolean;
  /** Formula as people read it. */
  readonly formula: string;
  /** Its place in the deal, where it was written there. */
  readonly at?: readonly Key[] | undefined;
  /** Claim that stands in its place. */
  readonly supersededBy?: string;
  /** Set by `--set` or a scenario. */
  readonly overridden?: true;
  /** Bounds of the parameter it fills, in the unit it is brought to. */
  readonly bounds?: { readonly least?: number | undefined; readonly most?: number | undefined };
  /** Which utilisation it is, where that is stated. */
  readonly means?: StatedMeaning | undefined;
  /** Which utilisation the parameter that it fills must be. */
  readonly wants?: MeaningId | undefined;
  /** What kind of price it is, where it is one. */
  readonly price?: PriceKind | undefined;
  /** Figures that a response of a model was asked with: its formula is a number and names none. */
  readonly restsOn?: readonly string[];
  /** What a reader must know before trusting it: it lies outside what was measured. */
  readonly remarks?: readonly string[];
}

/** Why a path has no value: its formula is broken, it is a text, nobody gives it, it is published later, or a model is yet to be asked. */
export type Absence = "broken" | "text" | "unknown" | "later" | "asked";

/** A pool whose speed a model is asked for, by the names that the deal gives. */
interface Place {
  /** Path of the workload. */
  readonly workload: string;
  /** Path of its pool, under which the answers go. */
  readonly pool: string;
  readonly accelerator: string;
  readonly architecture: Architecture;
  /** What accelerators are counted in. */
  readonly counted: string;
  /** Place of the workload in the deal. */
  readonly at: readonly Key[];
}

export interface ServingPlace extends Place {
  readonly kind: "serving";
  readonly engine: Engine;
  readonly weights: WeightFormat;
}

export interface TrainingPlace extends Place {
  readonly kind: "training";
  readonly framework: Framework;
  readonly format: TrainingFormat;
  readonly release: string | undefined;
  /** Parts of a layout that are words; its numbers are quantities. */
  readonly layout: Partial<Pick<TrainingLayout, "sharding" | "recomputation">>;
}

export type WorkloadPlace = ServingPlace | TrainingPlace;

export interface Expansion {
  /** How claims were read, and how each was widened. */
  readonly reading: Reading;
  readonly widened: ReadonlyMap<string, Widening>;
  readonly definitions: readonly Definition[];
  readonly origins: ReadonlyMap<string, Origin>;
  /** Paths that exist and cannot be computed, and why. */
  readonly absent: ReadonlyMap<string, Absence>;
  readonly supersessions: readonly Supersession[];
  readonly book: ClaimBook;
  /** The catalogue with the deal's own entries. */
  readonly catalog: DealCatalog;
  readonly units: UnitRegistry;
  readonly diagnostics: readonly Diagnostic[];
  /** What models are yet to be asked; none once they have answered. */
  readonly asks: readonly WorkloadPlace[];
  /** By the path of a price, the denominators that nothing leads to. */
  readonly underivedPrices: ReadonlyMap<string, readonly Underived[]>;
  /** Every path that decides what a model was asked, directly or not; undefined when none was. */
  readonly askedWith?: ReadonlySet<string>;
  /** What a reader must know: results that were left out because they are not of these inputs. */
  readonly warnings?: readonly string[];
}

export interface ExpandOptions {
  /** Days since 1970-01-01. */
  readonly asOf: number;
  readonly set?: ReadonlyMap<string, string>;
  readonly scenario?: string | undefined;
  /** Whether grades widen claims; as the deal says unless given. */
  readonly evidence?: Strength | undefined;
  /** Whether the sums under `derivations` are wanted, read as printed, beside the rest. */
  readonly derivations?: boolean;
  /** Whether what `forecasts` say, and what came, is wanted, read as printed, beside the rest. */
  readonly forecasts?: boolean;
}

/** Paths that a figure rests on directly: those its formula names, and those a model was asked with. */
export function restingOn(
  { origins }: Pick<Expansion, "origins">,
  { quantities }: Graph,
  path: string,
): readonly string[] {
  const named = quantities.get(path)?.references ?? [];
  const asked = origins.get(path)?.restsOn;
  return asked === undefined ? named : [...named, ...asked];
}

/** What a deal expands into: definitions for the graph, each with its origin. */
import type { Definition, UnitRegistry } from "@underwatt/engine";
import type { Supersession } from "@underwatt/evidence";
import type { DealCatalog } from "../catalog/deal-catalog.ts";
import type { ClaimBook } from "../claim-book.ts";
import type { Diagnostic } from "../read/diagnostic.ts";
import type { Key } from "../read/yaml-file.ts";
import type { Figure } from "../result.ts";

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
}

/** Why a path has no value: its formula is broken, it is a text, nobody gives it, or it is published later. */
export type Absence = "broken" | "text" | "unknown" | "later";

export interface Expansion {
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
}

export interface ExpandOptions {
  /** Days since 1970-01-01. */
  readonly asOf: number;
  readonly set?: ReadonlyMap<string, string>;
  readonly scenario?: string | undefined;
  /** Whether the sums under `derivations` are wanted, read as printed, beside the rest. */
  readonly derivations?: boolean;
}

/** The view model of a note: all that a rendering shows, in order. Renderings lay it out and compute no figure. */
import type { Result } from "@underwatt/deal";
import type { Basis, FigureText, GradeMark } from "../format/index.ts";
import type { Chart } from "./chart.ts";

export interface Note {
  readonly title: string;
  readonly deal: string;
  readonly asOf: string;
  readonly run: Result["run"];
  readonly summary: Summary;
  readonly blocks: readonly NoteBlock[];
  /** Of every figure shown, and of all they rest on; sorted by path. */
  readonly derivations: readonly Derivation[];
  readonly warnings: readonly string[];
}

export interface Summary {
  readonly thesis: readonly {
    readonly says: string;
    readonly chance: string;
    readonly state: string;
    readonly tone: Tone;
  }[];
  readonly figures: readonly { readonly label: string; readonly figure: FigureSpan }[];
  /** Of all claims known, hardest first; grades without a claim are left out. */
  readonly evidence: readonly GradeShare[];
}

export interface GradeShare {
  readonly basis: Basis;
  readonly count: number;
  /** 0 to 1. */
  readonly share: number;
}

/** How good or bad news is; always beside a word that says so. */
export type Tone = "good" | "fair" | "open" | "poor" | "bad";

export type NoteBlock = TextBlock | TableBlock | ChartBlock;

/** Markdown with figures set into it. */
export interface TextBlock {
  readonly kind: "text";
  readonly pieces: readonly (string | FigureSpan)[];
}

/** A figure where it is shown. */
export interface FigureSpan extends FigureText {
  readonly path: string;
  readonly mark: GradeMark;
}

export interface TableBlock {
  readonly kind: "table";
  readonly caption: string;
  readonly columns: readonly { readonly label: string; readonly align: "left" | "right" }[];
  readonly rows: readonly (readonly TableCell[])[];
  /** What to say when there is no row. */
  readonly empty: string;
  /** What the table leaves out, said under it. */
  readonly rest?: string;
}

export interface TableCell {
  /** Plain text, never markup. */
  readonly text: string;
  /** Path beside the text, small: it tells rows apart whose text is the same. */
  readonly path?: string;
  readonly figure?: FigureSpan;
  readonly tone?: Tone;
  /** A formula or a path. */
  readonly code?: boolean;
}

export interface ChartBlock {
  readonly kind: "chart";
  readonly caption: string;
  /** What is drawn and how to read it, for those who do not see it. */
  readonly description: string;
  readonly chart: Chart;
  /** The same data. */
  readonly table: TableBlock;
}

/** Where one figure comes from. */
export interface Derivation {
  readonly path: string;
  readonly says?: string;
  readonly value: string;
  readonly mark: GradeMark;
  readonly kind: string;
  readonly formula: string;
  /** How a model came to it, and how far it may be off. */
  readonly answer?: string;
  /** What to know before trusting it. */
  readonly remarks?: readonly string[];
  /** How an uncertain input was read. */
  readonly reading?: string;
  readonly supersededBy?: string;
  /** Figures that its formula names. */
  readonly inputs: readonly { readonly path: string; readonly says?: string; readonly value: string }[];
  readonly claims: readonly ClaimLine[];
  /** Whether the note itself shows it, or only something that rests on it. */
  readonly shown: boolean;
}

export interface ClaimLine {
  readonly id: string;
  readonly says: string;
  readonly printed: string;
  /** What the formula of a computed claim comes to. */
  readonly value?: string;
  readonly grade: Basis;
  readonly published: string;
  readonly supersededBy?: string;
  readonly sources: readonly {
    readonly publisher: string;
    readonly title: string;
    readonly date: string;
    readonly url?: string;
  }[];
}

/** What the catalogue, and a deal under `accelerators:`, say of an accelerator. One table names its figures; the rest derives. */
import { grades } from "@underwatt/evidence";
import { z } from "zod";
import { formula, name, text } from "../schema/values.ts";

/** One figure of an accelerator. */
interface FigureKind {
  readonly name: string;
  /** Unit of one accelerator that is counted in GPUs; empty for money, whose currency is the source's. */
  readonly unit: string;
  readonly meaning: string;
  /** Without it a pool of the accelerator has no totals. */
  readonly required?: true;
}

/** The figures, as the files name them. Peaks are dense: vendors print twice as much with sparsity. */
export const figureKinds: readonly FigureKind[] = [
  { name: "peak-dense-bf16", unit: "TFLOP/s/GPU", required: true, meaning: "Dense peak of BF16 arithmetic" },
  { name: "peak-dense-fp8", unit: "TFLOP/s/GPU", meaning: "Dense peak of FP8 arithmetic" },
  { name: "peak-dense-fp4", unit: "TFLOP/s/GPU", meaning: "Dense peak of FP4 arithmetic" },
  { name: "measured-matmul-bf16", unit: "TFLOP/s/GPU", meaning: "Best BF16 matrix product that somebody measured" },
  { name: "measured-matmul-fp8", unit: "TFLOP/s/GPU", meaning: "Best FP8 matrix product that somebody measured" },
  { name: "hbm-capacity", unit: "GB/GPU", required: true, meaning: "Memory" },
  { name: "hbm-bandwidth", unit: "TB/s/GPU", required: true, meaning: "Memory bandwidth" },
  { name: "board-power", unit: "W/GPU", meaning: "Power of the board at its maximum" },
  { name: "scale-up-domain", unit: "GPU", meaning: "Accelerators that share the fast fabric" },
  {
    name: "scale-up-bandwidth",
    unit: "GB/s/GPU",
    meaning: "Bandwidth into the fast fabric, both directions together as vendors print it",
  },
  { name: "scale-out-bandwidth", unit: "Gbit/s/GPU", meaning: "Bandwidth of the network adapters, one direction" },
  { name: "price-street", unit: "", meaning: "Price of a new one, per accelerator" },
  { name: "price-used", unit: "", meaning: "Price of a used one, per accelerator" },
];

const other = z.strictObject({ is: formula, from: name, note: text.optional() });
const value = formula.describe("The value, per accelerator where it is of one");
const others = z.array(other).optional().describe("What other sources say");

const catalogFigure = z.strictObject({
  is: value,
  from: name.describe("Source"),
  grade: z.enum(grades),
  note: text.optional(),
  others,
});

/** A deal's own figure needs no source of its own: it may be a formula over claims. */
const longFigure = z.strictObject({
  is: value,
  from: name.optional().describe("Source, of the deal or of the catalogue; goes with `grade`"),
  grade: z.enum(grades).optional().describe("How hard the evidence is; goes with `from`"),
  note: text.optional(),
  others,
});
const dealFigure = z
  .union([formula, longFigure], { error: "expected a formula, or `is:` with a formula" })
  .meta({ id: "accelerator-figure", title: "figure of an accelerator" });

const about = {
  name: text.describe("Name for people"),
  unit: z.enum(["GPU", "chip"]).describe("What one of it is counted in"),
  means: z.array(text).optional().describe("Other names it is known by"),
};

/** A map of the table's figures. */
function figuresOf<T extends z.ZodType>(figure: T): z.ZodObject<Record<string, T | z.ZodOptional<T>>, z.core.$strict> {
  const shape: Record<string, T | z.ZodOptional<T>> = {};
  for (const { name: key, unit, meaning, required } of figureKinds) {
    const described = figure.describe(`${meaning}${unit === "" ? "" : ` [${unit}]`}`);
    shape[key] = required === true ? described : described.optional();
  }
  return z.strictObject(shape);
}

/** A file of the catalogue. */
export const acceleratorFileSchema = z
  .strictObject({ accelerator: name.describe("Name in deals"), ...about, figures: figuresOf(catalogFigure) })
  .describe("An accelerator");

/** An entry of a deal's `accelerators:`. */
export const dealAcceleratorSchema = z
  .strictObject({ ...about, figures: figuresOf(dealFigure) })
  .describe("An accelerator that the catalogue lacks");
export type DealAccelerator = z.infer<typeof dealAcceleratorSchema>;

/** A figure of either. Without a source and a grade it is no evidence of its own. */
export type AcceleratorFigure = z.infer<typeof longFigure>;

export interface AcceleratorEntry {
  readonly name: string;
  readonly unit: "GPU" | "chip";
  readonly means: readonly string[];
  readonly figures: Readonly<Record<string, AcceleratorFigure>>;
}

export function entryOf({ name: title, unit, means = [], figures }: DealAccelerator): AcceleratorEntry {
  const known = Object.entries(figures).flatMap(([key, figure]): [string, AcceleratorFigure][] => {
    if (figure === undefined) return [];
    return [[key, typeof figure === "object" ? figure : { is: figure }]];
  });
  return { name: title, unit, means, figures: Object.fromEntries(known) };
}

/** Unit of a figure of an accelerator that is counted in `counted`; undefined for money. */
export function unitOfFigure(figure: string, counted: AcceleratorEntry["unit"]): string | undefined {
  const unit = figureKinds.find((kind) => kind.name === figure)?.unit;
  return unit === undefined || unit === "" ? undefined : unit.replace("GPU", counted);
}

/** Least squares by normal equations that are kept apart by fold, so that a fit can leave its own fold out. */
import { solveLinear } from "../numeric/index.ts";

/** Against columns that tell the same, and of no weight beside the rest. */
const ridge = 1e-9;

export class LeastSquares {
  private readonly features: readonly Float64Array[];
  private readonly folds: ArrayLike<number>;
  private readonly foldCount: number;
  /** By fold: sums of products of features, row by row. */
  private readonly products: readonly Float64Array[];

  /**
   * @param features columns, sample by sample
   * @param folds which fold each sample belongs to, 0 to `foldCount` - 1
   */
  constructor(features: readonly Float64Array[], folds: ArrayLike<number>, foldCount: number) {
    this.features = features;
    this.folds = folds;
    this.foldCount = foldCount;
    const size = features.length;
    this.products = Array.from({ length: foldCount }, () => new Float64Array(size * size));
    for (const [row, left] of features.entries()) {
      for (let column = 0; column <= row; column++) {
        const right = features[column];
        if (right === undefined) continue;
        const sums = sumsByFold(left, right, folds, foldCount);
        for (const [fold, sum] of sums.entries()) {
          const products = this.products[fold];
          if (products === undefined) continue;
          products[row * size + column] = sum;
          products[column * size + row] = sum;
        }
      }
    }
  }

  /** Coefficients by all samples, then by all but those of each fold in turn. */
  fit(target: Float64Array): { whole: readonly number[]; without: readonly (readonly number[])[] } {
    const right = this.features.map((column) => sumsByFold(column, target, this.folds, this.foldCount));
    const solve = (counts: (fold: number) => boolean): readonly number[] => {
      const size = this.features.length;
      const chosen = this.products.filter((_, fold) => counts(fold));
      const matrix = this.features.map((_, row) =>
        this.features.map((__, column) => chosen.reduce((sum, each) => sum + (each[row * size + column] ?? 0), 0)),
      );
      const trace = matrix.reduce((sum, row, i) => sum + (row[i] ?? 0), 0) / size;
      for (const [i, row] of matrix.entries()) row[i] = (row[i] ?? 0) + ridge * trace;
      const sums = right.map((byFold) => byFold.reduce((sum, each, fold) => (counts(fold) ? sum + each : sum), 0));
      return solveLinear(matrix, sums) ?? this.features.map(() => 0);
    };
    return {
      whole: solve(() => true),
      without: Array.from({ length: this.foldCount }, (_, left) => solve((fold) => fold !== left)),
    };
  }
}

/** What features times coefficients come to at one sample. */
export function fitted(features: readonly Float64Array[], coefficients: readonly number[], sample: number): number {
  let sum = 0;
  for (let k = 0; k < features.length; k++) sum += (coefficients[k] ?? 0) * (features[k]?.[sample] ?? Number.NaN);
  return sum;
}

function sumsByFold(
  left: Float64Array,
  right: Float64Array,
  folds: ArrayLike<number>,
  foldCount: number,
): Float64Array {
  const sums = new Float64Array(foldCount);
  for (let i = 0; i < left.length; i++) {
    const fold = folds[i] ?? 0;
    sums[fold] = (sums[fold] ?? 0) + (left[i] ?? Number.NaN) * (right[i] ?? Number.NaN);
  }
  return sums;
}

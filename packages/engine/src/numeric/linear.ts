/** Small dense systems of linear equations. */

/**
 * The x with `matrix` x = `right`, by Gaussian elimination with partial pivoting; `undefined` if the matrix is singular.
 * Neither argument is changed.
 */
export function solveLinear(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): readonly number[] | undefined {
  const rows = matrix.map((row, i) => Float64Array.of(...row, right[i] ?? Number.NaN));
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    const remaining = rows.splice(column).sort((one, other) => size(other, column) - size(one, column));
    const [pivotRow, ...below] = remaining;
    const pivot = pivotRow?.[column];
    if (pivotRow === undefined || pivot === undefined || !(Math.abs(pivot) > 0)) return undefined;
    for (const row of below) subtract(row, pivotRow, (row[column] ?? 0) / pivot);
    rows.push(pivotRow, ...below);
  }
  const solution = Array.from({ length: n }, () => 0);
  for (let i = n - 1; i >= 0; i--) {
    const row = rows[i] ?? new Float64Array();
    const known = solution.reduce((sum, value, j) => sum + value * (row[j] ?? 0), 0);
    solution[i] = ((row[n] ?? 0) - known) / (row[i] ?? 0);
  }
  return solution;
}

function size(row: Float64Array, column: number): number {
  return Math.abs(row[column] ?? 0);
}

function subtract(row: Float64Array, pivotRow: Float64Array, factor: number): void {
  for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) - factor * (pivotRow[j] ?? 0);
}

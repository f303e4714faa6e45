/** Which months of a calendar to name on an axis: at most nine, on round months. */

export function monthTicks(months: readonly string[]): { index: number; text: string }[] {
  const step = [1, 2, 3, 6, 12, 24, 60, 120].find((size) => months.length / size <= 9) ?? 240;
  return months.flatMap((month, index) => {
    const [year = 0, number = 1] = month.split("-").map(Number);
    if ((year * 12 + number - 1) % step !== 0) return [];
    return [{ index, text: step >= 12 ? String(year) : month }];
  });
}

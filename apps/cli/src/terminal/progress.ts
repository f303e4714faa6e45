/** A progress line on standard error, shown only where a person looks and only when the work takes long. */
import { bar } from "./chart.ts";

const showAfterMs = 400;
const redrawEveryMs = 80;

export interface Progress {
  report(done: number, total: number): void;
  finish(): void;
}

/** @param label what is being done */
export function startProgress(label: string): Progress {
  const { stderr } = process;
  if (!stderr.isTTY) return { report: () => {}, finish: () => {} };
  const started = performance.now();
  let drawn = 0;
  return {
    report(done, total) {
      const now = performance.now();
      if (now - started < showAfterMs || now - drawn < redrawEveryMs) return;
      drawn = now;
      const left = done === 0 ? "" : `${Math.ceil(((now - started) * (total - done)) / done / 1000)} s left`;
      stderr.write(
        `\r\u001b[2K${label} ${bar(done / total, 24).padEnd(24)} ${Math.floor((100 * done) / total)} % ${left}`,
      );
    },
    finish() {
      if (drawn > 0) stderr.write("\r\u001b[2K");
    },
  };
}

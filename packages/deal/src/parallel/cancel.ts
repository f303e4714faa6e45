/** Stopping work that nobody waits for any more. */

/** What of an `AbortSignal` is needed: Node and browsers both have one, and portable code has the type of neither. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** The end of work that was cancelled: no fault, and no result. */
export class Cancelled extends Error {
  constructor() {
    super("cancelled");
  }
}

/** @throws Cancelled when the signal says so */
export function stopIfCancelled(signal: CancelSignal | undefined): void {
  if (signal?.aborted === true) throw new Cancelled();
}

/** Exit codes, and the ways a command ends early. */

export const exitCodes = {
  /** The work was done. */
  done: 0,
  /** It could not be done: a file that cannot be written, a name that does not exist. */
  failed: 1,
  /** The deal, or the command line, has mistakes. */
  mistakes: 2,
  /** Interrupted by its user. */
  interrupted: 130,
} as const;

/** Ends a command with a sentence and a code. */
export class Stop extends Error {
  readonly code: number;
  constructor(message: string, code: number = exitCodes.failed) {
    super(message);
    this.code = code;
  }
}

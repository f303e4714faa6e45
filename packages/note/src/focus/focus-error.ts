/** A deal of which no rows can be made; the message is a sentence for people. */
export class FocusError extends Error {
  override readonly name = "FocusError";
}

/** A text file by its name in the catalogue. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

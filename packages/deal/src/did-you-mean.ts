/** The hint that names the nearest known name. */
import { nearest } from "@underwatt/engine";

/** `did you mean X?`, or `otherwise` when nothing known is near. */
export function didYouMean(name: string, known: Iterable<string>, otherwise?: string): string | undefined {
  const close = nearest(name, known);
  return close === undefined ? otherwise : `did you mean ${close}?`;
}

/** How WebAssembly writes numbers and lists. Source: WebAssembly core specification 2.0, section 5 (binary format). */

/** A whole number below 2^32, in groups of seven bits. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const group = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? group : group | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** A signed 32-bit whole number. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const group = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (group & 0x40) === 0) || (rest === -1 && (group & 0x40) !== 0);
    bytes.push(done ? group : group | 0x80);
    if (done) return bytes;
  }
}

/** A double, low byte first. */
export function double(value: number): number[] {
  return [...new Uint8Array(Float64Array.of(value).buffer)];
}

export function text(value: string): number[] {
  return list([...value].map((letter) => [letter.codePointAt(0) ?? 0]));
}

/** A list: how many, then each. */
export function list(items: readonly (readonly number[])[]): number[] {
  const bytes = unsigned(items.length);
  for (const item of items) append(bytes, item);
  return bytes;
}

/** Something preceded by its length. */
export function sized(bytes: readonly number[]): number[] {
  const out = unsigned(bytes.length);
  append(out, bytes);
  return out;
}

/** Appends without the limit that a spread of many arguments has. */
export function append(to: number[], bytes: readonly number[]): void {
  for (const byte of bytes) to.push(byte);
}

/** Figures that wait for evidence, told in few words. */

interface LeftOut {
  /** A path, or how many figures of one thing. */
  readonly what: string;
  readonly several: boolean;
  /** The claims that they wait for. */
  readonly claims: string;
}

/** Figures of one thing that wait for the same claims are told together. */
export function leftOutTogether(leftOut: Iterable<readonly [path: string, claims: readonly string[]]>): LeftOut[] {
  const waiting = [...leftOut].map(([path, claims]) => {
    const [section, name, ...inside] = path.split(".");
    return { path, claims: claims.join(", "), of: inside.length === 0 ? path : `${section}.${name}` };
  });
  return [...Map.groupBy(waiting, ({ of, claims }) => `${of} ${claims}`).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const several = group.length > 1;
    return [{ what: several ? `${group.length} figures of ${first.of}` : first.path, several, claims: first.claims }];
  });
}

/** Looks each name up once. */
export function remembered<T>(find: (name: string) => T): (name: string) => T {
  const known = new Map<string, { readonly found: T }>();
  return (name) => {
    let entry = known.get(name);
    if (entry === undefined) known.set(name, (entry = { found: find(name) }));
    return entry.found;
  };
}

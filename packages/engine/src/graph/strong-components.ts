/** Strongly connected components: sets of nodes that all lead to one another. */

/**
 * Tarjan's algorithm (1972) with a stack of its own, so that long chains do no harm.
 * @param nodes where to begin
 * @param next the nodes that a node leads to
 * @returns every node reached, in components; each stands after the components that it leads to
 */
export function strongComponents<Node>(nodes: Iterable<Node>, next: (node: Node) => Iterable<Node>): Node[][] {
  const components: Node[][] = [];
  /** Number by first visit, and the lowest number known to be reachable while the node is on the path. */
  const seen = new Map<Node, { readonly number: number; low: number; done: boolean }>();
  const open: Node[] = [];
  const path: { readonly node: Node; readonly rest: Iterator<Node> }[] = [];
  const enter = (node: Node): void => {
    seen.set(node, { number: seen.size, low: seen.size, done: false });
    open.push(node);
    path.push({ node, rest: next(node)[Symbol.iterator]() });
  };
  for (const root of nodes) {
    if (!seen.has(root)) enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const state = seen.get(top.node);
      if (state === undefined) throw new Error("a node on the path was seen");
      const { value, done } = top.rest.next();
      if (done !== true) {
        const other = seen.get(value);
        if (other === undefined) enter(value);
        else if (!other.done) state.low = Math.min(state.low, other.number);
        continue;
      }
      path.pop();
      const above = seen.get(path.at(-1)?.node ?? top.node);
      if (above !== undefined) above.low = Math.min(above.low, state.low);
      if (state.low < state.number) continue;
      const component = open.splice(open.lastIndexOf(top.node));
      for (const node of component) {
        const member = seen.get(node);
        if (member !== undefined) member.done = true;
      }
      components.push(component);
    }
  }
  return components;
}

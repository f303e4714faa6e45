import fc from "fast-check";
import { expect, test } from "vitest";
import { strongComponents } from "./strong-components.ts";

const nodes = [0, 1, 2, 3, 4, 5, 6];
const anyEdges = fc.array(fc.tuple(fc.constantFrom(...nodes), fc.constantFrom(...nodes)), { maxLength: 20 });

/** Nodes reached from one by walking every edge again and again. */
function reach(from: number, edges: readonly (readonly [number, number])[]): Set<number> {
  const found = new Set([from]);
  for (const node of found) for (const [a, b] of edges) if (a === node) found.add(b);
  return found;
}

test("members lead to one another, and each component stands after those it leads to", () => {
  fc.assert(
    fc.property(anyEdges, fc.subarray(nodes), (edges, roots) => {
      const components = strongComponents(roots, (node) => edges.flatMap(([a, b]) => (a === node ? [b] : [])));
      const place = new Map(components.flatMap((component, index) => component.map((node) => [node, index])));
      const reached = new Set(roots.flatMap((root) => [...reach(root, edges)]));
      expect(components.flat()).toHaveLength(reached.size);
      expect(new Set(components.flat())).toEqual(reached);
      for (const a of reached) {
        for (const b of reach(a, edges)) {
          expect(place.get(b) === place.get(a)).toBe(reach(b, edges).has(a));
          expect(place.get(b) ?? NaN).toBeLessThanOrEqual(place.get(a) ?? NaN);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("a chain of thousands does no harm", () => {
  const chain = strongComponents([0], (node) => (node < 50_000 ? [node + 1] : []));
  expect(chain).toHaveLength(50_001);
  expect(chain[0]).toEqual([50_000]);
});

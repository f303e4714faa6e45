import fc from "fast-check";
import { expect, test } from "vitest";
import { BlockTable } from "./block-table.ts";
import { CachedBlock } from "./cached-block.ts";

test("finds what was added and not removed", () => {
  const name = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer());
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.boolean()), { maxLength: 400 }), (changes) => {
      const table = new BlockTable();
      const known = new Map<number, CachedBlock>();
      for (const [each, isAdded] of changes) {
        const block = known.get(each);
        if (isAdded && block === undefined) {
          const added = Object.assign(new CachedBlock(), { name: each });
          known.set(each, added);
          table.add(added);
        } else if (!isAdded && block !== undefined) {
          table.remove(block);
          known.delete(each);
        }
        expect(table.find(each)).toBe(known.get(each));
      }
      for (const [each, block] of known) expect(table.find(each)).toBe(block);
      expect(table.size).toBe(known.size);
    }),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { Agenda } from "./agenda.ts";
import { EndingHeap } from "./ending-heap.ts";
import { IndexedHeap } from "./indexed-heap.ts";
import { Sequence } from "./sequence.ts";

const key = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(Infinity));

test("an indexed heap knows the least key after every change, of equals the first", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), key), { maxLength: 100 }), (changes) => {
      const heap = new IndexedHeap(10);
      const keys = Array.from({ length: 10 }, () => Infinity);
      for (const [index, each] of changes) {
        heap.set(index, each);
        keys[index] = each;
        expect(heap.least).toBe(Math.min(...keys));
        expect(heap.top).toBe(keys.indexOf(Math.min(...keys)));
      }
    }),
  );
});

test("an agenda gives things back by time, then as they were put down", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (times) => {
      const agenda = new Agenda<number>();
      for (const [i, time] of times.entries()) agenda.put(time, i);
      const order = times.map((time, i) => [time, i] as const).sort(([a, i], [b, j]) => a - b || i - j);
      for (const [time, i] of order) {
        expect(agenda.next).toBe(time);
        expect(agenda.take()).toBe(i);
      }
      expect(agenda.take()).toBeUndefined();
    }),
  );
});

test("decoding sequences end by step, then as they joined, whoever leaves between", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean()), { maxLength: 40 }), (rows) => {
      const heap = new EndingHeap(40);
      const members = rows.map(([finishStep], joined) => Object.assign(new Sequence(), { finishStep, joined }));
      for (const member of members) heap.push(member);
      const stay = members.filter((_, i) => rows[i]?.[1] === true);
      for (const member of members) if (!stay.includes(member)) heap.remove(member);
      for (const member of stay.sort((a, b) => a.finishStep - b.finishStep || a.joined - b.joined)) {
        expect(heap.firstStep).toBe(member.finishStep);
        expect(heap.shift()).toBe(member);
      }
      expect(heap.firstStep).toBe(Infinity);
    }),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { TurnQueue } from "./turn-queue.ts";

test("gives what is due first, of equal times what was put first, as a sorted list does", () => {
  const step = fc.oneof(fc.nat(20), fc.constant("take" as const));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const queue = new TurnQueue<{ readonly name: number }>();
      const list: { time: number; name: number }[] = [];
      steps.forEach((step, name) => {
        if (step === "take") expect(queue.take()?.name).toBe(list.shift()?.name);
        else {
          queue.put(step, { name });
          list.push({ time: step, name });
          list.sort((a, b) => a.time - b.time || a.name - b.name);
        }
        expect(queue.earliest).toBe(list[0]?.time ?? Infinity);
      });
    }),
  );
});

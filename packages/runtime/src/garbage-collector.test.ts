import { expect, test } from "vitest";
import { garbageCollector } from "./garbage-collector.ts";

const megabytes = (): number => process.memoryUsage().arrayBuffers / 2 ** 20;

test("large arrays do not pile up", () => {
  const collect = garbageCollector();
  const before = megabytes();
  let most = 0;
  for (let i = 0; i < 100; i++) {
    new Float64Array(2 ** 20).fill(i);
    most = Math.max(most, megabytes());
    collect();
  }
  expect(most - before).toBeLessThan(48);
});

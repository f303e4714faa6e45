import { expect, test } from "vitest";
import { moic } from "./index.ts";

test("pyxirr documentation, MOIC", () => {
  expect(moic({ invested: 100, realised: 60, unrealised: 90 })).toBe(1.5);
  expect(moic({ invested: 0, realised: 60, unrealised: 90 })).toBeNaN();
});

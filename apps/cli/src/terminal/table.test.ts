import { expect, it } from "vitest";
import { table, wrap } from "./table.ts";

it("text breaks at spaces, and a longer word after a mark or where it must", () => {
  expect(wrap("one two three", 8)).toEqual(["one two", "three"]);
  expect(wrap("contracts.lease.exit.hazard ends", 14)).toEqual(["contracts.", "lease.exit.", "hazard ends"]);
  expect(wrap("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
});

const columns = [{ title: "option" }, { title: "worth", align: "right" as const }, { title: "what", flexible: true }];
const rows = [["lease", "5 million USD", "Pay for all of it, whether used or not."]];

it("a last column that wraps stands beside the others where it has room", () => {
  expect(table(columns, rows, 45)).toEqual([
    "option          worth  what",
    "──────  ─────────────  ──────────────────────",
    "lease   5 million USD  Pay for all of it,",
    "                       whether used or not.",
  ]);
});

it("and below them where it has none", () => {
  expect(table(columns, rows, 30)).toEqual([
    "option          worth",
    "──────  ─────────────",
    "lease   5 million USD",
    "  Pay for all of it, whether",
    "  used or not.",
  ]);
});

import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeTraffic, type RequestColumns, type TraceReport } from "@underwatt/compute";
import { Unusable } from "./deal-folder.ts";
import { openTrace } from "./trace-file.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "underwatt-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function read(path: string): Promise<{ stretches: RequestColumns[]; report: TraceReport }> {
  const trace = openTrace(path);
  const stretches: RequestColumns[] = [];
  for await (const columns of trace.requests) stretches.push(columns);
  return { stretches, report: trace.report() };
}

const rows = Array.from({ length: 140_000 }, (_, i) => `${i * 0.5},${1 + (i % 1000)},${1 + (i % 7)}`);
const text = `\ufeffarrival,input,output,prénom\n${rows.map((row) => `${row},é`).join("\n")}\n`;

describe("a trace on disk", () => {
  test("is read in stretches, the same plain and packed, whatever it is called", async () => {
    const packed = gzipSync(text);
    const plain = await read(fileOf("plain.csv", text));
    const gzip = await read(fileOf("packed.csv", packed));
    // A file packed in two goes is two members one after the other.
    const half = Math.floor(text.length / 2);
    const members = Buffer.concat([gzipSync(text.slice(0, half)), gzipSync(text.slice(half))]);
    const twice = await read(fileOf("members.csv.gz", members));
    expect(plain.report).toMatchObject({ rows: 140_000, kept: 140_000, refused: {} });
    expect(plain.stretches.length).toBeGreaterThan(1);
    for (const other of [gzip, twice]) {
      expect(other.report).toEqual(plain.report);
      expect(describeTraffic(other.stretches)).toEqual(describeTraffic(plain.stretches));
    }
  });

  test("can be left in the middle", async () => {
    for (const content of [text, gzipSync(text)]) {
      const trace = openTrace(fileOf("left.csv", content));
      for await (const columns of trace.requests) {
        expect(columns.count).toBeGreaterThan(0);
        break;
      }
      expect(trace.report().rows).toBeLessThan(140_000);
    }
  });

  test.each([
    ["missing.csv", undefined, /^cannot read .*missing\.csv: ENOENT/],
    ["folder", "folder", /^cannot read .*: EISDIR/],
    ["empty.csv", "", /empty\.csv: the trace is empty: it has neither a header nor requests/],
    ["cut.csv.gz", gzipSync(text).subarray(0, 20_000), /^cannot read .*cut\.csv\.gz: unexpected end of file/],
    ["broken.csv.gz", Uint8Array.of(0x1f, 0x8b, 1, 2, 3, 4), /^cannot read .*broken\.csv\.gz: /],
    ["utf-16.csv", Buffer.from(`\ufeff${text.slice(0, 1000)}`, "utf16le"), /utf-16\.csv: .* is no UTF-8 text/],
    ["a.zip", "PK\u0003\u0004\0\0\0\n", /a\.zip: the trace is in no form that is read/],
  ])("that cannot be read is named with the reason: %s", async (name, content, message) => {
    const path = content === "folder" ? folder : content === undefined ? join(folder, name) : fileOf(name, content);
    const reading = read(path);
    await expect(reading).rejects.toThrow(Unusable);
    await expect(reading).rejects.toThrow(message);
  });
});

const published = fileURLToPath(new URL("../../../../shared/data/traces/", import.meta.url));
const hasPublished = statSync(published, { throwIfNoEntry: false }) !== undefined;

/** Rows, sums and spans by Python's csv and json modules over the same files. */
describe.skipIf(!hasPublished)("published traces (skipped where ../shared/data/traces is absent)", () => {
  test.each([
    ["azure-llm-2023/AzureLLMInferenceTrace_conv.csv", 19_366, 22_361_870, 4_088_665, 3501.721937, -0.112352950614],
    ["azure-llm-2023/AzureLLMInferenceTrace_code.csv", 8819, 18_059_974, 245_896, 3435.948056, 0.001152483097],
    ["mooncake-fast25/conversation_trace.jsonl", 12_031, 144_793_823, 4_122_048, 3536.999, undefined],
    ["mooncake-fast25/synthetic_trace.jsonl", 3993, 61_194_628, 595_432, 1022.025, undefined],
  ])("%s", async (file, count, input, output, span, correlation) => {
    const { stretches, report } = await read(join(published, file));
    expect(report).toMatchObject({ rows: count, kept: count, mended: { sorted: 0, failed: 0 }, refused: {} });
    const statistics = describeTraffic(stretches);
    expect(statistics.input.mean * count).toBeCloseTo(input, 3);
    expect(statistics.output.mean * count).toBeCloseTo(output, 3);
    expect(statistics.first).toBe(0);
    expect(statistics.last).toBeCloseTo(span, 9);
    if (correlation !== undefined) expect(statistics.correlation).toBeCloseTo(correlation, 11);
    if (file.endsWith(".jsonl")) {
      // Every prompt has a block for each 512 tokens begun.
      const short = stretches.flatMap(({ count, input, prefix }) =>
        Array.from({ length: count }, (_, i) => {
          const blocks = (prefix?.start[i + 1] ?? 0) - (prefix?.start[i] ?? 0);
          return blocks - Math.ceil((input[i] ?? 0) / 512);
        }).filter((difference) => difference !== 0),
      );
      expect(short).toEqual([]);
    }
  });
});

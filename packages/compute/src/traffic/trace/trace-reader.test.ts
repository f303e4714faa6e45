import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { longestLine } from "./lines.ts";
import { brief, csv, read } from "./reading.fixture.ts";

describe("published forms", () => {
  test("Azure 2023: dates with seven decimals", () => {
    const reading = read(
      "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:15:46.6805900,374,44\r\n2023-11-16 18:15:50.9951690,396,109",
    );
    expect(brief(reading).map(([arrival]) => arrival)).toEqual([0, expect.closeTo(4.314579, 9)]);
    expect(brief(reading).map(([, ...lengths]) => lengths)).toEqual([
      [374, 44],
      [396, 109],
    ]);
    expect(reading.report).toMatchObject({
      format: "csv",
      rows: 2,
      kept: 2,
      refused: {},
      columns: { time: "TIMESTAMP", input: "ContextTokens", output: "GeneratedTokens" },
    });
  });

  test("Azure 2024: a zone, and midnight in between", () => {
    const reading = read(
      "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-02-29 23:59:59.500000+00:00,1,2\n2024-03-01 00:00:00.250000+00:00,3,4\n",
    );
    expect(brief(reading)).toEqual([
      [0, 1, 2],
      [0.75, 3, 4],
    ]);
  });

  test("BurstGPT: columns that are not read, and failures without an answer", () => {
    const reading = read(
      "Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type\n" +
        "5,,1.5,ChatGPT,472,18,490,Conversation log\n45,a,2,GPT-4,1087,0,1087,API log\n118,,3,ChatGPT,417,276,693,API log\n",
    );
    expect(brief(reading)).toEqual([
      [5, 472, 18],
      [118, 417, 276],
    ]);
    expect(reading.report).toMatchObject({ rows: 3, kept: 2, mended: { failed: 1, sorted: 0 }, refused: {} });
  });

  test("Mooncake: milliseconds and blocks", () => {
    const reading = read(
      '{"timestamp": 0, "input_length": 1024, "output_length": 5, "hash_ids": [0, 1]}\n' +
        '{"timestamp": 27482, "input_length": 600, "output_length": 1}\n' +
        '{"timestamp": 27483, "input_length": 600, "output_length": 52, "hash_ids": [0, 2]}\n',
    );
    expect(reading.requests).toEqual([
      { arrival: 0, input: 1024, output: 5, tier: undefined, blocks: [0, 1] },
      { arrival: 27.482, input: 600, output: 1, tier: undefined, blocks: [] },
      { arrival: 27.483, input: 600, output: 52, tier: undefined, blocks: [0, 2] },
    ]);
    expect(reading.report).toMatchObject({ format: "json-lines", times: "milliseconds" });
  });
});

describe("headers", () => {
  test.each([
    ["arrived_at,num_prefill_tokens,num_decode_tokens", "1.5,10,20", 1.5],
    ["arrival_time_ms,Prompt Tokens,Completion Tokens", "1500,10,20", 1.5],
    ["Output Length;Input Length;Timestamp [us]", "20;10;1500000", 1.5],
    ["output_len\tinput_len\ttime\tmodel", "20\t10\t1.5\tx", 1.5],
    ['"timestamp","isl","osl","user"', '"1.5","10","20","a, ""b"""', 1.5],
    ["id,,t_seconds,promptTokens,completionTokens,,", "7,,1.5, 10 ,20,,", 1.5],
    ["\ufefftimestamp,input,output", "1.5,10,20", 1.5],
    ["time,requestTokens,tokens_out", "1.5e0,10.0,2e1", 1.5],
    ["timestamp,input,output", "1700000000.5,10,20", 0],
    ["timestamp,input,output", "1700000000500,10,20", 0],
  ])("%s", (header, row, arrival) => {
    const reading = read(`\n${header}\n${row}\n`.replace("\n\ufeff", "\ufeff"));
    expect(brief(reading)).toEqual([[arrival, 10, 20]]);
    expect(reading.report.refused).toEqual({});
  });

  test("numbers since 1970 count from the first request, in the unit their size shows", () => {
    for (const [unit, parts] of [
      ["seconds", 1],
      ["milliseconds", 1e3],
      ["microseconds", 1e6],
      ["nanoseconds", 1e9],
    ] as const) {
      const reading = read(csv(`${1_700_000_000 * parts},1,1`, `${1_700_000_002 * parts},1,1`));
      expect(brief(reading)).toEqual([
        [0, 1, 1],
        [2, 1, 1],
      ]);
      expect(reading.report.times).toBe(`${unit} since 1970, counted from the first request`);
    }
  });

  test("tiers are numbered in the order they come", () => {
    const reading = read('arrival,input,output,tier\n0,1,1,"gold"\n1,1,1,free\n2,1,1,gold\n');
    expect(reading.requests.map(({ tier }) => tier)).toEqual([0, 1, 0]);
    expect(reading.report.tiers).toEqual(["gold", "free"]);
  });

  test.each([
    ["", "the trace is empty: it has neither a header nor requests"],
    ["\n \n", "the trace is empty"],
    ["timestamp,input,output\n", "the trace has a header but no requests below it"],
    [
      "1,2,3\n4,5,6\n",
      'its first line, "1,2,3", is a CSV without a column for the time of arrival, prompt tokens, answer',
    ],
    ["time,model,output_tokens\n1,2,3\n", "is a CSV without a column for prompt tokens. Read are: a CSV whose header"],
    ["time,input,prompt,output\n", 'the columns "input" and "prompt" of the trace both name prompt tokens'],
    ['{"time": 1}\n', "is JSON without timestamp, input_length, output_length"],
    ['{"chat_id": 1, "timestamp": 1, "input_length": 1, "output_length": 1}\n', "as in Bailian's traces"],
    ["[1, 2]\n", "is a CSV without a column"],
    ["PK\u0003\u0004\0\0\n", "is no UTF-8 text (a binary file, or UTF-16"],
    ["x".repeat(longestLine + 1), "its first line is longer than 1,048,576 characters, as no text of a trace is"],
  ])("%j is refused", (text, refusal) => {
    expect(read(text).refusal).toContain(refusal);
    expect(read(Array.from(text.slice(0, 200)).concat(text.slice(200))).refusal).toBe(read(text).refusal);
  });
});

describe("rows that cannot be", () => {
  test.each([
    ["-1,10,20", "time: negative"],
    [",10,20", "time: empty"],
    ["soon,10,20", "time: not one in a form that is read (a number, or YYYY-MM-DD hh:mm:ss)"],
    ["NaN,10,20", "time: not one in a form that is read (a number, or YYYY-MM-DD hh:mm:ss)"],
    ["1e999,10,20", "time: absurd"],
    ["2023-11-16 18:15:46,10,20", "time: not one in a form that is read (a number, or YYYY-MM-DD hh:mm:ss)"],
    ["1,-10,20", "prompt tokens: negative"],
    ["1,,20", "prompt tokens: empty"],
    ["1,ten,20", "prompt tokens: not a number"],
    ["1,0x10,20", "prompt tokens: not a number"],
    ["1,0,20", "prompt tokens: zero"],
    ["1,1.5,20", "prompt tokens: not whole"],
    ["1,16777217,20", "prompt tokens: more than 16777216"],
    ["1,1e300,20", "prompt tokens: more than 16777216"],
    ["1,10,-1", "answer tokens: negative"],
    ["1,10,NaN", "answer tokens: not a number"],
    ["1,10,", "answer tokens: empty"],
    ["1,10", "row: fewer fields than the header"],
    ["1,10,20,30", "row: more fields than the header"],
    ['1,10,"20', "row: a quote is left open (line breaks inside quotes are not read)"],
    ['1,"10"x,20', "row: text after a closing quote"],
    ["9e6,10,20", "time: over 31 days after all rows before"],
    [`1,10,${"0".repeat(longestLine)}`, "row: longer than 1,048,576 characters"],
  ])("%.40s", (row, reason) => {
    const { report, requests } = read(csv("0,1,1", row, "2,3,4", row));
    expect(report.refused).toEqual({ [reason]: { count: 2, firstLines: [3, 5] } });
    expect(report).toMatchObject({ rows: 4, kept: 2 });
    expect(requests.map(({ arrival }) => arrival)).toEqual([0, 2]);
  });

  test.each([
    ["{", "row: not a JSON object"],
    ["[]", "row: not a JSON object"],
    ['{"timestamp": 1, "input_length": 1}', "row: no output_length"],
    [
      '{"timestamp": "1", "input_length": 1, "output_length": 1}',
      "time: not one in a form that is read (a number, or YYYY-MM-DD hh:mm:ss)",
    ],
    ['{"timestamp": 1, "input_length": null, "output_length": 1}', "prompt tokens: not a number"],
    [
      '{"timestamp": 1, "input_length": 1, "output_length": 1, "hash_ids": [0.5]}',
      "hash_ids: not a list of whole numbers from 0 to 2147483647",
    ],
  ])("%s", (row, reason) => {
    const good = '{"timestamp": 1, "input_length": 1, "output_length": 1}';
    const { report } = read([good, row, good].join("\n"));
    expect(report.refused).toEqual({ [reason]: { count: 1, firstLines: [2] } });
    expect(report.kept).toBe(2);
  });

  test.each([
    "2023-02-29 00:00:00",
    "2023-13-01 00:00:00",
    "2023-11-16",
    "2023-11-16 24:00:00",
    "2023-11-16 23:60:00",
    "2023-11-16 23:59:61",
    "2023-11-16 23:59:5",
    "2023-11-16 23:59:59.",
    "2023-11-16 23:59:59+1",
    "2023-11-16 23:59:59 EST",
    "2023/11-16 23:59:59",
    "202x-11-16 23:59:59",
  ])("the date %s", (date) => {
    const { report } = read(csv("2023-11-16 23:59:58,1,1", `${date},1,1`));
    expect(report.refused).toEqual({ "time: no valid date and time": { count: 1, firstLines: [3] } });
  });

  test("only the first lines are named, and all are counted", () => {
    const { report } = read(csv("0,1,1", ...Array.from({ length: 100 }, () => "0,-1,1")));
    expect(report.refused["prompt tokens: negative"]).toEqual({ count: 100, firstLines: [3, 4, 5, 6, 7] });
  });

  test("more than 256 tiers are refused", () => {
    const rows = Array.from({ length: 300 }, (_, i) => `${i},1,1,tier ${i}`);
    const { report } = read(["arrival,input,output,tier", ...rows].join("\n"));
    expect(report.refused).toEqual({
      "tier: more than 256 of them": { count: 44, firstLines: [258, 259, 260, 261, 262] },
    });
  });
});

describe("times", () => {
  test.each([
    ["2024-03-01T00:00:00Z", "2024-03-01T01:00:00+01:00", 0],
    ["2024-03-01 00:00", "2024-02-29 23:59:59.5 UTC", -0.5],
    ["2024/03/01 00:00:00", "2024/02/29 19:31:00-0430", 60],
    ["2023-12-31 23:59:60", "2024-01-01 00:00:00.125", 0.125],
    ["2024-03-01 00:00:00.12345678901234567890", "2024-03-01 00:00:00.123456789012345", 0],
  ])("%s to %s are %d s", (from, to, seconds) => {
    const { requests } = read(csv(`${from},1,1`, `${to},2,2`));
    const at = new Map(requests.map(({ input, arrival }) => [input, arrival]));
    expect((at.get(2) ?? NaN) - (at.get(1) ?? NaN)).toBeCloseTo(seconds, 9);
  });

  test("are those of the host's calendar", () => {
    const date = fc.date({ min: new Date("1970-01-02"), max: new Date("2090-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 2e9 }), (from, more) => {
        const to = new Date(from.getTime() + more);
        const { requests } = read(csv(`${from.toISOString()},1,1`, `${to.toISOString()},1,1`));
        expect(requests[1]?.arrival).toBeCloseTo(more / 1000, 6);
      }),
    );
  });

  test("as numbers are rounded as the host rounds them", () => {
    const decimal = fc.oneof(
      fc.double({ min: 0, max: 1e7, noNaN: true }).map(String),
      fc.tuple(fc.nat(9999), fc.stringMatching(/^\d{1,20}$/)).map(([whole, digits]) => `${whole}.${digits}`),
    );
    fc.assert(
      fc.property(decimal, (text) => {
        expect(read(csv(`${text},1,1`)).requests[0]?.arrival).toBe(Number(text));
      }),
      { numRuns: 300 },
    );
  });
});

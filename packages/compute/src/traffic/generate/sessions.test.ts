import { describe, expect, test } from "vitest";
import { plain, type PlainRequest } from "../columns.fixture.ts";
import { standardErrorsOff } from "../statistics.fixture.ts";
import { fixedLength, independentLengths, uniformLength } from "./lengths.ts";
import { constantRate } from "./rate-profile.ts";
import { generateSessions, type SessionTraffic } from "./sessions.ts";

const traffic: SessionTraffic = {
  seed: 1,
  starts: { rate: constantRate(1) },
  meanTurns: 4,
  meanPause: 30,
  // Every new prompt fills a block, so that the first block that is not shared tells the session.
  lengths: independentLengths(uniformLength(100, 200), uniformLength(20, 90)),
  sharedTokens: 250,
  mostContext: 1_000_000,
  blockTokens: 64,
  tierShares: [0.5, 0.5],
  until: 800,
};
const shared = 3; // whole blocks of 64 in 250 tokens

function bySession(rows: readonly PlainRequest[]): PlainRequest[][] {
  const sessions = new Map<number, PlainRequest[]>();
  for (const row of rows) {
    const name = row.blocks?.[shared] ?? -1;
    sessions.set(name, [...(sessions.get(name) ?? []), row]);
  }
  return [...sessions.values()];
}

describe("sessions", () => {
  const rows = plain(generateSessions(traffic));

  test("give their turns in order of arrival, the same whatever the size of a chunk", () => {
    expect(rows.every(({ arrival }, i) => arrival >= (rows[i - 1]?.arrival ?? 0))).toBe(true);
    expect(plain(generateSessions(traffic, 7))).toEqual(rows);
    expect(plain(generateSessions({ ...traffic, until: undefined, count: 100 }, 30))).toEqual(rows.slice(0, 100));
  });

  test("send what was said again: a prompt begins with all whole blocks of the one before, and its last block is new", () => {
    const seen = new Set<number>();
    for (const { input, blocks = [] } of rows) {
      expect(blocks).toHaveLength(Math.ceil(input / 64));
      expect(blocks.slice(0, shared)).toEqual([0, 1, 2]);
      if (input % 64 !== 0) expect(seen.has(blocks.at(-1) ?? -1)).toBe(false);
      for (const block of blocks) seen.add(block);
    }
    for (const turns of bySession(rows))
      turns.slice(1).forEach((turn, i) => {
        const before = turns[i];
        const whole = Math.floor((before?.input ?? 0) / 64);
        expect(turn.blocks?.slice(0, whole)).toEqual(before?.blocks?.slice(0, whole));
        const added = turn.input - (before?.input ?? 0) - (before?.output ?? 0);
        expect(added >= 100 && added <= 200).toBe(true);
        expect(turn.tier).toBe(before?.tier);
      });
  });

  test("have geometric numbers of turns and exponential pauses of their means", () => {
    const sessions = bySession(plain(generateSessions({ ...traffic, until: 6000 })));
    // Of sessions that began early nearly all have ended within the span.
    const early = sessions.filter(([first]) => (first?.arrival ?? Infinity) < 5000);
    const turns = early.map((session) => session.length);
    expect(standardErrorsOff(turns, 4)).toBeLessThan(4);
    const single = turns.filter((count) => count === 1).length / turns.length;
    expect(Math.abs(single - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / turns.length));
    const pauses = early.flatMap((session) =>
      session.slice(1).map(({ arrival }, i) => arrival - (session[i]?.arrival ?? NaN)),
    );
    expect(standardErrorsOff(pauses, 30)).toBeLessThan(4);
  });

  test("end before the context is exceeded, and a first turn is cut to fit", () => {
    const lengths = independentLengths(uniformLength(100, 5000), uniformLength(20, 2000));
    const tight = plain(generateSessions({ ...traffic, lengths, mostContext: 3000, until: 500 }));
    expect(tight.every(({ input, output }) => input + output <= 3000 && input > 250 && output >= 1)).toBe(true);
    expect(tight.some(({ input, output }) => input + output === 3000)).toBe(true);
  });

  test("of one turn and nothing shared are independent requests", () => {
    const lengths = independentLengths(fixedLength(128), fixedLength(5));
    const single = { ...traffic, lengths, meanTurns: 1, sharedTokens: 0, tierShares: undefined };
    const alone = plain(generateSessions({ ...single, until: 50 }));
    expect(alone.flatMap(({ blocks = [] }) => blocks)).toEqual(Array.from({ length: 2 * alone.length }, (_, i) => i));
    expect(alone.every(({ input, output, tier }) => input === 128 && output === 5 && tier === undefined)).toBe(true);
  });
});

test.each([
  [{ meanTurns: 0.5 }, "the mean number of turns must be 1 to 1,000,000, got 0.5"],
  [{ meanPause: 0 }, "the mean pause must be a positive number of seconds, got 0"],
  [
    { mostContext: 200 },
    "the shared tokens must be a whole number that leaves two tokens of the context (200), got 250",
  ],
  [{ blockTokens: 0 }, "a block must hold a whole number of tokens, at least 1, got 0"],
  [{ until: undefined }, "traffic that does not end by itself needs"],
])("refuses %j", (change, message) => {
  expect(() => generateSessions({ ...traffic, ...change })).toThrow(message);
});

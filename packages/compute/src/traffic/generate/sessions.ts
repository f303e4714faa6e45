/** Sessions: chats and agents that send what was said so far again with every turn, which a prefix cache saves. */
import { mix32 } from "@underwatt/engine";
import { RequestBuilder } from "../columns.ts";
import { Random } from "../random.ts";
import type { RequestColumns } from "../requests.ts";
import { demand } from "../traffic-error.ts";
import { arrivalTimes, type Arrivals } from "./arrivals.ts";
import { demandBounds, demandChunk, usualChunk, type Bounds } from "./bounds.ts";
import { hasEnd } from "./generate-requests.ts";
import { mostTokens, type Lengths } from "./lengths.ts";
import { tierDraw } from "./tiers.ts";
import { TurnQueue } from "./turn-queue.ts";

/** Sessions of several turns. */
export interface SessionTraffic extends Bounds {
  readonly seed: number;
  /** When sessions begin. */
  readonly starts: Arrivals;
  /** Mean turns of a session, at least 1; their number is geometric. */
  readonly meanTurns: number;
  /** Mean seconds from the arrival of a turn to that of the next, exponential: answering, reading, a tool at work. */
  readonly meanPause: number;
  /** What a turn adds: new tokens of the prompt, tokens of the answer. */
  readonly lengths: Lengths;
  /** Tokens that all prompts begin with: instructions and tools. */
  readonly sharedTokens: number;
  /** Prompt and answer together hold at most so many tokens: a session ends before the turn that would not fit. */
  readonly mostContext: number;
  /** Tokens of a block of the prefix. */
  readonly blockTokens: number;
  /** Share of sessions of each tier, adding up to 1. */
  readonly tierShares?: readonly number[] | undefined;
}

interface Session {
  readonly random: Random;
  readonly tier: number;
  /** Names of the blocks that earlier turns filled. */
  readonly blocks: number[];
  /** Tokens of the prompt and of the answer of the last turn. */
  input: number;
  output: number;
}

/**
 * Draws the turns of all sessions in order of arrival, in chunks. Memory grows with the sessions that are open at one
 * time, not with the span. `count` is of turns.
 *
 * The prompt of a turn is the shared tokens, all earlier prompts and answers of the session, and the new tokens. A turn
 * comes a pause after the one before, whether that is answered by then or not. A first turn too long for the context is
 * cut to fit. Blocks are named in order of first use; beyond 2^31 of them names begin again.
 */
export function generateSessions(traffic: SessionTraffic, chunk = usualChunk): Generator<RequestColumns, void> {
  check(traffic);
  demandChunk(chunk);
  const { seed, lengths, meanTurns, meanPause, sharedTokens, mostContext, blockTokens, tierShares } = traffic;
  const { count = Infinity, until = Infinity } = traffic;
  const nextStart = arrivalTimes(traffic.starts, new Random(seed, "session starts"));
  const drawTier = tierShares === undefined ? () => 0 : tierDraw(tierShares);
  const sharedBlocks = Math.floor(sharedTokens / blockTokens);
  const sharedNames = Int32Array.from({ length: sharedBlocks }, (_, block) => block);
  const newInput = new Int32Array(1);
  const newOutput = new Int32Array(1);

  let sessions = 0;
  let names = sharedBlocks - 1;
  const freshName = (): number => (names = (names + 1) & 0x7fffffff);

  function* draw(): Generator<RequestColumns, void> {
    const builder = new RequestBuilder(tierShares !== undefined, blockTokens);
    const turns = new TurnQueue<Session>();
    let start = nextStart();
    for (let left = count; left > 0;) {
      const isFirst = start <= turns.earliest;
      const time = isFirst ? start : turns.earliest;
      const session = isFirst ? begin() : turns.take();
      if (time >= until || time === Infinity || session === undefined) break;
      if (isFirst) start = nextStart();
      if (!say(session, isFirst)) continue;
      builder.add(time, session.input, session.output, session.tier);
      addBlocks(builder, session);
      left--;
      if (session.random.uniform() >= 1 / meanTurns)
        turns.put(time + meanPause * session.random.exponential(), session);
      if (builder.count === chunk) yield builder.columns();
    }
    if (builder.count > 0) yield builder.columns();
  }

  function begin(): Session {
    const random = new Random(mix32(seed, sessions++), "session");
    return { random, tier: drawTier(random), blocks: [], input: sharedTokens, output: 0 };
  }

  /** Adds a turn to a session; false where the context does not hold it. */
  function say(session: Session, isFirst: boolean): boolean {
    lengths.draw(session.random, newInput, newOutput, 0);
    const input = session.input + session.output + (newInput[0] ?? 1);
    const output = newOutput[0] ?? 1;
    const fits = input + output <= mostContext;
    session.output = fits ? output : Math.min(output, mostContext - sharedTokens - 1);
    session.input = fits ? input : Math.min(input, mostContext - session.output);
    return fits || isFirst;
  }

  function addBlocks(builder: RequestBuilder, { blocks, input }: Session): void {
    const full = Math.floor(input / blockTokens);
    while (blocks.length < full - sharedBlocks) blocks.push(freshName());
    builder.addBlocks(sharedNames);
    builder.addBlocks(blocks);
    if (full * blockTokens < input) builder.addBlocks([freshName()]);
  }
  return draw();
}

function check(traffic: SessionTraffic): void {
  const { meanTurns, meanPause, sharedTokens, mostContext, blockTokens, starts } = traffic;
  demandBounds(traffic, hasEnd(starts));
  demand(meanTurns >= 1 && meanTurns <= 1e6, `the mean number of turns must be 1 to 1,000,000, got ${meanTurns}`);
  demand(
    meanPause > 0 && meanPause < Infinity,
    `the mean pause must be a positive number of seconds, got ${meanPause}`,
  );
  demand(
    Number.isInteger(mostContext) && mostContext >= 2 && mostContext <= mostTokens,
    `the context must be a whole number of tokens from 2 to ${mostTokens}, got ${mostContext}`,
  );
  demand(
    Number.isInteger(sharedTokens) && sharedTokens >= 0 && sharedTokens <= mostContext - 2,
    `the shared tokens must be a whole number that leaves two tokens of the context (${mostContext}), got ${sharedTokens}`,
  );
  demand(
    Number.isInteger(blockTokens) && blockTokens >= 1 && blockTokens <= mostTokens,
    `a block must hold a whole number of tokens, at least 1, got ${blockTokens}`,
  );
}

/** What breaks a deal's tests: chances, margins, break-evens, nearest failures and one-at-a-time swings of each. */
import type { Prepared } from "../prepare.ts";
import { findPath, leftOutWarnings, QuestionError } from "./deal-inputs.ts";
import { aboutOf, sampledRunOf } from "./shared-schema.ts";
import { figureBreakEvens, grids, supposed } from "./stress-questions.ts";
import { stressVersion, type Stress } from "./stress-result.ts";
import { stressTest, type TestOptions } from "./stressed-test.ts";

export interface StressOptions {
  /**
   * Theses, breakers or true-or-false figures, by path or bare name; all theses unless given. They are analysed in full
   * unless one of the questions below is asked: then only that.
   */
  readonly tests?: readonly string[];
  /** A figure in place of the tests: its break-evens for a value as a person writes it, or what a grid shows. */
  readonly figure?: { readonly path: string; readonly at?: string | undefined } | undefined;
  /** Two inputs to lay the tests, or the figure, out over. */
  readonly grid?: readonly [string, string] | undefined;
  /** Inputs supposed to have values; what hangs together with them follows. */
  readonly suppose?: ReadonlyMap<string, string>;
  /** Break-evens of so many inputs of each test, those of the widest swing; 6 unless given. */
  readonly drivers?: number;
  /** Awaited between evaluations, to let others have a turn. */
  readonly pause?: () => Promise<void>;
}

const usualDrivers = 6;

/**
 * Stresses a prepared deal.
 * @throws QuestionError when a name, a value or a figure does not fit the deal
 */
export async function stress(
  prepared: Prepared,
  options: StressOptions = {},
  progress: (share: number) => void = () => {},
): Promise<Stress> {
  const asked = options.tests ?? [];
  const paths = testPaths(prepared, asked);
  const questions = [options.figure?.at, options.grid, options.suppose].filter((asked) => asked !== undefined).length;
  const parts = questions === 0 ? paths.length : questions;
  let done = 0;
  const part = (share: number): void => progress((done + share) / Math.max(1, parts));
  const finish = (): void => {
    done++;
    part(0);
  };

  const own: TestOptions = { drivers: options.drivers ?? usualDrivers, pause: options.pause };
  const tests: Stress["tests"] = {};
  for (const path of questions === 0 ? paths : []) {
    tests[path] = await stressTest(prepared, path, own, part);
    finish();
  }
  const result: Stress = {
    schema: stressVersion,
    ...aboutOf(prepared),
    run: sampledRunOf(prepared),
    tests,
    warnings: [
      ...prepared.warnings,
      ...(asked.length > 0 || options.figure !== undefined
        ? []
        : leftOutWarnings(prepared, ({ kind }) => kind === "thesis")),
    ],
  };
  if (options.suppose !== undefined && options.suppose.size > 0) {
    result.supposed = await supposed(prepared, paths, options.suppose, own, part);
    finish();
  }
  const figure = options.figure === undefined ? undefined : figurePath(prepared, options.figure.path);
  if (options.figure?.at !== undefined && figure !== undefined) {
    result.figure = await figureBreakEvens(prepared, figure, options.figure.at, own, part);
    finish();
  }
  if (options.grid !== undefined) {
    result.grid = await grids(prepared, figure === undefined ? paths : [figure], options.grid, own, part);
    finish();
  }
  return result;
}

function testPaths({ deal, graph, leftOut }: Prepared, wanted: readonly string[]): string[] {
  const has = (path: string): boolean => graph.quantities.has(path);
  if (wanted.length === 0)
    return Object.keys(deal.document.thesis ?? {})
      .map((id) => `thesis.${id}`)
      .filter(has);
  const tests = new Set(
    [...graph.quantities.values()]
      .filter(({ type, series }) => type.kind === "boolean" && !series)
      .map(({ path }) => path),
  );
  const paths = wanted.map((name) => {
    const figure = [name, `model.${name}`].find((path) => has(path) && !tests.has(path));
    const isTest = tests.has(name) || testGroups.some((group) => tests.has(`${group}.${name}`));
    if (figure !== undefined && !isTest)
      throw new QuestionError(
        `"${figure}" is no test but a figure; expected something that holds or fails. Its break-evens are asked for with a value, and a grid shows it`,
      );
    return findPath(tests, name, testGroups, "test", leftOut);
  });
  return [...new Set(paths)];
}

const testGroups = ["thesis", "breakers", "model"] as const;

function figurePath({ graph, leftOut }: Prepared, wanted: string): string {
  const groups = ["model", "assumptions", "claims", "thesis", "breakers"];
  return findPath(new Set(graph.quantities.keys()), wanted, groups, "figure", leftOut);
}

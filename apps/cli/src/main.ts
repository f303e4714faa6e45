/** The command line. It reads options, calls one command, prints its lines and sets the exit code. */
import { Command, Option } from "@commander-js/extra-typings";
import { frameworks, recomputations, shardings, trainingFormats } from "@underwatt/compute";
import { attributionKinds, defaultOptions, version, type RunOptions } from "@underwatt/deal";
import { strengths, type Strength } from "@underwatt/evidence";
import { attribute } from "./commands/attribute.ts";
import { audit } from "./commands/audit.ts";
import { breakers } from "./commands/breakers.ts";
import { checks } from "./commands/checks.ts";
import { check } from "./commands/check.ts";
import { estimate } from "./commands/estimate-serving.ts";
import { estimateTraining } from "./commands/estimate-training.ts";
import { evidence } from "./commands/evidence.ts";
import { diff } from "./commands/diff.ts";
import { explain } from "./commands/explain.ts";
import { forecasts } from "./commands/forecasts.ts";
import { intake } from "./commands/intake.ts";
import { map } from "./commands/map.ts";
import { newDeal } from "./commands/new.ts";
import { prices } from "./commands/prices.ts";
import { readings } from "./commands/readings.ts";
import { replay } from "./commands/replay.ts";
import { run } from "./commands/run.ts";
import { sensitivity } from "./commands/sensitivity.ts";
import { simulateWorkload } from "./commands/simulate.ts";
import { stress } from "./commands/stress.ts";
import { validateServing } from "./commands/validate-serving.ts";
import { validateTraining } from "./commands/validate-training.ts";
import { watch } from "./commands/watch.ts";
import { worth } from "./commands/worth.ts";
import { exitCodes, Stop } from "./exit.ts";
import { anchor, count, duration, seedNumber, setting, share, timeSpan } from "./option-values.ts";

const width = Math.max(60, Math.min(process.stdout.columns ?? 120, 160));

interface RunFlags {
  asOf?: string | undefined;
  samples?: number | undefined;
  seed?: number | undefined;
  set?: ReadonlyMap<string, string> | undefined;
  scenario?: string | undefined;
  evidence?: Strength | undefined;
}

function runOptions(flags: RunFlags): RunOptions {
  return {
    asOf: flags.asOf,
    samples: flags.samples ?? defaultOptions.samples,
    seed: flags.seed ?? defaultOptions.seed,
    set: flags.set ?? new Map<string, string>(),
    scenario: flags.scenario,
    evidence: flags.evidence,
  };
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

const program = new Command()
  .name("underwatt")
  .description("Underwrites AI-compute deals, from evidence to watts to tokens to cash to risk")
  .version(version)
  .showHelpAfterError()
  .showSuggestionAfterError()
  .exitOverride();

/** A command that asks a deal something under the same circumstances as a run. */
function dealCommand(name: string, description: string, samples = `how many samples (${defaultOptions.samples})`) {
  return program
    .command(name)
    .description(description)
    .argument("<deal>", "folder with deal.yaml, or a deal file")
    .option("--as-of <date>", "use only evidence published by this day")
    .option("--samples <n>", samples, count)
    .option("--seed <s>", `seed of the draws (${defaultOptions.seed})`, seedNumber)
    .option("--set <path=value>", "replace a figure's formula; may be repeated", setting)
    .option("--scenario <name>", "suppose one of the deal's scenarios")
    .addOption(
      new Option("--evidence <strength>", "whether grades widen claims; as the deal says unless given").choices(
        strengths,
      ),
    );
}

dealCommand("run", "run a deal: summary on screen, and JSON, a note, a workbook or bills on request")
  .option("--workers <n>", "worker threads; the result is the same for any number", count)
  .option("--precision <share>", "draw until intervals are this share of a standard deviation, such as 1%", share)
  .option("--json <file>", "write the result as JSON; - for standard output")
  .option("--note <file>", "write the note, as .md or .html")
  .option("--xlsx <file>", "write the case with every input at its median as a workbook of live formulas")
  .option("--focus <file>", "write the bills of contracts in the same case as rows of FOCUS, as .csv")
  .action(async (deal, flags) => {
    const { workers, precision, json, note, xlsx, focus } = flags;
    print(await run(deal, { options: runOptions(flags), workers, precision, json, note, xlsx, focus }, width));
  });

program
  .command("check")
  .description("find every mistake in a deal")
  .argument("<deal>", "folder with deal.yaml, or a deal file")
  .option("--as-of <date>", "use only evidence published by this day")
  .action((deal, flags) => print(check(deal, flags)));

dealCommand("explain", "follow a figure back to claims and sources")
  .argument("<path>", "the figure, such as contracts.lease.firm")
  .action(async (deal, path, flags) => print(await explain(deal, path, runOptions(flags))));

program
  .command("audit")
  .description("recompute the sums that others made, and judge them")
  .argument("<deal>", "folder with deal.yaml, or a deal file")
  .option("--as-of <date>", "only sums over claims published by this day")
  .option("--json", "as JSON")
  .action((deal, flags) => print(audit(deal, flags, width)));

dealCommand("evidence", "show how each claim is read: grade, reasons, how far it may be off, and the rules")
  .option("--all", "claims on which no figure rests, too")
  .option("--json", "as JSON")
  .action((deal, { all, json, ...flags }) => print(evidence(deal, { options: runOptions(flags), all, json }, width)));

dealCommand(
  "attribute",
  "say on what evidence the spread of figures and the failure of theses rest",
  "most evaluations for one figure (100000)",
)
  .argument("[figures...]", "figures or tests; the key figures and theses unless given")
  .addOption(new Option("--by <ground>", "by what inputs are put together").choices(attributionKinds).default("grade"))
  .option("--json", "as JSON")
  .action(async (deal, figures, { samples, by, json, ...flags }) => {
    print(await attribute(deal, figures, { options: runOptions(flags), evaluations: samples, by, json }, width));
  });

dealCommand("breakers", "show how near each breaker is to tripping, and what becomes of the theses then")
  .option("--json", "as JSON")
  .action((deal, { json, ...flags }) => print(breakers(deal, { options: runOptions(flags), json }, width)));

program
  .command("checks")
  .description("look for mistakes in what claims say, whatever sums they are in")
  .argument("<deal>", "folder with deal.yaml, or a deal file")
  .option("--as-of <date>", "only claims published by this day")
  .option("--json", "as JSON")
  .action((deal, flags) => print(checks(deal, flags, width)));

dealCommand("readings", "run a deal on each side of each of its conflicts, and show them side by side")
  .option("--json", "as JSON")
  .action(async (deal, { json, ...flags }) => {
    print(await readings(deal, { options: runOptions(flags), json }, width));
  });

dealCommand(
  "sensitivity",
  "find the uncertain inputs that figures and tests vary with",
  "most evaluations for figures that rest on the same inputs (100000)",
)
  .argument("[figures...]", "figures or tests; the key figures, theses and breakers unless given")
  .option("--json", "as JSON")
  .action(async (deal, figures, { samples, json, ...flags }) => {
    const command = { options: runOptions(flags), evaluations: samples, json };
    print(await sensitivity(deal, figures, command, width));
  });

dealCommand("stress", "find what breaks a deal's tests: margins, break-evens, nearest failures")
  .argument("[test...]", "theses, breakers or other tests; all theses unless given")
  .option("--figure <path>", "instead of tests, a figure: its break-evens for --at, or a --grid of it")
  .option("--at <value>", "the value at which the figure breaks even")
  .option("--grid <input...>", "lay the tests, or the figure, out over two inputs")
  .option("--suppose <path=value>", "suppose an input's value; what hangs together with it follows", setting)
  .option("--json", "as JSON")
  .action(async (deal, tests, flags) => {
    print(await stress(deal, tests, { ...flags, options: runOptions(flags) }, width));
  });

dealCommand("worth", "which facts are worth finding out before a decision")
  .argument("[decisions...]", "decisions of the deal; all unless given")
  .option("--json", "as JSON")
  .action(async (deal, decisions, flags) => {
    print(await worth(deal, decisions, { options: runOptions(flags), json: flags.json }, width));
  });

program
  .command("forecasts")
  .description("dated statements: what is due, what came, how good they were, and what that says of the grades")
  .argument("<deal>", "folder with deal.yaml, or a deal file")
  .option("--as-of <date>", "what was said and came by this day; the deal's own day unless given")
  .option("--json", "as JSON")
  .action((deal, flags) => print(forecasts(deal, flags, width)));

dealCommand("watch", "what is due, what was answered by which claim, and what that moved", "how many samples (1000)")
  .option("--worth", "what the facts behind the questions are worth to the deal's decisions, too")
  .option("--json", "as JSON")
  .action(async (deal, { worth: isAsked, json, samples = 1000, ...flags }) => {
    print(await watch(deal, { options: runOptions({ ...flags, samples }), worth: isAsked, json }, width));
  });

dealCommand("replay", "a deal as it stood on each day on which evidence arrived", "how many samples a day (1000)")
  .option("--json", "as JSON")
  .action(async (deal, { json, samples = 1000, ...flags }) => {
    print(await replay(deal, { options: runOptions({ ...flags, samples }), json }, width));
  });

program
  .command("diff")
  .description(
    "what changed between two deals, dates or commits, and which claims, assumptions and formulas changed it",
  )
  .argument("<old>", "folder with deal.yaml, or a deal file")
  .argument("[new]", "the deal to compare it with; itself unless given")
  .option("--from <date>", "evidence published by this day for the old one")
  .option("--to <date>", "evidence published by this day for the new one")
  .option("--from-commit <commit>", "the deal as git has it at this commit")
  .option("--to-commit <commit>", "and at this one; as it is on disk unless given")
  .option("--samples <n>", "how many samples of each state (2000)", count)
  .option("--seed <s>", `seed of the draws (${defaultOptions.seed})`, seedNumber)
  .option("--set <path=value>", "replace a figure's formula in both; may be repeated", setting)
  .option("--scenario <name>", "suppose one of the deals' scenarios")
  .addOption(
    new Option("--evidence <strength>", "whether grades widen claims; as the deals say unless given").choices(
      strengths,
    ),
  )
  .option("--json", "as JSON")
  .action(async (older, newer, { samples = 2000, from, to, fromCommit, toCommit, json, ...flags }) => {
    const options = runOptions({ ...flags, samples });
    print(await diff(older, newer, { options, from, to, fromCommit, toCommit, json }, width));
  });

dealCommand("map", "who pays whom, how concentrated that is, and who is who on the day")
  .option("--without <contract>", "reckon a second time without a contract or link: as it was before it")
  .option("--json", "as JSON")
  .action(async (deal, { without, json, ...flags }) => {
    print(await map(deal, { options: runOptions(flags), without, json }, width));
  });

dealCommand("prices", "a deal's prices in all denominators, beside dated comparables of the same basis and generation")
  .option("--json", "as JSON")
  .action(async (deal, { json, ...flags }) => print(await prices(deal, { options: runOptions(flags), json }, width)));

program
  .command("intake")
  .description("find quantities, dates and speakers in documents, as draft claims that nobody has looked over")
  .argument("<files...>", "text, Markdown, web pages saved to disk, PDFs")
  .option("--deal <deal>", "name the deal's claims that say the same, or something else")
  .option("--out <file>", "write the drafts as a YAML file for the deal to include")
  .option("--json", "as JSON")
  .action(async (files, flags) => print(await intake(files, flags, width)));

program
  .command("simulate")
  .description("put a serving workload through its requests; the deal then knows what came of it")
  .argument("<deal>", "folder with deal.yaml, or a deal file")
  .argument("<workload>", "a workload with `simulation:`")
  .option("--as-of <date>", "use only evidence published by this day")
  .option("--seed <s>", "seed of traffic and failures; the deal's unless given", seedNumber)
  .option("--requests <n>", "how many requests come", count)
  .option("--duration <time>", "how long requests come, such as 24h", timeSpan)
  .option("--scale <n>", "simulate a slice with so many replicas of the largest pool, and traffic alike", count)
  .option("--set <path=value>", "replace a figure's formula; may be repeated", setting)
  .option("--scenario <name>", "suppose one of the deal's scenarios")
  .option("--json <file>", "write the result as JSON; - for standard output")
  .action(async (deal, workload, { seed, requests, duration: length, scale, json, ...flags }) => {
    const changes = { seed, requests, duration: length, scale };
    print(await simulateWorkload(deal, workload, { options: runOptions(flags), changes, json }, width));
  });

const estimates = program.command("estimate").description("ask a model of ours one question, without a deal");

estimates
  .command("serving")
  .description("latency and throughput of a model on an accelerator; the best layout unless one is given")
  .requiredOption("--model <name>", "a model of the catalogue, by any published name")
  .requiredOption("--accelerator <name>", "an accelerator of the catalogue")
  .option("--engine <name>", "vllm, sglang or trtllm (vllm)")
  .option("--weights <format>", "bf16, fp8, fp4 or int4 (as the model is usually served)")
  .option("--input <tokens>", "mean tokens of a prompt (1024)", count)
  .option("--output <tokens>", "mean tokens of an answer (1024)", count)
  .option("--concurrency <clients>", "clients of the deployment that each ask again when answered (64)", count)
  .option("--tp <n>", "ways that attention and dense layers are cut", count)
  .option("--attention-dp <n>", "copies of attention that each serve their own sequences", count)
  .option("--ep <n>", "groups among which experts are shared out; else each expert is cut", count)
  .option("--workers <n>", "workers of that layout (1)", count)
  .option("--prefill-tp <n>", "ways that workers which only prefill are cut", count)
  .option("--prefill-attention-dp <n>", "their copies of attention", count)
  .option("--prefill-ep <n>", "their groups of experts", count)
  .option("--prefill-workers <n>", "how many of them (1)", count)
  .option("--most <n>", "without a layout: accelerators of a worker at most (a scale-up domain)", count)
  .option("--slo-ttft <duration>", "limit on the mean time to first token, such as 2s or 500ms", duration)
  .option("--slo-tpot <duration>", "limit on the mean time per output token, such as 40ms", duration)
  .option("--frontier", "every point of the frontier")
  .option("--json", "as JSON")
  .action((flags) => print(estimate(flags, width)));

estimates
  .command("training")
  .description("speed, utilisation, losses and memory of a training job; the fastest layouts unless one is given")
  .requiredOption("--model <name>", "a model of the catalogue, by any published name")
  .requiredOption("--accelerator <name>", "an accelerator of the catalogue")
  .requiredOption("--accelerators <n>", "how many there are", count)
  .requiredOption("--sequences <n>", "sequences of a step, over all replicas", count)
  .option("--length <tokens>", "tokens of a sequence (8192)", count)
  .option("--format <name>", `arithmetic of matrix products: ${trainingFormats.join(", ")} (bf16)`)
  .option("--framework <name>", `${frameworks.join(", ")} (megatron)`)
  .option("--release <name>", "release of the framework as published (the latest that was measured)")
  .option("--tp <n>", "tensor parallel: accelerators that share every matrix product", count)
  .option("--pp <n>", "pipeline stages", count)
  .option("--cp <n>", "context parallel: accelerators that share a sequence", count)
  .option("--ep <n>", "groups among which experts are shared out; else each expert is cut", count)
  .option("--chunks <n>", "interleaved chunks of layers of each stage (1)", count)
  .option("--micro-batch <n>", "sequences of a micro-batch (1)", count)
  .option("--sharding <part>", `what replicas share out: ${shardings.join(", ")} (as the framework does)`)
  .option("--recomputation <kind>", `what is computed again: ${recomputations.join(", ")} (none)`)
  .option("--anchor <chip=ratio>", "the accelerator trains this job so many times as fast as that chip", anchor)
  .option("--json", "as JSON")
  .action((flags) => print(estimateTraining(flags, width)));

const validations = program.command("validate").description("hold a model of ours against measurements");

validations
  .command("serving")
  .description("predict a table of measured serving runs, and count the errors")
  .argument("<table>", "file of comma-separated values in the columns of docs/serving.md")
  .option("--out <file>", "write a prediction with its interval, or the reason for none, for each row")
  .option("--json <file>", "write the errors as JSON; - for standard output")
  .action((table, flags) => print(validateServing(table, flags, width)));

validations
  .command("training")
  .description("predict a table of measured training runs, and count the errors")
  .argument("<table>", "file of comma-separated values in the columns of docs/training.md")
  .option("--out <file>", "write a prediction with its interval, or the reason for none, for each row")
  .option("--json <file>", "write the errors as JSON; - for standard output")
  .action((table, flags) => print(validateTraining(table, flags, width)));

program
  .command("new")
  .description("make a small deal that runs, to be changed into your own")
  .argument("<folder>", "folder to make")
  .action((folder) => print(newDeal(folder)));

/** Reading less than all of the output, as `head` does, is not a failure. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(exitCodes.done);
  throw error;
});
process.on("SIGINT", () => process.exit(exitCodes.interrupted));

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explainFailure(error);
}

function explainFailure(error: unknown): number {
  if (error instanceof Stop) {
    process.stderr.write(`${error.message}\n`);
    return error.code;
  }
  // Commander has printed its own message; asking for help or the version is no failure.
  if (error instanceof Error && "exitCode" in error && typeof error.exitCode === "number") {
    return error.exitCode === 0 ? exitCodes.done : exitCodes.mistakes;
  }
  process.stderr.write(
    `underwatt failed, and that is a fault of ours: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return exitCodes.failed;
}

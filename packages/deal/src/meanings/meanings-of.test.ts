import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDiagnostic } from "../read/diagnostic.ts";
import type { RunOptions } from "../prepare.ts";
import { head, mistakesIn, prepared, result } from "../small-deal.contract.ts";
import { meaningIds } from "./table.ts";

const evidence = `sources:
  s: { publisher: P, date: 2026-05-01, role: press }
  t: { publisher: Q, date: 2026-06-01, role: filing }
claims:
  mfu: { is: 40 %, grade: reported, from: s, means: job-mfu }
  busy: { is: 30 to 50 %, grade: reported, from: s, means: occupancy }
  kept: { is: 90 %, grade: reported, from: s, means: goodput }
  count: { is: 1000 GPU, grade: reported, from: s }
  scope: { is: 40 %, grade: disclosed, from: t, means: fleet-mfu, supersedes: mfu, scope_change: The fleet. }
`;

function cautions(more: string, options: Partial<RunOptions> = {}): string[] {
  return prepared(head + evidence + more, options).cautions.map(({ message }) => message);
}

function meaningsIn(more: string, options: Partial<RunOptions> = {}): Record<string, string> {
  const all = prepared(head + evidence + more, options).meanings;
  return Object.fromEntries([...all].filter(([path]) => !path.startsWith("claims.")));
}

describe("meanings in a deal", () => {
  it("follow names through the model and through the ends of claims", () => {
    const model = `model:
  alias: claims.mfu in %
  run: alias * claims.kept
  low: claims.busy.low
  printed: claims.busy.printed
  gpus: claims.mfu * claims.count
`;
    expect(meaningsIn(model)).toEqual({
      "model.alias": "job-mfu",
      "model.run": "run-mfu",
      "model.low": "occupancy",
      "model.printed": "occupancy",
    });
    expect(cautions(model)).toEqual([]);
  });

  it("survive any chain of aliases, whatever they are called and in whatever order they stand", () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{3,8}$/), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(names, fc.constantFrom(...meaningIds), fc.infiniteStream(fc.nat()), (chain, means, order) => {
        const first = `  ${chain[0]}-x: { is: 40 %, means: ${means} }`;
        const rest = chain.slice(1).map((name, index) => `  ${name}-x: ${chain[index]}-x`);
        const lines = [first, ...rest]
          .map((line) => ({ line, place: order.next().value }))
          .sort((left, right) => left.place - right.place);
        const all = prepared(`${head}model:\n${lines.map(({ line }) => line).join("\n")}\n`);
        expect([...all.meanings.values()]).toEqual(chain.map(() => means));
        expect(all.cautions).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("are those of the claim that has replaced another, from its day on", () => {
    const model = "model:\n  alias: claims.mfu\n  was: claims.mfu.printed\n  share: claims.mfu / claims.mfu.printed\n";
    expect(meaningsIn(model)).toEqual({ "model.alias": "job-mfu", "model.was": "job-mfu" });
    expect(cautions(model)).toEqual([]);
    expect(meaningsIn(model, { asOf: "2026-06-02" })).toEqual({ "model.alias": "fleet-mfu", "model.was": "job-mfu" });
    expect(cautions(model, { asOf: "2026-06-02" })).toEqual([
      "model.share: claims.mfu (now claims.scope) is the model FLOPs utilisation of a whole fleet, claims.mfu.printed the model FLOPs utilisation of a job: they are equal only by accident",
    ]);
  });

  it("stay where the claim that replaces says none", () => {
    const more = `  later: { is: 42 %, grade: disclosed, from: t, supersedes: [busy, model.used], scope_change: Later. }
model:
  used: { is: claims.busy, means: occupancy }
  same: claims.busy
`;
    const all = { "model.used": "occupancy", "model.same": "occupancy" };
    expect(meaningsIn(more, { asOf: "2026-06-02" })).toEqual(all);
    expect(cautions(more, { asOf: "2026-06-02" })).toEqual([]);
  });

  it("stand in the result, and with the warnings", async () => {
    const { figures, warnings } = await result(
      `${head}${evidence}model:\n  a: claims.mfu\n  b: claims.mfu > claims.busy\n`,
    );
    expect(figures["model.a"]?.means).toBe("job-mfu");
    expect(figures["model.b"]).not.toHaveProperty("means");
    expect(warnings).toEqual([expect.stringMatching(/^model\.b: claims\.mfu is the .* claims\.busy the /)]);
  });

  it("are one of the table, and `other` is none", () => {
    const [mistake] = mistakesIn(`${head}model:\n  a: { is: 40 %, means: ocupancy }\n`);
    expect(mistake?.message).toBe('"ocupancy" does not fit "means"');
    expect(mistake?.hint).toBe("did you mean occupancy?");
    expect(meaningsIn("model:\n  a: { is: claims.mfu, means: other }\n")).toEqual({});
  });
});

describe("a caution", () => {
  it("stands at its place, names both and says what would convert", () => {
    const [caution] = prepared(
      `${head}${evidence}model:\n  a: 1 + claims.kept * claims.mfu / claims.mfu\n  run: claims.mfu * claims.kept\n  worse: { is: "2 * max(claims.mfu, run)", says: S }\n`,
    ).cautions;
    if (caution === undefined) throw new Error("there is none");
    expect(formatDiagnostic(caution)).toBe(
      [
        "deal.yaml:17:21 warning: model.worse: claims.mfu is the model FLOPs utilisation of a job, model.run the model FLOPs utilisation of a whole run: they are equal only by accident",
        '  17 |   worse: { is: "2 * max(claims.mfu, run)", says: S }',
        "     |                     ^^^^^^^^^^^^^^^^^^^^",
        "       expected both of one meaning: job-mfu * goodput is run-mfu",
        "       hint: where a formula of yours converts, its `means:` says what it gives",
      ].join("\n"),
    );
  });

  it.each([
    ["thesis", "thesis:\n  t: { says: S, holds_if: claims.mfu >= claims.busy }\n"],
    ["breaker", "breakers:\n  b: { says: S, trips_if: claims.mfu < claims.busy, then: T }\n"],
    ["assumption", "assumptions:\n  a: { is: 'pert(claims.mfu, 50 %, claims.kept)', because: B }\n"],
    [
      "claim",
      "model:\n  x: 1\nconflicts: {}\nderivations: {}\nscenarios: {}\nwatch: {}\ndecisions:\n  d: { says: S, options: { a: claims.mfu + claims.busy, b: 50 % } }\n",
    ],
  ])("is given for a %s", (_, more) => {
    expect(cautions(more)).toHaveLength(1);
  });

  it("is given for a claim that is computed, once", () => {
    const more =
      "  sum: { is: claims.mfu + claims.busy.low, grade: estimate, from: s }\nmodel: { a: claims.sum.printed }\n";
    expect(cautions(more)).toEqual([expect.stringMatching(/^claims\.sum: /)]);
  });

  it("is given for `--set` and for a scenario", () => {
    const model =
      "model: { a: claims.mfu / claims.mfu }\nscenarios:\n  s: { set: { model.a: claims.busy / claims.mfu } }\n";
    expect(cautions(model)).toEqual([]);
    const [set] = prepared(head + evidence + model, {
      set: new Map([["model.a", "claims.mfu / claims.kept"]]),
    }).cautions;
    expect(set).toMatchObject({ excerpt: "claims.mfu / claims.kept", span: { file: "--set model.a" } });
    const [scenario] = prepared(head + evidence + model, { scenario: "s" }).cautions;
    expect(scenario).toMatchObject({ severity: "warning", line: 16 });
  });

  it("is spared where the author states what a conversion gives", () => {
    expect(cautions("model:\n  a: { is: claims.busy / claims.mfu, means: other }\n")).toEqual([]);
    const model = "model:\n  a: { is: claims.mfu / claims.busy, means: goodput }\n  b: a * claims.mfu\n";
    expect(cautions(model)).toEqual([]);
    expect(meaningsIn(model)).toEqual({ "model.a": "goodput", "model.b": "run-mfu" });
  });

  it("is given for a statement that converts nothing, or not all the way", () => {
    expect(cautions("model:\n  a: { is: claims.mfu, means: occupancy }\n")).toEqual([
      "model.a: this is the share of accelerators in use, claims.mfu the model FLOPs utilisation of a job: they are equal only by accident",
    ]);
    const [part] = prepared(
      `${head}${evidence}model:\n  a: { is: claims.mfu * claims.kept, means: fleet-mfu }\n`,
    ).cautions;
    expect(part?.expected).toBe("both of one meaning: run-mfu * running-share * allocated-share is fleet-mfu");
    expect(cautions("model:\n  a: { is: claims.mfu * claims.kept, means: run-mfu }\n")).toEqual([]);
    expect(cautions("model:\n  k: 25 %\n  a: { is: claims.mfu * k, means: fleet-mfu }\n")).toEqual([]);
  });
});

describe("a component's parameter", () => {
  const lease = (billing: string): string => `contracts:
  l: { kind: lease, lessor: A, lessee: B, gpus: 10 GPU, price: 2 USD/GPU/h, billing: ${billing}, term: { from: 2026-06-01, months: 3 month } }
`;

  it("warns of another meaning than its own, and passes its own on", () => {
    expect(cautions(lease("{ take_or_pay: claims.busy.low }"))).toEqual([
      "contracts.l.billing.take_or_pay: this is the share of a block that is billed, claims.busy.low the share of accelerators in use: they are equal only by accident",
    ]);
    expect(cautions(lease("{ take_or_pay: 50 %, used: claims.busy.low }"))).toEqual([]);
    expect(cautions(lease("{ take_or_pay: 50 %, used: claims.kept - claims.mfu }"))).toHaveLength(1);
    expect(meaningsIn(lease("{ take_or_pay: 0 % }"))).toEqual({
      "contracts.l.billing.take_or_pay": "billed-share",
      "contracts.l.billing.used": "occupancy",
      "contracts.l.billed-share": "billed-share",
    });
  });
});

describe("a deal without tags", () => {
  it("has no meanings and no cautions, whatever it compares", () => {
    const text = `${head}assumptions:
  mfu: 30 to 50 %
  occupancy: 70 to 97 %
model:
  both: max(mfu, occupancy)
  ratio: mfu / occupancy
thesis:
  t: { says: S, holds_if: mfu > occupancy }
`;
    const { meanings, cautions: none, warnings } = prepared(text);
    expect([...meanings]).toEqual([]);
    expect(none).toEqual([]);
    expect(warnings).toEqual([]);
  });
});

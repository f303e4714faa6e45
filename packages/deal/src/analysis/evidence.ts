/** How each claim of a deal is read: its grade, the reasons that hold for it, and how far it may be off for them. */
import { formatDate } from "@underwatt/engine";
import { prepare, type Prepared } from "../prepare.ts";
import { RelianceWalk } from "../reliance.ts";
import type { BookClaim } from "../claim-book.ts";
import { aboutOf, unsampledRunOf } from "./shared-schema.ts";
import { evidenceVersion, type Evidence } from "./evidence-result.ts";

type Row = Evidence["claims"][string];

/** Half the width of the central 95 %, in standard deviations. */
const at95 = 1.959963984540054;

/**
 * Claims known on the day, each with what the rules make of it. Where the deal reads claims as stated, with what they would make.
 */
export function evidence(prepared: Prepared): Evidence {
  const { strength, table } = prepared.expansion.reading;
  const widened = strength === "off" ? supposed(prepared) : prepared;
  return {
    schema: evidenceVersion,
    ...aboutOf(prepared),
    run: unsampledRunOf(prepared),
    rules: {
      version: table.version,
      strength,
      grades: table.grades,
      rounding: table.rounding,
      reasons: table.reasons,
      wrong_by: table.wrongBy,
      wrong_by_days: table.wrongByDays,
    },
    claims: rowsOf(prepared, widened ?? prepared),
    warnings:
      widened === undefined
        ? [
            "with its claims widened the deal has mistakes: `underwatt run --evidence on` says which; widths are left out",
          ]
        : [],
  };
}

/** The deal with its claims widened, if it stands so. */
function supposed({ deal, catalog, options }: Prepared): Prepared | undefined {
  const preparation = prepare(deal, catalog, { ...options, evidence: "on" });
  return "prepared" in preparation ? preparation.prepared : undefined;
}

function rowsOf(prepared: Prepared, { expansion: { widened, reading } }: Prepared): Evidence["claims"] {
  const { book, supersessions } = prepared.expansion;
  const replaced = new Map(supersessions.map(({ path, by }) => [path, by]));
  const feeds = feedsOf(prepared);
  const rows = book.claims
    .filter(({ published }) => formatDate(published) <= prepared.asOf)
    .map((claim): [string, Row] => {
      const by = replaced.get(`claims.${claim.id}`);
      const how = widened.get(claim.id);
      return [
        claim.id,
        {
          grade: claim.grade,
          printed: claim.printed,
          says: claim.says,
          roots: [...claim.roots],
          ...(by === undefined ? {} : { replaced_by: by }),
          feeds: feeds.get(claim.id) ?? 0,
          reasons: (how?.reasons ?? []).map(({ name, times }) => ({
            name,
            factor: reading.table.reasons[name] ** times,
          })),
          ...(how === undefined ? { why_not: whyNot(claim, by) } : widthOf(how)),
        },
      ];
    });
  return Object.fromEntries(rows);
}

function widthOf({ scale, width }: NonNullable<ReturnType<Prepared["expansion"]["widened"]["get"]>>): Partial<Row> {
  const { sigma, stretch, wrong } = width;
  const off = scale === "days" ? { days: at95 * sigma } : { factor: Math.exp(at95 * sigma) };
  return { ...off, ...(stretch === 1 ? {} : { stretch }), wrong };
}

function whyNot({ value, unknown }: BookClaim, by: string | undefined): string {
  if (by !== undefined) return `replaced by ${by}`;
  if (unknown) return "nobody gives it";
  return value === undefined ? "it is a text" : "it is computed from other figures, and has their errors";
}

/** How many figures of the model, tests and contracts rest on each claim. */
function feedsOf({ expansion, graph, figures }: Prepared): Map<string, number> {
  const walk = new RelianceWalk(expansion, graph);
  const counts = new Map<string, number>();
  for (const path of figures) {
    if (path.startsWith("claims.") || path.startsWith("catalog.")) continue;
    for (const claim of walk.of(path).claims) counts.set(claim, (counts.get(claim) ?? 0) + 1);
  }
  return counts;
}

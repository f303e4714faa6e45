/** The map of a deal in tables: edges, groups with their shares, and who is who. */
import type { DealMap } from "@underwatt/deal";
import { headLines } from "./head.ts";
import { faint, heading } from "./style.ts";
import { table, wrap } from "./table.ts";

type Shares = DealMap["market"];

/** The lines, at most `width` wide. */
export function mapTables(result: DealMap, width: number): string[] {
  const { edges, entities, without } = result;
  return [
    ...headLines(result, width),
    ...(edges.length === 0 ? ["", "no money moves in what is known by then"] : edgeLines(result, width)),
    ...(edges.length === 0 ? [] : groupLines("Groups", result.groups, result.market, result, width)),
    ...(without === undefined
      ? []
      : groupLines(`Groups without ${without.path}`, without.groups, without.market, result, width)),
    ...(Object.keys(entities).length === 0 ? [] : entityLines(result, width)),
    ...(result.unknown.length === 0
      ? []
      : ["", ...wrap(`\`entities:\` says nothing of ${result.unknown.join(", ")}`, width).map(faint)]),
    ...Object.entries(result.left_out).flatMap(([path, claims]) => [
      "",
      ...wrap(`${path} is left out: it rests on ${claims.join(", ")}, not known by ${result.as_of}`, width).map(faint),
    ]),
  ];
}

function edgeLines({ edges, currency }: DealMap, width: number): string[] {
  return [
    "",
    heading("Who pays whom"),
    ...table(
      [
        { title: "payer", flexible: true },
        { title: "payee" },
        { title: `${currency}, in all`, align: "right" },
        { title: "as" },
        { title: "for" },
        { title: "by" },
      ],
      edges.map((edge) => [
        named(edge.payer, edge.payer_name),
        named(edge.payee, edge.payee_name),
        money(edge.amount),
        edge.basis,
        edge.for,
        edge.path,
      ]),
      width,
    ),
  ];
}

function groupLines(
  title: string,
  groups: Record<string, { received: Shares; paid: Shares }>,
  market: Shares,
  { currency }: DealMap,
  width: number,
): string[] {
  return [
    "",
    heading(title),
    ...table(
      [
        { title: "group" },
        { title: "receives", align: "right" },
        { title: "HHI", align: "right" },
        { title: "pays", align: "right" },
        { title: "HHI", align: "right" },
        { title: "from and to", flexible: true },
      ],
      Object.entries(groups).map(([group, { received, paid }]) => [
        group,
        money(received.total),
        index(received.hhi),
        money(paid.total),
        index(paid.hhi),
        [sharesText("from", received), sharesText("to", paid)].filter((part) => part !== "").join("; "),
      ]),
      width,
    ),
    ...wrap(
      `All receipts, ${money(market.total)} ${currency}: ${sharesText("to", market)}; HHI ${index(market.hhi)}`,
      width,
    ).map(faint),
  ];
}

function entityLines({ entities, as_of: day }: DealMap, width: number): string[] {
  return [
    "",
    heading(`Who is who on ${day}`),
    ...table(
      [
        { title: "entity" },
        { title: "kind" },
        { title: "group" },
        { title: "claims", align: "right" },
        { title: "by date", flexible: true },
      ],
      Object.entries(entities).map(([key, { kind, group, claims, timeline, settles }]) => [
        key,
        kind ?? "",
        group,
        String(claims.length),
        [
          ...timeline.map(
            ({ from, until, what, is, holds }) =>
              `${from === undefined ? "" : `${from} `}${until === undefined ? "" : `until ${until} `}${words[what]} ${is}${holds ? "" : " (not then)"}`,
          ),
          ...settles.map(({ conflict, reading }) => `settles ${conflict}: ${reading}`),
        ].join("; "),
      ]),
      width,
    ),
  ];
}

const words = { name: "also", owner: "owned by", status: "is" } as const;

/** A party under the group that it belongs to, where that is another. */
function named(group: string, name: string): string {
  return group === name.toLowerCase() ? name : `${name} (${group})`;
}

function sharesText(word: string, { by }: Shares): string {
  const parts = Object.entries(by).map(([name, { share }]) => `${name} ${Number((100 * share).toPrecision(3))} %`);
  return parts.length === 0 ? "" : `${word} ${parts.join(", ")}`;
}

function money(amount: number): string {
  if (amount === 0) return "";
  return amount >= 1e8
    ? `${Number((amount / 1e9).toPrecision(4)).toLocaleString("en-US")} billion`
    : Math.round(amount).toLocaleString("en-US");
}

function index(hhi: number | null): string {
  return hhi === null ? "" : hhi.toFixed(2);
}

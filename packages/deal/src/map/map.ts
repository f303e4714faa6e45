/** Who pays whom under contracts and links, with shares by counterparty, and who is who on the day. */
import { parseDate } from "@underwatt/engine";
import { aboutOf, numberOrNull, sampledRunOf } from "../analysis/shared-schema.ts";
import { QuestionError } from "../analysis/deal-inputs.ts";
import { contracts, givenOf } from "../components/index.ts";
import { didYouMean } from "../did-you-mean.ts";
import { slugOf } from "../expand/parties.ts";
import type { Prepared } from "../prepare.ts";
import type { Cell, Figure } from "../result.ts";
import { runDeal } from "../run.ts";
import { concentrationOf, sharesOf, type Concentration, type Shares } from "./concentration.ts";
import { Entities, holds } from "./entities.ts";
import { mapVersion, type DealMap } from "./map-result.ts";

type MapEdge = DealMap["edges"][number];

/** Money between two named parties, before it is known who they are. */
interface Flow {
  readonly path: string;
  readonly payer: string;
  readonly payee: string;
  readonly amount: number;
  readonly basis: MapEdge["basis"];
  readonly for: string;
}

/**
 * @param without a contract or link, such as `lease`, to be left out in a second reckoning
 * @throws QuestionError when there is no such one
 */
export async function map(prepared: Prepared, without?: string): Promise<DealMap> {
  const { deal, asOf, leftOut } = prepared;
  const { document } = deal;
  const day = parseDate(asOf) ?? 0;
  const cash = cashPaths(prepared);
  const links = Object.keys(document.links ?? {});
  const wanted = new Set([...cash.keys(), ...links.map((id) => `links.${id}.is`)]);
  const { figures } = await runDeal({ ...prepared, figures: prepared.figures.filter((path) => wanted.has(path)) });
  const flows = [
    ...[...cash].flatMap(([path, sides]) => contractFlows(sides, figures[path])),
    ...links.flatMap((id) => linkFlow(document.links?.[id], id, figures[`links.${id}.is`])),
  ];
  const entities = new Entities(document.entities);
  const edges = flows
    .map((flow) => edgeOf(flow, entities, day))
    .filter(({ amount }) => amount > 0)
    .sort((left, right) => right.amount - left.amount || (left.path < right.path ? -1 : 1));
  const names = new Set(edges.flatMap(({ payer_name: payer, payee_name: payee }) => [payer, payee]));
  const groups = Object.entries(groupsOf(edges)).map(([group, of]) => {
    const kind = entities.get(group)?.kind;
    return [group, { ...of, ...(kind === undefined ? {} : { kind }) }] as const;
  });
  return {
    schema: mapVersion,
    ...aboutOf(prepared),
    run: sampledRunOf(prepared),
    currency: document.currency,
    edges,
    groups: Object.fromEntries(groups),
    market: marketOf(edges),
    ...(without === undefined ? {} : { without: withoutOne(edges, without) }),
    entities: entitiesOf(prepared, entities, day),
    unknown: [...names].filter((name) => entities.named(name, day) === undefined).sort(),
    left_out: Object.fromEntries(
      [...wanted].flatMap((path) => {
        const claims = leftOut.get(path);
        return claims === undefined ? [] : [[path.slice(0, path.lastIndexOf(".")), [...claims]]];
      }),
    ),
  };
}

/** The monthly figure of what the first party of each contract receives; another reading of a contract is no second one. */
function cashPaths({ deal }: Prepared): Map<string, Omit<Flow, "amount">> {
  const found = new Map<string, Omit<Flow, "amount">>();
  for (const [id, written] of Object.entries(deal.document.contracts ?? {})) {
    const component = contracts.get(written.kind);
    if (component?.views === undefined || written.instead_of !== undefined) continue;
    const given = givenOf(component, written);
    const [payee, payer] = component.views.map(({ party }) => String(given.get(party) ?? ""));
    if (payee === undefined || payer === undefined) continue;
    const path = `contracts.${id}`;
    found.set(`${path}.${component.views[0].cash}`, { path, payer, payee, basis: "expected", for: component.kind });
  }
  return found;
}

/** What goes each way: a loan is paid out and paid back. */
function contractFlows(sides: Omit<Flow, "amount">, figure: Figure | undefined): Flow[] {
  const months = numbersOf(figure?.mean ?? figure?.series);
  const sum = (of: (month: number) => number): number =>
    months.reduce((total, month) => total + Math.max(0, of(month)), 0);
  return [
    { ...sides, amount: sum((month) => month) },
    { ...sides, payer: sides.payee, payee: sides.payer, amount: sum((month) => -month) },
  ];
}

function linkFlow(
  written: { payer: string; payee: string; for: string } | undefined,
  id: string,
  figure: Figure | undefined,
): Flow[] {
  const [amount] = numbersOf(figure?.mean ?? figure?.value);
  if (written === undefined || amount === undefined) return [];
  return [
    { path: `links.${id}`, payer: written.payer, payee: written.payee, amount, basis: "stated", for: written.for },
  ];
}

function numbersOf(cells: Cell | readonly Cell[] | undefined): number[] {
  const list = Array.isArray(cells) ? cells : [cells];
  return list.flatMap((cell) => (typeof cell === "number" ? [cell] : []));
}

function edgeOf({ payer, payee, ...flow }: Flow, entities: Entities, day: number): MapEdge {
  const group = (name: string): string => {
    const key = entities.named(name, day);
    return key === undefined ? slugOf(name) : entities.group(key, day);
  };
  return { ...flow, payer: group(payer), payee: group(payee), payer_name: payer, payee_name: payee };
}

function groupsOf(edges: readonly MapEdge[]): Record<string, WrittenConcentration> {
  return Object.fromEntries([...concentrationOf(edges)].map(([party, of]) => [party, written(of)]));
}

interface WrittenShares {
  total: number;
  by: Record<string, { amount: number; share: number }>;
  hhi: number | null;
}
interface WrittenConcentration {
  received: WrittenShares;
  paid: WrittenShares;
}

function written({ received, paid }: Concentration): WrittenConcentration {
  return { received: shown(received), paid: shown(paid) };
}

function shown({ total, by, hhi }: Shares): WrittenShares {
  return { total, by: Object.fromEntries(by), hhi: numberOrNull(hhi) };
}

function marketOf(edges: readonly MapEdge[]): WrittenShares {
  return shown(sharesOf(edges.map(({ payee, amount }) => [payee, amount])));
}

function withoutOne(edges: readonly MapEdge[], named: string): NonNullable<DealMap["without"]> {
  const paths = [...new Set(edges.map(({ path }) => path))];
  const path = paths.find((each) => each === named || each.slice(each.indexOf(".") + 1) === named);
  if (path === undefined) {
    const hint = didYouMean(named, paths, `there are ${paths.join(", ")}`);
    throw new QuestionError(
      `no contract or link "${named}" moves money in this map${hint === undefined ? "" : `: ${hint}`}`,
    );
  }
  const rest = edges.filter((edge) => edge.path !== path);
  return { path, groups: groupsOf(rest), market: marketOf(rest) };
}

function entitiesOf({ deal, expansion }: Prepared, entities: Entities, day: number): DealMap["entities"] {
  const { entities: all = {}, conflicts = {} } = deal.document;
  return Object.fromEntries(
    Object.entries(all).map(([key, entity]) => [
      key,
      {
        name: entity.name,
        ...(entity.kind === undefined ? {} : { kind: entity.kind }),
        group: entities.group(key, day),
        timeline: timelineOf(entity, all, day),
        claims: expansion.book.claims
          .filter(({ about, published }) => published <= day && entities.named(about, day) === key)
          .map(({ id }) => id),
        settles: listOf(entity.settles).flatMap((conflict) => {
          const found = conflicts[conflict];
          return found === undefined ? [] : [{ conflict, about: found.about, reading: found.reading }];
        }),
        ...(entity.note === undefined ? {} : { note: entity.note }),
      },
    ]),
  );
}

type All = NonNullable<Prepared["deal"]["document"]["entities"]>;

function timelineOf({ aliases = [], owners = [], status = [] }: All[string], all: All, day: number) {
  const rows = [
    ...aliases.map((entry) => ({ ...entry, what: "name" as const, is: entry.name })),
    ...owners.map((entry) => ({ ...entry, what: "owner" as const, is: all[entry.entity]?.name ?? entry.entity })),
    ...status.map((entry) => ({ ...entry, what: "status" as const })),
  ];
  return rows
    .sort((left, right) => ((left.from ?? "") < (right.from ?? "") ? -1 : 1))
    .map(({ from, until, what, is, claim, note }) => ({
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
      what,
      is,
      holds: holds({ from, until }, day),
      claims: listOf(claim),
      ...(note === undefined ? {} : { note }),
    }));
}

function listOf(value: string | readonly string[] | undefined): string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : [...value];
}

/** Parties: who is named in contracts, under one name each, with the figures of all that they have with each other. */
import { contracts, givenOf, party, partyOutputs, type Side } from "../components/index.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Key } from "../read/yaml-file.ts";
import { namePattern } from "../schema/values.ts";
import type { Definitions } from "./definitions.ts";
import { defineOutputs, defineParameters, isNamed, type Instance } from "./instance.ts";

/** What a party has in all contracts, and the first place that names it. */
interface Found {
  readonly at: readonly Key[];
  readonly sides: Map<string, Side[]>;
}

export function expandParties(definitions: Definitions): void {
  const declared = Object.entries(definitions.deal.document.parties ?? {});
  const found = partiesOf(definitions, declaredNames(definitions));
  for (const [slug, { at, sides }] of found) {
    const isDeclared = declared.some(([key]) => key === slug);
    const whole: Instance = { kind: "party", base: `parties.${slug}`, at: isDeclared ? ["parties", slug] : at };
    const written = declared.find(([key]) => key === slug)?.[1] ?? {};
    const given = isDeclared ? defineParameters(definitions, whole, party, written) : givenOf(party, written);
    defineOutputs(definitions, whole, partyOutputs(given, { sides }), true);
  }
  for (const [key] of declared) {
    if (found.has(key)) continue;
    const said = {
      message: `no contract has a party "${key}"`,
      expected: "the name of a party in lower case, with hyphens between words",
      hint: didYouMean(key, found.keys(), "a party whose name is another is tied to it by `name:`"),
    };
    definitions.error(said, definitions.deal.locateKey(["parties"], key));
  }
}

/** Path segment of a name: lower case, accents dropped, hyphens for what is no letter or digit. Empty when nothing is left. */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{Mn}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}

/** Keys of declared parties by the slug of their names. */
function declaredNames(definitions: Definitions): ReadonlyMap<string, string> {
  const entries = Object.entries(definitions.deal.document.parties ?? {});
  return new Map(entries.flatMap(([key, { name }]) => (typeof name === "string" ? [[slugOf(name), key]] : [])));
}

function partiesOf(definitions: Definitions, names: ReadonlyMap<string, string>): ReadonlyMap<string, Found> {
  const { deal } = definitions;
  const found = new Map<string, Found>();
  const enter = (slug: string, other: string, side: Side, at: readonly Key[]): void => {
    const entry = found.get(slug) ?? { at, sides: new Map<string, Side[]>() };
    found.set(slug, entry);
    entry.sides.set(other, [...(entry.sides.get(other) ?? []), side]);
  };
  for (const [id, written] of Object.entries(deal.document.contracts ?? {})) {
    const component = contracts.get(written.kind);
    if (component?.views === undefined || !isCounted(definitions, id)) continue;
    const given = givenOf(component, written);
    const [payee, payer] = component.views.map(({ party: parameter, cash }) => {
      const at = ["contracts", id, parameter];
      const slug = slugOf(String(given.get(parameter) ?? ""));
      return { slug: names.get(slug) ?? slug, cash: `contracts.${id}.${cash}`, at };
    });
    if (payee === undefined || payer === undefined) continue;
    const unnamed = [payee, payer].find(({ slug }) => !namePattern.test(slug));
    if (unnamed !== undefined) {
      const said = {
        message: "a party's name has no letter of the Latin alphabet and no digit",
        expected: "a name such as Anthropic",
      };
      definitions.error(said, deal.locate(unnamed.at));
    } else if (payee.slug === payer.slug) {
      const said = { message: `both parties of the contract "${id}" are ${payee.slug}`, expected: "two parties" };
      definitions.error(said, deal.locate(payer.at));
    } else {
      const firm = component.firm === undefined ? {} : { firm: `contracts.${id}.${component.firm}` };
      const isFinancing = component.financing === true;
      enter(payee.slug, payer.slug, { cash: payee.cash, isFinancing }, payee.at);
      enter(payer.slug, payee.slug, { cash: payer.cash, isFinancing, ...firm }, payer.at);
    }
  }
  return found;
}

/** Whether a contract is not another reading of one; says so where it is a reading of what does not count itself. */
function isCounted(definitions: Definitions, id: string): boolean {
  const { deal } = definitions;
  const of = deal.document.contracts?.[id]?.instead_of;
  if (of === undefined) return true;
  const whole: Instance = { kind: "contract", base: `contracts.${id}`, at: ["contracts", id] };
  if (!isNamed(definitions, "contracts", of, whole, "instead_of")) return false;
  if (of !== id && deal.document.contracts?.[of]?.instead_of === undefined) return false;
  const said = {
    message: of === id ? `the contract "${id}" is another reading of itself` : `"${of}" is another reading itself`,
    expected: "a contract that counts",
  };
  definitions.error(said, deal.locate(["contracts", id, "instead_of"]));
  return false;
}

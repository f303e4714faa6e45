/** Who is meant by a name on a day, and who owns whom then. */
import { parseDate } from "@underwatt/engine";
import { slugOf } from "../expand/parties.ts";
import type { DealDocument } from "../schema/deal.ts";

type Written = NonNullable<DealDocument["entities"]>[string];

interface Dated {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

export class Entities {
  private readonly written: ReadonlyMap<string, Written>;

  constructor(entities: DealDocument["entities"]) {
    this.written = new Map(Object.entries(entities ?? {}));
  }

  get(key: string): Written | undefined {
    return this.written.get(key);
  }

  /** The entity that a name means on a day; undefined where the deal says nothing of it. Spelling and case do not count. */
  named(name: string, day: number): string | undefined {
    const slug = slugOf(name);
    const own = [...this.written].find(([key, entity]) => key === slug || slugOf(entity.name) === slug);
    if (own !== undefined) return own[0];
    return [...this.written].find(([, { aliases = [] }]) =>
      aliases.some((alias) => slugOf(alias.name) === slug && holds(alias, day)),
    )?.[0];
  }

  /** Who owns it on a day, from the nearest to the last; ends before it comes round. */
  owners(key: string, day: number): string[] {
    const chain: string[] = [];
    let at: string | undefined = key;
    while (at !== undefined) {
      const owner: string | undefined = this.written
        .get(at)
        ?.owners?.find((dated) => holds(dated, day) && dated.entity !== key)?.entity;
      if (owner === undefined || chain.includes(owner)) break;
      chain.push(owner);
      at = owner;
    }
    return chain;
  }

  /** The entity itself, or the last that owns it: whose credit it is. */
  group(key: string, day: number): string {
    return this.owners(key, day).at(-1) ?? key;
  }
}

/** Whether something holds on a day: from its first, up to but without its last. */
export function holds({ from, until }: Dated, day: number): boolean {
  return (parseDate(from ?? "") ?? -Infinity) <= day && day < (parseDate(until ?? "") ?? Infinity);
}

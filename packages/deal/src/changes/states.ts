/** States between two states of a deal, run with the same draws. */
import type { UnitRegistry } from "@underwatt/engine";
import { prepare, type Prepared } from "../prepare.ts";
import type { Result } from "../result.ts";
import { groupName } from "./describe.ts";
import { between } from "./hybrid.ts";
import { wholeParts } from "./items.ts";
import { knownIn, resultOf } from "./known.ts";
import type { Changed, Mover } from "./movers.ts";
import { itemsUnder } from "./reach.ts";

/** A state in between: its figures, and the movers that each of them leads back to in it. */
interface Reached {
  readonly result: Result;
  readonly bearing: ReadonlyMap<string, readonly Mover[]>;
}

/** States in between, each run once. */
export class States {
  count = 0;
  private readonly before: Prepared;
  private readonly after: Prepared;
  private readonly changed: Changed;
  private readonly targets: readonly string[];
  /** Awaited before each run, to let others have a turn. */
  private readonly pause: (() => Promise<void>) | undefined;
  private readonly known = new Map<string, Reached | undefined>();

  constructor(
    before: Prepared,
    after: Prepared,
    changed: Changed,
    targets: readonly string[],
    pause: (() => Promise<void>) | undefined,
  ) {
    this.before = before;
    this.after = after;
    this.changed = changed;
    this.targets = targets;
    this.pause = pause;
  }

  /** Units of the later state. */
  get units(): UnitRegistry {
    return this.after.expansion.units;
  }

  /** Movers that a figure leads back to before or after. */
  bearingAtEnds(path: string): readonly Mover[] {
    return [this.before, this.after].flatMap((end) => this.bearing(end, path));
  }

  /** The state in which all but some movers moved; undefined where the deal has mistakes then. */
  private prepared(left: readonly Mover[]): Prepared | undefined {
    const moved = new Set(this.changed.movers.filter((mover) => !left.includes(mover)));
    const document = between(knownIn(this.before), knownIn(this.after), (path) => this.changed.side(path, moved));
    const asOf = this.before.asOf > this.after.asOf ? this.before.asOf : this.after.asOf;
    const preparation = prepare(this.after.deal.holding(document), this.after.catalog, { ...this.after.options, asOf });
    return "prepared" in preparation ? preparation.prepared : undefined;
  }

  async reached(left: readonly Mover[]): Promise<Reached | undefined> {
    const key = left.map(groupName).sort().join("\n");
    if (!this.known.has(key)) {
      await this.pause?.();
      const prepared = this.prepared(left);
      this.count += 1;
      this.known.set(key, prepared === undefined ? undefined : await this.reachedIn(prepared));
    }
    return this.known.get(key);
  }

  private async reachedIn(prepared: Prepared): Promise<Reached> {
    return {
      result: await resultOf(prepared, this.targets),
      bearing: new Map(this.targets.map((path) => [path, this.bearing(prepared, path)])),
    };
  }

  /** Movers that a figure leads back to. */
  bearing(prepared: Prepared, path: string): readonly Mover[] {
    const items = itemsUnder(prepared, path);
    return this.changed.movers.filter(({ paths }) => paths.some((each) => items.has(each) || isWhole(each)));
  }
}

function isWhole(path: string): boolean {
  return wholeParts.some((part) => part === path);
}

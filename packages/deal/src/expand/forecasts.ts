/** What forecasts say and what came, as quantities: only for the register of forecasts, in which claims read as printed. */
import { parseDate, type Expectation } from "@underwatt/engine";
import { didYouMean } from "../did-you-mean.ts";
import type { Key } from "../read/yaml-file.ts";
import type { FormulaText } from "../schema/values.ts";
import type { Definitions } from "./definitions.ts";

const share: Expectation = { kind: { unit: "" }, series: false };

export function expandForecasts(definitions: Definitions): void {
  const { deal, book } = definitions;
  const aliases = new Map(book.claims.map(({ id }) => [`claims.${id}`, `claims.${id}.printed`]));
  const define = (path: string, text: FormulaText, at: readonly Key[], expects?: Expectation): void => {
    definitions.define(path, text, { kind: "model", at, aliases, ...(expects === undefined ? {} : { expects }) });
  };
  for (const [id, written] of Object.entries(deal.document.forecasts ?? {})) {
    const base = `forecasts.${id}`;
    const at: readonly Key[] = ["forecasts", id];
    if (written.event !== undefined) {
      if (written.probability !== undefined)
        define(`${base}.probability`, written.probability, [...at, "probability"], share);
      continue;
    }
    const said = book.get(written.claim ?? "")?.value;
    if (written.is !== undefined) define(`${base}.said`, written.is, [...at, "is"]);
    else if (said !== undefined) define(`${base}.said`, `claims.${written.claim}.printed`, [...at, "claim"]);
    if (written.resolution === undefined) continue;
    const { claim, is } = written.resolution;
    if (is !== undefined) define(`${base}.came`, is, [...at, "resolution", "is"]);
    else if (book.get(claim)?.value !== undefined)
      define(`${base}.came`, `claims.${claim}.printed`, [...at, "resolution", "claim"]);
  }
}

/** What is wrong with forecasts, whether they are asked for or not. */
export function checkForecasts(definitions: Definitions): void {
  const { deal, book } = definitions;
  for (const [id, written] of Object.entries(deal.document.forecasts ?? {})) {
    const at: readonly Key[] = ["forecasts", id];
    const fault = (message: string, expected: string, ...key: readonly Key[]): void => {
      const place = [...at, ...key];
      definitions.error({ message, expected }, deal.locateKey(place.slice(0, -1), place.at(-1) ?? id));
    };
    const { claim, event, made_on: madeOn, resolution, due } = written;
    for (const [name, ...key] of [
      [claim, "claim"],
      [resolution?.claim, "resolution", "claim"],
    ] as const) {
      if (name === undefined || book.get(name) !== undefined) continue;
      const known = book.claims.map((each) => each.id);
      const hint = didYouMean(name, known);
      const said = { message: `there is no claim "${name}"`, expected: "the name of a claim", hint };
      definitions.error(said, deal.locate([...at, ...key]));
    }
    if (claim === undefined && madeOn === undefined)
      fault(`nobody can tell when "${id}" was said`, "`claim:`, or `made_on:` with a date");
    const hasValue = written.is !== undefined || book.get(claim ?? "")?.value !== undefined;
    if (event === undefined && !hasValue) fault(`"${id}" says nothing`, "`is:` with a quantity, or `event:`");
    if (event === undefined && written.probability !== undefined)
      fault("a probability is of an event", "`event:` with what is said to happen", "probability");
    if (event !== undefined && written.is !== undefined)
      fault("a forecast is of a quantity or of an event, not both", "`is:` or `event:`", "is");
    if (resolution !== undefined && (event !== undefined) !== (resolution.happened !== undefined))
      fault(
        event === undefined ? "what came of a quantity is a value" : "nothing says whether the event came",
        event === undefined ? "`claim:`, or `is:`" : "`happened: yes` or `no`",
        "resolution",
      );
    const made = parseDate(madeOn ?? "") ?? book.get(claim ?? "")?.published ?? -Infinity;
    if (due !== undefined && (parseDate(due) ?? Infinity) < made)
      fault("it is due before it was said", "a day after that", "due");
  }
}

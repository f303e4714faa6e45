/** The tables a note may place, by name. */
import { attribution } from "./attribution.ts";
import { audit } from "./audit.ts";
import { changes } from "./changes.ts";
import { claims, conflicts, evidence, supersessions } from "./evidence.ts";
import { assumptions, figures } from "./figures.ts";
import { breakers, thesis, watch } from "./questions.ts";
import type { TableMaker } from "./table.ts";

export const tables: ReadonlyMap<string, TableMaker> = new Map(
  Object.entries({
    thesis,
    breakers,
    watch,
    evidence,
    conflicts,
    attribution,
    audit,
    changes,
    assumptions,
    figures,
    claims,
    supersessions,
  }),
);

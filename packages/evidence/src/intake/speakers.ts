/** Who is said to have said it. */
import type { SourceRole } from "../grades.ts";

export interface Speaker {
  readonly name: string;
  readonly role: SourceRole | undefined;
  /** The verb that ties the sentence to the name, in lower case; empty under a quotation. */
  readonly verb: string;
}

const name = String.raw`(\p{Lu}[\p{L}\p{N}&-]{0,30}(?: \p{Lu}[\p{L}\p{N}&-]{0,30}){0,3})`;
const verbs =
  "said|says|told|argues|argued|estimates|estimated|predicts|predicted|expects|expected|noted|notes|outlined|outlines|cites|cited|" +
  "claims|claimed|believes|explained|explains|announced|announces|revealed|disclosed|discloses|projects|projected|forecasts|" +
  "reports|reported|confirmed|thinks|wrote|writes|frames|framed|signed|committed to|intends|added|points|counters|credits|filed|stated|states";
const saying = new RegExp(
  String.raw`(?<![\p{L}\p{N}$])${name}(?: (?:CEO|CFO|founder|analysts?|executives?|has|have|reportedly))? (${verbs})\b`,
  "u",
);
const accordingTo = new RegExp(String.raw`\b[Aa]ccording to (?:[a-z]+ ){0,4}?(?:The )?${name}`, "u");

/** Names of outlets and kinds of houses; whoever else announces something is taken for a party. */
const press =
  /\b(?:Reuters|Bloomberg|CNBC|Information|Journal|Times|Forbes|Wired|Post|Guardian|Economist|Fortune|Axios|Verge|TechCrunch|Yahoo|Dynamics|News|BBC|CNN)\b/;
const analyst =
  /\b(?:Securities|Research|Analysts?|Bank|Partners|ARK|Stanley|Sachs|Jefferies|Barclays|UBS|Mirae|SemiAnalysis|Epoch)\b/i;
const aggregator = /\b(?:podcast|Podcast|newsletter|Newsletter|digest|Digest)\b/;
const filing = /\b(?:SEC|prospectus|S-1|10-K|10-Q|8-K)\b/;
/** What parties do, and commentators do not. */
const partyVerb =
  /^(?:announced|announces|disclosed|discloses|revealed|signed|committed to|intends|confirmed|filed|says|said|stated|states)$/;
const noName = /^(?:The|This|That|It|He|She|They|We|I|A|An|In|On|If|But|And|Its|His|Her|Their|What|Which|Who)$/;

export function speakerOf(sentence: string, attribution: string | undefined): Speaker | undefined {
  const [, source] = accordingTo.exec(sentence) ?? [];
  if (source !== undefined) return { name: source, role: roleOf(source, ""), verb: "according to" };
  const [, who, verb] = saying.exec(sentence) ?? [];
  if (who !== undefined && verb !== undefined) {
    const words = who.split(" ");
    const proper = noName.test(words[0] ?? "") ? words.slice(1).join(" ") : who;
    if (proper !== "") return { name: proper, role: roleOf(proper, verb), verb };
  }
  if (attribution !== undefined && /^["“]|["”]$/.test(sentence))
    return { name: attribution, role: roleOf(attribution, ""), verb: "" };
  return undefined;
}

function roleOf(who: string, verb: string): SourceRole | undefined {
  if (filing.test(who)) return "filing";
  if (press.test(who)) return "press";
  if (analyst.test(who)) return "analyst";
  if (aggregator.test(who)) return "aggregator";
  return partyVerb.test(verb) ? "party" : undefined;
}

/** What a draft proposes, to be looked over: a grade with its reason, and names for what is measured of what. */
import type { Grade } from "../grades.ts";
import type { DateMention, Quantity } from "./quantities.ts";
import type { Speaker } from "./speakers.ts";
import { isMoney, isTime } from "./units.ts";

export interface ProposedGrade {
  readonly grade: Grade;
  readonly because: string;
}

const opinion =
  /\b(?:I|[Ww]e) (?:\w+ )?(?:think|believe|expect|read)\b|\b(?:argues?|argued|skeptical|sceptical|should|in my view|advocates?)\b/;
const forecast =
  /\b(?:will|would|could|expects?|expected|anticipates?|projects|projected|forecasts?|predicts?|predicted|targets?|targeting|plans? to|aims? to|going to|chance of|roadmap|upside|could begin|by the end of)\b/;
const estimate =
  /\b(?:estimates?|estimated|estimating|impl(?:y|ies|ied|ying)|model(?:led|ed)? (?:estimate|price)|math|calculat\w+|assum\w+|per our|annualized|annualised|analysts?)\b/;
const disclosing =
  /^(?:announced|announces|disclosed|discloses|revealed|signed|committed to|confirmed|filed|says|said|stated|states|intends)$/;

/** By the speaker's role and verb first, then by the words of the sentence; what nothing marks is `reported`. */
export function proposeGrade(sentence: string, speaker: Speaker | undefined): ProposedGrade {
  const said = /\b(?:signed|announced|agreed|filed|disclosed)\b/.exec(sentence)?.[0];
  if (speaker?.role === "filing") return { grade: "disclosed", because: `${speaker.name} is a filing` };
  if (speaker?.role === "party" && disclosing.test(speaker.verb))
    return { grade: "disclosed", because: `${speaker.name} ${speaker.verb} so, and may be a party` };
  const felt = opinion.exec(sentence)?.[0];
  if (felt !== undefined) return { grade: "opinion", because: `"${felt}"` };
  const seen = forecast.exec(sentence)?.[0];
  if (seen !== undefined) return { grade: "forecast", because: `"${seen}"` };
  const made = estimate.exec(sentence)?.[0];
  if (made !== undefined) return { grade: "estimate", because: `"${made}"` };
  if (speaker?.role === "analyst") return { grade: "estimate", because: `${speaker.name} is an analyst` };
  if (speaker?.role === "press") return { grade: "reported", because: `${speaker.name} is an outlet` };
  if (said !== undefined && !/\breported/.test(sentence)) return { grade: "disclosed", because: `"${said}"` };
  return { grade: "reported", because: "nothing marks it as harder or softer" };
}

export interface ProposedNames {
  readonly about: string | undefined;
  readonly quantity: string;
}

const proper =
  /(?<![\p{L}\p{N}$€£])\p{Ll}?\p{Lu}[\p{L}\p{N}&]*(?:[-–]\p{Lu}[\p{L}\p{N}]*)*(?: (?:\p{Lu}[\p{L}\p{N}&]*|\d{1,2}(?![\d.,%])))*/gu;
const noSubject =
  /^(?:The|This|That|These|Those|It|Its|He|She|They|We|I|A|An|In|On|At|If|But|And|Or|For|So|Now|Then|Yet|However|Also|With|By|From|First|Second|Third|What|Why|How|When|Where|January|February|March|April|May|June|July|August|September|October|November|December|USD|GPUs?|[HB]\d{3}s?|GB\d{3}s?|NVIDIA|Nvidia|[kMGT]W|ARR|Q\d|[A-Z])$/;

/** The nearest name before the quantity, else after it; and a word for what is measured, by its unit and the words around. */
export function proposeNames(sentence: string, item: Quantity | DateMention): ProposedNames {
  let before: string | undefined;
  let after: string | undefined;
  for (const match of sentence.matchAll(proper)) {
    const words = match[0].split(" ");
    while (words.length > 0 && noSubject.test(words[0] ?? "")) words.shift();
    const found = slug(words.join(" "));
    if (found === undefined) continue;
    if (match.index + match[0].length <= item.start) before = found;
    else if (match.index >= item.end) {
      after = found;
      break;
    }
  }
  return { about: before ?? after, quantity: measureOf(sentence, item) };
}

const nouns = {
  money:
    /\b(?:revenue|loss|spend|spending|costs?|valuation|valuing|valued|capex|investment|invest|commitments?|price|ARR|profit|debt|run rate|cash|fee|fund|rent|lease|bill)\b/gi,
  share:
    /\b(?:utili[sz]ation|MFU|growth|grew|share|margin|chance|capacity|tax|yield|interest|occupancy|unemployment|improving)\b/gi,
  power: /\b(?:capacity|roadmap|power|demand|load)\b/gi,
} as const;
const bases: Readonly<Record<string, string>> = {
  grew: "growth",
  valuing: "valuation",
  valued: "valuation",
  costs: "cost",
  invest: "investment",
  commitments: "commitment",
  spending: "spend",
  "run rate": "run-rate",
  utilization: "utilisation",
};

function measureOf(sentence: string, item: Quantity | DateMention): string {
  if (item.kind === "date") return "date";
  const { unit } = item;
  const top = unit.split("/")[0] ?? "";
  const near = (pattern: RegExp, otherwise: string): string => nearest(sentence, item, pattern) ?? otherwise;
  if (/^[kMGT]?W$/.test(unit)) return near(nouns.power, "power");
  if (/^[kMGT]?W\/yr$/.test(unit)) return "capacity-added";
  if (unit === "GPU") return "gpu-count";
  if (unit === "H100e") return "h100e-count";
  if (unit === "chip") return "chip-count";
  if (/\/(?:GPU|H100e)\/h$/.test(unit)) return "rate";
  if (isMoney(top)) return near(nouns.money, unit.includes("/") ? "rate" : "amount");
  if (unit === "%") return near(nouns.share, "share");
  if (isTime(unit)) return near(/\b(?:term|notice|payback|delay|life)\b/gi, "duration");
  return slug(item.counts ?? "") ?? (unit === "" ? "multiple" : (slug(unit) ?? "amount"));
}

function nearest(sentence: string, { start, end }: Quantity, pattern: RegExp): string | undefined {
  let best: { word: string; distance: number } | undefined;
  for (const match of sentence.matchAll(pattern)) {
    const distance = match.index >= end ? match.index - end : start - match.index;
    if (best === undefined || distance < best.distance) best = { word: match[0].toLowerCase(), distance };
  }
  return best === undefined ? undefined : (bases[best.word] ?? best.word);
}

/** A name of the deal language, or none when no letters are left. */
export function slug(text: string): string | undefined {
  const parts = text
    .normalize("NFKD")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return parts === null || parts.every((part) => /^\d+$/.test(part))
    ? undefined
    : parts.slice(0, 6).join("-").slice(0, 60);
}

/** How much of what people found in documents intake finds, and how much of what it finds is there. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { intake, type DealText } from "@underwatt/deal";
import { findingsIn, type IntakeFinding, type ReadDocument } from "@underwatt/evidence";
import { printedClaims, type PrintedClaim } from "./ledger.ts";
import { fitOf, printsDigits, type Fit } from "./match.ts";

/** Why a claim was not found, as far as a rule can tell. */
export type Miss = "a number in a list" | "not printed in digits" | "printed and not read";

export interface Recalled {
  readonly claim: PrintedClaim;
  readonly fit: Fit | undefined;
  readonly miss: Miss | undefined;
  /** Whether the proposed grade of a finding that fits is the ledger's. */
  readonly gradeAgrees: boolean;
}

export interface Measured {
  readonly recalled: readonly Recalled[];
  readonly findings: readonly Found[];
}

export interface Found {
  readonly finding: IntakeFinding;
  /** Names it in the list of judgements. */
  readonly key: string;
  readonly isInLedger: boolean;
  /** Claims of the ledger that it fits with its unit. */
  readonly fits: readonly string[];
}

/** @param seeds folder of the documents */
export function measure(seeds: string, ledger: string): Measured {
  const claims = printedClaims(ledger);
  const texts = new Map(
    [...new Set(claims.map(({ file }) => file))].sort().map((file) => [file, readFileSync(join(seeds, file), "utf8")]),
  );
  const byFile = new Map([...texts].map(([file, text]) => [file, read(file, text)]));
  const recalled = claims.map((claim): Recalled => {
    const fits = (byFile.get(claim.file) ?? []).map((finding) => ({ finding, fit: fitOf(finding, claim) }));
    const same = fits.filter(({ fit }) => fit === "same");
    const best = same.length > 0 ? same : fits.filter(({ fit }) => fit === "short");
    const fit = best[0]?.fit;
    return {
      claim,
      fit,
      miss: fit === undefined ? missOf(claim, texts.get(claim.file) ?? "") : undefined,
      gradeAgrees: best.some(({ finding }) => finding.grade.grade === claim.grade),
    };
  });
  const findings = [...byFile].flatMap(([file, all]) => {
    const own = claims.filter((claim) => claim.file === file);
    const counts = new Map<string, number>();
    return all.map((finding): Found => {
      const { item, line } = finding;
      const value = item.kind === "date" ? item.date : [...new Set(item.written)].join(" to ");
      const place = `${file.slice(0, 3)}:${line ?? 0}:${value}${item.bound === undefined ? "" : ` ${item.bound}`}`;
      const count = (counts.get(place) ?? 0) + 1;
      counts.set(place, count);
      const fits = own.filter((claim) => fitOf(finding, claim) === "same").map(({ id }) => id);
      return { finding, key: count === 1 ? place : `${place} #${count}`, isInLedger: fits.length > 0, fits };
    });
  });
  return { recalled, findings };
}

function read(file: string, text: string): IntakeFinding[] {
  return findingsIn(documentOf(file, text));
}

function documentOf(file: string, text: string): ReadDocument {
  return { file, lines: text.split("\n").map((each, index) => ({ text: each, line: index + 1 })) };
}

/** How often a deal's claim is known again: the deal is to have the ledger's claims under their names. */
export interface KnownAgain {
  /** Findings that fit a claim of the ledger which the deal has. */
  readonly known: number;
  /** Those whose duplicates name one of these claims. */
  readonly named: number;
  /** Findings with duplicates in the deal, and those of them that name no claim that they fit. */
  readonly claimed: number;
  readonly wrong: readonly string[];
}

export function knownAgain(seeds: string, findings: readonly Found[], deal: DealText): KnownAgain {
  const files = [...new Set(findings.map(({ finding }) => finding.file))];
  const { drafts } = intake(
    files.map((file) => documentOf(file, readFileSync(join(seeds, file), "utf8"))),
    deal,
  );
  const rows = Object.values(drafts).map(({ duplicates = [] }, index) => ({
    duplicates: duplicates.filter((id) => !id.startsWith("drafts.")),
    fits: (findings[index]?.fits ?? []).filter((id) => Object.hasOwn(deal.document.claims ?? {}, id)),
    key: findings[index]?.key ?? "",
  }));
  const isNamed = ({ duplicates, fits }: (typeof rows)[number]): boolean => duplicates.some((id) => fits.includes(id));
  const known = rows.filter(({ fits }) => fits.length > 0);
  const claimed = rows.filter(({ duplicates }) => duplicates.length > 0);
  return {
    known: known.length,
    named: known.filter(isNamed).length,
    claimed: claimed.length,
    wrong: claimed.filter((row) => !isNamed(row)).map(({ key, duplicates }) => `${key} = ${duplicates.join(", ")}`),
  };
}

function missOf(claim: PrintedClaim, text: string): Miss {
  if (claim.unit === "index") return "a number in a list";
  return printsDigits(text, claim) ? "printed and not read" : "not printed in digits";
}

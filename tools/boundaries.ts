/**
 * Fails when an import runs against the table of rooms (docs/decisions/001-rooms.md), when a portable room reaches for a
 * clock, a random number or a console, or when an import leaves a package by path instead of by name.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** What each room may import of ours. A room is named by its folder. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  "packages/engine": [],
  "packages/finance": ["engine"],
  "packages/evidence": ["engine"],
  "packages/compute": ["engine"],
  "packages/deal": ["engine", "finance", "evidence", "compute"],
  "packages/note": ["engine", "finance", "evidence", "compute", "deal"],
  "packages/runtime": ["engine", "finance", "evidence", "compute", "deal"],
  "apps/cli": ["engine", "finance", "evidence", "compute", "deal", "note", "runtime"],
  "apps/web": ["engine", "deal", "note"],
};
/** Rooms that know neither Node nor the browser. */
const portable = [
  "packages/engine",
  "packages/finance",
  "packages/evidence",
  "packages/compute",
  "packages/deal",
  "packages/note",
];
/** Rooms without Node. */
const withoutNode = [...portable, "apps/web"];
/** Rooms without any dependency. */
const bare = ["packages/engine"];
/** Rooms whose results are the same bits in every browser. */
const sameBits = ["packages/engine", "packages/compute"];
/** Functions of the host whose last digits differ between browsers; numeric/elementary.ts has ours. */
const hostMath = /\bMath\.(?:a?(?:sin|cos|tan)h?|atan2|exp|expm1|log|log1p|log2|log10|cbrt|pow)\b/;
const impure = /\b(?:Math\.random|Date\.now|new Date\b|performance\.now|console\.|process\.|setTimeout|fetch\()/;
const ofNode = /\bprocess\.|\bBuffer\.|\brequire\(/;
const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^;"']*?from\s*["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)|(?:^|\n)\s*import\s*["']([^"']+)["']/g;

/** One offence, as a line for its author. */
export function offences(root: string): string[] {
  return Object.keys(rooms).flatMap((room) =>
    sourceFiles(join(root, room)).flatMap((file) => offencesOf(relative(root, file), readFileSync(file, "utf8"))),
  );
}

/** Offences of one file; `file` is relative to the root. */
export function offencesOf(file: string, text: string): string[] {
  const room = Object.keys(rooms).find((candidate) => file.startsWith(`${candidate}/`));
  if (room === undefined) return [];
  const isTest = /\.(?:test|contract|fixture)\.ts$/.test(file);
  const found: string[] = [];
  for (const match of text.matchAll(importPattern)) {
    const target = match[1] ?? match[2] ?? match[3] ?? "";
    const own = /^@underwatt\/([^/]+)(\/.*)?$/.exec(target);
    if (target.startsWith(".")) {
      const path = join(dirname(file), target);
      if (!path.startsWith(`${room}/`)) found.push(`${file}: imports ${target}, out of its package; import it by name`);
    } else if (own !== null) {
      // The contract of a port is for the tests of its adapters, wherever they are.
      const isContract = isTest && own[2]?.startsWith("/contracts/") === true;
      if (own[2] !== undefined && !isContract)
        found.push(`${file}: imports ${target}; a package is imported by its name alone`);
      else if (!rooms[room]?.includes(own[1] ?? "")) found.push(`${file}: ${room} may not import ${target}`);
    } else if (isTest) continue;
    else if (target.startsWith("node:") && withoutNode.includes(room))
      found.push(`${file}: ${room} may not know Node (${target})`);
    else if (bare.includes(room)) found.push(`${file}: ${room} has no dependencies (${target})`);
  }
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  if (withoutNode.includes(room) && !isTest && ofNode.test(code)) found.push(`${file}: ${room} may not know Node`);
  if (portable.includes(room) && !isTest) {
    const impurity = impure.exec(code);
    if (impurity !== null)
      found.push(`${file}: ${room} may not use ${impurity[0]}; time, randomness and output come in as ports`);
  }
  if (sameBits.includes(room) && !isTest) {
    const host = hostMath.exec(text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, ""));
    if (host !== null)
      found.push(`${file}: ${host[0]} differs between browsers; the engine's elementary functions do not`);
  }
  return found;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (name === "node_modules") return [];
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourceFiles(path);
    return path.endsWith(".ts") ? [path] : [];
  });
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const found = offences(resolve(dirname(fileURLToPath(import.meta.url)), ".."));
  for (const line of found) console.error(line);
  console.log(found.length === 0 ? "imports follow the rooms" : `${found.length} imports against the rooms`);
  process.exitCode = found.length === 0 ? 0 : 1;
}

/**
 * Serves the repository's TypeScript to a browser without a bundler: types are stripped, and names of packages become
 * addresses. (An import map would do for a page, but not for its workers.)
 */
import { readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import { dirname, extname, join, normalize, relative, sep } from "node:path";

/** Answers a request that is for no file; undefined when it is for one. */
export type Answer = (request: IncomingMessage, path: string) => Promise<Reply | undefined>;

export interface Reply {
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Folders of the repository that a page may read; everything else is none of its business. */
const open = ["packages", "apps/web", "bench/browser/page", "node_modules"];

/** A server on this machine alone. */
export function moduleServer(root: string, answer: Answer): Server {
  return createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    answer(request, path)
      .then((reply) => send(response, reply ?? moduleReply(root, path)))
      .catch((error: unknown) => {
        response
          .writeHead(500, { "content-type": "text/plain" })
          .end(error instanceof Error ? error.message : "failed");
      });
  });
}

function send(response: ServerResponse, reply: Reply | undefined): void {
  if (reply === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    "content-type": reply.type,
    // What a page needs of its parts to be isolated, and so to have shared memory.
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    ...reply.headers,
  });
  response.end(reply.body);
}

function moduleReply(root: string, path: string): Reply | undefined {
  const file = normalize(join(root, path));
  const inside = relative(root, file).replaceAll(sep, "/");
  const isOpen = open.some((folder) => inside.startsWith(`${folder}/`));
  if (!isOpen || statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  const text = readFileSync(file, "utf8");
  const code = extname(file) === ".ts" ? stripTypeScriptTypes(text) : text;
  return { type: "text/javascript", body: withAddresses(root, code) };
}

const bareImport = /(\b(?:from|import)\s*\(?\s*["'])(@[^/"']+\/[^/"']+|[a-z][^/"':]*)((?:\/[^"']*)?)(["'])/g;

/** Names of packages in imports as addresses of their files. */
function withAddresses(root: string, code: string): string {
  return code.replaceAll(bareImport, (whole: string, before: string, name: string, rest: string, after: string) => {
    const file = packageFile(root, name, `.${rest}`);
    return file === undefined ? whole : `${before}/${file}${after}`;
  });
}

function packageFile(root: string, name: string, entry: string): string | undefined {
  const own = /^@underwatt\/(.+)$/.exec(name)?.[1];
  const folder = own === undefined ? `node_modules/${name}` : `packages/${own}`;
  const manifest = join(root, folder, "package.json");
  if (statSync(manifest, { throwIfNoEntry: false }) === undefined) return undefined;
  const { exports = {} }: { exports?: Record<string, unknown> } = JSON.parse(readFileSync(manifest, "utf8"));
  const file = chosen(exports[entry]);
  return file === undefined ? undefined : join(folder, file).replaceAll(sep, "/");
}

/** The file that a package's exports give a browser. */
function chosen(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  if (typeof target !== "object" || target === null) return undefined;
  for (const [condition, inner] of Object.entries(target)) {
    if (["browser", "import", "default"].includes(condition)) return chosen(inner);
  }
  return undefined;
}

/** The folder of this repository. */
export const repository = join(dirname(new URL(import.meta.url).pathname), "../..");

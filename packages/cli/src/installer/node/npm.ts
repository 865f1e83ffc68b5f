/** npm, as far as plugins need it: with its own configuration, so that private registries work, and without running scripts of packages. */
import { existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type ProgramCall, runProgram } from "./run.ts";

const QUIET = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error", "--json"];
/** Whoever waits in a chat is told soon. */
const SOON = ["--fetch-retries=1", "--fetch-retry-mintimeout=500", "--fetch-timeout=60000"];
/** `matterwright` itself is lent, and a plugin's way to build itself is not needed. */
const PLAIN = ["--ignore-scripts", "--omit=dev", "--legacy-peer-deps", "--save-exact"];

export interface NpmCall extends ProgramCall {
  /** Of the bot: its `.npmrc` counts. */
  readonly home: string;
}

/** Installs a package, or what the folder's own package.json names when there is none. @throws Error in npm's words, made short. */
export async function npmInstall(spec: string | undefined, call: NpmCall): Promise<void> {
  const isLocked = spec === undefined && existsSync(join(call.folder, "package-lock.json"));
  await npm([isLocked ? "ci" : "install", ...PLAIN], spec === undefined ? [] : [spec], call);
}

export interface FoundPackage {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
}

/** Asks the registry. @throws Error in npm's words, made short. */
export async function npmSearch(words: readonly string[], call: NpmCall): Promise<readonly FoundPackage[]> {
  const found = JSON.parse(await npm(["search", "--searchlimit=50"], words, call)) as Partial<FoundPackage>[];
  return found.map(({ name = "", version = "", description = "", keywords = [] }) => ({
    name,
    version,
    description,
    keywords,
  }));
}

/** What npm wrote down of a package that it installed. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

/** The package that a folder was told to install. */
export function lockedIn(folder: string): LockedPackage {
  const { dependencies = {} } = json(join(folder, "package.json")) as { dependencies?: Record<string, string> };
  const [name = ""] = Object.keys(dependencies);
  const { packages = {} } = json(join(folder, "package-lock.json")) as {
    packages?: Record<string, { readonly version?: string; readonly integrity?: string }>;
  };
  const { version = "", integrity = "" } = packages[`node_modules/${name}`] ?? {};
  return { name, version, integrity };
}

/** @param given what was typed by somebody, and cannot be an option of npm's */
async function npm(args: readonly string[], given: readonly string[], { home, ...call }: NpmCall): Promise<string> {
  const unlink = lendNpmrc(home, call.folder);
  try {
    const { isOk, stdout, stderr } = await runProgram("npm", [...args, ...QUIET, ...SOON, "--", ...given], call);
    if (isOk) return stdout;
    throw new Error(reasonOf(stdout, stderr));
  } finally {
    unlink();
  }
}

/** npm reads the configuration of the folder that it works in; there may be tokens in it, so it is not copied. */
function lendNpmrc(home: string, folder: string): () => void {
  const own = join(home, ".npmrc");
  const lent = join(folder, ".npmrc");
  if (folder === home || !existsSync(own) || existsSync(lent)) return () => {};
  symlinkSync(own, lent);
  return () => rmSync(lent, { force: true });
}

const UNREACHED = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENETUNREACH",
  "ENOTFOUND",
  "ETIMEDOUT",
  "ERR_SOCKET_TIMEOUT",
]);

function reasonOf(stdout: string, stderr: string): string {
  const { code = "", summary = "" } = errorIn(stdout);
  const first = (summary || stderr.replaceAll(/^npm (?:error|ERR!)\s*/gm, "")).trim().split("\n", 1)[0] ?? "";
  if (UNREACHED.has(code)) return `the registry cannot be reached (${code})`;
  if (code === "E404") return "the registry has no such package";
  if (code === "ETARGET") return "the registry has no such version of it";
  if (code === "E401" || code === "E403" || code === "ENEEDAUTH")
    return `the registry refuses (${code}): its token belongs into the .npmrc of my home or of my user`;
  if (code === "EINTEGRITY") return "what came is not what the registry promised (EINTEGRITY), so it was thrown away";
  return `npm says: ${first.slice(0, 300)}`;
}

function errorIn(stdout: string): { readonly code?: string; readonly summary?: string } {
  try {
    const { error } = JSON.parse(stdout) as { readonly error?: { readonly code?: string; readonly summary?: string } };
    return error ?? {};
  } catch {
    return {};
  }
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

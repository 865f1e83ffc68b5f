/** Gets the files of a plugin into a folder of their own, from wherever it comes, and says exactly what came. Called by `install.ts`. */
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { copyPlugin, fingerprint, moveOut, packageIn } from "./node/files.ts";
import { gitCheckout } from "./node/git.ts";
import { lockedIn, npmInstall } from "./node/npm.ts";
import type { Installed } from "./record.ts";
import { type Spec, specText } from "./spec.ts";

export interface FetchPlace {
  /** The bot's home: relative paths begin there, and its `.npmrc` counts. */
  readonly home: string;
  /** Empty, and to be filled. */
  readonly folder: string;
  /** For npm and git. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export type Fetched = Pick<Installed, "asked" | "kind" | "from" | "version" | "integrity" | "files">;

/** The plugin itself, in a folder that was filled. */
export const pluginIn = (folder: string): string => join(folder, "plugin");

/** @throws Error that says what is in the way, without a subject: `the registry has no such package`. */
export async function fetchPlugin(spec: Spec, place: FetchPlace): Promise<Fetched> {
  mkdirSync(place.folder, { recursive: true });
  const came = await fromIts(spec, place);
  const path = pluginIn(place.folder);
  return { asked: specText(spec), kind: spec.kind, ...came, files: fingerprint(path) };
}

type Came = Pick<Fetched, "from" | "version" | "integrity">;

function fromIts(spec: Spec, place: FetchPlace): Promise<Came> {
  if (spec.kind === "npm") return fromNpm(specText(spec), place);
  if (spec.kind === "packed")
    return fromNpm(/^https?:/.test(spec.path) ? spec.path : absolute(spec.path, place), place);
  if (spec.kind === "git") return fromGit(spec, place);
  return fromFolder(spec.path, place);
}

async function fromNpm(spec: string, place: FetchPlace): Promise<Came> {
  const { folder } = place;
  if (spec.startsWith("/") && !existsSync(spec)) throw new Error("there is no such file");
  writeFileSync(join(folder, "package.json"), '{ "name": "installed", "version": "0.0.0", "private": true }\n');
  await npmInstall(spec, place);
  const { name, version, integrity } = lockedIn(folder);
  moveOut(join(folder, "node_modules", name), pluginIn(folder));
  return { from: `${name}@${version}`, version, integrity };
}

async function fromGit({ url, ref }: Extract<Spec, { kind: "git" }>, place: FetchPlace): Promise<Came> {
  const folder = pluginIn(place.folder);
  mkdirSync(folder);
  const commit = await gitCheckout(url, ref, { ...place, folder });
  const { version } = await withPackages(folder, place);
  return { from: `${url}#${commit}`, version, integrity: commit };
}

async function fromFolder(typed: string, place: FetchPlace): Promise<Came> {
  const from = absolute(typed, place);
  const folder = pluginIn(place.folder);
  const isWhole = statSync(join(from, "node_modules"), { throwIfNoEntry: false })?.isDirectory() === true;
  copyPlugin(from, folder, { withPackages: isWhole && packageIn(from).needsPackages });
  const integrity = fingerprint(folder);
  const { version } = await withPackages(folder, place);
  return { from, version, integrity };
}

/** Gets what a package needs, where it has not brought it along. */
async function withPackages(folder: string, place: FetchPlace): Promise<{ readonly version: string }> {
  const { version, needsPackages } = packageIn(folder);
  if (needsPackages && !existsSync(join(folder, "node_modules"))) await npmInstall(undefined, { ...place, folder });
  return { version };
}

function absolute(path: string, { home }: FetchPlace): string {
  return resolve(home, path.replace(/^~(?=\/)/, homedir()));
}

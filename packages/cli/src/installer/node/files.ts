/** Files of plugins: copies them, and says in one word which they are. */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";

/** Copies a folder, or one file as its `index`. @throws Error that says what is wrong with it. */
export function copyPlugin(from: string, to: string, { withPackages }: { readonly withPackages: boolean }): void {
  const found = statSync(from, { throwIfNoEntry: false });
  if (found === undefined) throw new Error("there is no such folder");
  if (found.isFile()) {
    mkdirSync(to, { recursive: true });
    cpSync(from, join(to, `index${extname(from)}`));
    return;
  }
  const skipped = new Set([".git", ...(withPackages ? [] : ["node_modules"])]);
  const filter = (path: string): boolean => path === from || !skipped.has(basename(path));
  cpSync(from, to, { recursive: true, filter, verbatimSymlinks: true });
}

/** What all files of a folder come to, but for packages of others: `sha512-…`. Another file, name or letter makes another. */
export function fingerprint(folder: string): string {
  const hash = createHash("sha512");
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((name) => !/(?:^|[/\\])node_modules[/\\]/.test(name))
    .toSorted();
  for (const name of names) {
    const content = readFileSync(join(folder, name));
    hash.update(`${name.length} ${name} ${content.length}\n`).update(content);
  }
  return `sha512-${hash.digest("base64")}`;
}

/** Moves a package out of `node_modules`, where Node would not run TypeScript; what it needs stays where it is found from there. */
export function moveOut(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

/** Of a package.json, where there is one. */
export function packageIn(folder: string): {
  readonly version: string;
  readonly needsPackages: boolean;
  readonly about: string;
} {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return { version: "", needsPackages: false, about: "" };
  const { version, dependencies, description } = JSON.parse(readFileSync(file, "utf8")) as Readonly<
    Record<string, unknown>
  >;
  return {
    version: typeof version === "string" ? version : "",
    needsPackages: Object.keys(dependencies ?? {}).length > 0,
    about: typeof description === "string" ? description : "",
  };
}

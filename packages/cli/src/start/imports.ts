/**
 * How plugins find what they import: one that has no packages of its own gets the running program's own `matterwright` and its kin, and
 * what it imports of its own is loaded anew with it, for Node would give it the old file. Used by the loader and by `matterwright test`.
 */
import { type ResolveHookSync, registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const LENT = /^(?:matterwright|zod|@matterwright\/(?:client|clock|hooks|protocol|testing))(?:\/|$)/;
/** In the address of a plugin's files: which time it was loaded. */
const LOAD = "load";

/** The files of each load, besides the one that it began with. */
const filesByLoad = new Map<string, Set<string>>();
let loads = 0;
let isHooked = false;

/** One time that a module is imported, with all that it imports. */
export interface Load {
  /** To import it by. */
  readonly url: string;
  /** Every file of its own that was imported so far. */
  files(): ReadonlySet<string>;
}

/** Prepares to import a file as it is now. */
export function loadOf(path: string): Load {
  hookIntoImports();
  const id = String(++loads);
  const files = new Set([path]);
  filesByLoad.set(id, files);
  const url = pathToFileURL(path);
  url.searchParams.set(LOAD, id);
  return { url: url.href, files: () => files };
}

/** Makes Node resolve for plugins. Any time after the first it does nothing. */
export function hookIntoImports(): void {
  if (isHooked) return;
  isHooked = true;
  registerHooks({
    resolve(specifier, context, next) {
      if (LENT.test(specifier)) return lent(specifier, context, next);
      const resolved = next(specifier, context);
      const load = loadIn(context.parentURL);
      if (load === undefined || !resolved.url.startsWith("file:") || resolved.url.includes("/node_modules/"))
        return resolved;
      const url = new URL(resolved.url);
      filesByLoad.get(load)?.add(fileURLToPath(url));
      url.searchParams.set(LOAD, load);
      return { ...resolved, url: url.href };
    },
  });
}

const lent: ResolveHookSync = (specifier, context, next) => {
  try {
    return next(specifier, context);
  } catch {
    return next(specifier, { ...context, parentURL: import.meta.url });
  }
};

function loadIn(parentUrl: string | undefined): string | undefined {
  return parentUrl === undefined || !URL.canParse(parentUrl)
    ? undefined
    : (new URL(parentUrl).searchParams.get(LOAD) ?? undefined);
}

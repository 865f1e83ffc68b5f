/** Notices that files change. It tells only that something did; whoever is told looks for himself. */
import { dirname, resolve } from "node:path";
import { watch as chokidar } from "chokidar";

export interface Watching {
  readonly changed: () => void;
  /** Told when the machine cannot watch: then changes are noticed by looking from time to time alone. */
  readonly failed: (error: unknown) => void;
  /** Called when it watches. */
  readonly ready?: () => void;
}

/** Calls `changed` whenever something changes in a folder, or in a file. Neither need be there yet. Returns what ends it. */
export function watch(
  { folder, file }: { readonly folder: string; readonly file: string },
  { changed, failed, ready = () => {} }: Watching,
): () => void {
  // What is not there yet can be seen only from above. Nothing else in there is looked at: it may be a home with everything in it.
  const above = new Set([dirname(folder), dirname(file)].map((path) => resolve(path)));
  const wanted = new Set([...above, resolve(folder), resolve(file)]);
  const ignored = (path: string): boolean => {
    const whole = resolve(path);
    return !wanted.has(whole) && dirname(whole) !== resolve(folder);
  };
  const watcher = chokidar([...above], { ignoreInitial: true, depth: 1, ignored });
  watcher.on("all", changed).on("error", failed).on("ready", ready);
  return () => void watcher.close();
}

/** Notices that files change. It tells only that something did; whoever is told looks for himself. */
import { watch as chokidar } from "chokidar";

/**
 * Calls `changed` whenever something changes in a folder, or in a file that need not be there yet. Returns what ends it.
 *
 * @param failed is told when the machine cannot watch: then changes are noticed by looking from time to time alone
 */
export function watch(
  paths: readonly string[],
  { changed, failed }: { readonly changed: () => void; readonly failed: (error: unknown) => void },
): () => void {
  const watcher = chokidar([...paths], { ignoreInitial: true, depth: 0 });
  watcher.on("all", changed).on("error", failed);
  return () => void watcher.close();
}

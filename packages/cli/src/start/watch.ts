/**
 * `matterwright start --watch`: loads plugins anew when their files are saved, adds new ones and takes out those that have gone. A plugin of
 * the command's own: what it does with plugins any other could do.
 */
import { mkdirSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { watch } from "chokidar";
import { type Plugin, type PluginManager, errorFacts, plugin, version } from "matterwright";
import { type FileOrigin, loadedOr } from "./load.ts";
import { type Folders, foldersOf, originsIn } from "./plugins.ts";

/** An editor writes a file in several steps, and a version control system many files. */
const SETTLE_MS = 150;

export interface WatchOptions extends Folders {
  /** Those that were loaded at the start. */
  readonly origins: readonly FileOrigin[];
  /** Tells whoever is developing what was done. */
  readonly note: (text: string) => void;
}

/** The plugin. It watches as long as it is set up. */
export function watching(options: WatchOptions): Plugin {
  return plugin({
    name: "watch",
    version,
    about: "Loads plugins anew when they are saved",
    setup(bot) {
      // What is not there cannot be watched.
      mkdirSync(resolve(options.home, "plugins"), { recursive: true });
      const watched = new Watched(options, bot.manage);
      const folders = foldersOf(options);
      const ignored = (path: string): boolean => folders.some((folder) => isForeign(relative(folder, path)));
      const watcher = watch([...folders, ...watched.files()], { ignoreInitial: true, ignored });
      let timer: NodeJS.Timeout | undefined;
      const soon = (path: string): void => {
        watched.touch(path);
        clearTimeout(timer);
        timer = setTimeout(() => {
          void watched.settle().then(() => watcher.add([...watched.files()]));
        }, SETTLE_MS);
      };
      watcher.on("all", (_, path) => soon(resolve(path)));
      watcher.on("ready", () => options.note("Plugins are loaded anew when they are saved."));
      watcher.on("error", (error) => bot.log.error({ error: errorFacts(error) }, "plugins cannot be watched"));
      bot.dispose(() => {
        clearTimeout(timer);
        void watcher.close();
      });
    },
  });
}

/** Below a folder of plugins: packages of others, and what is hidden. */
function isForeign(path: string): boolean {
  return /(?:^|[/\\])(?:node_modules|\.[^./\\][^/\\]*)(?:[/\\]|$)/.test(path);
}

/** A text in `templates/` of a package, or beside a plugin of one file: it is read when the plugin is set up. */
function isTemplateOf({ path }: FileOrigin, touched: string): boolean {
  if (!touched.endsWith(".md")) return false;
  return [path, dirname(path)].some((folder) => touched.startsWith(join(folder, "templates") + sep));
}

/** What is there, and what has been touched since somebody looked. */
class Watched {
  readonly #options: WatchOptions;
  readonly #manage: PluginManager;
  readonly #known: Map<string, FileOrigin>;
  readonly #broken = new Set<string>();
  #touched = new Set<string>();
  #last: Promise<void> = Promise.resolve();

  constructor(options: WatchOptions, manage: PluginManager) {
    this.#options = options;
    this.#manage = manage;
    this.#known = new Map(options.origins.map((origin) => [origin.path, origin]));
  }

  /** Everything that plugins are made of, so that what lies elsewhere is watched too. */
  files(): ReadonlySet<string> {
    const files = new Set<string>();
    for (const origin of this.#known.values()) for (const file of origin.files()) files.add(file);
    return files;
  }

  touch(path: string): void {
    this.#touched.add(path);
  }

  /** Deals with what was touched. One round after another. Never rejects. */
  settle(): Promise<void> {
    this.#last = this.#last.then(() => this.#round()).catch((error: unknown) => this.#options.note(textOf(error)));
    return this.#last;
  }

  async #round(): Promise<void> {
    const touched = this.#touched;
    this.#touched = new Set();
    const there = new Map(originsIn(this.#options).map((origin) => [origin.path, origin]));
    const known = [...this.#known.values()];
    const gone = known.filter(({ path }) => !there.has(path));
    for (const origin of gone) await this.#told(() => this.#goes(origin));
    // Whoever goes may leave a name to another.
    const isWaiting = (origin: FileOrigin): boolean => gone.length > 0 && this.#nameOf(origin) === undefined;
    for (const origin of known)
      if (there.has(origin.path) && (this.#isTouched(origin, touched) || isWaiting(origin)))
        await this.#told(() => this.#changes(origin));
    for (const origin of there.values()) if (!this.#known.has(origin.path)) await this.#told(() => this.#comes(origin));
  }

  /** One whose last loading failed may be mended by any file beside it. */
  #isTouched(origin: FileOrigin, touched: ReadonlySet<string>): boolean {
    const { path } = origin;
    if ([path, join(path, "package.json"), ...origin.files()].some((file) => touched.has(file))) return true;
    if ([...touched].some((each) => isTemplateOf(origin, each))) return true;
    if (!this.#broken.has(path)) return false;
    return [...touched].some((each) => each.startsWith(`${path}${sep}`) || dirname(each) === dirname(path));
  }

  async #goes(origin: FileOrigin): Promise<string> {
    this.#known.delete(origin.path);
    const name = this.#nameOf(origin);
    if (name === undefined) return `${origin.file} has gone.`;
    await this.#manage.remove(name, { isForced: true });
    return `${origin.file} has gone, and with it the plugin ${name}.`;
  }

  async #comes(origin: FileOrigin): Promise<string> {
    this.#known.set(origin.path, origin);
    const made = await loadedOr(origin);
    await this.#manage.include(made, { origin, mayFail: true }).catch((error: unknown) => {
      throw new Error(`${origin.file} does not work: ${textOf(error)}`);
    });
    return this.#outcome(origin);
  }

  async #changes(origin: FileOrigin): Promise<string> {
    const name = this.#nameOf(origin);
    if (name === undefined) return this.#comes(origin);
    const { state } = this.#manage.list().find((each) => each.name === name) ?? {};
    if (state === "blocked" || state === "inactive") return `${origin.file} was saved, but ${name} is ${state}.`;
    try {
      await this.#manage.reload(name);
    } catch (error) {
      this.#broken.add(origin.path);
      throw error;
    }
    return this.#outcome(origin);
  }

  /** How it is with a plugin after it was loaded. */
  #outcome({ file, path }: FileOrigin): string {
    const info = this.#manage.list().find((each) => each.file === file);
    const isBroken = info?.state === "failed";
    if (isBroken) this.#broken.add(path);
    else this.#broken.delete(path);
    return isBroken ? `${file} does not work: ${info?.reason}` : `${file} was loaded: ${info?.name} is ${info?.state}.`;
  }

  #nameOf({ file }: FileOrigin): string | undefined {
    return this.#manage.list().find((each) => each.file === file)?.name;
  }

  async #told(act: () => Promise<string>): Promise<void> {
    this.#options.note(await act().catch(textOf));
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

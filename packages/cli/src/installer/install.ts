/**
 * Installs, updates and uninstalls plugins while the bot runs, each wholly or not at all. The files come first, into a folder that nobody
 * knows yet; then the bot sets the plugin up; only when that went well, the record says so. Called by the commands.
 */
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type PluginManager, type PluginOrigin, UserError, code } from "matterwright";
import { loadedOr, originOf } from "../start/load.ts";
import { type FetchPlace, fetchPlugin, pluginIn } from "./fetch.ts";
import { fingerprint } from "./node/files.ts";
import type { InstallRecord, Installed } from "./record.ts";
import { type Spec, inVersion, specOf, specText } from "./spec.ts";

export interface InstallerParts {
  readonly record: InstallRecord;
  readonly manage: PluginManager;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Who asked, and until when. */
export interface Asking {
  readonly by: string;
  readonly now: Date;
  readonly signal: AbortSignal;
  /** What stands in front of commands there. */
  readonly lead: string;
}

export interface Done {
  readonly name: string;
  readonly entry: Installed;
}

export class Installer {
  readonly #parts: InstallerParts;
  /** One after another. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: InstallerParts) {
    this.#parts = parts;
  }

  /** @throws UserError when it cannot be had or set up; then all is as it was. */
  install(typed: string, asking: Asking): Promise<Done> {
    return this.#inTurn(async () => {
      const { manage, record } = this.#parts;
      record.read();
      return this.#fetched(specOf(typed), asking, async (entry, origin) => {
        const plugin = await origin.load();
        const there = record.read()[plugin.name];
        if (there !== undefined)
          throw new UserError(
            `${code(plugin.name)} is installed already, from ${code(there.from)}: ${code(`${asking.lead}plugin update ${plugin.name}`)} looks for a newer one.`,
          );
        await manage.include(plugin, { origin });
        await this.#written(plugin.name, entry, () => manage.remove(plugin.name, { isForced: true }));
        return plugin.name;
      });
    });
  }

  /** Resolves with nothing when there is nothing newer. @param version of the registry, or a branch, tag or commit */
  update(name: string, version: string | undefined, asking: Asking): Promise<Done | undefined> {
    return this.#inTurn(async () => {
      const { manage, record } = this.#parts;
      const before = this.#installed(name);
      const spec = specOf(before.asked);
      let isSame = false;
      const done = await this.#fetched(
        version === undefined ? spec : inVersion(spec, version),
        asking,
        async (entry, origin) => {
          isSame = entry.files === before.files && entry.integrity === before.integrity;
          if (isSame) return undefined;
          await manage.reload(name, origin);
          await this.#written(name, entry, () => manage.reload(name, installedOrigin(record, before)));
          return name;
        },
      );
      if (isSame) return undefined;
      this.#forget(before.folder);
      return done;
    });
  }

  /** What it stored stays. */
  uninstall(name: string): Promise<Installed> {
    return this.#inTurn(async () => {
      const { manage, record } = this.#parts;
      const before = this.#installed(name);
      await manage.remove(name);
      const origin = installedOrigin(record, before);
      await this.#written(name, undefined, async () =>
        manage.include(await loadedOr(origin, name), { origin, mayFail: true }),
      );
      this.#forget(before.folder);
      return before;
    });
  }

  /** Gets the files, has them used, and removes them again where they are not. */
  async #fetched<Name extends string | undefined>(
    spec: Spec,
    { by, now, signal }: Asking,
    use: (entry: Installed, origin: PluginOrigin) => Promise<Name>,
  ): Promise<Name extends string ? Done : Done | undefined>;
  async #fetched(
    spec: Spec,
    { by, now, signal }: Asking,
    use: (entry: Installed, origin: PluginOrigin) => Promise<string | undefined>,
  ): Promise<Done | undefined> {
    const { record, home, env } = this.#parts;
    const folder = `${now.toISOString().slice(0, 10)}-${randomBytes(5).toString("hex")}`;
    const place: FetchPlace = { home, folder: join(record.folder, folder), env, signal };
    let name: string | undefined;
    try {
      const came = await fetchPlugin(spec, place);
      const entry = { ...came, folder, at: now.toISOString(), by };
      name = await use(entry, installedOrigin(record, entry));
      return name === undefined ? undefined : { name, entry };
    } catch (error) {
      if (error instanceof UserError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(`${code(specText(spec))} was not installed, and nothing has changed: ${reason}.`);
    } finally {
      if (name === undefined) this.#forget(folder);
    }
  }

  /** Writes it down; when that cannot be, the bot is as it was before as well. */
  async #written(name: string, entry: Installed | undefined, back: () => Promise<void>): Promise<void> {
    try {
      this.#parts.record.set(name, entry);
    } catch (error) {
      await back();
      throw new UserError(`That could not be written down, so nothing has changed: ${(error as Error).message}`);
    }
  }

  #installed(name: string): Installed {
    const plugins = this.#parts.record.read();
    const entry = plugins[name];
    if (entry !== undefined) return entry;
    const info = this.#parts.manage.list().find((each) => each.name === name);
    const names = Object.keys(plugins).toSorted().map(code).join(", ");
    const known = names === "" ? "nothing is" : `installed are ${names}`;
    if (info === undefined) throw new UserError(`No plugin ${code(name)} is installed: ${known}.`);
    const where = info.file === undefined ? "it belongs to the program" : `it is the file ${code(info.file)}`;
    throw new UserError(`${code(name)} was not installed from here, ${where}: ${known}.`);
  }

  #forget(folder: string): void {
    rmSync(join(this.#parts.record.folder, folder), { recursive: true, force: true });
  }

  async #inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const acting = this.#last.then(act);
    this.#last = acting.catch(() => {});
    try {
      return await acting;
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError(error instanceof Error ? error.message : String(error));
    }
  }
}

/** Where an installed plugin is loaded from. Files that are not those that were installed are not loaded. */
export function installedOrigin(record: InstallRecord, entry: Installed): PluginOrigin {
  const path = pluginIn(join(record.folder, entry.folder));
  const origin = originOf(path, entry.from);
  return {
    file: entry.from,
    async load() {
      if (fingerprint(path) !== entry.files)
        throw new Error("its files are not those that were installed: uninstall it, and install it anew");
      return origin.load();
    },
  };
}

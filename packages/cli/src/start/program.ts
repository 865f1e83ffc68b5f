/** The program around a bot, as far as the bot's administrators act on it from chat: it can be started anew, ended and backed up. */
import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { type BackupMade, type Program, UserError } from "matterwright";
import { copyDatabase } from "../durable/backup.ts";
import type { Variables } from "../settings/read.ts";
import { type Settings, settingsOf } from "../settings/settings.ts";
import { Trouble } from "../trouble.ts";

/** What somebody in chat wants the program to do. */
export interface Wish {
  readonly kind: "again" | "end";
  /** How long what is in hand may take. */
  readonly drainMs: number;
}

/** As for a supervisor, which gives ten seconds. */
const DRAIN_MS = 8_000;

export class StartedProgram implements Program {
  readonly #env: Variables;
  readonly #settings: Settings;
  #wish = Promise.withResolvers<Wish>();

  constructor(env: Variables, settings: Settings) {
    this.#env = env;
    this.#settings = settings;
  }

  /** Resolves with the next thing that is wanted. */
  get wish(): Promise<Wish> {
    return this.#wish.promise;
  }

  /** From now on another wish can be had. */
  done(): void {
    this.#wish = Promise.withResolvers<Wish>();
  }

  end({ again, atOnce = false }: { readonly again: boolean; readonly atOnce?: boolean }): Promise<void> {
    return inChat(() => {
      // Whoever restarts to have a setting read that is wrong shall hear of it, and not lose the bot.
      if (again) settingsOf(this.#env, this.#settings.home);
      this.#wish.resolve({ kind: again ? "again" : "end", drainMs: atOnce ? 0 : DRAIN_MS });
    });
  }

  backUp(): Promise<BackupMade> {
    const { job, home } = this.#settings;
    if (job === "embedded")
      return Promise.reject(
        new UserError("This town keeps everything in memory: there is nothing that could be copied."),
      );
    return inChat(async () => {
      const folder = join(home, "data", "backups");
      const stamp = new Date().toISOString().replace(/\..*/, "").replaceAll(":", "-");
      const to = join(folder, `matterwright-${stamp}.db`);
      const { bytes, besides } = await copyDatabase({ env: this.#env, home, to }, () =>
        mkdirSync(folder, { recursive: true, mode: 0o700 }),
      );
      return { file: relative(home, to), bytes, besides };
    });
  }
}

/** What would end a command of the shell is a sentence for whoever asked in chat. */
async function inChat<Value>(act: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Trouble) throw new UserError(`That cannot be done now: ${error.message}`);
    throw error;
  }
}
